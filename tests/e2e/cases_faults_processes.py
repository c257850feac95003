"""Processes that come and go at the wrong moment: while a generation is checked, while beadled stops, while nobody looks."""
import contextlib, json, os, shutil, signal, socket, struct, threading, time
from support import *


@contextlib.contextmanager
def running(folder, build, **more):
    lab = Lab(folder, build, policy="test", policy_text=TEST_POLICY, **more)
    try:
        lab.start()
        yield lab
    finally:
        lab.stop()


def children(lab, program):
    pid = lab.beadled.pid
    found = []
    with open(f"/proc/{pid}/task/{pid}/children") as f:
        for child in map(int, f.read().split()):
            with contextlib.suppress(OSError), open(f"/proc/{child}/comm") as name:
                if name.read().strip() == program:
                    found.append(child)
    return found


def successor(lab, program, old):
    end = time.monotonic() + 20
    while time.monotonic() < end:  # without a pause: it has to be met while it starts
        new = [p for p in children(lab, program) if p != old]
        if new:
            return new[0]
    raise AssertionError(f"no other {program} was started")


def goes_through(lab, seconds=30):
    """Mail is accepted again within the time, and arrives."""
    def sent():
        octets, mark = message()
        try:
            if lab.send("submission", CLERK, [OUTSIDE], octets)[0] == 250:
                return mark
        except OSError:
            pass
        time.sleep(1)
    lab.wait_delivered(wait_for(sent, seconds, "mail that is accepted"))


def case_reload_while_a_process_starts(folder, build):
    """A reload that comes while beadle-record starts anew waits for it; afterwards mail goes through."""
    with running(folder, build) as lab:
        old = children(lab, "beadle-record")[0]
        os.kill(old, signal.SIGKILL)
        new = successor(lab, "beadle-record", old)
        os.kill(new, signal.SIGSTOP)
        reload = threading.Thread(target=lambda: lab.beadle("reload"))
        reload.start()
        time.sleep(1.5)
        os.kill(new, signal.SIGCONT)
        reload.join(60)
        assert not reload.is_alive(), "the reload was never answered"
        wait_for(lambda: all(p["stage"] == "serving" for p in lab.status()["processes"]), 30, "every process serving")
        goes_through(lab)


def case_inspector_dies_during_a_check(folder, build):
    """The running inspector dies while another one checks files that turn out bad: it is started anew."""
    with running(folder, build) as lab:
        lab.write("config/policies/test.toml", TEST_POLICY.replace('action = "flag"', 'action = "flagg"', 1))
        old = children(lab, "beadle-inspect")[0]
        reload = threading.Thread(target=lambda: lab.beadle("reload"))
        reload.start()
        new = successor(lab, "beadle-inspect", old)
        os.kill(new, signal.SIGSTOP)
        os.kill(old, signal.SIGKILL)
        time.sleep(1.5)
        os.kill(new, signal.SIGCONT)
        reload.join(60)
        goes_through(lab)


def case_a_refusal_nobody_saw(folder, build):
    """A successor says that it cannot work and ends while beadled is stopped: beadled lives, and mends once it can."""
    with running(folder, build) as lab:
        os.chmod(f"{lab.dir}/run/keys", 0o755)
        old = children(lab, "beadle-record")[0]
        os.kill(old, signal.SIGKILL)
        successor(lab, "beadle-record", old)
        os.kill(lab.beadled.pid, signal.SIGSTOP)
        time.sleep(2)
        os.kill(lab.beadled.pid, signal.SIGCONT)
        time.sleep(2)
        assert lab.beadled.poll() is None, f"beadled ended: {lab.beadled.returncode}"
        os.chmod(f"{lab.dir}/run/keys", 0o700)
        goes_through(lab, 60)


def case_stopping_over_tcp(folder, build):
    """While a message is finished, a new milter client over TCP is refused at once instead of left waiting."""
    with running(folder, build, socket="inet", settings="[inspect]\ntest_delay_ms = 6000\n") as lab:
        octets, mark = message()
        reply = []
        slow = threading.Thread(target=lambda: reply.append(lab.send("submission", CLERK, [OUTSIDE], octets)))
        slow.start()
        time.sleep(2)
        lab.beadled.terminate()
        time.sleep(1)
        port = int(lab.milter_socket.split(":")[1].split("@")[0])
        try:
            with socket.create_connection(("127.0.0.1", port), 5) as client:
                client.settimeout(5)
                client.sendall(struct.pack(">I", 13) + b"O" + struct.pack(">III", 6, 0x1FF, 0x1FFFFF))
                assert client.recv(10) == b"", "somebody answered a client of a stopping gateway"
        except (ConnectionRefusedError, ConnectionResetError):
            pass
        slow.join(60)
        assert reply and reply[0][0] == 250, reply
        lab.wait_delivered(mark)


def case_new_malware_signatures_serve_by_themselves(folder, build):
    """A database that comes into the folder serves without a reload, without what an operator is just writing; a broken one leaves those before it at work and is named."""
    with running(folder, build) as lab:
        def database(name, words):
            lab.write(f"signatures/malware/{name}.new", words)
            os.rename(f"{lab.dir}/signatures/malware/{name}.new", f"{lab.dir}/signatures/malware/{name}")

        def outcome(body):
            octets, mark = message(body=body)
            assert lab.send("submission", CLERK, [OUTSIDE], octets)[0] == 250
            return wait_for(lambda: event_of(lab, mark), 10, "the event")["outcome"]

        bait = "A quiet word about the teapot on the mantelpiece.\r\n"
        assert outcome(bait) == "accepted"
        lab.write("config/policies/test.toml", "half a line of an edit")
        database("new.ndb", "Test.Teapot:0:*:" + b"teapot on the mantelpiece".hex() + "\n")
        wait_for(lambda: lab.status()["generation"] == 2, 40, "the next generation")
        assert outcome(bait) == "quarantined"
        assert "freshclam" not in lab.log()
        database("broken.ndb", "Test.Broken:0:*:zz{\n")
        said = wait_for(lambda: lab.status()["signatures_problem"], 40, "the problem")
        assert "signatures/malware" in said, said
        assert outcome(bait) == "quarantined" and lab.status()["generation"] == 2
        code, out, _ = lab.beadle("doctor")
        assert code == 1 and "LOOK  New malware signatures cannot be loaded" in out, out
        assert "signatures/malware" in lab.beadle("status")[1]
        assert json.loads(lab.beadle("status", "--format", "json")[1].splitlines()[1])["signatures_problem"]
        os.unlink(f"{lab.dir}/signatures/malware/broken.ndb")
        wait_for(lambda: not lab.status()["signatures_problem"], 20, "it is well again")
        assert lab.status()["generation"] == 2
