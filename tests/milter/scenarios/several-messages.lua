-- many messages on one connection, each with its own verdict
dofile(here .. "/lib.lua")
local c = open()
for i = 1, 5 do
  message(c, "t.many" .. i .. "@example.org") want(c, SMFIR_CONTINUE, "clean " .. i)
  message(c, "t.f-dangerous-file.many" .. i .. "@example.org") want(c, SMFIR_REPLYCODE, "refused " .. i)
end
mt.disconnect(c)
