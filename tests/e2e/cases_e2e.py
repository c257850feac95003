"""Each action in each direction, split recipients, holding and releasing, through a real Postfix and a real Sendmail."""
import time
from support import *


SHARED, MTAS = gateway, BOTH_MTAS

ROUTES = {"inbound": ("mx", lambda a: f"{a}@example.org", lambda a: CLERK),
          "outbound": ("submission", lambda a: CLERK, lambda a: f"{a}@example.org"),
          "internal": ("submission", lambda a: CLERK, lambda a: f"{a}@{COUNCIL}")}


def send_action(lab, direction, action):
    listener, sender, to = ROUTES[direction]
    octets, mark = message(sender=sender(action), to=[to(action)], fields=["X-Beadle-Verdict: forged", "x-beadle-id: forged"])
    return lab.send(listener, sender(action), [to(action)], octets), mark


def marks(delivered):
    return [f for f in delivered.fields if f.lower().startswith(b"x-beadle")]


def case_log_passes_in_every_direction(lab):
    """log: delivered unchanged, forged marks gone, an event recorded."""
    for direction in ROUTES:
        (code, text), mark = send_action(lab, direction, "log")
        assert code == 250, (direction, code, text)
        got = lab.wait_delivered(mark)[0]
        assert not [f for f in marks(got) if b"forged" in f], marks(got)
        event = event_of(lab, mark)
        assert event and event["outcome"] == "accepted" and f"t-{direction}-log" in str(event["rules"]), event


def case_flag_adds_marks_only_where_no_outsider_reads_them(lab):
    """flag: delivered; header fields added inbound and internal, none outbound; forged ones removed everywhere."""
    for direction in ROUTES:
        (code, text), mark = send_action(lab, direction, "flag")
        assert code == 250, (direction, code, text)
        got = lab.wait_delivered(mark)[0]
        assert not [f for f in marks(got) if b"forged" in f], marks(got)
        if direction == "outbound":
            assert not marks(got), marks(got)
        else:
            assert got.field("X-Beadle-Verdict") and got.field("X-Beadle-Rules") and got.field("X-Beadle-Id"), marks(got)
        assert event_of(lab, mark)["outcome"] == "flagged"


def case_reject_answers_with_clause_and_advice(lab):
    """reject: 550 5.7.1 with the clause and the advice, nothing delivered, an event recorded."""
    for direction in ROUTES:
        (code, text), mark = send_action(lab, direction, "reject")
        assert code == 550 and text.startswith("5.7.1") and "clause" in text and "Ask the Town Clerk" in text, (code, text)
        assert event_of(lab, mark)["outcome"] == "rejected"
        assert not lab.find(mark)


def case_quarantine_looks_like_success_and_keeps_the_message(lab):
    """quarantine: 250 to the client, nothing delivered, held and listed with rule, clause and people."""
    for direction in ROUTES:
        (code, text), mark = send_action(lab, direction, "quarantine")
        assert code == 250, (code, text)
        held = wait_for(lambda: [h for h in held_of(lab, mark) if h["state"] == "held"], 10, "held after QUIT was read")
        assert len(held) == 1, held
        time.sleep(0.3)
        assert not lab.find(mark)
        shown = lab.json("quarantine", "show", held[0]["id"])[0]
        assert f"t-{direction}-quarantine" in str(shown), shown


def case_defer_asks_to_try_again(lab):
    """defer: 451, nothing delivered or held."""
    for direction in ROUTES:
        (code, text), mark = send_action(lab, direction, "defer")
        assert code == 451, (code, text)
        assert not lab.find(mark) and not held_of(lab, mark)


def case_recipients_with_different_decisions_are_split(lab):
    """One message, four recipients: delivered to two, refused for one, held for one; the client sees success."""
    to = [OUTSIDE, MEMBER, "quarantine@example.org", "reject@example.org"]
    octets, mark = message(to=to)
    code, text = lab.send("submission", CLERK, to, octets)
    assert code == 250, (code, text)
    wait_for(lambda: sorted(r for d in lab.find(mark) for r in d.envelope["recipients"]) == sorted([OUTSIDE, MEMBER]), 15, "two deliveries")
    time.sleep(0.5)
    assert sorted(r for d in lab.find(mark) for r in d.envelope["recipients"]) == sorted([OUTSIDE, MEMBER])
    held = held_of(lab, mark)
    by = {tuple(r["address"] for r in h["recipients"]): h["reason"] for h in held}
    assert by == {("quarantine@example.org",): "quarantine", ("reject@example.org",): "refused"}, by


