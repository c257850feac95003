-- a rule that defers: 451 for everybody, recorded as deferred
dofile(here .. "/lib.lua")
local c = open()
message(c, "t.f-payment-change@example.org")
want(c, SMFIR_REPLYCODE, "verdict")
mt.disconnect(c)
must_have('"verdict":"deferred"', "451 4.7.1", "clause 9", "rule test-defer")
