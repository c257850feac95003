"""What SMTP allows and mail servers make of it, through a real Postfix and a real Sendmail: many messages in a session,
ends at any point, odd envelopes, forged fields, eight bits, large messages."""
import smtplib, socket
from support import *

SHARED, MTAS = gateway, BOTH_MTAS


def talk(lab, listener="submission"):
    s = smtplib.SMTP("127.0.0.1", {"mx": lab.mx, "submission": lab.submission}[listener], "client.example", timeout=200)
    s.ehlo()
    return s


def under_way(lab):
    return next(p for p in lab.status()["processes"] if p["name"] == "beadle-session")["status"]["messages"]


def case_messages_follow_one_another_in_a_session(lab):
    """Several messages, RSET and a refused one in one SMTP session: each judged for itself."""
    with talk(lab) as s:
        kept = []
        for to, want in ((OUTSIDE, 250), ("reject@example.org", 550), (OUTSIDE, 250), ("defer@example.org", 451), (OUTSIDE, 250)):
            s.mail(CLERK); s.rcpt(OUTSIDE); s.rset()
            octets, mark = message(to=[to])
            s.mail(CLERK); s.rcpt(to)
            code, text = s.data(octets)
            assert code == want, (to, code, text)
            if code == 250:
                kept.append((mark, text.decode()))
    for mark, text in kept:
        lab.wait_delivered(mark)
        assert event_of(lab, mark)["queue_id"] in text, (event_of(lab, mark)["queue_id"], text)  # its own, not the one before


def case_a_held_message_counts_as_held_when_the_session_goes_on(lab):
    """The client that sends another message after a held one has heard the reply: held, not pending, before it quits."""
    with talk(lab) as s:
        for to in ("quarantine@example.org", OUTSIDE):
            octets, mark = message(to=[to])
            held = held if to == OUTSIDE else mark
            s.mail(CLERK); s.rcpt(to)
            assert s.data(octets)[0] == 250
        wait_for(lambda: [h["state"] for h in held_of(lab, held)] == ["held"], 10, "held")


