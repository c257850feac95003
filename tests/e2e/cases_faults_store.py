"""The store's disk is full, or becomes read-only: at each kind of write nothing is lost, the error says so, and service comes back by itself."""
import os, signal, subprocess, time
from support import *

JOURNALLED = "journal@example.org"
POLICY = TEST_POLICY + f'''
[[rule]]
id = "keep-a-copy"
clause = "30"
purpose = "compliance with the council's policy"
when = {{ direction = "outbound", to = ["{JOURNALLED}"] }}
action = "accept"
journal = true
'''
KEPT = "quarantine@example.org"


def fill(folder):
    with open(f"{folder}/filler", "ab", buffering=0) as f:
        try:
            while f.write(b"x" * 4096) == 4096:
                pass
        except OSError:
            pass


def hold_names(lab):
    return {h["case"] for h in lab.json("hold", "list")}


class Tried:
    """What was tried while nothing could be written, to be held against what stands afterwards."""

    def __init__(self, lab):
        self.lab, self.delivered, self.refused, self.said, self.not_said = lab, [], [], set(), set()

    def verdict(self):
        octets, mark = message()
        code, text = self.lab.send("submission", CLERK, [OUTSIDE], octets)
        assert code in (250, 451), (code, text)
        (self.delivered if code == 250 else self.refused).append(mark)
        return code == 451

    def kept(self, to):
        octets, mark = message(to=[to], body=os.urandom(400000).hex() + "\r\n")
        code, text = self.lab.send("submission", CLERK, [to], octets)
        assert code == 451, (to, code, text)
        self.refused.append(mark)

    def act(self):
        name = marker()
        code, out, err = self.lab.beadle("hold", "add", "--case", name, "--reason", "fault", "--person", "x@example.org")
        assert code in (0, 4), (code, out, err)
        if code == 4:
            assert "cannot be written now" in err or "not" in err, err
        (self.said if code == 0 else self.not_said).add(name)
        return code == 4

    def until_refused(self, what, tries=150):
        for _ in range(tries):
            if what():
                return
        raise AssertionError("with a full disk it was still written")

    def stands(self):
        for mark in self.delivered:
            self.lab.wait_delivered(mark)
        for mark in self.refused:
            assert not self.lab.find(mark) and not held_of(self.lab, mark), "refused, and yet there"
        names = hold_names(self.lab)
        assert self.said <= names and not self.not_said & names, (self.said - names, self.not_said & names)
        code, out, err = self.lab.beadle("events", "verify")
        assert code == 0, (code, out, err)


def serves(lab):
    octets, mark = message()
    wait_for(lambda: lab.send("submission", CLERK, [OUTSIDE], octets)[0] == 250, 30, "service again")
    lab.wait_delivered(mark)
    for to in (KEPT, JOURNALLED):
        octets, mark = message(to=[to], body=os.urandom(400000).hex() + "\r\n")
        assert lab.send("submission", CLERK, [to], octets)[0] == 250
    assert lab.beadle("hold", "add", "--case", marker(), "--reason", "over", "--person", "x@example.org")[0] == 0


def no_half_file(lab, path, *words):
    """It fails with a sentence and leaves nothing that could be taken for the whole."""
    code, out, err = lab.beadle(*words)
    assert code not in (0, 1) and err.strip(), (words, code, out, err)
    assert not os.path.exists(path), path


def without_space(lab, store):
    octets, mark = message(to=[KEPT], body=os.urandom(200000).hex() + "\r\n")
    assert lab.send("submission", CLERK, [KEPT], octets)[0] == 250
    kept = held_of(lab, mark)[0]["id"]
    octets, mark = message(to=[KEPT])
    assert lab.send("submission", CLERK, [KEPT], octets)[0] == 250
    dropped = held_of(lab, mark)[0]["id"]
    assert lab.beadle("quarantine", "discard", dropped, "--reason", "due while the disk is full")[0] == 0
    due = time.time() + 16
    fill(store)
    tried = Tried(lab)
    tried.until_refused(tried.verdict)
    tried.kept(KEPT)
    tried.kept(JOURNALLED)
    tried.until_refused(tried.act)
    no_half_file(lab, f"{store}/out.eml", "quarantine", "export", kept, "--to", f"{store}/out.eml", "--reason", "fault")
    no_half_file(lab, f"{store}/backup", "backup", f"{store}/backup")
    fill(store)
    time.sleep(max(0, due - time.time()))
    assert lab.json("quarantine", "show", dropped)[0]["state"] in ("discarding", "discarded")
    os.unlink(f"{store}/filler")
    serves(lab)
    wait_for(lambda: lab.json("quarantine", "show", dropped)[0]["state"] == "discarded", 20, "what had become due")
    assert lab.beadle("quarantine", "export", kept, "--to", f"{lab.dir}/run/out.eml", "--reason", "fault")[0] == 0
    assert lab.beadle("backup", f"{lab.dir}/run/backup")[0] == 0
    tried.stands()


def read_only(lab, store):
    """A file system becomes read-only under a process that starts anew on it."""
    record = lab.pid("beadle-record")
    os.kill(lab.beadled.pid, signal.SIGSTOP)
    try:
        os.kill(record, signal.SIGKILL)
        wait_for(lambda: subprocess.run(["mount", "-o", "remount,ro", store], capture_output=True).returncode == 0, 20, "read-only")
    finally:
        os.kill(lab.beadled.pid, signal.SIGCONT)
    tried = Tried(lab)
    for _ in range(3):
        assert tried.verdict()
    tried.kept(KEPT)
    tried.kept(JOURNALLED)
    assert tried.act()
    subprocess.run(["mount", "-o", "remount,rw", store], check=True)
    serves(lab)
    tried.stands()


def case_each_kind_of_write_without_space_and_read_only(folder, build):
    """Verdict, kept copy, journal, act of a person, due task, export, backup: on a full disk, then with the store read-only."""
    lab = Lab(folder, build, policy="test", policy_text=POLICY)
    store = f"{lab.dir}/run/store"
    os.makedirs(store, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m,mode=0700,uid=65534,gid=65534", "tmpfs", store], check=True)
    try:
        lab.start()
        without_space(lab, store)
        read_only(lab, store)
    finally:
        lab.stop()
        subprocess.run(["umount", "-l", store])


def case_files_of_the_store_moved_away(folder, build):
    """Mail that needs a record is put off while the store's files are elsewhere, `doctor` says so; back in their place it is taken."""
    lab = Lab(folder, build, policy="test", policy_text=TEST_POLICY)
    names = [f"{lab.dir}/run/store/records.db{end}" for end in ("", "-wal")]
    try:
        lab.start()
        serves(lab)
        for n in names:
            os.rename(n, n + ".away")
        octets, mark = message(to=[KEPT])
        code, text = lab.send("submission", CLERK, [KEPT], octets)
        assert code == 451, (code, text)
        assert "moved, removed or replaced" in lab.beadle("doctor")[1], lab.beadle("doctor")
        for n in names:
            os.rename(n + ".away", n)
        code, text = lab.send("submission", CLERK, [KEPT], octets)
        assert code == 250, (code, text)
        assert len(lab.held(message_id=f"<{mark}@test.example>")) == 1, lab.held()
    finally:
        lab.stop()
