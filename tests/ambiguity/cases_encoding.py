"""Transfer encodings: which one is meant, and bodies that are not quite what the encoding allows."""
import base64
import binascii
import gzip
import struct
import zlib

from payload import FRONT, HEAD, entity, group, lines, mail, mixed, parts


def one(p, encoding_fields, body):
    """A message of a single part, the payload in it."""
    return mail("Content-Type: " + p.type + '\nContent-Disposition: attachment; filename="' + p.name + '"\n' + encoding_fields, body)


@group("transfer-encoding")
def field(p):
    cte = "Content-Transfer-Encoding: "
    for name, value in (("comma list", "base64, 8bit"), ("comma list reversed", "8bit, base64"), ("semicolon", "base64; x=y"), ("semicolon reversed", "8bit; base64"), ("blank", "base64 8bit"), ("blank reversed", "8bit base64"),
                        ("comment before", "(x) base64"), ("comment behind", "base64 (x)"), ("comment inside", "base(x)64"), ("open comment", "base64 (x"), ("comment right behind", "base64(x)"), ("comment that names another", "(8bit) base64"), ("another, base64 in a comment", "8bit (base64)"),
                        ("x-", "x-base64"), ("x- and another", "x-base64-utf8"), ("unknown", "base65"), ("unknown word", "foo"), ("base64 with letters behind", "base64x"), ("base64 with a dash", "base-64"), ("with a blank", "base 64"), ("upper case", "BASE64"), ("quoted", '"base64"'), ("half quoted", '"base64'),
                        ("single quotes", "'base64'"), ("encoded-word", "=?us-ascii?q?base64?="), ("encoded-word of another", "=?us-ascii?q?8bit?="), ("empty", ""), ("blanks", "   "), ("2000 blanks before", " " * 2000 + "base64"), ("folded", "\n base64"), ("folded inside", "base\n 64"), ("folded by blanks", "\n  \n base64"),
                        ("bare CR behind", "base64\rx"), ("bare CR before", "\rbase64"), ("bare CR inside", "base\r64"), ("NUL behind", "base64\0"), ("NUL inside", "base\x0064"), ("NUL before", "\0base64"), ("equals", "=base64"), ("colon", ": base64"), ("full stop", "base64."), ("8-bit behind", "base64\xe9"), ("vertical tab", "\vbase64"),
                        ("no-break space", "\xa0base64"), ("slash", "base64/8bit"), ("braces", "<base64>"), ("binary", "binary base64"), ("mime", "mime-base64"), ("b", "b"), ("none", "none")):
        yield "value, " + name, one(p, cte + value + "\n", p.b64)
    for name, fields in (("two, base64 first", cte + "base64\n" + cte + "8bit\n"), ("two, base64 last", cte + "8bit\n" + cte + "base64\n"), ("two, one unknown", cte + "foo\n" + cte + "base64\n"), ("two, one unknown, reversed", cte + "base64\n" + cte + "foo\n"),
                         ("two, one empty", cte + "\n" + cte + "base64\n"), ("two, quoted-printable first", cte + "quoted-printable\n" + cte + "base64\n"), ("two, quoted-printable last", cte + "base64\n" + cte + "quoted-printable\n"), ("two, uuencode first", cte + "x-uuencode\n" + cte + "base64\n"),
                         ("no colon", "Content-Transfer-Encoding base64\n"), ("blank before the colon", "Content-Transfer-Encoding : base64\n"), ("blank before the name", " Content-Transfer-Encoding: base64\n"), ("two colons", "Content-Transfer-Encoding:: base64\n"), ("equals", "Content-Transfer-Encoding=base64\n"),
                         ("mixed case", "cONTENT-tRANSFER-eNCODING: bAsE64\n"), ("underscore", "Content_Transfer_Encoding: base64\n"), ("name cut", "Content-Encoding: base64\n"), ("Transfer-Encoding", "Transfer-Encoding: base64\n"), ("behind junk", "junk\n" + cte + "base64\n"), ("behind a bare CR", "X-A: b\r" + cte + "base64\n"),
                         ("behind a NUL", "X-A: b\0" + cte + "base64\n"), ("behind a blank line", " \n" + cte + "base64\n"), ("in the Content-Type", "X-B: c\n"), ("none", ""), ("NUL in the name", "Content-Transfer\0-Encoding: base64\n")):
        yield "field, " + name, one(p, fields, p.b64)
    for name, value in (("quoted-printable misspelt", "quoted_printable"), ("quoted printable", "quoted printable"), ("quotedprintable", "quotedprintable"), ("x-quoted-printable", "x-quoted-printable"), ("q", "q"), ("quoted-printable, 8bit", "quoted-printable, 8bit"), ("8bit, quoted-printable", "8bit, quoted-printable"), ("upper case", "QUOTED-PRINTABLE"), ("comment", "quoted-printable (x)"), ("unknown", "foo"), ("none", "7bit")):
        yield "quoted-printable, " + name, one(p, cte + value + "\n", p.qp)