def case_all_refused_or_held_discards_after_storing(lab):
    """Two recipients, one refused and one held: nothing is delivered, both copies are kept."""
    to = ["quarantine@example.org", "reject@example.org"]
    octets, mark = message(to=to)
    code, text = lab.send("submission", CLERK, to, octets)
    assert code == 250, (code, text)
    assert sorted(h["reason"] for h in held_of(lab, mark)) == ["quarantine", "refused"]
    assert not lab.find(mark)


BODIES = {
    "a leading dot and a long line": b".\r\n..dots\r\n" + b"x" * 900 + b"\r\n",
    "eight-bit octets": "Grüße from the café\r\n".encode("latin-1"),
    "no line end at the end": b"last line without end",
    "an empty body": b"",
    "white space at line ends": b"one  \r\n\ttwo\t\r\n\r\n\r\n",
    "a large body": (b"A line of a large body, number by number.\r\n" * 60000),
}


def case_release_arrives_once_with_equal_octets(lab):
    """A released message arrives exactly once: body octets equal, fields as the MTA showed them plus Received."""
    for what, body in BODIES.items():
        octets, mark = message(to=["quarantine@example.org"], body=body, fields=["X-Folded: one\r\n two\r\n\tthree", "X-Eight: =?utf-8?q?caf=C3=A9?="])
        code, text = lab.send("submission", CLERK, ["quarantine@example.org"], octets, options=["BODY=8BITMIME"])
        assert code == 250, (what, code, text)
        reference = held_of(lab, mark)[0]["id"]
        code, out, err = lab.beadle("quarantine", "release", reference, "--reason", "checked")
        assert code == 0, (what, out, err)
        got = lab.wait_delivered(mark, seconds=30)
        time.sleep(0.3)
        got = lab.find(mark)
        assert len(got) == 1, (what, len(got))
        want = body if body.endswith(b"\r\n") or not body else body + b"\r\n"
        assert got[0].body == want, (what, got[0].body[:80], want[:80])
        assert got[0].envelope["sender"] == CLERK and got[0].envelope["recipients"] == ["quarantine@example.org"], got[0].envelope
        assert not marks(got[0]), marks(got[0])
        wanted = [f for f in octets.partition(b"\r\n\r\n")[0].split(b"\r\nX-Folded")[0].split(b"\r\n")]
        assert [f for f in wanted if f not in got[0].fields] == [], (wanted, got[0].fields)
        assert len(got[0].field("Received")) >= 2, got[0].fields
        wait_for(lambda: held_of(lab, mark)[0]["state"] == "released", 10, "state released")
        code, out, err = lab.beadle("quarantine", "release", reference, "--reason", "again")
        assert code == 1, (code, out, err)


def case_release_to_some_recipients(lab):
    """Released to one of two recipients: the other still waits and can be released later."""
    to = ["a@hold.example", "b@hold.example"]
    octets, mark = message(to=to)
    assert lab.send("submission", CLERK, to, octets)[0] == 250
    reference = held_of(lab, mark)[0]["id"]
    for n, address in enumerate(to, 1):
        code, out, err = lab.beadle("quarantine", "release", reference, "--to", address, "--reason", "ok")
        assert code == 0, (out, err)
        lab.wait_delivered(mark, n)
        time.sleep(0.5)
        assert [d.envelope["recipients"] for d in lab.find(mark)] == [[a] for a in to[:n]]


def case_signer_sees_inside_mail_and_never_outside_mail(lab):
    """A second milter behind Beadle sees the released inside message, without the stamp, and never the outside one."""
    octets, inside = message(to=["quarantine@example.org"])
    lab.send("submission", CLERK, ["quarantine@example.org"], octets)
    octets, outside = message(sender="quarantine@example.org", to=[CLERK])
    lab.send("mx", "quarantine@example.org", [CLERK], octets)
    before = len(lab.second.find(inside))
    for mark in (inside, outside):
        assert lab.beadle("quarantine", "release", held_of(lab, mark)[0]["id"], "--reason", "ok")[0] == 0
    lab.wait_delivered(inside, seconds=30)
    lab.wait_delivered(outside, seconds=30)
    seen = lab.second.find(inside)
    assert len(seen) == before + 1, (before, len(seen))
    assert not [n for n, _ in seen[-1][0] if n.lower() == "x-beadle-stamp"], seen[-1][0]
    assert lab.second.find(outside) == []


