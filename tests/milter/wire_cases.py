"""Cases that need octets of their own: each is a function case_NAME(bench); its first line says what must hold.

bench.sock is the milter's address; bench.journal() the stand-in's lines; bench.say(LINE) a command to the stand-in;
bench.hear(START) its answer; bench.pid the process of beadle-session.
"""
import json
import os
import re
import signal
import struct
import threading
import time

from wire_mta import ALL_STEPS, Gone, Mta, until


def verdict(bench, mark):
    found = until(lambda: [l for l in bench.journal() if "verdict" in l and mark in l["sender"]])
    assert found, "no verdict recorded for " + mark
    return found[-1]


def heard(bench, what="heard"):
    return [l for l in bench.journal() if l.get("amend") == what]


def case_mail_before_negotiation(bench):
    """A MAIL out of the blue is answered 451 and crashes nothing."""
    m = Mta(bench.sock)
    code, data = m.mail(b"t.early@example.org")
    assert code == b"y" and data.startswith(b"451 4.3.5"), (code, data)
    m.close()
    assert Mta(bench.sock).open().message(b"t.after@example.org")[0][0] == b"c"


def case_body_before_anything(bench):
    """Packets out of order end in nothing but a refusal or a closed connection."""
    for command, data in ((b"B", b"x"), (b"E", b""), (b"L", b"a\0b\0"), (b"N", b""), (b"A", b""), (b"Q", b""), (b"K", b""),
                          (b"R", b"<a@b>\0"), (b"T", b""), (b"U", b"FOO\0"), (b"D", b"M"), (b"D", b""), (b"Z", b"?")):
        m = Mta(bench.sock, timeout=0.5)
        m.negotiate()
        m.send(command, data)
        try:
            m.receive()
        except (Gone, TimeoutError):
            pass
        m.close()
    assert Mta(bench.sock).open().message(b"t.ordered@example.org")[0][0] == b"c"


def case_rubbish_packets(bench):
    """Lengths that lie, empty packets, half packets: the connection ends, the others go on."""
    for raw in (b"", b"\0\0\0\0", b"\xff\xff\xff\xffO", b"\0\0\0\x0dO\0\0", b"\0\0\0\x01", b"\0\0\0\x05O\0\0\0\0", os.urandom(200)):
        m = Mta(bench.sock, timeout=0.5)
        m.s.sendall(raw)
        try:
            m.receive()
        except (Gone, TimeoutError):
            pass
        m.close()
    assert Mta(bench.sock).open().message(b"t.sane@example.org")[0][0] == b"c"


def case_quit_nc_starts_a_second_session(bench):
    """After QUIT_NC a second session runs on the connection without a second negotiation; silent steps stay silent."""
    m = Mta(bench.sock).open()
    assert m.message(b"t.first@example.org")[0][0] == b"c"
    m.send(b"K")
    m.connect()
    m.helo()
    assert m.message(b"t.second@example.org")[0][0] == b"c"
    m.send(b"Q")
    assert verdict(bench, "t.second")["session"] != verdict(bench, "t.first")["session"]


def case_too_few_actions_are_refused(bench):
    """An MTA that cannot delete recipients or change header fields is refused at negotiation."""
    for missing in (0x01, 0x08, 0x10):
        m = Mta(bench.sock)
        try:
            m.negotiate(actions=0x1FF & ~missing)
            raise AssertionError("negotiated without action %#x" % missing)
        except Gone:
            pass
        m.close()


def case_old_mta_without_silent_steps(bench):
    """An MTA that offers nothing extra gets its replies at each step, and a blank after each colon."""
    m = Mta(bench.sock)
    m.negotiate(actions=0x1F, steps=0x7F)
    assert m.steps == 0, m.steps
    m.connect()
    assert m.helo()[0] == b"c"
    assert m.message(b"t.old@example.org", fields=((b"Subject", b"plain"),))[0][0] == b"c"
    head = until(lambda: [l for l in bench.journal() if "inspect" in l and "t.old" in l["sender"]])[0]["head"]
    assert head.startswith("Subject: plain\r\n\r\n"), head