@group("transfer-encoding")
def on_containers(p):
    multi = parts("bbb", FRONT, entity(p))
    b64 = lambda text: lines(base64.b64encode(text.replace("\n", "\r\n").encode("latin-1")).decode())  # noqa: E731
    qp = lambda text: text.replace("=", "=3D").replace("-", "=2D")  # noqa: E731
    whole = HEAD + entity(p)
    for name, type_name, text in (("multipart", "multipart/mixed; boundary=bbb", multi), ("alternative", "multipart/alternative; boundary=bbb", multi), ("message", "message/rfc822", whole), ("message/global", "message/global", whole), ("message/news", "message/news", whole), ("delivery status", "message/delivery-status", whole), ("digest", "multipart/digest; boundary=bbb", parts("bbb", "\n" + whole))):
        for encoding, coded in (("base64", b64(text)), ("quoted-printable", qp(text)), ("x-uuencode", uu(text.replace("\n", "\r\n").encode("latin-1"), "x.eml"))):
            yield "%s on %s" % (encoding, name), mail("Content-Type: %s\nContent-Transfer-Encoding: %s\n" % (type_name, encoding), coded)
            yield "%s claimed on %s, which is plain" % (encoding, name), mail("Content-Type: %s\nContent-Transfer-Encoding: %s\n" % (type_name, encoding), text)
        yield "base64 on %s, inside a multipart" % name, mixed("boundary=out", parts("out", FRONT, "Content-Type: %s\nContent-Transfer-Encoding: base64\n\n%s" % (type_name, b64(text))))
    yield "base64 twice", one(p, "Content-Transfer-Encoding: base64\n", b64(p.b64))
    yield "base64 of a message as octets", mixed("boundary=out", parts("out", FRONT, "Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n" + b64(whole)))


