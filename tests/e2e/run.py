#!/usr/bin/python3
"""End-to-end, fault and load tests of the real programs behind a real Postfix (and Sendmail).

  tests/e2e/run.py BUILD e2e|faults|load [NAME...]

Each case is a function `case_…` in cases_<suite>*.py whose doc string is the sentence that it proves. Cases of one lab
share a running gateway; a case that breaks parts gets a lab of its own. Last line: "N passed, N failed".
"""
import importlib, os, pathlib, shutil, sys, tempfile, time, traceback

here = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(here), str(here.parent.parent / "deploy" / "lab")]


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    if os.getuid() != 0:
        print("these tests start a Postfix, whose master process needs root\n0 passed, 1 failed")
        sys.exit(1)
    build, suite, names = os.path.realpath(sys.argv[1]), sys.argv[2], sys.argv[3:]
    passed = failed = 0
    for module_path in sorted(here.glob(f"cases_{suite}*.py")):
        module = importlib.import_module(module_path.stem)
        cases = [(n, f) for n, f in vars(module).items() if n.startswith("case_") and (not names or n[5:] in names)]
        if not cases:
            continue
        folder = tempfile.mkdtemp(prefix="beadle-test-")
        os.chmod(folder, 0o755)  # Beadle runs as another account
        shared, unstarted = None, False
        try:
            for name, case in cases:
                started = time.monotonic()
                try:
                    if getattr(module, "SHARED", None) and not getattr(case, "own", False):
                        if unstarted:
                            raise AssertionError("the shared gateway did not start")
                        if shared is None:
                            unstarted = True
                            shared = module.SHARED(os.path.join(folder, "shared"), build)
                            unstarted = False
                        case(shared)
                    else:
                        case(os.path.join(folder, name), build)
                    passed += 1
                    print(f"ok   {module_path.stem} {name[5:]} ({time.monotonic() - started:.1f} s)", flush=True)
                except BaseException as problem:
                    failed += 1
                    print(f"FAIL {module_path.stem} {name[5:]}: {(case.__doc__ or '').strip()}", flush=True)
                    print("     " + "\n     ".join(traceback.format_exc(limit=-4).strip().splitlines()), flush=True)
                    if isinstance(problem, KeyboardInterrupt):
                        raise
        finally:
            if shared:
                try:
                    shared.stop()
                except Exception as problem:
                    failed += 1
                    print(f"FAIL {module_path.stem}: the gateway did not stop: {problem}")
            if os.environ.get("BEADLE_KEEP"):
                print(f"kept {folder}")
            else:
                shutil.rmtree(folder, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


main()
