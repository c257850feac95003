"""Parts that die, hang, fill up or are missing: each has its decided outcome, and no message is lost or passes uninspected."""
import ctypes, os, re, shutil, signal, socket, subprocess, threading, time
from support import *
from lab import alive, PROGRAMS


def with_lab(folder, build, do, settings="", start=True, **more):
    lab = Lab(folder, build, policy="test", policy_text=TEST_POLICY, settings=settings, **more)
    try:
        if start:
            lab.start()
        do(lab)
    finally:
        lab.stop()


class Sending(threading.Thread):
    def __init__(self, lab, listener="submission", sender=CLERK, to=OUTSIDE, body="Hello.\r\n"):
        super().__init__(daemon=True)
        self.lab, self.args, self.reply = lab, (listener, sender, [to]), None
        self.octets, self.mark = message(sender=sender, to=[to], body=body)
        self.start()

    def run(self):
        try:
            self.reply = self.lab.send(*self.args, self.octets)
        except Exception as problem:
            self.reply = (0, repr(problem))

    def done(self, seconds=120):
        self.join(seconds)
        assert self.reply, "no reply in time"
        return self.reply


def workers(lab):
    inspector = next(p for p in lab.status()["processes"] if p["name"] == "beadle-inspect")
    return inspector["status"]["pids"]


def busy(lab):
    return next(p for p in lab.status()["processes"] if p["name"] == "beadle-inspect")["status"]["busy_pids"]


def case_a_worker_killed_in_the_middle_of_a_message(folder, build):
    """The worker is killed: the message is tried on another and delivered; the worker is replaced."""
    def do(lab):
        s = Sending(lab)
        for pid in wait_for(lambda: busy(lab), 10, "a busy worker"):
            os.kill(pid, signal.SIGKILL)
        assert s.done()[0] == 250, s.reply
        lab.wait_delivered(s.mark)
        wait_for(lambda: len(workers(lab)) >= 2 and not busy(lab), 10, "the replacement")
    with_lab(folder, build, do, "[inspect]\nworkers = 2\ntest_delay_ms = 1500\n")


def case_every_try_of_a_message_dies(folder, build):
    """Both tries die: the message is not inspected, so base.toml holds it."""
    def do(lab):
        s = Sending(lab)
        killed = set()
        end = time.time() + 30
        while len(killed) < 2 and time.time() < end:
            for pid in busy(lab):
                if pid not in killed:
                    os.kill(pid, signal.SIGKILL)
                    killed.add(pid)
            time.sleep(0.05)
        assert s.done()[0] == 250, s.reply
        assert not lab.find(s.mark)
        assert held_of(lab, s.mark), "held as not inspected"
        assert "crash" in str(event_of(lab, s.mark)), event_of(lab, s.mark)
    with_lab(folder, build, do, "[inspect]\nworkers = 2\ntest_delay_ms = 1500\n")


def case_a_worker_that_never_answers(folder, build):
    """The worker is stopped: after its deadline it is killed, the message goes to another and is delivered."""
    def do(lab):
        s = Sending(lab)
        for pid in wait_for(lambda: busy(lab), 10, "a busy worker"):
            os.kill(pid, signal.SIGSTOP)
        assert s.done()[0] == 250, s.reply
        lab.wait_delivered(s.mark)
    with_lab(folder, build, do, "[inspect]\nworkers = 2\ntest_delay_ms = 500\ndeadline_seconds = 3\n")


def case_record_killed(folder, build):
    """beadle-record is killed while mail flows: a reply is 250 or 4xx, each 250 is delivered or held; it serves again."""
    def do(lab):
        sendings = []
        for i in range(30):
            sendings.append(Sending(lab, to=OUTSIDE if i % 2 else "quarantine@example.org"))
            if i in (8, 20):
                os.kill(lab.pid("beadle-record"), signal.SIGKILL)
            time.sleep(0.1)
        accepted = [s for s in sendings if s.done()[0] == 250]
        assert all(s.reply[0] in (250, 451, 421) for s in sendings), [s.reply for s in sendings]
        wait_for(lambda: lab.send("submission", CLERK, [OUTSIDE], message()[0])[0] == 250, 20, "service again")
        for s in accepted:
            if s.args[2] == [OUTSIDE]:
                lab.wait_delivered(s.mark)
                assert len(lab.find(s.mark)) == 1
            else:
                assert [h for h in held_of(lab, s.mark) if h["state"] in ("held", "pending")], s.mark
        assert lab.beadle("events", "verify")[0] == 0
    with_lab(folder, build, do)