@group("base64")
def bodies(p):
    flat = p.b64.replace("\n", "")
    half = len(flat) // 8 * 4
    a, b = flat[:half], flat[half:]
    cases = {"= in the middle": a + "=" + b, "== in the middle": a + "==" + b, "= in the middle of a group": a[:-2] + "=" + a[-2:] + b, "==== in the middle": a + "====" + b, "= on a line of its own": a + "\n=\n" + b, "== ends a line": a + "==\n" + b,
             "two runs, each padded": lines(base64.b64encode(p.octets[:31]).decode()) + lines(base64.b64encode(p.octets[31:]).decode()), "two runs, no line between": base64.b64encode(p.octets[:31]).decode() + base64.b64encode(p.octets[31:]).decode(),
             "harmless first, padded": base64.b64encode(b"x").decode() + "\n" + flat, "harmless first, padded, same line": base64.b64encode(b"x").decode() + flat, "harmless behind the end": flat.rstrip("=") + "==\n" + p.wrong(), "only padding first": "====\n" + flat, "= first": "=" + flat, "== first": "==\n" + flat,
             "padding missing": flat.rstrip("="), "padding too much": flat + "==", "padding far too much": flat + "=" * 40, "padding on the next line": flat.rstrip("=") + "\n" + "=" * (len(flat) - len(flat.rstrip("="))), "one letter more": flat.rstrip("=") + "A", "one letter less": flat.rstrip("=")[:-1] + "=",
             "junk letters": "!".join(flat), "junk at the start": "!!!" + flat, "junk word at the start": "Here it is: \n" + flat, "junk line of the alphabet at the start": "junk\n" + flat, "junk of three letters at the start": "jun\n" + flat, "junk of one letter at the start": "j\n" + flat, "junk of five letters at the start": "junk5\n" + flat,
             "text behind the padding": flat + "\nThat was it.\n", "text behind without padding": flat.rstrip("=") + "\n-- \nKind regards\n", "blank in each group": " ".join(flat[i:i + 3] for i in range(0, len(flat), 3)), "dots": ".".join(flat[i:i + 5] for i in range(0, len(flat), 5)), "commas": ",".join(flat[i:i + 10] for i in range(0, len(flat), 10)),
             "dashes": "-".join(flat[i:i + 10] for i in range(0, len(flat), 10)), "underscores": "_".join(flat[i:i + 10] for i in range(0, len(flat), 10)), "URL alphabet": base64.urlsafe_b64encode(p.octets).decode(), "8-bit octets": "\xe9".join(flat[i:i + 7] for i in range(0, len(flat), 7)), "NULs": "\0".join(flat[i:i + 7] for i in range(0, len(flat), 7)),
             "percent signs": "%".join(flat[i:i + 7] for i in range(0, len(flat), 7)), "a comment line": "(" + a + ")\n" + b, "a comment line of PEM": "-----BEGIN-----\n" + flat + "\n-----END-----\n", "a field before": "X-A: b\n" + flat, "a field and an empty line before": "X-A: b\n\n" + flat, "begin-base64": "begin-base64 644 list.com\n" + flat + "\n====\n",
             "empty lines": "\n\n".join(flat[i:i + 20] for i in range(0, len(flat), 20)), "empty lines first": "\n\n\n" + flat, "blanks first": "    " + flat, "each line indented": "".join("  " + flat[i:i + 40] + "\n" for i in range(0, len(flat), 40)), "quoted lines": "".join("> " + flat[i:i + 40] + "\n" for i in range(0, len(flat), 40)), "very long line": flat * 1 + "\n",
             "bare CR line ends": "\r".join(flat[i:i + 20] for i in range(0, len(flat), 20)), "CR CR LF line ends": "\r\r\n".join(flat[i:i + 20] for i in range(0, len(flat), 20)), "a dot line": a + "\n.\n" + b, "a soft break": a + "=\n" + b, "lines that do not fill groups, soft breaks": "=\n".join(flat[i:i + 10] for i in range(0, len(flat), 10)),
             "a byte order mark first": "\xef\xbb\xbf" + flat, "in UTF-16": "".join(c + "\0" for c in flat), "as quoted-printable too": "".join("=%02X" % ord(c) for c in flat), "HTML around it": "<pre>\n" + flat + "\n</pre>\n", "plus as a blank": flat.replace("+", " "), "a tilde behind": flat + "~", "a soft hyphen": "\xad".join(flat[i:i + 8] for i in range(0, len(flat), 8))}
    for width in (1, 2, 3, 4, 5, 6, 7, 61, 990, 5000):
        cases["lines of %d" % width] = lines(flat, width)
    for width in (2, 3, 5, 6):
        cases["lines of %d, each padded" % width] = "".join(flat[i:i + width] + "=" * (-width % 4) + "\n" for i in range(0, len(flat), width))
    cases["each line of its own padding"] = "".join(base64.b64encode(p.octets[i:i + 10]).decode() + "\n" for i in range(0, len(p.octets), 10))
    for name, body in cases.items():
        yield name, one(p, "Content-Transfer-Encoding: base64\n", body)
    for name, begin in (("no empty line", ""), ("a line of blanks", "  \n"), ("a line of a tab", "\t\n"), ("bare CR for it", "\r"), ("two CR", "\r\r\n"), ("a NUL line", "\0\n"), ("bare CR twice", "\r\r"), ("a no-break space", "\xa0\n"), ("a form feed", "\f\n"), ("a colon line", ":\n"), ("a dot", ".\n")):
        yield "header and body, " + name, mixed("boundary=bbb", parts("bbb", FRONT, entity(p, body="").rstrip("\n") + "\n" + begin + flat + "\n"))
        yield "header and body of the message, " + name, mail("Content-Type: %s\nContent-Disposition: attachment; filename=%s\nContent-Transfer-Encoding: base64\n" % (p.type, p.name), "")[:-2] + (begin.replace("\n", "\r\n") + flat + "\r\n").encode("latin-1")
    yield "melting, body in a folded line", mixed("boundary=bbb", parts("bbb", FRONT, entity(p, body="").rstrip("\n") + "\n " + flat + "\n"))
    yield "melting, field behind the empty line", mixed("boundary=bbb", parts("bbb", FRONT, "Content-Type: %s\n\nContent-Transfer-Encoding: base64\n\n%s" % (p.type, p.b64)))
    yield "melting, encoding behind two empty lines", mixed("boundary=bbb", parts("bbb", FRONT, "\n\nContent-Type: %s\nContent-Transfer-Encoding: base64\n\n%s" % (p.type, p.b64)))


