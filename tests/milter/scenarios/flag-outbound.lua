-- an outsider never learns our rules: no mark when one recipient is outside
dofile(here .. "/lib.lua")
local c = open("pc.council.example", "198.51.100.7")
message(c, "t.f-offensive-language@council.example", {"clerk@council.example", "resident@example.net"})
want(c, SMFIR_CONTINUE, "verdict")
if mt.eom_check(c, MT_HDRADD) then fail("marked although a recipient is outside") end
mt.disconnect(c)
must_have('"verdict":"flagged"', '"direction":"outbound"', '"origin":"inside"')
