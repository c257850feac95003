-- a flag marks the message when everybody who gets it is inside
dofile(here .. "/lib.lua")
local c = open()
message(c, "t.f-offensive-language@example.org")
want(c, SMFIR_CONTINUE, "verdict")
if not mt.eom_check(c, MT_HDRADD, "X-Beadle-Verdict", " flagged") then fail("no X-Beadle-Verdict") end
if not mt.eom_check(c, MT_HDRADD, "X-Beadle-Rules", " test-flag") then fail("no X-Beadle-Rules") end
if not mt.eom_check(c, MT_HDRADD, "X-Beadle-Id") then fail("no X-Beadle-Id") end
mt.disconnect(c)
must_have('"verdict":"flagged"', '"direction":"inbound"')