def case_macro_lists_are_asked_for(bench):
    """The macros that are needed are asked for by name, those of the end of message beside those of the header's end."""
    lists = Mta(bench.sock).negotiate()
    asked, at = {}, 0
    while at < len(lists):
        stage, = struct.unpack("!I", lists[at:at + 4])
        end = lists.index(b"\0", at + 4)
        asked[stage] = lists[at + 4:end].decode().split()
        at = end + 1
    assert "{daemon_name}" in asked[0] and "{client_addr}" in asked[0], asked
    assert "{tls_version}" in asked[1] and "{auth_authen}" in asked[2], asked
    assert "i" in asked[5] and "{msg_id}" in asked[5] and "i" in asked[6], asked


def case_stale_macros_authenticate_nobody(bench):
    """An empty macro packet leaves the set before it in libmilter; the next message is not authenticated by it."""
    m = Mta(bench.sock).open()
    m.macros(b"M", i="A1", auth_authen="officer", mail_addr="x")
    m.message(b"t.auth1@council.example")
    m.send(b"D", b"M")
    m.message(b"t.auth2@council.example")
    m.macros(b"M", i="A3", auth_authen="officer")
    m.message(b"t.auth3@council.example")
    m.helo()
    m.macros(b"M", i="A4", auth_authen="officer")
    m.message(b"t.auth4@council.example")
    m.send(b"Q")
    got = [verdict(bench, "t.auth%d" % i) for i in (1, 2, 3, 4)]
    assert [v["auth"] for v in got] == ["officer", "", "officer", "officer"], got
    assert [v["origin"] for v in got] == ["inside", "outside", "inside", "inside"], got


def case_macros_of_a_submission(bench):
    """TLS, authentication, listener, late queue id and the hidden Received field are taken from the macros."""
    m = Mta(bench.sock)
    m.negotiate()
    m.macros(b"C", j="mx.council.example", v="Postfix 3.7.11", daemon_name="TEST-SUBMISSION")
    m.connect(b"pc.example.net", b"203.0.113.9")
    m.macros(b"H", tls_version="TLSv1.3", cipher="X")
    m.helo(b"pc(evil)\r\nX: y")
    m.macros(b"M", auth_authen="officer")
    m.mail(b"t.submit@council.example", b"SIZE=2000", b"BODY=8BITMIME")
    m.rcpt(b"<resident@example.net>")
    m.macros(b"T", i="4QueueId")
    m.data()
    m.header(b"Subject", b" x")
    m.eoh()
    m.body(b"x\r\n")
    assert m.end()[0][0] == b"c"
    v = verdict(bench, "t.submit")
    assert v["queue_id"] == "4QueueId" and v["tls"] == "TLSv1.3" and v["origin"] == "inside" and v["direction"] == "outbound", v
    assert re.fullmatch(r"Received: from pcevilX:y \(pc\.example\.net \[203\.0\.113\.9\]\)\r\n\tby mx\.council\.example "
                        r"\(Postfix 3\.7\.11\) with ESMTPSA id 4QueueId;\r\n\t\w{3}, \d\d? \w{3} \d{4} [\d:]{8} \+0000",
                        v["trace"]), v["trace"]


def case_nul_in_a_header(bench):
    """What stands behind a NUL in a header field reaches the inspector."""
    m = Mta(bench.sock).open()
    m.message(b"t.nul@example.org", fields=((b"Subject", b" seen\0and hidden"), (b"X-Next", b" n")))
    head = until(lambda: [l for l in bench.journal() if "inspect" in l and "t.nul" in l["sender"]])[0]["head"]
    assert head.startswith("Subject: seen\0and hidden\r\nX-Next: n\r\n\r\nhello"), head


