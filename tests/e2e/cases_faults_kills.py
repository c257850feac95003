"""kill -9 of any process, again and again, while mail runs: a ledger holds client, sink, quarantine and events against each other.

BEADLE_KILLS says how many (25 when not given; 200 take about ten minutes), BEADLE_SEED makes the same choices again."""
import collections, os, random, signal, smtplib, threading, time
from support import *

KINDS = (("submission", CLERK, OUTSIDE), ("submission", CLERK, "quarantine@example.org"), ("mx", "quarantine@example.org", MEMBER),
         ("mx", OUTSIDE, MEMBER))


class Ledger:
    """What each client was told: mark -> (kept or delivered, code, or 0 when it heard nothing)."""
    def __init__(self, lab):
        self.lab, self.told, self.stop, self.lock = lab, {}, False, threading.Lock()
        self.threads = [threading.Thread(target=self.run, args=(n,), daemon=True) for n in range(6)]
        for t in self.threads:
            t.start()

    def run(self, n):
        while not self.stop:
            listener, sender, to = KINDS[n % len(KINDS)]
            n += 1
            octets, mark = message(sender=sender, to=[to])
            try:
                code = self.lab.send(listener, sender, [to], octets)[0]
            except smtplib.SMTPResponseException as answer:
                code = answer.smtp_code
            except (smtplib.SMTPException, OSError):
                code = 0
            with self.lock:
                self.told[mark] = ("kept" if "quarantine@" in sender + to else "delivered", code)
            time.sleep(0.05)

    def end(self):
        self.stop = True
        for t in self.threads:
            t.join(200)


def processes_of(lab):
    pid = lab.beadled.pid
    found = []
    with open(f"/proc/{pid}/task/{pid}/children") as children:
        for child in children.read().split():
            try:
                with open(f"/proc/{child}/comm") as name:
                    found.append((name.read().strip(), int(child)))
            except OSError:
                pass
    return sorted(found)


def kill_some(lab, kills, dice):
    killed = collections.Counter()
    while sum(killed.values()) < kills:
        time.sleep(dice.uniform(0.2, 3.0))
        name, pid = dice.choice(processes_of(lab) or [("", 0)])
        if pid:
            os.kill(pid, signal.SIGKILL)
            killed[name] += 1
    return killed


def all_kept(lab):
    """Message-ID -> states of its copies"""
    found = collections.defaultdict(list)
    for state in ("pending", "held", "superseded", "void"):
        for h in lab.json("quarantine", "list", "--state", state, "--limit", "10000"):
            found[h["message_id"]].append(h["state"])
    return found


def reconcile(lab, told):
    delivered = collections.Counter()
    for d in lab.delivered():
        for mark in d.field("X-Marker")[:1]:
            delivered[mark.strip()] += 1
    kept = all_kept(lab)
    verdicts = collections.Counter(e["message_id"] for e in lab.events("--kind", "verdict", "--limit", "10000"))
    wrong = []
    for mark, (what, code) in told.items():
        name = f"<{mark}@test.example>"
        copies = [s for s in kept[name] if s in ("pending", "held")]
        if code == 250 and what == "delivered" and delivered[mark] != 1:
            wrong.append((mark, "accepted, delivered", delivered[mark]))
        if code == 250 and what == "kept" and (len(copies) != 1 or delivered[mark]):
            wrong.append((mark, "accepted, kept", kept[name], delivered[mark]))
        if code == 250 and not verdicts[name]:
            wrong.append((mark, "accepted, no event"))
        if what == "kept" and delivered[mark]:
            wrong.append((mark, "never to be delivered"))
        if code != 250 and delivered[mark] > 1:
            wrong.append((mark, "not accepted, delivered", delivered[mark]))
    for mark in delivered:
        if mark in told and not verdicts[f"<{mark}@test.example>"]:
            wrong.append((mark, "delivered, no event"))
    return wrong


def case_kills_at_random_points_under_load(folder, build):
    """Any process is killed at any time: each message that a client saw accepted is delivered or kept exactly once, with its event."""
    kills, seed = int(os.environ.get("BEADLE_KILLS", "25")), int(os.environ.get("BEADLE_SEED", "0")) or random.randrange(1, 10**9)
    lab = Lab(folder, build, policy="test", policy_text=TEST_POLICY, settings=f'[mail]\nmta_log = "{os.path.realpath(folder)}/mta/maillog"\n')
    try:
        lab.start()
        wait_for(lambda: os.path.exists(f"{lab.dir}/mta/maillog"), 30, "the mail server's log")
        os.chmod(f"{lab.dir}/mta/maillog", 0o644)
        ledger = Ledger(lab)
        time.sleep(2)
        killed = kill_some(lab, kills, random.Random(seed))
        time.sleep(2)
        ledger.end()
        wait_for(lambda: lab.status() and all(p["stage"] == "serving" for p in lab.status()["processes"]), 60, "all serving")
        octets, mark = message()
        wait_for(lambda: lab.send("submission", CLERK, [OUTSIDE], octets)[0] == 250, 30, "service again")
        lab.wait_delivered(mark)
        wait_for(lambda: not [m for m, (what, code) in ledger.told.items() if code == 250 and what == "delivered" and not lab.find(m)], 60, "all delivered")
        codes = collections.Counter(code for _, code in ledger.told.values())
        print(f"     seed {seed}: killed {dict(killed)}; {len(ledger.told)} messages, told {dict(codes)}")
        wrong = reconcile(lab, ledger.told)
        assert not wrong, (seed, len(wrong), wrong[:5])
        code, out, err = lab.beadle("events", "verify")
        assert code == 0, (seed, out, err)
    finally:
        lab.stop()
