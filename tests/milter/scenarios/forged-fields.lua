-- X-Beadle fields that a message brings are removed from an accepted message, whatever their spelling
dofile(here .. "/lib.lua")
local c = open()
message(c, "t.forged@example.org", nil, {{"From", "a@example.org"}, {"X-Beadle-Verdict", "clean"}, {"x-beadle-VERDICT", "clean"},
  {"X-Beadle-Stamp", "good-stamp"}, {"Subject", "s"}})
want(c, SMFIR_CONTINUE, "verdict")
if not mt.eom_check(c, MT_HDRDELETE, "X-Beadle-Verdict") then fail("the forged verdict stays") end
if not mt.eom_check(c, MT_HDRDELETE, "X-Beadle-Stamp") then fail("the forged stamp stays") end
if mt.eom_check(c, MT_HDRDELETE, "Subject") then fail("too much was deleted") end
mt.disconnect(c)
