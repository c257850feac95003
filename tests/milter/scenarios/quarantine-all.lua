-- nobody left: stored, then discarded, so that the client sees success; heard when QUIT is read
dofile(here .. "/lib.lua")
local c = open("pc.council.example", "198.51.100.7")
message(c, "t.f-nhs-number@council.example", "resident@example.net")
want(c, SMFIR_DISCARD, "verdict")
mt.disconnect(c, true)
local line = must_have('"verdict":"quarantined"', '"carrier":"sealed"', '"kind":"held"', '"kind":"clerk-alert"')
if string.find(line, '"octets":0', 1, true) then fail("no octets were handed over") end
must_have('"amend":"heard"')
