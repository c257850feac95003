"""What a clerk does with kept mail through a real Postfix: read it, take it out, correct, let pass, send back; the journal."""
import hashlib, os
from support import *


def kept(folder, build, mta):
    """The usual test policy, with a journal of what goes to planning@ and the clerk's address."""
    text = TEST_POLICY + '''
[[rule]]
id = "journal-planning"
clause = "30"
purpose = "compliance with the council's policy"
when = { direction = "outbound", to = ["planning@example.org"] }
action = "accept"
journal = true
retain = "planning"
'''
    os.makedirs(folder, exist_ok=True)
    lab = Lab(folder, build, policy="test", policy_text=text, mta=mta)
    lab.start(accounts(lab, ("a.smith",)))
    return lab


SHARED, MTAS = kept, ("postfix",)
NUMBER = "999 000 0018"  # never issued


def hold(lab, body="Hello.\r\n", to="quarantine@example.org", sender=CLERK, fields=(), **more):
    octets, mark = message(body=body, to=[to], sender=sender, fields=fields, **more)
    assert lab.send("submission", sender, [to], octets)[0] == 250
    held = wait_for(lambda: [h for h in held_of(lab, mark) if h["state"] == "held"], 20, "held")
    return held[0]["id"], mark, octets


def kinds(lab, *words):
    return [e["kind"] for e in lab.events("--limit", "50", *words)]


def case_content_is_shown_rebuilt_masked_and_on_record(lab):
    """show --content: text that is safe on a terminal, values masked; the reading is an event; --reveal needs a reason."""
    page = f"<p>Her NHS number: <b>999</b> 000 0018</p><script>alert(1)</script><img src='https://e.example/x.png'><a href='https://real.example'>x</a>\x1b]0;t\x07\r\n"
    reference, mark, _ = hold(lab, body=page, fields=["MIME-Version: 1.0", "Content-Type: text/html; charset=utf-8"], subject=f"About {NUMBER}")
    code, out, err = lab.beadle("quarantine", "show", reference, "--content", "--reason", "to decide")
    assert code == 0, (code, out, err)
    assert "Her NHS number" in out and "0018" not in out and "\x1b" not in out, out
    assert "content-shown" in kinds(lab)
    lines = lab.json("quarantine", "show", reference, "--content", "--reason", "to decide")
    pages = [l for l in lines if l["line"] == "page"]
    assert pages and "script" not in pages[0]["html"] and "real.example" in pages[0]["html"] and pages[0]["left_out"] == 1, pages
    assert lab.beadle("quarantine", "show", reference, "--content", "--reveal")[0] == 2
    code, out, err = lab.beadle("quarantine", "show", reference, "--content")
    assert code == 2 and not out and "--reason" in err, (code, out, err)
    code, out, err = lab.beadle("quarantine", "show", reference, "--content", "--reveal", "--reason", "complaint")
    assert code == 0 and "0018" in out, (code, out, err)
    assert "content-revealed" in kinds(lab)


def case_export_gives_the_very_message(lab):
    """export: the octets as they came, with their hash in the records; a file that is there already is not touched."""
    reference, mark, octets = hold(lab, body="Exported.\r\n" * 3000)
    path = f"/tmp/beadle-exported-{reference}.eml"  # the command runs as another account
    if os.path.exists(path):
        os.remove(path)
    code, out, err = lab.beadle("quarantine", "export", reference, "--to", path, "--reason", "for the Monitoring Officer")
    assert code == 0, (code, out, err)
    got = open(path, "rb").read()
    assert got.endswith(b"Exported.\r\n" * 3000) and mark.encode() in got and got.startswith(b"Received:"), got[:200]
    event = lab.events("--kind", "content-exported")[0]
    assert event["details"]["sha256"] == hashlib.sha256(got).hexdigest() and event["details"]["reason"] == "for the Monitoring Officer", event
    assert lab.beadle("quarantine", "export", reference, "--to", path, "--reason", "again")[0] == 2
    os.remove(path)


def case_a_corrected_recipient_gets_it_instead(lab):
    """release --instead: the message goes to the right address, once, and to nobody else."""
    reference, mark, _ = hold(lab)
    code, out, err = lab.beadle("quarantine", "release", reference, "--instead", "quarantine@example.org=right@example.net", "--reason", "typing error")
    assert code == 0, (code, out, err)
    got = lab.wait_delivered(mark)
    assert [d.envelope["recipients"] for d in got] == [["right@example.net"]], got
    shown = wait_for(lambda: (lambda h: h if h["state"] == "released" else None)(held_of(lab, mark)[0]), 20, "released")
    assert "right@example.net instead" in shown["recipients"][0]["note"], shown


def case_an_exception_lets_the_next_one_pass_until_it_is_ended(lab):
    """release --allow-sender-days: the same rule lets the same sender's next mail to them pass, by log-in; exception end stops that."""
    to = "quarantine@example.org"
    reference, mark, _ = hold(lab, sender=MEMBER)
    assert lab.beadle("quarantine", "release", reference, "--allow-sender-days", "30", "--reason", "agreed")[0] == 0
    lab.wait_delivered(mark)
    octets, second = message(to=[to], sender=MEMBER)
    assert submit(lab, MEMBER, [to], octets, port=lab.submission)[0] == 250
    lab.wait_delivered(second)
    hold(lab, sender=MEMBER)  # without a log-in anybody may be the sender
    event = event_of(lab, second)
    assert event["outcome"] == "accepted" and "let pass by" in str(event["details"]["decision"]), event
    hold(lab, sender=CLERK)  # another sender is held as before
    listed = lab.json("exception", "list")
    assert len(listed) == 1 and listed[0]["sender"] == MEMBER, listed
    assert lab.beadle("exception", "end", listed[0]["id"], "--reason", "enough")[0] == 0
    octets, third = message(to=[to], sender=MEMBER)
    assert submit(lab, MEMBER, [to], octets, port=lab.submission)[0] == 250
    wait_for(lambda: [h for h in held_of(lab, third) if h["state"] == "held"], 20, "held")
    assert lab.json("exception", "list") == []


