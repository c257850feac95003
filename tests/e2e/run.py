#!/usr/bin/python3
"""End-to-end, fault and load tests of the real programs behind a real Postfix and a real Sendmail.

  tests/e2e/run.py BUILD e2e|faults|load [--mta postfix|sendmail] [NAME...]

Each case is a function `case_…` in cases_<suite>*.py whose doc string is the sentence that it proves. Cases of a module with
SHARED get a running gateway, once for each of its MTAS; SHARED(folder, build, mta) starts it, and modules that name the
same function share it. A case of a module without SHARED makes a gateway of its own, from (folder, build) or, where the
module names MTAS, from (folder, build, mta). --mta runs those of one mail server only, and behind it what is otherwise run
behind Postfix alone. A case raises Skip to say why it cannot run here. Last line: "N passed, N failed".
"""
import argparse, importlib, os, pathlib, shutil, signal, sys, tempfile, time, traceback

here = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(here), str(here.parent.parent / "deploy" / "lab")]
from lab import Lab  # noqa: E402
from support import Skip  # noqa: E402


class Bench:
    def __init__(self, build, folder):
        self.build, self.folder, self.labs = build, folder, {}
        self.passed = self.failed = 0

    def shared(self, start, mta):
        if (start, mta) not in self.labs:
            self.labs[start, mta] = None  # stays so when it does not start
            self.labs[start, mta] = start(os.path.join(self.folder, f"{start.__module__[6:]}-{start.__name__}-{mta}"), self.build, mta)
        if self.labs[start, mta] is None:
            raise AssertionError("the shared gateway did not start")
        return self.labs[start, mta]

    def run(self, title, case, arguments):
        started = time.monotonic()
        try:
            case(*arguments())
            self.passed += 1
            print(f"ok   {title} ({time.monotonic() - started:.1f} s)", flush=True)
        except Skip as why:
            print(f"skip {title}: {why}", flush=True)
        except BaseException as problem:
            self.failed += 1
            print(f"FAIL {title}: {(case.__doc__ or '').strip()}", flush=True)
            print("     " + "\n     ".join(traceback.format_exc(limit=-4).strip().splitlines()), flush=True)
            if isinstance(problem, (KeyboardInterrupt, SystemExit)):
                raise

    def stop(self):
        for (_, mta), lab in self.labs.items():
            try:
                if lab:
                    lab.stop()
            except Exception as problem:
                self.failed += 1
                print(f"FAIL the gateway behind {mta} did not stop: {problem}")


def run_module(bench, module, names, mtas):
    cases = [(n[5:], f) for n, f in vars(module).items() if n.startswith("case_") and (not names or n[5:] in names)]
    start = getattr(module, "SHARED", None)
    for mta in getattr(module, "MTAS", [None]):
        if mta and mta not in mtas:
            continue
        for name, case in cases:
            words = [mta] if mta else []
            alone = (os.path.join(bench.folder, "-".join([name[:32], *words])), bench.build, *words)
            bench.run(" ".join([module.__name__, *words, name]), case, (lambda: (bench.shared(start, mta),)) if start else (lambda: alone))


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("build", type=os.path.realpath)
    parser.add_argument("suite")
    parser.add_argument("--mta", choices=["postfix", "sendmail"])
    parser.add_argument("names", nargs="*")
    options = parser.parse_intermixed_args()
    if os.getuid() != 0:
        print("these tests start a Postfix and a Sendmail, which need root\n0 passed, 1 failed")
        sys.exit(1)
    # Not under /tmp: Sendmail takes no milter socket from under a folder that everybody may write to.
    folder = tempfile.mkdtemp(prefix="beadle-test-", dir="/var/lib")
    os.chmod(folder, 0o755)  # Beadle runs as another account
    bench = Bench(options.build, folder)
    Lab.usual_mta = options.mta or Lab.usual_mta
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by SIGTERM"))  # so that what was started is stopped
    try:
        for path in sorted(here.glob(f"cases_{options.suite}*.py")):
            run_module(bench, importlib.import_module(path.stem), options.names,
                       [options.mta] if options.mta else ["postfix", "sendmail"])
    finally:
        bench.stop()
        if os.environ.get("BEADLE_KEEP"):
            print(f"kept {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"{bench.passed} passed, {bench.failed} failed")
    sys.exit(1 if bench.failed or not bench.passed else 0)


main()
