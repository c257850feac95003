"""Programs that unpack a message into files (ripmime, munpack, uudeview, mblaze): what they leave is what they saw."""
import os
import shutil
import subprocess
import sys
import tempfile

PROGRAMS = {"ripmime": ["ripmime", "-i", "MESSAGE", "-d", "FOLDER"], "munpack": ["munpack", "-q", "-f", "-t", "-C", "FOLDER", "MESSAGE"],
            "uudeview": ["uudeview", "-i", "-q", "-m", "-a", "-p", "FOLDER", "MESSAGE"], "mblaze": ["mshow", "-x", "MESSAGE"], "mblaze-text": ["mshow", "-h", "", "MESSAGE"],
            "notmuch": ["notmuch", "show"]}


def read(name, path):
    folder = tempfile.mkdtemp(prefix="ambiguity-")
    try:
        words = [w.replace("MESSAGE", path).replace("FOLDER", folder) for w in PROGRAMS[name]]
        done = subprocess.run(words, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=10, check=False)
        things = [done.stdout]
        for root, _, files in os.walk(folder):
            for file in files:
                things.append(file)
                with open(os.path.join(root, file), "rb") as one:
                    things.append(one.read())
        return things
    except (OSError, subprocess.SubprocessError):
        return []
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main():
    sys.dont_write_bytecode = True
    sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
    import base64
    for line in sys.stdin:
        things = [t.encode("utf-8", "surrogateescape") if isinstance(t, str) else t for t in read(sys.argv[1], line.rstrip("\n"))]
        print(" ".join(base64.b64encode(t).decode() for t in things if t), flush=True)


if __name__ == "__main__":
    main()