def case_an_end_at_any_point_leaves_nothing_behind(lab):
    """The client goes away after MAIL, after RCPT, within the content, or begins anew: no event, no message under way."""
    octets, mark = message()
    for ending in ("mail", "rcpt", "rset", "ehlo", "half"):
        s = talk(lab)
        s.mail(CLERK)
        if ending != "mail":
            s.rcpt(OUTSIDE)
        if ending == "rset":
            s.rset()
        if ending == "ehlo":
            s.ehlo()
        if ending == "half":
            s.docmd("DATA")
            s.send(octets[:len(octets) // 2])
        s.sock.shutdown(socket.SHUT_RDWR)
        s.close()
    wait_for(lambda: under_way(lab) == 0, 10, "no message under way")
    assert event_of(lab, mark) is None and not lab.find(mark)
    octets, mark = message()
    assert lab.send("submission", CLERK, [OUTSIDE], octets)[0] == 250
    lab.wait_delivered(mark)


def case_a_recipient_in_any_spelling_is_held(lab):
    """A held recipient named twice, in capitals, in quotes, with a source route or without brackets gets nothing; others do."""
    odd = ["<quarantine@example.org>", "<quarantine@example.org>", "<QUARANTINE@Example.ORG>", '<"quarantine"@example.org>',
           "<@relay.example:quarantine@example.org>", "quarantine@example.org"]
    octets, mark = message()
    with talk(lab) as s:
        s.mail(CLERK)
        taken = [r for r in odd + [f"<{OUTSIDE}>"] if s.docmd("RCPT", f"TO:{r}")[0] == 250]
        assert f"<{OUTSIDE}>" in taken and len(taken) >= 5, taken
        assert s.data(octets)[0] == 250
    lab.wait_delivered(mark)
    time.sleep(1)
    assert [r for d in lab.find(mark) for r in d.envelope["recipients"]] == [OUTSIDE], [d.envelope for d in lab.find(mark)]
    assert {r["address"].lower() for h in held_of(lab, mark) for r in h["recipients"]} >= {"quarantine@example.org"}


def case_many_recipients_are_split(lab):
    """Two hundred recipients, every second one held: each gets it once or not at all."""
    to = [f"person{i}@example.org" if i % 2 else f"person{i}@hold.example" for i in range(200)]
    octets, mark = message(to=["list@example.org"])
    assert lab.send("submission", CLERK, to, octets)[0] == 250
    got = lambda: sorted(r for d in lab.find(mark) for r in d.envelope["recipients"])
    wait_for(lambda: len(got()) >= 100, 30, "a hundred deliveries")
    time.sleep(0.5)
    assert got() == sorted(to[1::2])
    assert sorted(r["address"] for h in held_of(lab, mark) for r in h["recipients"]) == sorted(to[::2])


def case_forged_marks_go_however_they_are_written(lab):
    """X-Beadle fields on arrival, several, in any case, folded, with a blank before the colon or empty: all removed."""
    forged = ["X-Beadle-Verdict: forged 1", "X-BEADLE-VERDICT: forged 2", "x-beadle-verdict:", "X-Beadle-Verdict : forged 3",
              "X-Beadle-Rules: a,\r\n\tforged 4", "X-Beadle-Unheard-Of: forged 5", "X-Beadle-Stamp: forged 6"]
    for local in ("log", "flag"):
        octets, mark = message(sender=f"{local}@example.org", to=[CLERK], fields=forged + ["X-Other: kept"] + forged)
        assert lab.send("mx", f"{local}@example.org", [CLERK], octets)[0] == 250
        got = lab.wait_delivered(mark)[0]
        assert got.field("X-Other") == ["kept"]
        ours = [f for f in got.fields if f.lower().startswith(b"x-beadle")]
        assert not [f for f in ours if b"forged" in f] and len(ours) == (3 if local == "flag" else 0), ours


def case_eight_bit_octets_pass_unchanged(lab):
    """Raw eight-bit octets in header fields and body arrive as they were sent."""
    body = bytes(b for b in range(1, 256) if b not in b"\r\n") + b"\r\nGr\xfc\xdfe\r\n"
    octets, mark = message(body=body, to=[CLERK], sender=OUTSIDE)
    octets = octets.replace(b"Subject: Test", b"Subject: caf\xe9 \xe2\x82\xac \xff")
    assert lab.send("mx", OUTSIDE, [CLERK], octets, options=["BODY=8BITMIME"])[0] == 250
    got = lab.wait_delivered(mark)[0]
    assert got.body == body, got.body
    assert b"Subject: caf\xe9 \xe2\x82\xac \xff" in got.fields, got.fields


def case_smtputf8_passes_where_the_mail_server_knows_it(lab):
    """An internationalised address goes through; a mail server built without SMTPUTF8 (Debian's Sendmail) says so itself."""
    octets, mark = message(sender="jörg@example.org", to=[CLERK])
    with talk(lab, "mx") as s:
        assert s.has_extn("smtputf8") == (lab.mta == "postfix")
        s.command_encoding = "utf-8"
        code, text = s.docmd("MAIL", "FROM:<jörg@example.org> SMTPUTF8")
        if lab.mta == "sendmail":
            assert 500 <= code < 600, (code, text)
            return
        assert code == 250 and s.rcpt(CLERK)[0] == 250
        code, text = s.data(octets)
    assert code == 250, (code, text)
    assert lab.wait_delivered(mark)[0].envelope["sender"] == "jörg@example.org"


def case_the_null_sender_is_never_answered_with_a_refusal(lab):
    """A bounce goes through; one that a rule would refuse is kept instead, for it would be lost for good."""
    octets, mark = message(sender="mailer-daemon@example.org", to=[CLERK], subject="Undelivered")
    assert lab.send("mx", "", [CLERK], octets)[0] == 250
    assert lab.wait_delivered(mark)[0].envelope["sender"] == ""
    octets, mark = message(to=["reject@example.org"], subject="Undelivered")
    assert lab.send("submission", "", ["reject@example.org"], octets)[0] == 250
    assert [h["reason"] for h in held_of(lab, mark)] == ["refused"] and not lab.find(mark)


def case_a_large_message_passes_and_is_released_whole(lab):
    """A body of 24 MB goes through unchanged; held and released it arrives once, unchanged."""
    line = b"Line %07d of a body that is larger than most councils allow, to be counted and compared.\r\n"
    body = b"".join(line % i for i in range(260_000))
    for to in (OUTSIDE, "quarantine@example.org"):
        octets, mark = message(to=[to], body=body)
        code, text = lab.send("submission", CLERK, [to], octets, options=[f"SIZE={len(octets)}"])
        assert code == 250, (code, text)
        if to != OUTSIDE:
            assert not lab.find(mark)
            assert lab.beadle("quarantine", "release", held_of(lab, mark)[0]["id"], "--reason", "ok")[0] == 0
        got = lab.wait_delivered(mark, seconds=60)
        time.sleep(0.5)
        assert len(lab.find(mark)) == 1 and got[0].body == body, (to, len(got[0].body), len(body))


def case_a_field_that_the_mail_server_cuts_does_not_hinder_a_release(lab):
    """Postfix completes the addresses in a field of 100 kB and cuts it, and cuts it shorter when it is released: it arrives once. Sendmail refuses it itself."""
    people = ",\r\n ".join(f'"a person without a domain {i}"' for i in range(3500))
    octets, mark = message(to=[people])
    code, text = lab.send("submission", CLERK, ["quarantine@example.org"], octets)
    if lab.mta == "sendmail":
        assert code == 552, (code, text)
        return
    assert code == 250, (code, text)
    assert lab.beadle("quarantine", "release", held_of(lab, mark)[0]["id"], "--reason", "ok")[0] == 0
    lab.wait_delivered(mark)


def case_the_chain_of_events_verifies(lab):
    """beadle events verify finds the chain whole after all of this."""
    code, out, err = lab.beadle("events", "verify")
    assert code == 0, (out, err)
