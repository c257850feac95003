-- a client without an address is outside, even with a council sender
dofile(here .. "/lib.lua")
local c = mt.connect(sock, 20, 0.1)
ok(mt.conninfo(c, "localhost", "unspec"), "conninfo")
ok(mt.helo(c, "localhost"), "helo")
message(c, "t.unspec@council.example", "clerk@council.example")
want(c, SMFIR_CONTINUE, "verdict")
mt.disconnect(c)
must_have("t.unspec", '"origin":"outside"', '"client":""')
