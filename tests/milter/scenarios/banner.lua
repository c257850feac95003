-- the banner of a rule: the whole body replaced, with what the worker put in; not for mail from inside; never the header section
dofile(here .. "/lib.lua")
local c = open()
message(c, "t.edit.f-look-alike-domain@example.org")
want(c, SMFIR_CONTINUE, "verdict")
for _, piece in ipairs({"From outside the council: take care of it.\r\n", "hello\r\n"}) do
  if not mt.eom_check(c, MT_BODYCHANGE, piece) then fail("the body lacks " .. piece) end
end
mt.disconnect(c)
c = open()
message(c, "t.f-look-alike-domain@example.org")
want(c, SMFIR_CONTINUE, "verdict")
if mt.eom_check(c, MT_BODYCHANGE) then fail("a body was changed that the worker left alone") end
mt.disconnect(c)
c = open()
message(c, "t.edit@example.org")
want(c, SMFIR_CONTINUE, "verdict")
if mt.eom_check(c, MT_BODYCHANGE) then fail("a banner without a rule") end
mt.disconnect(c)
c = open()
message(c, "t.overreach.f-look-alike-domain@example.org")
want(c, SMFIR_CONTINUE, "verdict")
if mt.eom_check(c, MT_BODYCHANGE) then fail("the header section was changed") end
mt.disconnect(c)