def uu(octets, name, mode="644"):
    return "begin %s %s\n" % (mode, name) + "".join(binascii.b2a_uu(octets[i:i + 45], backtick=True).decode() for i in range(0, len(octets), 45)) + "`\nend\n"


def yenc(octets, name, size=None):
    body = "".join("=" + chr((c + 106) % 256) if (c + 42) % 256 in (0, 10, 13, 61) else chr((c + 42) % 256) for c in octets)
    return "=ybegin line=128 size=%d name=%s\n%s\n=yend size=%d crc32=%08x\n" % (size or len(octets), name, body, size or len(octets), zlib.crc32(octets))


def binhex(octets, name, line=64):
    alphabet = "!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr"
    block = lambda b: b + struct.pack(">H", binascii.crc_hqx(b"\0\0", binascii.crc_hqx(b, 0)))  # noqa: E731
    raw = block(bytes([len(name)]) + name.encode() + b"\0" + b"TEXTttxt" + struct.pack(">HII", 0, len(octets), 0)) + block(octets) + block(b"")
    raw = raw.replace(b"\x90", b"\x90\0")
    bits = "".join("{:08b}".format(c) for c in raw)
    bits += "0" * (-len(bits) % 6)
    text = ":" + "".join(alphabet[int(bits[i:i + 6], 2)] for i in range(0, len(bits), 6)) + ":"
    return "(This file must be converted with BinHex 4.0)\n\n" + "".join(text[i:i + line] + "\n" for i in range(0, len(text), line))