def case_session_and_inspector_killed(folder, build):
    """beadle-session and beadle-inspect are killed: clients see at most 4xx, and both serve again."""
    def do(lab):
        for name in ("beadle-inspect", "beadle-session", "beadle-mail"):
            before = lab.pid(name)
            os.kill(before, signal.SIGKILL)
            wait_for(lambda: lab.status() and lab.pid(name) not in (None, before), 20, f"a new {name}")
            wait_for(lambda: all(p["stage"] == "serving" for p in lab.status()["processes"]), 20, "all serving")
            octets, mark = message()
            wait_for(lambda: lab.send("submission", CLERK, [OUTSIDE], octets)[0] == 250, 20, "service again")
            lab.wait_delivered(mark)
    with_lab(folder, build, do)


def case_a_full_disk(folder, build):
    """The store's disk is full: 451, nothing delivered unrecorded; with space again it serves."""
    def do(lab):
        store = f"{lab.dir}/run/store"
        os.makedirs(store, exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m,mode=0700,uid=65534,gid=65534", "tmpfs", store], check=True)
        try:
            lab.start()
            octets, mark = message()
            assert lab.send("submission", CLERK, [OUTSIDE], octets)[0] == 250
            with open(f"{store}/filler", "wb", buffering=0) as f:
                try:
                    while True:
                        if f.write(b"x" * 4096) < 4096:
                            break
                except OSError:
                    pass
            big, mark_big = message(to=["quarantine@example.org"], body=os.urandom(300000).hex() + "\r\n")
            refused = 0
            for i in range(40):
                octets, mark = message()
                code, text = lab.send("submission", CLERK, [OUTSIDE], octets)
                assert code in (250, 451), (code, text)
                refused += code == 451
            code, text = lab.send("submission", CLERK, ["quarantine@example.org"], big)
            assert code == 451, (code, text)
            assert refused > 0
            os.unlink(f"{store}/filler")
            octets, mark = message()
            wait_for(lambda: lab.send("submission", CLERK, [OUTSIDE], octets)[0] == 250, 20, "service again")
            lab.wait_delivered(mark)
            assert lab.send("submission", CLERK, ["quarantine@example.org"], big)[0] == 250
            assert held_of(lab, mark_big)
            assert lab.beadle("events", "verify")[0] == 0
        finally:
            lab.stop()
            subprocess.run(["umount", "-l", store])
    with_lab(folder, build, do, start=False)


def case_a_missing_signature_folder(folder, build):
    """A configured malware folder that is missing or empty: beadled does not serve, exit 3, and says which."""
    def do(lab):
        for name in ("missing", "empty"):
            os.makedirs(f"{lab.dir}/empty", exist_ok=True)
            lab.settings(f'[signatures]\nmalware = ["../signatures/malware", "../{name}"]\n')
            p = lab.start_beadled(wait=False)
            assert p.wait(30) == 3, p.returncode
            assert name in lab.log(), lab.log()[-800:]
    with_lab(folder, build, do, start=False)


def case_too_few_open_files(folder, build):
    """Settings that need more open files than are allowed: beadled does not serve, exit 3, and says how many they need."""
    def do(lab):
        command = ["prlimit", "--nofile=1000:1000", f"{lab.dir}/bin/beadled", "--config", f"{lab.dir}/config/beadle.toml", "--foreground"]
        lab.beadled = lab.spawn(lab.as_user(command), "beadled.log")
        assert lab.beadled.wait(60) == 3, lab.beadled.returncode
        assert re.search(r"session.connections = 500 may need \d+ open files, but only 1000", lab.log()), lab.log()[-800:]
        p = lab.start_beadled()  # what the shell allows is enough
        assert p.poll() is None
    with_lab(folder, build, do, start=False)


def case_two_daemons_on_one_socket(folder, build):
    """A second beadled on the same socket refuses with exit 3; the first serves on, its socket untouched."""
    def do(lab):
        first = lab.beadled
        second = lab.spawn(lab.as_user([f"{lab.dir}/bin/beadled", "--config", f"{lab.dir}/config/beadle.toml", "--foreground"]), "second.log")
        assert second.wait(30) == 3, second.returncode
        assert first.poll() is None
        octets, mark = message()
        assert lab.send("submission", CLERK, [OUTSIDE], octets)[0] == 250
        lab.wait_delivered(mark)
    with_lab(folder, build, do)


def case_the_end_before_the_state_was_written(folder, build):
    """The MTA dies after the reply: the held copy stays pending and releasable; a retry of the same message supersedes it."""
    def do(lab):
        to = "quarantine@example.org"
        octets, mark = message(to=[to])
        path = lab.milter_socket[5:]
        client = MilterClient(path)
        assert client.message(CLERK, [to], octets)[-1][0] == b"d"
        client.c.close()
        time.sleep(0.5)
        states = [h["state"] for h in held_of(lab, mark)]
        assert states == ["pending"], states
        client = MilterClient(path)
        assert client.message(CLERK, [to], octets, "TEST2")[-1][0] == b"d"
        client.say(b"Q")
        wait_for(lambda: any(h["state"] == "held" for h in held_of(lab, mark)), 5, "held")
        live = [h for h in held_of(lab, mark) if h["state"] in ("held", "pending")]
        assert len(live) == 1, held_of(lab, mark)
        assert lab.beadle("quarantine", "release", live[0]["id"], "--reason", "ok")[0] == 0
        lab.wait_delivered(mark)
        time.sleep(1)
        assert len(lab.find(mark)) == 1
        # one that is never tried again can be released while it is pending
        octets, mark = message(to=[to])
        client = MilterClient(path)
        client.message(CLERK, [to], octets, "TEST3")
        client.c.close()
        reference = held_of(lab, mark)[0]["id"]
        assert lab.beadle("quarantine", "release", reference, "--reason", "ok")[0] == 0
        lab.wait_delivered(mark)
    with_lab(folder, build, do)


def with_signer(folder, build, do):
    """A gateway whose release listener has a second milter after Beadle, a message that is held there, and hold_release(n):
    releases it, and leaves once the second milter has begun to keep it for n seconds, after which it says 4xx to that one."""
    os.makedirs(folder, exist_ok=True)
    os.chmod(folder, 0o755)
    signer = Milter(f"{folder}/signer.sock")
    def held(lab):
        octets, mark = message(to=["quarantine@example.org"])
        assert lab.send("submission", CLERK, ["quarantine@example.org"], octets)[0] == 250
        case = wait_for(lambda: held_of(lab, mark), 5, "the held copy")[0]["id"]
        wait_for(lambda: lab.events("--kind", "notice"), 20, "the clerk told")  # by the same listener
        seen = len(lab.events("--kind", "stamp-seen"))

        def hold_release(seconds):
            signer.holds = seconds
            assert lab.beadle("quarantine", "release", case, "--reason", "ok")[0] == 0
            wait_for(lambda: len(lab.events("--kind", "stamp-seen")) > seen, 20, "the stamp seen")
            time.sleep(1)
            signer.holds = 0
        do(lab, mark, hold_release)
    with_lab(folder, build, held, signer=f"unix:{folder}/signer.sock")


def case_a_slow_signer_that_refuses_a_release(folder, build):
    """The signer holds a release for 70 s, then answers 4xx: it is not called released, is sent again and arrives once."""
    def do(lab, mark, hold_release):
        hold_release(70)
        wait_for(lambda: "milter-reject: END-OF-MESSAGE" in lab.maillog(), 100, "the signer's 4xx")
        assert not lab.find(mark)
        held = held_of(lab, mark)[0]
        assert held["state"] == "held" and held["recipients"][0]["state"] == "sending", held
        lab.wait_delivered(mark, seconds=100)
        wait_for(lambda: held_of(lab, mark)[0]["state"] == "released", 10, "released")
        time.sleep(2)
        assert len(lab.find(mark)) == 1 and held_of(lab, mark)[0]["note"] == "", held_of(lab, mark)
        assert lab.beadle("events", "verify")[0] == 0
    with_signer(folder, build, do)


def case_mail_killed_before_a_release_was_taken(folder, build):
    """beadle-mail is killed while the signer holds a release, and the signer then answers 4xx: it arrives all the same."""
    def do(lab, mark, hold_release):
        hold_release(10)
        os.kill(lab.pid("beadle-mail"), signal.SIGKILL)
        wait_for(lambda: "milter-reject: END-OF-MESSAGE" in lab.maillog(), 20, "the signer's 4xx, to nobody")
        lab.wait_delivered(mark, seconds=150)
        held = wait_for(lambda: (lambda h: h if h["state"] == "released" else None)(held_of(lab, mark)[0]), 10, "released")
        assert held["note"] == "may have arrived twice", held  # the 4xx was said to nobody
        assert held["recipients"][0]["note"].endswith("; may have arrived twice"), held
        assert lab.beadle("events", "verify")[0] == 0
    with_signer(folder, build, do)


def case_record_stalls_while_mail_idles(folder, build):
    """beadle-record answers nothing for 14 s: releases and notices go on afterwards, with no process restarted."""
    def do(lab):
        octets, mark = message(to=["quarantine@example.org"])
        assert lab.send("submission", CLERK, ["quarantine@example.org"], octets)[0] == 250
        case, before = held_of(lab, mark)[0]["id"], lab.pid("beadle-mail")
        record = lab.pid("beadle-record")
        os.kill(record, signal.SIGSTOP)
        time.sleep(14)
        os.kill(record, signal.SIGCONT)
        assert lab.beadle("quarantine", "release", case, "--reason", "ok")[0] == 0
        lab.wait_delivered(mark, seconds=30)
        wait_for(lambda: held_of(lab, mark)[0]["state"] == "released", 10, "released")
        assert lab.pid("beadle-mail") == before
    with_lab(folder, build, do)


def close_inner_ends(pid):
    """Ends that process's connections to its peers, as a frame that was not understood does; both processes live on."""
    handle = os.pidfd_open(pid)
    closed = 0
    for name in os.listdir(f"/proc/{pid}/fd"):
        try:
            if int(name) <= 3 or not os.readlink(f"/proc/{pid}/fd/{name}").startswith("socket:"):
                continue
        except FileNotFoundError:
            continue
        fd = ctypes.CDLL(None, use_errno=True).syscall(438, handle, int(name), 0)  # pidfd_getfd
        if fd < 0:
            continue
        with socket.socket(fileno=fd) as s:  # a socketpair's end has no name; the MTA's connections and listeners have one
            if s.family == socket.AF_UNIX and not s.getsockname() and not s.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                s.shutdown(socket.SHUT_RDWR)
                closed += 1
    os.close(handle)
    return closed


def case_a_connection_between_processes_that_closes(folder, build):
    """The ends of beadle-session and beadle-mail close though every process lives: new ones are made, mail and releases flow."""
    def do(lab):
        pids = {p["name"]: p["pid"] for p in lab.status()["processes"]}
        assert close_inner_ends(pids["beadle-session"]) == 2
        assert close_inner_ends(pids["beadle-mail"]) == 1
        octets, mark = message(to=["quarantine@example.org"])
        wait_for(lambda: lab.send("submission", CLERK, ["quarantine@example.org"], octets)[0] == 250, 60, "service again")
        assert lab.beadle("quarantine", "release", held_of(lab, mark)[0]["id"], "--reason", "ok")[0] == 0
        lab.wait_delivered(mark, seconds=30)
        assert {p["name"]: p["pid"] for p in lab.status()["processes"]} == pids
    with_lab(folder, build, do)


def case_mail_killed_while_it_releases(folder, build):
    """beadle-mail is killed again and again while twelve messages are released: each arrives; what came twice says so."""
    def do(lab):
        sent = []
        for i in range(12):
            octets, mark = message(to=["quarantine@example.org"])
            assert lab.send("submission", CLERK, ["quarantine@example.org"], octets)[0] == 250
            sent.append(mark)
        for mark in sent:
            assert lab.beadle("quarantine", "release", held_of(lab, mark)[0]["id"], "--reason", "ok")[0] == 0
            if sent.index(mark) % 4 == 3:
                pid = lab.pid("beadle-mail")
                if pid:
                    os.kill(pid, signal.SIGKILL)
        for mark in sent:
            lab.wait_delivered(mark, seconds=150)
        time.sleep(2)
        for mark in sent:
            arrived, note = len(lab.find(mark)), held_of(lab, mark)[0]["note"]
            assert arrived == 1 or arrived == 2 and note == "may have arrived twice", (mark, arrived, note)
    with_lab(folder, build, do)


def case_a_bad_reload_keeps_the_running_generation(folder, build):
    """A typo in the policy: reload answers 3 with line, column and suggestion; the running generation serves on."""
    def do(lab):
        good = TEST_POLICY
        lab.write("config/policies/test.toml", good.replace('action = "flag"', 'action = "flagg"', 1))
        code, out, err = lab.beadle("reload")
        assert code == 3 and re.search(r"test\.toml:\d+:\d+", out + err) and "flag" in out + err, (code, out, err)
        octets, mark = message()
        assert lab.send("submission", CLERK, [OUTSIDE], octets)[0] == 250
        lab.write("config/policies/test.toml", good.replace('action = "flag"', 'action = "reject"'))
        assert lab.beadle("reload")[0] == 0
        assert lab.send("submission", CLERK, ["flag@example.org"], message(to=["flag@example.org"])[0])[0] == 550
    with_lab(folder, build, do)


def case_as_root_each_process_has_its_own_user(folder, build):
    """Started as root each process runs as the account of its row, and mail flows."""
    users = {"session": "daemon", "inspect": "bin", "record": "sys", "mail": "games"}
    def do(lab):
        for process in lab.status()["processes"]:
            uid = os.stat(f"/proc/{process['pid']}").st_uid
            import pwd
            assert pwd.getpwuid(uid).pw_name == users[process["name"].split("-")[1]], (process["name"], uid)
        octets, mark = message()
        assert lab.send("submission", CLERK, [OUTSIDE], octets)[0] == 250
        lab.wait_delivered(mark)
        octets, mark = message(to=["quarantine@example.org"])
        assert lab.send("submission", CLERK, ["quarantine@example.org"], octets)[0] == 250
        assert lab.beadle("quarantine", "release", held_of(lab, mark)[0]["id"], "--reason", "ok")[0] == 0
        lab.wait_delivered(mark)
    with_lab(folder, build, do, "[users]\n" + "".join(f'{k} = "{v}"\n' for k, v in users.items()), run_as="root")


def case_stop_drains(folder, build):
    """SIGTERM while messages are under inspection: they are finished with 250, beadled ends with 0 and leaves no process."""
    def do(lab):
        sendings = [Sending(lab) for _ in range(4)]
        wait_for(lambda: busy(lab), 10, "busy workers")
        pids = [p["pid"] for p in lab.status()["processes"]] + workers(lab)
        assert lab.stop_beadled() == 0
        assert all(s.done()[0] in (250, 451) for s in sendings), [s.reply for s in sendings]
        assert any(s.reply[0] == 250 for s in sendings), [s.reply for s in sendings]
        wait_for(lambda: not [p for p in pids if alive(p)], 10, "no process left")
        for s in sendings:
            if s.reply[0] == 250:
                lab.wait_delivered(s.mark)
    with_lab(folder, build, do, "[inspect]\nworkers = 4\ntest_delay_ms = 2000\n")
