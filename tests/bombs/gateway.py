"""One `beadle inspect` that is given messages one after another through named pipes, and its worker's memory."""
import json
import os
import subprocess
import threading
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
SETTINGS = """[policy]
file = "{top}/config/policies/towcester.toml"
directory = "{top}/config/directory.toml"
[signatures]
folder = "{top}/signatures"
malware = ["{top}/signatures/malware"]
[inspect]
workers = 1
heavy = 1
deadline_seconds = {deadline}
"""


def children(pid):
    try:
        return [int(c) for c in open(f"/proc/{pid}/task/{pid}/children").read().split()]
    except OSError:
        return []


def resident(pid):
    """MiB that the process has of its own and shared, now."""
    try:
        for line in open(f"/proc/{pid}/status"):
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    except (OSError, ValueError):
        pass
    return 0.0


class Gateway:
    PIPES = 400

    def __init__(self, build, folder, deadline):
        os.makedirs(folder)
        settings = os.path.join(folder, "beadle.toml")
        with open(settings, "w") as f:
            f.write(SETTINGS.format(top=TOP, deadline=deadline))
        self.pipes = [os.path.join(folder, f"{i:03}.eml") for i in range(self.PIPES)]
        for p in self.pipes:
            os.mkfifo(p)
        self.errors = open(os.path.join(folder, "errors"), "w+")
        self.process = subprocess.Popen([f"{build}/beadle", "inspect", "--config", settings, "--direction", "outbound", "--format", "json", *self.pipes],
                                        stdout=subprocess.PIPE, stderr=self.errors)
        self.next = 0

    def workers(self):
        return [w for i in children(self.process.pid) for w in children(i)]

    def inspect(self, octets):
        """(answer, seconds, most MiB of a worker)"""
        pipe = self.pipes[self.next]
        self.next += 1
        for w in self.workers():
            try:
                open(f"/proc/{w}/clear_refs", "w").write("5")  # the high-water mark starts anew
            except OSError:
                pass
        most, done = [0.0], threading.Event()

        def watch():
            while not done.wait(0.01):
                most[0] = max([most[0]] + [resident(w) for w in self.workers()])
        watcher = threading.Thread(target=watch)
        watcher.start()
        with open(pipe, "wb") as f:
            f.write(octets)
        started = time.monotonic()
        line = self.process.stdout.readline()
        seconds = time.monotonic() - started
        most[0] = max([most[0]] + [resident(w) for w in self.workers()])
        done.set()
        watcher.join()
        if not line:
            self.errors.seek(0)
            raise RuntimeError("beadle inspect ended: " + self.errors.read()[-500:])
        return json.loads(line), seconds, most[0]

    def close(self):
        self.process.kill()
        self.process.wait()