def case_body_octets_with_the_end_of_the_body(bench):
    """A last chunk in the end-of-body packet is taken, and the verdict comes."""
    m = Mta(bench.sock).open()
    m.mail(b"t.tail@example.org")
    m.rcpt()
    m.data()
    m.header(b"Subject", b" s")
    m.eoh()
    m.body(b"one\r\n")
    assert m.end(b"two\r\n")[0][0] == b"c"
    head = until(lambda: [l for l in bench.journal() if "inspect" in l and "t.tail" in l["sender"]])[0]["head"]
    assert head.endswith("\r\n\r\none\r\ntwo\r\n"), head


def case_oversized_packet(bench):
    """A packet over 1 MiB ends its connection alone."""
    m = Mta(bench.sock).open()
    m.mail(b"t.over@example.org")
    m.rcpt()
    m.data()
    try:
        m.header(b"Subject", b" " + b"x" * (2 << 20))
        m.eoh()
        m.end()
        raise AssertionError("taken")
    except (Gone, OSError):
        pass
    assert Mta(bench.sock).open().message(b"t.next@example.org")[0][0] == b"c"


def case_mail_without_recipients(bench):
    """MAIL without an accepted recipient ends in an abort; the next message is judged."""
    m = Mta(bench.sock).open()
    m.mail(b"t.nobody@example.org")
    m.send(b"A")
    assert m.message(b"t.somebody@example.org")[0][0] == b"c"


def case_huge_header(bench):
    """A header field over the usual packet of 65535 octets passes whole; a field without a blank after its colon stays so."""
    m = Mta(bench.sock).open()
    assert m.message(b"t.huge@example.org", fields=((b"X-Tight", b"v"), (b"Subject", b" " + b"x" * 300000)))[0][0] == b"c"
    line = until(lambda: [l for l in bench.journal() if "inspect" in l and "t.huge" in l["sender"]])[0]
    assert line["octets"] == len("X-Tight:v\r\nSubject: \r\n\r\nhello\r\n") + 300000 and line["head"].startswith("X-Tight:v\r\n"), line["octets"]


def case_refused_recipients_do_not_count(bench):
    """A recipient that the MTA itself refused is shown to some filters; it is no recipient."""
    m = Mta(bench.sock).open()
    m.mail(b"t.rej@example.org")
    m.rcpt()
    m.macros(b"R", rcpt_mailer="error", rcpt_host="5.1.1", rcpt_addr="no such user")
    m.rcpt(b"<nobody@council.example>")
    m.header(b"Subject", b" s")
    m.eoh()
    m.end()
    assert verdict(bench, "t.rej")["recipients"] == ["<clerk@council.example>"]


def case_too_many_recipients(bench):
    """The 1001st recipient is told to come again; from the sendmail command the message is refused at its end."""
    m = Mta(bench.sock).open()
    m.mail(b"t.crowd@example.org")
    for i in range(1000):
        assert m.rcpt(b"<r%d@council.example>" % i)[0] == b"c"
    code, data = m.rcpt(b"<r1000@council.example>")
    assert code == b"y" and data.startswith(b"452 4.5.3"), (code, data)
    m.send(b"A")
    m.mail(b"t.crowd2@example.org")
    for i in range(1001):
        assert m.rcpt(b"r%d@council.example" % i)[0] == b"c"
    m.eoh()
    (code, data), _, _ = m.end()
    assert code == b"y" and data.startswith(b"550 5.5.3"), (code, data)


def case_envelope_rubbish(bench):
    """Null sender, missing brackets, source routes, quoted and 8-bit addresses are taken as they are."""
    m = Mta(bench.sock).open()
    for sender in (b"<>", b"", b"t.pickup@example.org", b"<@a,@b:t.route@example.org>", b'<"t q"@example.org>', b"<t.\xff\xfe@\xc3\xa9.example>",
                   b"<" + b"a" * 900 + b"@example.org>"):
        code, _ = m.ask(b"M", sender + b"\0SIZE=99999999999999999999\0=\0SIZE=\0")
        assert code == b"c", (sender, code)
        m.rcpt()
        m.header(b"Subject", b" s")
        m.eoh()
        assert m.end()[0][0] == b"c", sender
    assert m.ask(b"M", b"<" + b"a" * 5000 + b"@x>\0")[1].startswith(b"501 5.1.3")


