-- the connection ends without QUIT: the record is not told that the verdict was heard
dofile(here .. "/lib.lua")
local c = open()
message(c, "t.f-nhs-number.abrupt@example.org")
want(c, SMFIR_DISCARD, "verdict")
mt.disconnect(c, false)
must_have("abrupt", '"verdict":"quarantined"')
mt.sleep(0.5)
for line in io.lines(journal) do
  if string.find(line, '"amend":"heard"', 1, true) then fail("heard although nothing was read") end
end
