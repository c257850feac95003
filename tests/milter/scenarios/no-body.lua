-- header section alone, no body callback
dofile(here .. "/lib.lua")
local c = open()
message(c, "t.nobody@example.org", nil, nil, "")
want(c, SMFIR_CONTINUE, "verdict")
mt.disconnect(c)