def case_reply_text(bench):
    """A refusal names council, clause and advice in ASCII, with every % doubled for the MTA."""
    (code, data), changes, _ = Mta(bench.sock).open().message(b"t.f-dangerous-file.text@example.org")
    assert code == b"y" and not changes
    text = data.rstrip(b"\0").decode("ascii")
    assert text.startswith("550 5.7.1 Stopped by Test Parish Council policy, clause 5: Send it as a PDF, that is 100 %% safe - not as a program."), text
    assert re.search(r" Reference s[0-9a-f]{12}\.1$", text), text
    assert verdict(bench, "t.f-dangerous-file.text")["reply"] == text.replace("%%", "%")


def case_progress_while_waiting(bench):
    """While an inspection runs, and while the records are slow, progress goes out each second; never before the end of message."""
    reply, _, progress = Mta(bench.sock).open().message(b"t.slow3.recslow3@example.org")
    assert reply[0] == b"c" and progress >= 4, (reply, progress)


def case_slow_ones_do_not_hold_up_others(bench):
    """30 connections in lock step, each inspection 2 s, in three rounds: none waits for another."""
    worst = []

    def one(i):
        m = Mta(bench.sock, timeout=30).open()
        began = time.monotonic()
        assert m.message(b"t.slow2.p%d@example.org" % i)[0][0] == b"c"
        worst.append(time.monotonic() - began)
        m.send(b"Q")
        m.close()

    for _ in range(3):
        threads = [threading.Thread(target=one, args=(i,)) for i in range(30)]
        [t.start() for t in threads]
        [t.join() for t in threads]
    assert len(worst) == 90 and max(worst) < 2.0 + 1.5, (len(worst), max(worst))


def case_total_time(bench):
    """An inspector that never answers ends in 451 within the time for the end of message."""
    began = time.monotonic()
    (code, data), _, progress = Mta(bench.sock, timeout=30).open().message(b"t.silent@example.org")
    took = time.monotonic() - began
    assert code == b"y" and data.startswith(b"451 ") and took < 13 and progress >= 3, (code, data, took, progress)


def case_total_time_of_the_records(bench):
    """Records that never answer end in 451 within the time for the end of message."""
    began = time.monotonic()
    (code, data), _, _ = Mta(bench.sock, timeout=30).open().message(b"t.recsilent@example.org")
    assert code == b"y" and data.startswith(b"451 4.3.0") and time.monotonic() - began < 13, (code, data)


def case_heard_by_the_next_packet(bench):
    """Kept copies are told heard by any further packet, even half of one; not by the end of the connection."""
    m = Mta(bench.sock).open()
    assert m.message(b"t.f-nhs-number.h1@example.org")[0][0] == b"d"
    time.sleep(0.5)
    assert not heard(bench)
    m.s.sendall(b"\0\0")
    assert until(lambda: heard(bench)), "half a packet was not heard"
    m.close()
    m = Mta(bench.sock).open()
    m.message(b"t.f-nhs-number.h2@example.org")
    m.close()
    time.sleep(0.5)
    assert len(heard(bench)) == 1


def case_large_message(bench):
    """30 MB pass through the spool file and arrive whole at inspector and records, read-only."""
    m = Mta(bench.sock, timeout=60).open()
    m.mail(b"t.f-nhs-number.large@example.org", b"SIZE=30000000")
    m.rcpt()
    m.data()
    m.header(b"Subject", b" large")
    m.eoh()
    piece = bytes(range(256)) * 255
    for _ in range(460):
        m.body(piece)
    assert m.end()[0][0] == b"d"
    v = verdict(bench, "large")
    seen = [l for l in bench.journal() if "inspect" in l and "large" in l["sender"]][0]
    assert v["octets"] == len("Subject: large\r\n\r\n") + 460 * len(piece) == seen["octets"], v["octets"]
    assert v["sha256"] == seen["sha256"] and v["carrier"] == seen["carrier"] == "file", v["carrier"]


