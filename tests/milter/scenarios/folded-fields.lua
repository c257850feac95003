-- a fold arrives as \n and is stored as CRLF; a \r before it is not doubled
dofile(here .. "/lib.lua")
local c = open()
message(c, "t.folded@example.org", nil, {{"Subject", "one\n\ttwo\r\n three"}}, "")
want(c, SMFIR_CONTINUE, "verdict")
mt.disconnect(c)
must_have("t.folded", "Subject: one\\u000d\\u000a\\u0009two\\u000d\\u000a three\\u000d\\u000a\\u000d\\u000a")
