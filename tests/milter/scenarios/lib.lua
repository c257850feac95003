-- What every scenario uses. The runner gives: sock, here (this folder), journal (the stand-in's file).
function fail(words) mt.echo(words) error(words) end
function ok(e, words) if e ~= nil then fail(words .. ": " .. tostring(e)) end end
function want(c, code, words)
  local got = mt.getreply(c)
  if got ~= code then fail(words .. ": reply " .. string.char(got) .. " wanted " .. string.char(code)) end
end

function open(host, ip)
  local c = mt.connect(sock, 20, 0.1)
  if c == nil then fail("cannot connect to " .. sock) end
  ok(mt.conninfo(c, host or "client.example.org", ip or "192.0.2.10"), "conninfo")
  ok(mt.helo(c, "client.example.org"), "helo")
  return c
end

function envelope(c, from, to)
  mt.macro(c, SMFIC_MAIL, "{mail_addr}", from, "i", "ID1")
  ok(mt.mailfrom(c, "<" .. from .. ">"), "mail")
  want(c, SMFIR_CONTINUE, "MAIL")
  for _, recipient in ipairs(type(to) == "table" and to or {to or "clerk@council.example"}) do
    ok(mt.rcptto(c, "<" .. recipient .. ">"), "rcpt")
    want(c, SMFIR_CONTINUE, "RCPT")
  end
  ok(mt.data(c), "data")
end

function content(c, fields, body)
  for _, f in ipairs(fields or {{"From", "a@example.org"}, {"Subject", "test"}}) do ok(mt.header(c, f[1], f[2]), "header " .. f[1]) end
  ok(mt.eoh(c), "eoh")
  if body ~= "" then ok(mt.bodystring(c, body or "hello\r\n"), "body") end
end

function message(c, from, to, fields, body)
  envelope(c, from, to)
  content(c, fields, body)
  ok(mt.eom(c), "eom")
end

-- The stand-in's journal as text, from its lines that have all of the given words; waits a moment for them.
function journal_has(...)
  for _ = 1, 30 do
    for line in io.lines(journal) do
      local all = true
      for _, word in ipairs({...}) do all = all and string.find(line, word, 1, true) ~= nil end
      if all then return line end
    end
    mt.sleep(0.1)
  end
  return nil
end
function must_have(...) return journal_has(...) or fail("the journal has no line with " .. table.concat({...}, " ")) end