def case_middling_message_is_sealed(bench):
    """Over 64 KiB inline octets become a sealed memory file or a file; never a writable one."""
    m = Mta(bench.sock).open()
    for size, carrier in ((1000, "inline"), (65000, "inline"), (70000, "file")):
        m.message(b"t.size%d@example.org" % size, body=b"x" * min(size, 65000))
        if size > 65000:
            m.mail(b"t.sizebig@example.org")
            m.rcpt()
            m.eoh()
            m.body(b"x" * 65000)
            m.body(b"x" * 65000)
            m.end()
            seen = until(lambda: [l for l in bench.journal() if "inspect" in l and "sizebig" in l["sender"]])
        else:
            seen = until(lambda: [l for l in bench.journal() if "inspect" in l and "size%d" % size in l["sender"]])
        assert seen[0]["carrier"] == carrier, (size, seen[0]["carrier"])


def case_spool_full(bench):
    """config: spool_octets=16777216
    SIZE= over the total is 452 at MAIL; growth over it is 452 at the end; an abort frees the room."""
    m = Mta(bench.sock).open()
    code, data = m.mail(b"t.announced@example.org", b"SIZE=20000000")
    assert code == b"y" and data.startswith(b"452 4.3.1"), (code, data)
    m.mail(b"t.grown@example.org", b"SIZE=1000")
    m.rcpt()
    m.header(b"Subject", b" s")
    m.eoh()
    for _ in range(300):
        m.body(b"x" * 65000)
    (code, data), _, _ = m.end()
    assert code == b"y" and data.startswith(b"452 4.3.1"), (code, data)
    others = [Mta(bench.sock).open() for _ in range(4)]
    for o in others:
        assert o.mail(b"t.res@example.org", b"SIZE=4000000")[0] == b"c"
    assert m.mail(b"t.waits@example.org", b"SIZE=4000000")[1].startswith(b"452")
    others[0].send(b"A")
    others[1].close()
    time.sleep(0.3)
    assert m.message(b"t.free@example.org")[0][0] == b"c"


def case_connection_limit(bench):
    """config: connections=5
    The sixth connection is told to come again at connect; when one goes there is room."""
    held = [Mta(bench.sock).open() for _ in range(5)]
    m = Mta(bench.sock)
    m.negotiate()
    code, data = m.connect()
    assert code == b"y" and data.startswith(b"451 4.3.2"), (code, data)
    m.close()
    held[0].close()
    time.sleep(0.3)
    assert Mta(bench.sock).open().message(b"t.room@example.org")[0][0] == b"c"


def case_tcp_is_acknowledged_at_once(bench):
    """config: socket=inet
    On TCP a macro packet and the command after it, two small writes, do not wait for a delayed acknowledgement between them."""
    import socket
    m = Mta(bench.sock).open()
    m.s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 0)
    times = []
    for i in range(20):
        began = time.monotonic()
        m.macros(b"M", i="Q1", mail_addr="a")
        m.mail(b"t.tcp%d@example.org" % i)
        m.macros(b"R", i="Q1", rcpt_addr="r")
        m.rcpt()
        m.header(b"Subject", b" s")
        m.eoh()
        m.macros(b"E", i="Q1")
        assert m.end()[0][0] == b"c"
        times.append(time.monotonic() - began)
    assert sorted(times)[10] < 0.03, sorted(times)


def case_reload_keeps_the_running_message(bench):
    """A message under way is judged by the generation it began with; Released comes when it is done; the next has the new one."""
    results = []
    m = Mta(bench.sock, timeout=30).open()
    thread = threading.Thread(target=lambda: results.append(m.message(b"t.slow3.gen1@example.org")))
    thread.start()
    time.sleep(0.7)
    bench.say("reload")
    bench.hear("prepared 2 good")
    assert Mta(bench.sock).open().message(b"t.gen2@example.org")[0][0] == b"c"
    assert "released 1" not in bench.heard
    thread.join()
    bench.hear("released 1")
    assert results[0][0][0] == b"c"
    assert verdict(bench, "gen1")["generation"] == 1 and verdict(bench, "gen2")["generation"] == 2
    assert m.message(b"t.same.gen3@example.org")[0][0] == b"c"