def case_release_listener_takes_only_stamps(lab):
    """The release listeners refuse a message without a stamp, with a made-up one, and with a used one."""
    for fields in ([], ["X-Beadle-Stamp: " + "A" * 43], ["X-Beadle-Stamp: x", "X-Beadle-Stamp: y"]):
        for listener in ("release", "unsigned"):
            octets, mark = message(fields=fields)
            code, text = lab.send(listener, CLERK, [OUTSIDE], octets)
            assert code == 550, (fields, listener, code, text)
            assert not lab.find(mark)


def case_discard_needs_a_reason_and_is_final(lab):
    """discard: refused without a reason; afterwards the message cannot be released."""
    (code, _), mark = send_action(lab, "outbound", "quarantine")
    reference = held_of(lab, mark)[0]["id"]
    assert lab.beadle("quarantine", "discard", reference)[0] in (1, 2)
    assert lab.beadle("quarantine", "discard", reference, "--reason", "duplicate")[0] == 0
    assert held_of(lab, mark) == [] or held_of(lab, mark)[0]["state"] in ("discarding", "discarded")
    assert lab.beadle("quarantine", "release", reference, "--reason", "oops")[0] == 1


def case_notice_reaches_the_member_who_sent_it(lab):
    """A member whose mail is held gets a plain notice: clause, advice, reference; from the null sender, automatic."""
    octets, mark = message(sender=MEMBER, to=["quarantine@example.org"])
    assert lab.send("submission", MEMBER, ["quarantine@example.org"], octets)[0] == 250
    reference = held_of(lab, mark)[0]["id"]
    got = wait_for(lambda: [d for d in lab.delivered() if reference.encode() in d.octets and MEMBER in d.envelope["recipients"]], 30, "the notice")[0]
    assert got.envelope["sender"] == "" and got.field("Auto-Submitted"), (got.envelope, got.fields)
    assert b"Ask the Town Clerk" in got.octets


def case_outside_senders_are_never_mailed(lab):
    """An outside sender whose mail is held gets no notice."""
    sender = "quarantine@example.org"
    before = len([d for d in lab.delivered() if sender in d.envelope["recipients"] and d.envelope["sender"] == ""])
    (code, _), mark = send_action(lab, "inbound", "quarantine")
    time.sleep(3)
    assert len([d for d in lab.delivered() if sender in d.envelope["recipients"] and d.envelope["sender"] == ""]) == before


def case_forged_council_sender_from_outside_is_inbound(lab):
    """A council From field and envelope sender on the mx listener do not make a message inside, and are held as borrowed."""
    octets, mark = message(sender=CLERK, to=[MEMBER])
    code, text = lab.send("mx", CLERK, [MEMBER], octets)
    assert code == 250
    event = event_of(lab, mark)
    assert event["direction"] == "inbound" and "impersonation" in [r["id"] for r in event["rules"]], event
    assert held_of(lab, mark) and not lab.find(mark)


def case_malware_is_held_both_ways(lab):
    """The test file as attachment is held in both directions."""
    import base64
    part = base64.b64encode(EICAR.encode()).decode()
    body = ("--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b\r\nContent-Type: application/octet-stream; name=x.com\r\n"
            f"Content-Transfer-Encoding: base64\r\n\r\n{part}\r\n--b--\r\n")
    for listener, sender, to in (("mx", OUTSIDE, CLERK), ("submission", CLERK, OUTSIDE)):
        octets, mark = message(sender=sender, to=[to], body=body, fields=["MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b"])
        code, text = lab.send(listener, sender, [to], octets)
        assert code == 250, (code, text)
        assert held_of(lab, mark), listener
        assert "malware" in str(event_of(lab, mark)["findings"])


def case_sensitive_numbers_in_clear_are_held_and_masked(lab):
    """A National Insurance number to an outsider is held; no output shows the number."""
    octets, mark = message(subject="NI PP 12 34 56 A", body="National Insurance number: PP 12 34 56 A\r\n")
    code, text = lab.send("submission", CLERK, [OUTSIDE], octets)
    assert code == 250 and held_of(lab, mark)
    reference = held_of(lab, mark)[0]["id"]
    for words in (("quarantine", "list"), ("quarantine", "show", reference), ("events", "search")):
        for format in ("text", "json"):
            code, out, err = lab.beadle(*words, "--format", format)
            assert code in (0, 1) and "12 34 56" not in out and "123456" not in out, (words, out)
    assert "12 34 56" not in lab.log()
