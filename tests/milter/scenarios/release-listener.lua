-- a release listener takes a message with one good stamp, removes the stamp, and judges nothing
dofile(here .. "/lib.lua")
local function at_release(sender, fields)
  local c = mt.connect(sock, 20, 0.1)
  ok(mt.negotiate(c, nil, nil, nil), "negotiate")
  mt.macro(c, SMFIC_CONNECT, "{daemon_name}", "TEST-RELEASE", "j", "mx.council.example")
  ok(mt.conninfo(c, "localhost", "127.0.0.1"), "conninfo")
  ok(mt.helo(c, "localhost"), "helo")
  message(c, sender, "resident@example.net", fields)
  return c
end
local c = at_release("t.f-nhs-number.release@council.example", {{"X-Beadle-Stamp", " good-stamp"}, {"Subject", "s"}})
want(c, SMFIR_CONTINUE, "good stamp")
if not mt.eom_check(c, MT_HDRDELETE, "X-Beadle-Stamp") then fail("the stamp was not removed") end
mt.disconnect(c)
for _, fields in ipairs({{{"Subject", "none"}}, {{"X-Beadle-Stamp", "bad"}},
    {{"X-Beadle-Stamp", "good-stamp"}, {"x-beadle-stamp", "good-stamp"}}}) do
  c = at_release("t.release@council.example", fields)
  want(c, SMFIR_REPLYCODE, "no good stamp")
  mt.disconnect(c)
end
must_have('"stamp":"good-stamp"', '"recipients":["<resident@example.net>"]', '"queue_id":"ID1"')
