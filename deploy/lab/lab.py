"""A private gateway on loopback: Beadle beside its own Postfix or Sendmail, with a sink that keeps what is delivered.

Used by deploy/quickstart and by the end-to-end tests. Everything lives in one folder; only processes started here are
ended, by their id. Needs root for the mail server; Beadle itself runs as the account `nobody` (or, with run_as="root", as root
with one account for each process).
"""
import json, os, pwd, random, re, shutil, smtplib, socket, subprocess, sys, time

HERE = os.path.dirname(os.path.realpath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
PROGRAMS = ["beadled", "beadle-session", "beadle-inspect", "beadle-record", "beadle-mail", "beadle-console", "beadle"]


class Delivered:
    def __init__(self, folder, n):
        self.number = n
        with open(f"{folder}/{n}.json") as f:
            self.envelope = json.load(f)
        with open(f"{folder}/{n}.eml", "rb") as f:
            self.octets = f.read()
        head, _, self.body = self.octets.partition(b"\r\n\r\n")
        self.fields = re.split(rb"\r\n(?![ \t])", head)

    def field(self, name):
        """The bodies of all header fields of that name."""
        want = name.lower().encode() + b":"
        return [f[len(want):].strip().decode("utf-8", "replace") for f in self.fields if f.lower().startswith(want)]


def free_ports(n):
    """Below the range that the kernel takes for outgoing connections, so that none of those comes between choosing and listening."""
    with open("/proc/sys/net/ipv4/ip_local_port_range") as f:
        choice = random.sample(range(10000, max(int(f.read().split()[0]), 20000)), 50 * n)
    ports = []
    while len(ports) < n:
        with socket.socket() as s:
            try:
                s.bind(("127.0.0.1", choice.pop()))
                ports.append(s.getsockname()[1])
            except OSError:
                pass
    return ports


def wait_for(test, seconds, what):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        got = test()
        if got:
            return got
        time.sleep(0.05)
    raise AssertionError(f"waited {seconds} s for {what}")


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as f:
            return f.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


class Lab:
    usual_mta = "postfix"

    def __init__(self, folder, build, policy="towcester", ports=None, run_as="nobody", settings="", policy_text=None,
                 directory_text=None, signatures=None, signer=None, socket="unix", mta=None):
        os.makedirs(folder, exist_ok=True)
        self.dir = os.path.realpath(folder)
        os.chmod(self.dir, 0o755)
        self.run_as, self.policy, self.signer, self.mta = run_as, policy, signer, mta or self.usual_mta
        self.mx, self.submission, self.release, self.unsigned, self.sink_port = ports or free_ports(5)
        self.processes, self.beadled, self.seen = [], None, {}
        self.domains = re.findall(r'"([a-z0-9.-]+)"', re.search(
            r"^domains\s*=\s*\[(.*?)\]", policy_text or open(f"{TOP}/config/policies/{policy}.toml").read(), re.M | re.S).group(1))
        for part in ("bin", "config", "run", "sink", "scratch"):
            os.makedirs(f"{self.dir}/{part}", exist_ok=True)
        for name in PROGRAMS:
            shutil.copy2(f"{build}/{name}", f"{self.dir}/bin/{name}")
        shutil.copytree(f"{TOP}/config/policies", f"{self.dir}/config/policies", dirs_exist_ok=True)
        shutil.copytree(signatures or f"{TOP}/signatures", f"{self.dir}/signatures", dirs_exist_ok=True)
        shutil.copy(f"{TOP}/config/directory.toml", f"{self.dir}/config/directory.toml")
        if policy_text:
            self.write(f"config/policies/{policy}.toml", policy_text)
        if directory_text:
            self.write("config/directory.toml", directory_text)
        self.milter_socket = f"unix:{self.dir}/run/milter.sock" if socket == "unix" else f"inet:{free_ports(1)[0]}@127.0.0.1"
        self.settings(settings)
        account = pwd.getpwnam("nobody" if run_as == "root" else run_as)
        if run_as != "root":
            os.chown(f"{self.dir}/run", account.pw_uid, account.pw_gid)

    def write(self, name, text):
        with open(f"{self.dir}/{name}", "w") as f:
            f.write(text)

    def settings(self, more=""):
        """`more` is TOML; a [section] of it is merged into the one of the same name."""
        sections = {
            "session": [f'socket = "{self.milter_socket}"', 'socket_mode = "0666"', 'socket_group = ""', 'spool = "../run/spool"'],
            "policy": [f'file = "policies/{self.policy}.toml"', 'directory = "directory.toml"'],
            "signatures": ['folder = "../signatures"', 'malware = ["../signatures/malware"]', 'cache = "../cache"'],
            "store": [f'url = "sqlite://{self.dir}/run/store/records.db"', 'keys = "../run/keys"'],
            "mail": [f'submit = "127.0.0.1:{self.release}"', f'submit_unsigned = "127.0.0.1:{self.unsigned}"'],
            "admin": ['socket = "../run/beadled.sock"', 'record_socket = "../run/record.sock"', 'group = ""'],
        }
        at = None
        for line in more.splitlines():
            if re.match(r"\[(\w+)\]", line.strip()):
                at = line.strip()[1:-1]
                sections.setdefault(at, [])
            elif line.strip():
                key = line.split("=")[0].strip()
                sections[at] = [l for l in sections[at] if l.split("=")[0].strip() != key] + [line.strip()]
        listeners = "".join(f'\n[[listener]]\ndaemon_name = "{n}"\nkind = "{k}"\n' for n, k in (
            ("BEADLE-MX", "mx"), ("BEADLE-SUBMISSION", "submission"), ("BEADLE-RELEASE", "release")))
        self.write("config/beadle.toml", "".join(f"[{n}]\n" + "\n".join(l) + "\n\n" for n, l in sections.items()) + listeners)

    # -- processes ---------------------------------------------------------------------------------------------------
    def as_user(self, command):
        if self.run_as == "root" or os.getuid() != 0:
            return command
        return ["setpriv", f"--reuid={self.run_as}", f"--regid={pwd.getpwnam(self.run_as).pw_gid}", "--clear-groups"] + command

    def spawn(self, command, log, **kw):
        with open(f"{self.dir}/{log}", "ab") as out:
            p = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True, **kw)
        self.processes.append(p)
        return p

    def start_sink(self):
        self.spawn([sys.executable, f"{HERE}/sink.py", str(self.sink_port), f"{self.dir}/sink"], "sink.log")
        wait_for(lambda: self.answers(self.sink_port), 10, "the sink")

    def answers(self, port):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        except OSError:
            return False

    def start_mta(self, settings=(), listeners=None):
        """`settings` are lines for main.cf, or for the .mc file of Sendmail; `listeners` a file in the place of the lab's own."""
        where = self.milter_socket
        if self.mta == "postfix" and where.startswith("inet:"):
            where = "inet:127.0.0.1:" + where[5:].split("@")[0]
        command = [f"{HERE}/{self.mta}", "start", f"{self.dir}/mta", "--milter", where, "--domains", " ".join(self.domains),
                   "--sink", str(self.sink_port), "--mx", str(self.mx), "--submission", str(self.submission),
                   "--release", str(self.release), "--release-unsigned", str(self.unsigned)]
        if self.signer:
            command += ["--signer", self.signer]
        if listeners:
            command += ["--listeners", listeners]
        for line in settings:
            command += ["--set", line]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL, timeout=200)

    def start_beadled(self, wait=True, environment=None):
        self.beadled = self.spawn(self.as_user([f"{self.dir}/bin/beadled", "--config", f"{self.dir}/config/beadle.toml", "--foreground"]),
                                  "beadled.log", env={**os.environ, **(environment or {})})
        if wait:
            with open(f"{self.dir}/config/beadle.toml") as f:
                processes = 5 if re.search(r"^public_address", f.read(), re.M) else 4
            def ready():
                if self.beadled.poll() is not None:
                    raise AssertionError("beadled ended:\n" + self.log()[-3000:])
                status = self.status()  # once: the next one may be asked too early again
                return status and len(status["processes"]) == processes and all(p["stage"] == "serving" for p in status["processes"])
            wait_for(ready, 60, "beadled to serve")
        return self.beadled

    def start(self, mta_settings=()):
        try:
            self.start_sink()
            self.start_beadled()
            self.start_mta(mta_settings)
        except BaseException:
            self.stop()
            raise

    def stop_beadled(self, seconds=120):
        if self.beadled and self.beadled.poll() is None:
            self.beadled.terminate()
            self.beadled.wait(seconds)
        return self.beadled.returncode if self.beadled else None

    def stop(self):
        try:
            if os.path.exists(f"{self.dir}/mta"):
                subprocess.run([f"{HERE}/{self.mta}", "stop", f"{self.dir}/mta"], stdin=subprocess.DEVNULL, timeout=60)
            self.stop_beadled()
        finally:
            for p in reversed(self.processes):
                if p.poll() is None:
                    p.kill()
                    p.wait()

    def log(self):
        with open(f"{self.dir}/beadled.log", errors="replace") as f:
            return f.read()

    def maillog(self):
        with open(f"{self.dir}/mta/maillog", errors="replace") as f:
            return f.read()

    # -- mail --------------------------------------------------------------------------------------------------------
    def send(self, listener, sender, recipients, octets, options=()):
        """Through SMTP; the reply to the final dot as (code, text). A refused recipient raises."""
        port = {"mx": self.mx, "submission": self.submission, "release": self.release, "unsigned": self.unsigned}[listener]
        with smtplib.SMTP("127.0.0.1", port, "client.example", timeout=200) as s:
            s.ehlo()
            code, text = s.mail(sender, list(options))
            if code != 250:
                return code, text.decode()
            for r in recipients:
                code, text = s.rcpt(r)
                if code not in (250, 251):
                    return code, text.decode()
            code, text = s.data(octets)
            return code, text.decode("utf-8", "replace")

    def delivered(self):
        for n in (int(f[:-4]) for f in os.listdir(f"{self.dir}/sink") if f.endswith(".eml")):
            if n not in self.seen:
                self.seen[n] = Delivered(f"{self.dir}/sink", n)
        return [self.seen[n] for n in sorted(self.seen)]

    def find(self, marker):
        """What the sink was given whose octets hold the marker."""
        return [d for d in self.delivered() if marker.encode() in d.octets]

    def wait_delivered(self, marker, count=1, seconds=20):
        return wait_for(lambda: (lambda got: got if len(got) >= count else None)(self.find(marker)), seconds,
                        f"{count} delivered with {marker!r}; maillog:\n" + self.maillog()[-1500:])

    # -- the command line --------------------------------------------------------------------------------------------
    def beadle(self, *words, input=None):
        """(exit code, standard output, standard error)"""
        p = subprocess.run(self.as_user([f"{self.dir}/bin/beadle", *words]), input=input, capture_output=True, timeout=120,
                           env={**os.environ, "BEADLE_CONFIG": f"{self.dir}/config/beadle.toml"})
        return p.returncode, p.stdout.decode("utf-8", "replace"), p.stderr.decode("utf-8", "replace")

    def json(self, *words, input=None):
        code, out, err = self.beadle(*words, "--format", "json", input=input)
        if code > 1:
            raise AssertionError(f"beadle {' '.join(words)}: exit {code}\n{out}\n{err}")
        return [json.loads(line) for line in out.splitlines() if line.strip()]

    def status(self):
        try:
            got = self.json("status")
            return got[0] if got else None
        except (AssertionError, ValueError, OSError, subprocess.SubprocessError):
            return None

    def pid(self, process):
        return next((p["pid"] for p in self.status()["processes"] if p["name"] == process), None)

    def held(self, **want):
        """Held items whose fields equal `want`."""
        return [h for h in self.json("quarantine", "list") if all(h.get(k) == v for k, v in want.items())]

    def events(self, *words):
        return self.json("events", "search", *words)
