"""How a reader is asked: one path a line on standard input, one line of answer: what it saw, each thing in base64."""
import base64
import sys


def serve(read):
    for line in sys.stdin:
        with open(line.rstrip("\n"), "rb") as message:
            things = read(message.read())
        words = []
        for thing in things:
            octets = thing.encode("utf-8", "surrogateescape" if not any("\ud800" <= c <= "\udfff" and not "\udc80" <= c <= "\udcff" for c in thing) else "replace") if isinstance(thing, str) else thing
            if octets:
                words.append(base64.b64encode(octets).decode())
        print(" ".join(words), flush=True)