@group("other encodings")
def uuencode(p):
    good = uu(p.octets, p.name)
    for value in ("x-uuencode", "uuencode", "x-uue", "uue", "x-uu", "uu", "X-UUencode", "uuencoded", "x-uuencoded", "7bit", "8bit", "foo", "base64", "quoted-printable"):
        yield "uuencode as " + value, one(p, "Content-Transfer-Encoding: %s\n" % value, good)
    cases = {"no end": good.replace("end\n", ""), "no begin": good.split("\n", 1)[1], "neither": p.uu, "text before": "Hello.\n\n" + good, "text right before": "Hello.\n" + good, "mode of four": uu(p.octets, p.name, "0644"), "mode of one": uu(p.octets, p.name, "6"), "no mode": good.replace("644 ", ""), "no name": good.replace(" " + p.name, ""),
             "Begin": good.replace("begin", "Begin"), "two blanks": good.replace("begin ", "begin  "), "blank before": " " + good, "END": good.replace("end", "END"), "blanks for grave accents": good.replace("`", " "), "lines cut of blanks": "\n".join(s.rstrip() for s in good.replace("`", " ").split("\n")), "begin-base64": "begin-base64 644 %s\n%s====\n" % (p.name, p.b64), "two files": uu(b"harmless", "a.txt") + good,
             "two files, first without end": uu(b"harmless", "a.txt").replace("end\n", "") + good, "wrong length letter": good.replace("\nM", "\nL"), "length letter too large": good.replace("\nM", "\nN"), "quoted": "".join("> " + s + "\n" for s in good.strip().split("\n")), "bare CR line ends": good.replace("\n", "\r"), "a line more at the end of each": "\n".join(s + "x" if s.startswith("M") else s for s in good.split("\n")), "begin again inside": good.replace("\nM", "\nbegin 644 x\nM", 1)}
    for name, body in cases.items():
        yield "uuencode in text, " + name, one(p, "", body)
        yield "uuencode, " + name, one(p, "Content-Transfer-Encoding: x-uuencode\n", body)
    for value in ("7bit", "x-uuencode"):
        yield "uuencode in html, " + value, mail("Content-Type: text/html\nContent-Transfer-Encoding: %s\n" % value, "<p>Hello</p><pre>\n" + good + "</pre>\n")


@group("other encodings")
def yenc_binhex_gzip(p):
    for value in ("x-yencode", "yenc", "x-yenc", "8bit", "binary", "7bit", "foo"):
        yield "yEnc as " + value, one(p, "Content-Transfer-Encoding: %s\n" % value, yenc(p.octets, p.name))
    good = yenc(p.octets, p.name)
    for name, body in (("no end", good.split("=yend")[0]), ("no begin", good.split("\n", 1)[1]), ("text before", "Hello.\n\n" + good), ("wrong size", yenc(p.octets, p.name, 7)), ("no name", good.replace(" name=" + p.name, "")), ("as parts", good.replace("=ybegin line", "=ybegin part=1 line").replace("\n", "\n=ypart begin=1 end=%d\n" % len(p.octets), 1)), ("a Usenet subject", good)):
        yield "yEnc, " + name, one(p, "", body)
    hexed = binhex(p.octets, p.name)
    for value in ("x-binhex", "binhex", "mac-binhex40", "x-binhex40", "x-mac-binhex40", "7bit", "foo"):
        yield "BinHex as " + value, one(p, "Content-Transfer-Encoding: %s\n" % value, hexed)
    for name, type_name, body in (("by its type", "application/mac-binhex40", hexed), ("as text", "text/plain", "Hello.\n" + hexed), ("no heading", "application/mac-binhex40", hexed.split("\n\n", 1)[1]), ("no end", "application/mac-binhex40", hexed.rstrip(":\n") + "\n"), ("lines of 20", "application/octet-stream", binhex(p.octets, p.name, 20)), ("other heading", "application/mac-binhex40", hexed.replace("4.0", "5.0"))):
        yield "BinHex, " + name, mail("Content-Type: %s; name=%s\n" % (type_name, p.name), body)
    packed = gzip.compress(p.octets, mtime=0)
    b64 = lines(base64.b64encode(packed).decode())
    for value in ("x-gzip64", "gzip64", "x-gzip-base64", "gzip, base64", "base64 gzip", "base64", "x-gzip", "foo"):
        yield "gzip64 as " + value, one(p, "Content-Transfer-Encoding: %s\n" % value, b64)
    yield "gzip64, padding in the middle", one(p, "Content-Transfer-Encoding: x-gzip64\n", b64[:40] + "=\n" + b64[40:])
    yield "gzip64, cut", one(p, "Content-Transfer-Encoding: x-gzip64\n", b64.strip()[:-12] + "\n")
    yield "Content-Encoding: gzip", one(p, "Content-Encoding: gzip\nContent-Transfer-Encoding: base64\n", b64)
    yield "Content-Encoding: deflate", one(p, "Content-Encoding: deflate\nContent-Transfer-Encoding: base64\n", lines(base64.b64encode(zlib.compress(p.octets)).decode()))
    yield "base85", one(p, "Content-Transfer-Encoding: base85\n", lines(base64.b85encode(p.octets).decode()))
    yield "base32", one(p, "Content-Transfer-Encoding: base32\n", lines(base64.b32encode(p.octets).decode()))
    yield "base16", one(p, "Content-Transfer-Encoding: base16\n", lines(base64.b16encode(p.octets).decode()))


