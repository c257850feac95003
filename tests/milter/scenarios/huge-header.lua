-- a header field of 60000 octets, as long as Postfix lets them be, twice
dofile(here .. "/lib.lua")
local c = open()
message(c, "t.huge@example.org", nil, {{"Subject", string.rep("x", 60000)}, {"X-Long", string.rep("y", 60000)}})
want(c, SMFIR_CONTINUE, "verdict")
mt.disconnect(c)
local line = must_have("t.huge", '"inspect"')
local octets = tonumber(string.match(line, '"octets":(%d+)'))
if octets < 120000 then fail("only " .. octets .. " octets arrived") end
