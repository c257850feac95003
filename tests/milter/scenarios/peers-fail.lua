-- every way in which inspector or records fail is 451; one retry where time is left
dofile(here .. "/lib.lua")
local c = open()
for _, words in ipairs({"refuse", "late", "close", "garbage", "recfail", "recclose", "recgarbage"}) do
  message(c, "t." .. words .. "@example.org") want(c, SMFIR_REPLYCODE, words)
end
for _, words in ipairs({"refuse1", "late1", "close1", "garbage1"}) do
  message(c, "t." .. words .. "@example.org") want(c, SMFIR_CONTINUE, words)
end
message(c, "t.gaveup@example.org") want(c, SMFIR_DISCARD, "given up: not inspected, quarantined")
message(c, "t.recshort.f-nhs-number@example.org") want(c, SMFIR_REPLYCODE, "a copy was not kept")
mt.disconnect(c)
must_have('"amend":"void"', "not every copy was kept")
