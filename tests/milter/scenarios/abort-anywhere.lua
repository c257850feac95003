-- an abort after each stage leaves nothing behind; the next message on the connection is judged as usual
dofile(here .. "/lib.lua")
local c = open()
for stage = 1, 5 do
  mt.macro(c, SMFIC_MAIL, "{mail_addr}", "a@example.org")
  ok(mt.mailfrom(c, "<a@example.org>"), "mail")
  if stage > 1 then ok(mt.rcptto(c, "<clerk@council.example>"), "rcpt") end
  if stage > 2 then ok(mt.data(c), "data") end
  if stage > 3 then ok(mt.header(c, "X-Beadle-Verdict", "forged"), "header") end
  if stage > 4 then ok(mt.eoh(c), "eoh") ok(mt.bodystring(c, "half"), "body") end
  ok(mt.abort(c), "abort")
end
message(c, "t.after-abort@example.org")
want(c, SMFIR_CONTINUE, "verdict")
if mt.eom_check(c, MT_HDRDELETE) then fail("a field of an aborted message was counted") end
mt.disconnect(c)
must_have('"verdict":"accepted"', "after-abort")