def case_a_discard_can_be_undone_and_then_destroys(lab):
    """discard, undo, release: delivered. discard and a while: the message is destroyed, the case stays."""
    reference, mark, _ = hold(lab)
    assert lab.beadle("quarantine", "discard", reference, "--reason", "by mistake")[0] == 0
    assert lab.beadle("quarantine", "release", reference)[0] == 1
    assert lab.beadle("quarantine", "undo", reference)[0] == 0
    assert lab.beadle("quarantine", "release", reference)[0] == 0
    lab.wait_delivered(mark)
    reference, mark, _ = hold(lab)
    assert lab.beadle("quarantine", "discard", reference, "--reason", "spam")[0] == 0
    wait_for(lambda: held_of(lab, mark)[0]["state"] == "discarded", 40, "discarded")
    code, out, err = lab.beadle("quarantine", "show", reference, "--content", "--reason", "to decide")
    assert code == 1 and "destroyed" in err, (code, out, err)
    assert lab.beadle("events", "verify")[0] == 0


def case_it_goes_back_to_its_sender_with_a_note(lab):
    """return: the member gets their own message back with the clerk's words; nothing goes on; mail from outside is refused."""
    reference, mark, octets = hold(lab, sender=MEMBER, body="Caf\u00e9 plans.\r\n", fields=["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"])
    code, out, err = lab.beadle("quarantine", "return", reference, "--note", "Please take out column D.")
    assert code == 0 and "attached" in out, (code, out, err)
    def back():
        return [d for d in lab.delivered() if d.envelope["recipients"] == [MEMBER] and b"take out column D" in d.octets]
    got = wait_for(back, 40, "the note")
    assert b"message/rfc822" in got[0].octets and mark.encode() in got[0].octets and "Caf\u00e9 plans".encode() in got[0].octets
    assert held_of(lab, mark)[0]["state"] == "returned"
    assert lab.beadle("quarantine", "release", reference)[0] == 1
    octets, mark = message(sender="quarantine@example.org", to=[CLERK])
    assert lab.send("mx", "quarantine@example.org", [CLERK], octets)[0] == 250
    held = wait_for(lambda: held_of(lab, mark), 20, "held")
    code, out, err = lab.beadle("quarantine", "return", held[0]["id"], "--note", "x")
    assert code == 1 and "outside" in err, (code, out, err)


def case_accepted_mail_is_journalled_and_searched(lab):
    """A rule with journal: delivered at once, a sealed copy kept; found by people and by words in it; each search is on record."""
    octets, mark = message(to=["planning@example.org"], body="The foot\r\npath at Mill Lane.\r\n", subject="Plans")
    assert lab.send("submission", CLERK, ["planning@example.org"], octets)[0] == 250
    lab.wait_delivered(mark)
    assert held_of(lab, mark) == []
    listed = lab.json("journal", "list", "--recipient", "planning@")
    assert [j["message_id"] for j in listed] == [f"<{mark}@test.example>"] and listed[0]["retain"] == "planning", listed
    code, out, err = lab.beadle("journal", "search", "--content", "foot path", "--content", "absent", "--case", "SAR-1", "--reason", "request")
    assert code == 1 and listed[0]["id"] in out and "1 with the words" in out, (code, out, err)
    assert lab.beadle("journal", "search", "--content", "nowhere", "--case", "SAR-1", "--reason", "request")[0] == 0
    event = lab.events("--kind", "content-searched")[0]
    assert event["details"]["for"] == "SAR-1" and listed[0]["id"] in event["details"]["cases"], event
    code, out, err = lab.beadle("journal", "show", listed[0]["id"], "--content", "--reason", "x")
    assert code == 0 and "Mill Lane" in out, (code, out, err)
    assert lab.beadle("events", "verify")[0] == 0


def case_a_draft_policy_is_tried_on_what_is_stored(lab):
    """policy replay --stored: what a draft would do otherwise with the messages that are kept, message by message."""
    reference, mark, _ = hold(lab)
    lab.write("config/policies/draft.toml", open(f"{lab.dir}/config/policies/test.toml").read().replace('action = "quarantine"', 'action = "log"'))
    code, out, err = lab.beadle("policy", "replay", "--stored", "--held", "--draft", "draft", "--reason", "try")
    assert code == 1 and reference in out and "would be delivered" in out, (code, out, err)
    lines = lab.json("policy", "replay", "--stored", "--held", "--draft", "draft")
    mine = [l for l in lines if l.get("file") == reference]
    assert mine and mine[0]["before"] == "quarantine" and mine[0]["after"] == "log", mine
    assert "content-replayed" in kinds(lab)


def case_views_do_not_delay_mail_and_survive_a_new_generation(lab):
    """After a reload content is shown by the new inspector; while many are shown, mail goes as before."""
    reference, mark, _ = hold(lab)
    assert lab.beadle("reload")[0] == 0
    code, out, err = lab.beadle("quarantine", "show", reference, "--content", "--reason", "to decide")
    assert code == 0 and "Hello." in out, (code, out, err)
