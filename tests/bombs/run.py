#!/usr/bin/python3
"""Hostile messages through the real `beadle inspect`: release build, real workers, real sandbox.

  tests/bombs/run.py BUILD [WORD...]     all kinds, or those with a WORD in their name; a table, last line "N passed, N failed"

Each must end within the deadline, with the answer its kind asks for (kinds.py), without the loss of a worker, within
memory; and after each, an ordinary message must be answered as before. Two gateways of one worker each share the kinds.
"""
import json
import os
import sys
import tempfile
import threading
import time

import archives, documents, mail  # noqa: F401, E401  (each registers its kinds)
from kinds import KINDS, NUMBER, message

from gateway import Gateway

DEADLINE = 15         # seconds, in the settings; the worker's own budget is five sixths of it
MOST_MEMORY = 700     # MiB of one worker
ORDINARY = message(f"The tenant of plot 12, NHS number {NUMBER}.\r\n".encode())


def judge(expect, answer, seconds, memory):
    """"" or what is wrong."""
    reasons = {n["reason"] for n in answer["coverage"]["not_inspected"]}
    if "crash" in reasons:
        return "the worker was lost"
    if seconds > DEADLINE + 1:
        return "too slow"
    if memory > MOST_MEMORY:
        return "too much memory"
    if expect == "stopped" and answer["coverage"]["complete"]:
        return "called complete"
    return ""


def words(answer):
    reasons = sorted({n["reason"] for n in answer["coverage"]["not_inspected"]})
    return "read" if answer["coverage"]["complete"] else "not inspected: " + ", ".join(reasons)


class Lane(threading.Thread):
    """One gateway, taking kinds from the common list."""

    def __init__(self, build, folder, kinds, results, lock):
        super().__init__()
        self.gateway = Gateway(build, folder, DEADLINE)
        self.kinds, self.results, self.lock = kinds, results, lock
        self.failure = None

    def run(self):
        try:
            while True:
                with self.lock:
                    if not self.kinds:
                        break
                    index, (name, expect, make) = self.kinds.pop(0)
                self.one(index, name, expect, make())
        except Exception as error:  # noqa: BLE001  (told at the end)
            self.failure = error
        self.gateway.close()

    def one(self, index, name, expect, octets):
        answer, seconds, memory = self.gateway.inspect(octets)
        wrong = judge(expect, answer, seconds, memory)
        after, later, _ = self.gateway.inspect(ORDINARY)
        well = [f["kind"] for f in after["findings"]] == ["nhs-number"] and after["coverage"]["complete"] and later < 2
        wrong = wrong or ("" if well else "the next message suffered")
        details = [n["detail"] for n in answer["coverage"]["not_inspected"]][:3]
        with self.lock:
            self.results.append((index, name, len(octets), words(answer), seconds, memory, wrong, details))
            print("." if not wrong else "!", end="", flush=True)


def main():
    build = sys.argv[1]
    wanted = [(i, k) for i, k in enumerate(KINDS) if not sys.argv[2:] or any(w in k[0] for w in sys.argv[2:])]
    kinds, results, lock = list(wanted), [], threading.Lock()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="beadle-bombs-") as folder:
        lanes = [Lane(build, os.path.join(folder, str(i)), kinds, results, lock) for i in range(2)]
        for lane in lanes:
            lane.start()
        for lane in lanes:
            lane.join()
    print(f"\n\n{'kind':72} {'MB':>6} {'answer':44} {'s':>5} {'MiB':>5}")
    for _, name, size, said, seconds, memory, wrong, details in sorted(results):
        print(f"{name[:72]:72} {size / 1e6:6.1f} {said[:44]:44} {seconds:5.1f} {memory:5.0f}{'  <- ' + wrong if wrong else ''}")
        if wrong:
            print(f"    {json.dumps(details)[:300]}")
    failed = sum(1 for r in results if r[6]) + len(wanted) - len(results) + sum(1 for lane in lanes if lane.failure)
    for lane in lanes:
        if lane.failure:
            print(f"a gateway ended: {lane.failure}")
    print(f"\n{len(wanted)} kinds in {time.monotonic() - started:.0f} s; slowest {max(r[4] for r in results):.1f} s, most memory {max(r[5] for r in results):.0f} MiB")
    print(f"{len(results) - sum(1 for r in results if r[6])} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
