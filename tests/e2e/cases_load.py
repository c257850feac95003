"""Many sessions at once; reload and restart under load. Bounded in count and time, on loopback alone."""
import os, signal, smtplib, statistics, threading, time
from support import *


def burst(lab, count, listener="submission"):
    """`count` sessions that connect together, one message each: [(code, seconds, mark)]"""
    gate, out, lock = threading.Barrier(count), [], threading.Lock()

    def one():
        octets, mark = message()
        gate.wait()
        started = time.monotonic()
        try:
            code, text = lab.send(listener, CLERK, [OUTSIDE], octets)
        except (smtplib.SMTPException, OSError) as problem:
            code = getattr(problem, "smtp_code", 0)
        with lock:
            out.append((code, time.monotonic() - started, mark))
    threads = [threading.Thread(target=one) for _ in range(count)]
    for t in threads:
        t.start()
    for t in threads:
        t.join(180)
    return out


def bursts(folder, build, sessions, workers, rounds, mta=None):
    lab = Lab(folder, build, policy="test", policy_text=TEST_POLICY, mta=mta,
              settings=f"[inspect]\nworkers = {workers}\ntest_delay_ms = 2000\n")
    try:
        lab.start()
        for _ in range(rounds):
            got = burst(lab, sessions)
            assert [g for g in got if g[0] != 250] == [], got
            longest, queueing = max(s for _, s, _ in got), (sessions + workers - 1) // workers * 2.0
            print(f"     {sessions} sessions, {workers} workers: longest {longest:.1f} s, its own work and queueing {queueing:.1f} s, "
                  f"median {statistics.median(s for _, s, _ in got):.1f} s")
            assert longest <= queueing + 4, (longest, queueing)
    finally:
        lab.stop()


def case_forty_sessions_at_once(folder, build):
    """40 sessions at once, each inspection 2 s, four workers, repeated: none waits more than queueing explains, no 451."""
    bursts(folder, build, 40, 4, 2)


def case_forty_sessions_at_once_behind_sendmail(folder, build):
    """The same once behind Sendmail."""
    bursts(folder, build, 40, 4, 1, "sendmail")


def case_a_hundred_sessions_with_eight_workers(folder, build):
    """100 sessions at once, each inspection 2 s, eight workers: the same."""
    bursts(folder, build, 100, 8, 1)


def under_load(folder, build, disturb, seconds=20):
    """Sends for some seconds over eight threads while `disturb(lab, stop)` runs, then reconciles: each 250 is there once."""
    lab = Lab(folder, build, policy="test", policy_text=TEST_POLICY)
    accepted, refused, lock, stop = [], [], threading.Lock(), threading.Event()

    def client(n):
        while not stop.is_set():
            to = "quarantine@example.org" if n % 4 == 0 else OUTSIDE
            octets, mark = message(to=[to])
            try:
                code, text = lab.send("submission", CLERK, [to], octets)
            except smtplib.SMTPResponseException as problem:
                code, text = problem.smtp_code, str(problem)
            except (smtplib.SMTPException, OSError) as problem:
                code, text = 0, repr(problem)
            with lock:
                (accepted if code == 250 else refused).append((mark, to, code, text))
            time.sleep(0.02)
    try:
        lab.start()
        threads = [threading.Thread(target=client, args=(n,)) for n in range(8)]
        for t in threads:
            t.start()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            disturb(lab)
        stop.set()
        for t in threads:
            t.join(120)
        wait_for(lambda: lab.status() and len(lab.status()["processes"]) == 4 and all(p["stage"] == "serving" for p in lab.status()["processes"]),
                 60, "all processes to serve again")
        hard = [r for r in refused if not 400 <= r[2] < 500]
        assert not hard, hard[:5]
        held = {h["message_id"] for h in lab.json("quarantine", "list", "--limit", "10000") if h["state"] in ("held", "pending")}
        open_mail = [mark for mark, to, _, _ in accepted if to == OUTSIDE]
        wait_for(lambda: len(lab.delivered()) >= len(open_mail), 60, "the deliveries")
        time.sleep(1)
        ids = [d.field("X-Marker")[0] for d in lab.delivered() if d.field("X-Marker")]
        lost = [m for m in open_mail if m not in set(ids)] + [m for m, to, _, _ in accepted if to != OUTSIDE and f"<{m}@test.example>" not in held]
        twice = [m for m in open_mail if ids.count(m) > 1]
        print(f"     {len(accepted)} accepted, {len(refused)} asked to try again, {len(lost)} lost, {len(twice)} twice")
        assert accepted and not lost and not twice, (lost[:5], twice[:5])
        assert lab.beadle("events", "verify")[0] == 0
        return len(refused)
    finally:
        stop.set()
        lab.stop()


def case_reload_under_load(folder, build):
    """A reload each second while mail flows: nobody is refused, nothing is lost."""
    def disturb(lab):
        assert lab.beadle("reload")[0] == 0
        time.sleep(1)
    assert under_load(folder, build, disturb) == 0


def case_restart_under_load(folder, build):
    """Every process replaced while mail flows: clients see at most a 4xx, nothing is lost."""
    def disturb(lab):
        lab.beadled.send_signal(signal.SIGUSR2)
        time.sleep(6)
    under_load(folder, build, disturb, 24)


def case_kills_under_load(folder, build):
    """Processes killed at random while mail flows: clients see at most a 4xx, each accepted message is there once."""
    import random
    rnd = random.Random(7)

    def disturb(lab):
        time.sleep(rnd.uniform(0.3, 1.5))
        status = lab.status()
        if status:
            victims = [p["pid"] for p in status["processes"]]
            os.kill(rnd.choice(victims), signal.SIGKILL)
    under_load(folder, build, disturb, 25)
