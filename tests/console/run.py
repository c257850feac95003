#!/usr/bin/python3
"""The console in a real browser, against the real daemon with mail sent through a real Postfix.

  tests/console/run.py BUILD [NAME...]     cases_*.mjs are run one after the other, each against a gateway of its own

Screenshots are kept in BUILD/console-screenshots. Last line: "N passed, N failed".
"""
import json, os, shutil, signal, subprocess, sys, tempfile
from lab_console import Console, here

top = os.path.dirname(os.path.dirname(here))
modules = os.path.join(top, ".cache", "console-tests")


def main():
    build, wanted = os.path.realpath(sys.argv[1]), sys.argv[2:]
    if os.getuid() != 0:
        print("these tests start a Postfix, which needs root\n0 passed, 1 failed")
        return 1
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by SIGTERM"))
    shots = os.path.join(build, "console-screenshots")
    os.makedirs(shots, exist_ok=True)
    passed = failed = 0
    for name in sorted(f for f in os.listdir(here) if f.startswith("cases_") and f.endswith(".mjs")):
        if wanted and name[6:-4] not in wanted:
            continue
        folder = tempfile.mkdtemp(prefix="beadle-console-", dir="/var/lib")
        os.chmod(folder, 0o755)
        lab = None
        try:
            lab = Console(os.path.join(folder, "lab"), build)
            lab.start()
            got = drive(lab, name, shots)
            passed, failed = passed + got[0], failed + got[1]
        except Exception as problem:  # a gateway that does not start is a failure, not the end
            print(f"FAIL {name}: {problem}", flush=True)
            failed += 1
        finally:
            if lab:
                lab.stop()
            if os.environ.get("BEADLE_KEEP"):
                print(f"kept {folder}")
            else:
                shutil.rmtree(folder, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


def drive(lab, name, shots):
    """Runs the browser's side; each line that it asks with (JSON) is a call of the lab, answered with a line."""
    p = subprocess.Popen(["node", os.path.join(here, name)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                         env={**os.environ, "CONSOLE": lab.address, "MODULES": modules, "SHOTS": shots})
    passed = failed = 0
    try:
        for line in p.stdout:
            if line.startswith("@"):
                call = json.loads(line[1:])
                try:
                    answer = {"value": getattr(lab, call["name"])(*call["arguments"], **call.get("named", {}))}
                except Exception as problem:
                    answer = {"problem": str(problem)}
                p.stdin.write(json.dumps(answer, default=str) + "\n")
                p.stdin.flush()
                continue
            print(line, end="", flush=True)
            passed += line.startswith("ok ")
            failed += line.startswith("FAIL ")
        if p.wait(10) != 0 and not failed:
            print(f"FAIL {name} ended with {p.returncode}", flush=True)
            failed += 1
    finally:
        if p.poll() is None:
            p.kill()
            p.wait()
    return passed, failed


sys.exit(main())
