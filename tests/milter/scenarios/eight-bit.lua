-- raw 8-bit and invalid UTF-8 in header and body pass unchanged to the inspector
dofile(here .. "/lib.lua")
local c = open()
message(c, "t.eightbit@example.org", nil, {{"Subject", "caf\195\169 \255\254"}}, "\192\193\r\n")
want(c, SMFIR_CONTINUE, "verdict")
mt.disconnect(c)
must_have("t.eightbit", "Subject: caf\\u00c3\\u00a9 \\u00ff\\u00fe\\u000d\\u000a\\u000d\\u000a\\u00c0\\u00c1\\u000d\\u000a")
