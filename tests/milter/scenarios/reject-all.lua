-- all recipients rejected: 550 5.7.1, nothing kept, nothing changed
dofile(here .. "/lib.lua")
local c = open()
message(c, "t.f-dangerous-file@example.org", {"a@council.example", "b@council.example"})
want(c, SMFIR_REPLYCODE, "verdict")
if mt.eom_check(c, MT_RCPTDELETE, "<a@council.example>") then fail("deleted a recipient of a refused message") end
mt.disconnect(c)
must_have('"verdict":"rejected"', 'clause 5', '"held":[]')
