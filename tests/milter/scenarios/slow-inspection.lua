-- a slow inspection sends progress, so that a reader with a 2 s timeout waits 5 s
dofile(here .. "/lib.lua")
mt.set_timeout(3)
local c = open()
message(c, "t.slow5@example.org")
want(c, SMFIR_CONTINUE, "verdict")
mt.disconnect(c)
