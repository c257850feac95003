"""The store: on PostgreSQL, out of it (events, figures), what the mail server's log adds, and back from a backup."""
import json, os, pathlib, shutil, signal, sys, time
from support import *

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from postgresql import Server  # noqa: E402

KEPT = "quarantine@example.org"


def send_kept(lab):
    octets, mark = message(to=[KEPT])
    assert lab.send("submission", CLERK, [KEPT], octets)[0] == 250
    return wait_for(lambda: held_of(lab, mark), 10, "the kept message")[0]["id"], mark


def verifies(lab, *words):
    code, out, err = lab.beadle("events", "verify", *words)
    assert code == 0, (code, out, err)


def case_postgresql_holds_releases_and_loses_nothing(folder, build):
    """With the store on PostgreSQL a message is held and released; while the server is dead mail is answered 451, then goes on."""
    server = Server(durable=True)
    lab = Lab(folder, build, policy="test", policy_text=TEST_POLICY,
              settings=f'[store]\nurl = "{server.url}&schema=towcester"\ngateway = "mx1"\n')
    try:
        lab.start()
        reference, mark = send_kept(lab)
        assert lab.beadle("quarantine", "release", reference, "--reason", "agreed")[0] == 0
        lab.wait_delivered(mark)
        kept, kept_mark = send_kept(lab)
        before = int(server.sql("SELECT max(seq) FROM events", "towcester"))
        server.stop()
        for to in (OUTSIDE, KEPT):
            octets, lost = message(to=[to])
            code, text = lab.send("submission", CLERK, [to], octets)
            assert code == 451, (code, text)
            assert not lab.find(lost)
        server.start()
        octets, mark = message()
        wait_for(lambda: lab.send("submission", CLERK, [OUTSIDE], octets)[0] == 250, 30, "service again")
        lab.wait_delivered(mark)
        assert int(server.sql("SELECT count(*) FROM events WHERE gateway = 'mx1'", "towcester")) > before
        assert lab.beadle("quarantine", "release", kept, "--reason", "agreed")[0] == 0
        lab.wait_delivered(kept_mark)
        verifies(lab)
        server.sql("UPDATE work SET person = 'mallory'", "towcester")
        assert lab.beadle("events", "verify")[0] == 1
    finally:
        lab.stop()
        server.remove()


def case_events_go_out_and_the_log_of_the_mail_server_comes_in(folder, build):
    """Each event goes to a file; what Postfix's own log says of delivery is recorded; a story tells both."""
    lab = Lab(folder, build, policy="test", policy_text=TEST_POLICY)
    out = f"{lab.dir}/run/events.json"
    log = f"{lab.dir}/mta/maillog"
    lab.settings(f'[mail]\nmta_log = "{log}"\nclerk = "{CLERK}"\n[events]\nfile = "{out}"\n')
    try:
        lab.start()
        os.chmod(log, 0o644)
        octets, mark = message()
        assert lab.send("submission", CLERK, [OUTSIDE], octets)[0] == 250
        lab.wait_delivered(mark)
        verdict = event_of(lab, mark)
        found = wait_for(lambda: [e for e in lab.events("--kind", "delivery") if e["about"] == verdict["event"]], 20, "the delivery")
        assert found[0]["outcome"] == "sent" and OUTSIDE in found[0]["recipients"][0], found
        code, story, _ = lab.beadle("events", "show", verdict["queue_id"])
        assert code == 0 and "Beadle judged the message" in story and "The mail server delivered it to" in story, story
        reference, _ = send_kept(lab)
        wait_for(lambda: lab.json("quarantine", "show", reference)[0]["state"] == "held", 20, "held")
        verifies(lab)
        known = wait_for(lambda: (lambda n: n if n["events"] and os.path.exists(out) else None)(lab.json("status")[1]), 10, "status")
        lines = wait_for(lambda: (lambda l: l if len(l) >= known["events"] else None)(open(out).read().splitlines()), 20, "all events in the file")
        numbers = [json.loads(line)["event"]["sequence"] for line in lines]
        assert sorted(set(numbers)) == list(range(1, max(numbers) + 1)), numbers
        assert mark not in open(out).read().replace(f"<{mark}@test.example>", ""), "no content"
        csv = lab.beadle("events", "export", "--as", "csv")[1].splitlines()
        assert csv[0].startswith("gateway,event,at,kind") and len(csv) > len(numbers), csv[:2]
        head = next(e for e in lab.events("--kind", "head"))["details"]["head"]
        verifies(lab, "--head", head)
        figures = lab.beadle("metrics")[1]
        assert 'beadle_decisions_total{outcome="accepted"}' in figures and "beadle_up 1" in figures, figures
        assert "Last backup: never" in lab.beadle("doctor")[1]
    finally:
        lab.stop()


def case_a_backup_while_mail_runs_comes_back_elsewhere(folder, build):
    """A backup is made while mail runs and put back as another installation: it verifies, what was kept can be released, what
    was destroyed since cannot be read."""
    lab = Lab(folder, build, policy="test", policy_text=TEST_POLICY)
    other = None
    try:
        lab.start()
        kept, kept_mark = send_kept(lab)
        dropped, _ = send_kept(lab)
        sendings = [message() for _ in range(10)]
        for i, (octets, _) in enumerate(sendings):
            assert lab.send("submission", CLERK, [OUTSIDE], octets)[0] == 250
            if i == 5:
                code, out, err = lab.beadle("backup", f"{lab.dir}/run/backup")
                assert code == 0 and "written and read back" in out, (code, out, err)
        assert lab.beadle("backup", f"{lab.dir}/run/backup")[0] == 2, "it is never written over"
        assert lab.beadle("quarantine", "discard", dropped, "--reason", "not needed")[0] == 0
        ledger = f"{lab.dir}/run/store/records.db.destroyed"
        wait_for(lambda: os.path.exists(ledger), 40, "the ledger, once the discard cannot be taken back")
        lab.stop()
        other = Lab(f"{folder}-other", build, policy="test", policy_text=TEST_POLICY)
        shutil.copytree(f"{lab.dir}/run/keys", f"{other.dir}/run/keys")
        for name in ("backup", "store/records.db.destroyed"):
            shutil.copy(f"{lab.dir}/run/{name}", f"{other.dir}/run/")
        for top, folders, files in os.walk(f"{other.dir}/run"):
            for name in folders + files:
                shutil.chown(os.path.join(top, name), "nobody", "nogroup")
        words = ("restore", f"{other.dir}/run/backup", "--ledger", f"{other.dir}/run/records.db.destroyed")
        code, out, err = other.beadle(*words)
        assert code == 0 and "all of it verifies" in out and "1 messages destroyed since" in out, (code, out, err)
        code, _, err = other.beadle(*words)
        assert code == 3 and "a store already" in err, (code, err)
        other.start()
        verifies(other)
        assert other.beadle("quarantine", "release", kept, "--reason", "agreed")[0] == 0
        other.wait_delivered(kept_mark)
        assert other.beadle("quarantine", "release", dropped, "--reason", "agreed")[0] == 1
        assert other.json("quarantine", "show", dropped)[0]["state"] == "discarded"
        verifies(other)
    finally:
        lab.stop()
        if other:
            other.stop()