def case_bad_generation_is_refused(bench):
    """A policy that does not read leaves the running generation, and says where it is wrong."""
    with open(bench.policy, "a", encoding="utf-8") as f:
        f.write('\n[[rule]]\nid = "x"\nwhenn = {}\n')
    bench.say("reload")
    line = bench.hear("prepared 2 bad")
    assert "whenn" in line and "test.toml:" in line, line
    assert Mta(bench.sock).open().message(b"t.still@example.org")[0][0] == b"c"
    assert verdict(bench, "t.still")["generation"] == 1


def case_status(bench):
    """The status is one JSON object that counts what is under way."""
    m = Mta(bench.sock).open()
    m.mail(b"t.open@example.org", b"SIZE=3000000")
    bench.say("status")
    status = json.loads(bench.hear("status ")[7:])
    assert status["connections"] == 1 and status["messages"] == 1 and status["spool_octets"] == 3000000, status
    assert status["generation"] == 1 and status["record"] is True, status
    m.close()


def case_signals_do_not_stop_it(bench):
    """HUP, TERM and INT belong to beadled: libmilter must not see them."""
    m = Mta(bench.sock).open()
    for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGTERM, signal.SIGUSR1):
        os.kill(bench.pid, number)
    time.sleep(0.3)
    assert m.message(b"t.alive@example.org")[0][0] == b"c"
    assert Mta(bench.sock).open().message(b"t.alive2@example.org")[0][0] == b"c"


def case_drain_waits_for_messages(bench):
    """Drain finishes the message under way, refuses the next on its connection, takes no new one, then ends with 0."""
    results = []
    m = Mta(bench.sock, timeout=30).open()
    thread = threading.Thread(target=lambda: results.append((m.message(b"t.slow3.drain@example.org"), m.mail(b"t.more@example.org"))))
    thread.start()
    time.sleep(0.7)
    bench.say("drain 30000")
    time.sleep(0.5)
    late = Mta(bench.sock, timeout=1.0)
    try:
        late.negotiate()
        raise AssertionError("a new client was taken while draining")
    except TimeoutError:
        pass
    thread.join()
    assert results[0][0][0][0] == b"c" and results[0][1][1].startswith(b"451 4.3.2"), results
    assert bench.hear("ended ") == "ended 0"


def case_drain_has_a_deadline(bench):
    """A client that holds a message open does not hold the drain up for ever."""
    m = Mta(bench.sock).open()
    m.mail(b"t.hang@example.org")
    bench.say("drain 1500")
    began = time.monotonic()
    assert bench.hear("ended ") == "ended 0"
    assert 1.0 < time.monotonic() - began < 4.0
    m.close()


def case_beadled_gone(bench):
    """When the control socket closes the process finishes and ends, so that a new beadled can start."""
    assert Mta(bench.sock).open().message(b"t.before@example.org")[0][0] == b"c"
    bench.say("closecontrol")
    assert bench.hear("ended ") == "ended 0"


def case_change_that_fails_makes_the_record_void(bench):
    """The MTA goes away before the changes: the record is void or pending, never heard."""
    m = Mta(bench.sock).open()
    m.mail(b"t.slow2.f-macro.gone@example.org")
    m.rcpt(b"<fine@council.example>")
    m.rcpt(b"<kept@council.example>")
    m.header(b"Subject", b" s")
    m.eoh()
    m.send(b"E")
    time.sleep(0.3)
    m.close()
    time.sleep(4)
    assert not heard(bench)
    assert not [l for l in bench.journal() if l.get("verdict") == "split"] or heard(bench, "void")
