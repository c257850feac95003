"""A reader that is written to be fooled: every boundary that a field could name, every encoding that a field could mean.

It stands for the mail programs that are not here. What it tries is what some program is known to do: no guess beyond that.
"""
import base64
import binascii
import os
import quopri
import re
import sys
import urllib.parse

DEPTH, THINGS = 6, 400


def sections(octets):
    """Header section and body, however the line between them is made."""
    m = re.search(rb"\r?\n\r?\n|\r\r|\r\n\r|\n\r\r\n|\r\n[ \t]*\r\n", octets)
    first = (octets[:m.start()], octets[m.end():]) if m else (octets, b"")
    yield first
    m = re.search(rb"\r?\n\r?\n", octets)
    if m and (octets[:m.start()], octets[m.end():]) != first:
        yield octets[:m.start()], octets[m.end():]


def fields(head):
    out = []
    for line in re.split(rb"\r\n|\n|\r", re.sub(rb"(?:\r\n|\n|\r)[ \t]+", b" ", head)):
        name, colon, value = line.partition(b":")
        if colon:
            out.append((name.strip().lower(), value.strip()))
    return out


def word_decoded(value):
    def one(m):
        text = m.group(3)
        try:
            return base64.b64decode(text + b"==") if m.group(2) in b"bB" else quopri.decodestring(text, header=True)
        except binascii.Error:
            return text
    return re.sub(rb"=\?([^?]*)\?([bBqQ])\?([^?]*)\?=", one, value)


def boundaries(value):
    """Everything that follows a name like boundary, in all the ways to end it."""
    found, pieces = [], {}
    for m in re.finditer(rb"(?i)boundary(?:\*(\d*)(\*?))?\s*(?:\([^)]*\))?\s*=\s*(?:\([^)]*\))?\s*(\"(?:\\.|[^\"\\])*\"?|[^;]*)", value):
        raw = m.group(3)
        for text in (raw, raw.strip(b"\"'"), re.sub(rb"\\(.)", rb"\1", raw.strip(b'"')), re.split(rb'[ \t,(;/]', raw.strip(b'"'))[0], raw.strip(b'"').strip(), word_decoded(raw.strip(b'"'))):
            found.append(text)
            found.append(urllib.parse.unquote_to_bytes(text))
            found.append(urllib.parse.unquote_to_bytes(text.rpartition(b"'")[2]))
        if m.group(1) is not None or m.group(2):
            pieces.setdefault(int(m.group(1) or 0), urllib.parse.unquote_to_bytes(raw.strip(b'"').rpartition(b"'")[2]))
    if pieces:
        found.append(b"".join(pieces[k] for k in sorted(pieces)))
        found.append(b"".join(pieces.values()))
    return [b for b in dict.fromkeys(found) if b.strip()]


def split(body, boundary):
    """The parts behind each line that begins with the boundary."""
    cuts = [m for m in re.finditer(rb"(?:^|[\r\n])--" + re.escape(boundary) + rb"(?:--)?[ \t]*(?=[\r\n]|$)", body)]
    for at, m in enumerate(cuts):
        piece = body[m.end():cuts[at + 1].start() if at + 1 < len(cuts) else len(body)]
        yield re.sub(rb"^(?:\r\n|\n|\r)", b"", piece)


def base64_ways(body):
    clean = re.sub(rb"[^A-Za-z0-9+/=]", b"", body)
    for text in (clean.replace(b"=", b""), clean.split(b"=")[0]):
        yield base64.b64decode(text + b"A" * (-len(text) % 4))[:len(text) * 3 // 4]
    out = b""
    for run in re.findall(rb"[^=]+", clean):  # each padded run by itself
        out += base64.b64decode(run + b"A" * (-len(run) % 4))[:len(run) * 3 // 4]
    yield out


def uu_ways(body):
    out, inside = b"", not re.search(rb"(?m)^begin ", body)
    for line in body.splitlines():
        if not inside:
            inside = line.startswith(b"begin ")
        elif line == b"end":
            break
        elif line:
            try:
                out += binascii.a2b_uu(line)
            except binascii.Error:
                count = (line[0] - 32) & 63
                row = line[1:(count + 2) // 3 * 4 + 1]
                try:
                    out += binascii.a2b_uu(line[:1] + row)
                except binascii.Error:
                    pass
    yield out


def decoded(body, encodings):
    yield body
    named = b" ".join(encodings).lower() + b" " + word_decoded(b" ".join(encodings)).lower()
    if b"base64" in re.sub(rb"[\s\0]|\([^)]*\)", b"", named):
        yield from base64_ways(body)
    if b"quoted" in named:
        yield quopri.decodestring(body)
    if b"uu" in named or re.search(rb"(?m)^begin [0-7]{3,4} ", body):
        yield from uu_ways(body)


def read(octets, depth=0, things=None):
    things = [] if things is None else things
    for head, body in sections(octets):
        known = fields(head)
        types = [v for n, v in known if n == b"content-type"]
        encodings = [v for n, v in known if n == b"content-transfer-encoding"]
        for way in dict.fromkeys(decoded(body, encodings)):
            if len(things) > THINGS:
                return things
            things += [way] if way else []
            if depth < DEPTH:
                names = [b for t in types for b in boundaries(t)]
                names += [m for m in re.findall(rb"(?:^|\n)--([^\r\n]{1,70})\r?\n(?i:content-)", way)][:8]
                for boundary in dict.fromkeys(names):
                    for piece in split(way, boundary):
                        read(piece, depth + 1, things)
                if any(t.lower().startswith(b"message/") and b"external" not in t.lower() and b"partial" not in t.lower() for t in types):
                    read(way, depth + 1, things)
    return things


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
    import protocol
    protocol.serve(read)