@group("quoted-printable")
def quoted_printable(p):
    good = p.qp.replace("=\n", "")
    text = p.octets.decode("latin-1").rstrip("\r\n")
    cut = len(text) // 2
    raw = "".join("=%02X" % ord(c) if c in "=$\\%" else c for c in text)
    cases = {"lower-case hex": good.lower(), "mixed-case hex": "".join(c.lower() if i % 2 else c for i, c in enumerate(good)), "one long line": good, "soft breaks": p.qp, "soft break in a word": raw[:cut] + "=\n" + raw[cut:], "soft break with blanks": raw[:cut] + "=   \n" + raw[cut:], "soft break with a tab": raw[:cut] + "=\t\n" + raw[cut:], "soft break of bare LF": raw[:cut] + "=\n" + raw[cut:],
             "soft break of bare CR": raw[:cut] + "=\r" + raw[cut:], "soft break of two CR": raw[:cut] + "=\r\r\n" + raw[cut:], "soft break at the end": raw + "=", "soft break doubled": raw[:cut] + "=\n=\n" + raw[cut:], "soft break and an empty line": raw[:cut] + "=\n\n" + raw[cut:], "wrong hex": raw[:cut] + "=ZZ" + raw[cut:], "one digit": raw[:cut] + "=4" + raw[cut:], "two equals": raw[:cut] + "==" + raw[cut:],
             "equals before a blank": raw[:cut] + "= " + raw[cut:], "blank between the digits": good.replace("=", "= "), "escaped NUL": raw[:cut] + "=00" + raw[cut:], "escaped CR LF": raw[:cut] + "=0D=0A" + raw[cut:], "escaped equals": "".join("=3D%02X" % ord(c) for c in text), "underscores": raw.replace(" ", "_"), "blanks at line ends": raw[:cut] + "   \n" + raw[cut:],
             "8-bit beside": "\xe9 " + raw, "encoded twice": "".join("=%02X" % ord(c) for c in good), "every second octet": "".join("=%02X" % ord(c) if i % 2 else c for i, c in enumerate(text)) if "=" not in text else good, "soft break of a form feed": raw[:cut] + "=\f\n" + raw[cut:], "break inside an escape": "".join("=\n".join(["", ""]) + "=%02X" % ord(c) for c in text), "break between the digits": "".join("=%s=\n%s" % tuple("%02X" % ord(c)) for c in text)}
    for name, body in cases.items():
        octets = one(p, "Content-Transfer-Encoding: quoted-printable\n", body + "\n")
        yield name, octets.replace(b"=\r\n", b"=\n") if name == "soft break of bare LF" else octets
    for value in ("quoted-printable, base64", "base64, quoted-printable"):
        yield "two encodings named, %s, body is base64" % value, one(p, "Content-Transfer-Encoding: %s\n" % value, p.b64)
        yield "two encodings named, %s, body is quoted-printable" % value, one(p, "Content-Transfer-Encoding: %s\n" % value, p.qp)
    yield "base64 inside quoted-printable", one(p, "Content-Transfer-Encoding: quoted-printable\nContent-Transfer-Encoding: base64\n", "".join("=%02X" % ord(c) for c in p.b64.replace("\n", "")))
    yield "claimed, body is base64", one(p, "Content-Transfer-Encoding: quoted-printable\n", p.b64)
    yield "base64 claimed, body is quoted-printable", one(p, "Content-Transfer-Encoding: base64\n", p.qp)
