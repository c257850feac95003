#!/usr/bin/env python3
"""A private PostgreSQL for tests: in a temporary folder, on a Unix socket only, under an account that is nobody's.

  postgresql.py COMMAND...   runs the command with BEADLE_TEST_POSTGRESQL = postgresql://… and stops the server after it
"""
import ctypes, glob, os, shutil, signal, subprocess, sys, tempfile, time

ACCOUNT = 65534  # nobody: initdb and postgres refuse root


def programs():
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
    if not found:
        sys.exit("postgresql.py: Debian's package postgresql is not installed (deploy/dependencies test)")
    return found[-1]


def as_account():
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(ACCOUNT)
        os.setuid(ACCOUNT)
    ctypes.CDLL(None).prctl(1, signal.SIGQUIT)  # it ends with the test that started it


class Server:
    def __init__(self, durable=False):
        self.folder = tempfile.mkdtemp(prefix="beadle-pg-")
        os.chmod(self.folder, 0o755)
        self.data, self.durable, self.process = self.folder + "/data", durable, None
        os.mkdir(self.data, 0o700)
        if os.getuid() == 0:
            os.chown(self.data, ACCOUNT, ACCOUNT)
            os.chown(self.folder, ACCOUNT, ACCOUNT)
        subprocess.run([programs() + "/initdb", "-D", self.data, "-U", "beadle", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
                       check=True, stdout=subprocess.DEVNULL, preexec_fn=as_account, cwd="/")
        self.start()

    def start(self):
        words = [programs() + "/postgres", "-D", self.data, "-k", self.folder, "-c", "listen_addresses=", "-c", "max_connections=40",
                 "-c", "fsync=" + ("on" if self.durable else "off")]
        with open(self.folder + "/log", "ab") as log:
            self.process = subprocess.Popen(words, stdout=log, stderr=log, preexec_fn=as_account, cwd="/")
        until = time.time() + 60
        while subprocess.run([programs() + "/pg_isready", "-q", "-h", self.folder, "-d", "postgres", "-U", "beadle"]).returncode:
            if time.time() > until or self.process.poll() is not None:
                sys.exit("postgresql.py: the server does not start: " + open(self.folder + "/log").read()[-2000:])
            time.sleep(0.1)

    @property
    def url(self):
        return "postgresql://beadle@/postgres?host=" + self.folder

    def sql(self, statement, schema="beadle"):
        done = subprocess.run([programs() + "/psql", "-X", "-q", "-A", "-t", "-F", "|", "-h", self.folder, "-U", "beadle", "-d", "postgres",
                               "-c", f"SET search_path TO {schema}", "-c", statement], check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def stop(self, how=signal.SIGQUIT):
        """SIGQUIT: at once, as if the power had gone."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(60)

    def remove(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def main():
    server = Server()
    try:
        return subprocess.run(sys.argv[1:], env={**os.environ, "BEADLE_TEST_POSTGRESQL": server.url}).returncode
    finally:
        server.remove()


if __name__ == "__main__":
    sys.exit(main())
