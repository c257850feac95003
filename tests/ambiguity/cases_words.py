"""File names, header fields and lines: the payload is a name or a field, or stands behind a line that is read two ways."""
import base64

from payload import FRONT, HEAD, NUMBER, PAYLOADS, entity, group, mail, mixed, octets, parts

WORD = NUMBER.decode().replace(" ", "")
NAME = "National Insurance " + WORD + ".txt"


def b64(text, charset="us-ascii"):
    return "=?%s?b?%s?=" % (charset, base64.b64encode(text.encode(charset)).decode())


def percent(text):
    return "".join("%%%02X" % c for c in (text if isinstance(text, bytes) else text.encode()))


def names_of(key):
    """Ways to write a file name, without the field they stand in."""
    cut = len(NAME) // 2
    a, b = NAME[:cut], NAME[cut:]
    utf16 = percent(NAME.encode("utf-16-be"))
    return {
        "quoted": '%s="%s"' % (key, NAME), "plain with blanks": "%s=%s" % (key, NAME), "single quotes": "%s='%s'" % (key, NAME), "half quoted": '%s="%s' % (key, NAME), "doubly quoted": '%s=""%s""' % (key, NAME), "escaped": '%s="%s"' % (key, "".join("\\" + c for c in NAME)),
        "extended": "%s*=utf-8''%s" % (key, percent(NAME)), "extended, quoted": "%s*=\"utf-8''%s\"" % (key, percent(NAME)), "extended, no charset": "%s*=''%s" % (key, percent(NAME)), "extended, unknown charset": "%s*=x-none''%s" % (key, percent(NAME)), "extended, no quotes": "%s*=%s" % (key, percent(NAME)),
        "extended, UTF-16": "%s*=utf-16be''%s" % (key, utf16), "extended, lower-case hex": "%s*=utf-8''%s" % (key, percent(NAME).lower()), "extended and plain": "%s=a.txt; %s*=utf-8''%s" % (key, key, percent(NAME)), "plain and extended": "%s*=utf-8''a.txt; %s=\"%s\"" % (key, key, NAME),
        "pieces": '%s*0="%s"; %s*1="%s"' % (key, a, key, b), "pieces reversed": '%s*1="%s"; %s*0="%s"' % (key, b, key, a), "pieces with a gap": '%s*0="%s"; %s*2="%s"' % (key, a, key, b), "pieces from 1": '%s*1="%s"; %s*2="%s"' % (key, a, key, b), "pieces encoded": "%s*0*=utf-8''%s; %s*1*=%s" % (key, percent(a), key, percent(b)),
        "pieces half encoded": "%s*0*=utf-8''%s; %s*1=\"%s\"" % (key, percent(a), key, b), "pieces, leading noughts": '%s*00="%s"; %s*01="%s"' % (key, a, key, b), "pieces and plain": '%s=a.txt; %s*0="%s"; %s*1="%s"' % (key, key, a, key, b), "pieces of one letter": "; ".join('%s*%d="%s"' % (key, i, c) for i, c in enumerate(NAME)),
        "piece 0 twice": '%s*0="a.txt"; %s*0="%s"' % (key, key, NAME), "piece 0 twice, reversed": '%s*0="%s"; %s*0="a.txt"' % (key, NAME, key), "twice": '%s=a.txt; %s="%s"' % (key, key, NAME), "twice, reversed": '%s="%s"; %s=a.txt' % (key, NAME, key),
        "encoded-word": '%s="%s"' % (key, b64(NAME)), "encoded-word, no quotes": "%s=%s" % (key, b64(NAME)), "encoded-word, UTF-16": '%s="%s"' % (key, b64(NAME, "utf-16-be").replace("utf-16-be", "utf-16be")), "encoded-word, UTF-7": '%s="=?utf-7?q?%s?="' % (key, "".join("+%s-" % base64.b64encode(c.encode("utf-16-be")).decode().rstrip("=") for c in NAME).replace("=", "=3D")),
        "two encoded-words": '%s="%s %s"' % (key, b64(a), b64(b)), "two encoded-words, no blank": '%s="%s%s"' % (key, b64(a), b64(b)), "encoded-word inside text": '%s="a %s b"' % (key, b64(NAME)), "encoded-word, q": '%s="=?us-ascii?q?%s?="' % (key, "".join("=%02X" % ord(c) for c in NAME)), "encoded-word, blanks in it": '%s="=?us-ascii?q?%s?="' % (key, NAME),
        "encoded-word, padding missing": '%s="%s"' % (key, b64(NAME + "1").replace("=?=", "?=").replace("=?=", "?=")), "encoded-word in pieces": '%s*0="%s"; %s*1="%s"' % (key, b64(a), key, b64(b)), "encoded-word cut over pieces": '%s*0="%s"; %s*1="%s"' % (key, b64(NAME)[:30], key, b64(NAME)[30:]), "encoded-word extended": "%s*=%s" % (key, b64(NAME)),
        "no sign": '%s "%s"' % (key, NAME), "colon": '%s: "%s"' % (key, NAME), "blanks around the sign": '%s = "%s"' % (key, NAME), "folded": '%s=\n "%s"' % (key, NAME), "folded inside": '%s="%s\n %s"' % (key, a.rstrip(), b), "upper case": '%s="%s"' % (key.upper(), NAME), "comment": '%s=(x)"%s"' % (key, NAME), "comment in the name": '%s(x)="%s"' % (key, NAME),
        "semicolon inside": '%s="a;%s"' % (key, NAME), "semicolon inside, no quotes": "%s=a;%s" % (key, NAME), "NUL inside": '%s="a\0%s"' % (key, NAME), "bare CR inside": '%s="a\r%s"' % (key, NAME), "trailing blanks": '%s="%s   "' % (key, NAME), "trailing dots": '%s="%s..."' % (key, NAME), "many blanks": '%s="a.png%s%s"' % (key, " " * 300, NAME),
        "right-to-left override": '%s="\xe2\x80\xae%s"' % (key, NAME), "zero width inside": '%s="%s\xe2\x80\x8b%s"' % (key, a, b), "raw UTF-8": '%s="caf\xc3\xa9 %s"' % (key, NAME), "raw latin-1": '%s="caf\xe9 %s"' % (key, NAME), "path": '%s="C:\\\\tmp\\\\%s"' % (key, NAME), "path of slashes": '%s="../../%s"' % (key, NAME), "percent, plain": '%s="%s"' % (key, percent(NAME)),
        "full width": '%s*=utf-8\'\'%s' % (key, percent("".join(chr(ord(c) + 0xFEE0) if "!" < c <= "~" else c for c in NAME))), "in another's quotes": 'x="; %s=%s"' % (key, WORD), "behind a comma": 'x=y, %s="%s"' % (key, NAME), "300 parameters before": "".join("a%d=b;\n " % i for i in range(300)) + '%s="%s"' % (key, NAME),
    }


@group("file name")
def file_names(p):
    if p is not PAYLOADS[1]:
        return  # the name is the payload
    for key, field in (("filename", "Content-Disposition: attachment; %s\nContent-Type: application/octet-stream\n"), ("name", "Content-Type: application/octet-stream; %s\nContent-Disposition: attachment\n")):
        for name, parameter in names_of(key).items():
            yield "%s, %s" % (key, name), mixed("boundary=bbb", parts("bbb", FRONT, field % parameter + "Content-Transfer-Encoding: base64\n\neA==\n"))
    for name, fields in (("two dispositions", "Content-Disposition: attachment; filename=a.txt\nContent-Disposition: attachment; filename=\"%s\"\n" % NAME), ("two dispositions, reversed", "Content-Disposition: attachment; filename=\"%s\"\nContent-Disposition: attachment; filename=a.txt\n" % NAME),
                         ("two types", "Content-Type: text/plain; name=a.txt\nContent-Type: text/plain; name=\"%s\"\n" % NAME), ("two types, reversed", "Content-Type: text/plain; name=\"%s\"\nContent-Type: text/plain; name=a.txt\n" % NAME), ("type and disposition", "Content-Type: text/plain; name=\"%s\"\nContent-Disposition: attachment; filename=a.txt\n" % NAME),
                         ("description", "Content-Description: %s\nContent-Type: text/plain\n" % NAME), ("location", "Content-Location: %s\nContent-Type: text/plain\n" % WORD), ("no disposition type", "Content-Disposition: filename=\"%s\"\n" % NAME), ("disposition behind a bare CR", "X-A: b\rContent-Disposition: attachment; filename=\"%s\"\n" % NAME),
                         ("inline", "Content-Disposition: inline; filename=\"%s\"\n" % NAME), ("unknown disposition", "Content-Disposition: foo; filename=\"%s\"\n" % NAME), ("misspelt field", "Content-Dispostion: attachment; filename=\"%s\"\n" % NAME), ("x-mac-type", "Content-Type: application/octet-stream; x-unix-name=\"%s\"\n" % NAME)):
        yield name, mixed("boundary=bbb", parts("bbb", FRONT, fields + "\nx\n"))


@group("identity")
def identity(p):
    if p is not PAYLOADS[1]:
        return
    who, said = "a@towcester-tc.example", "National Insurance " + WORD
    rest = HEAD.split("\n", 1)[1]
    for name, fields in (("display name", 'From: "%s" <%s>\n' % (said, who)), ("comment", "From: %s (%s)\n" % (who, said)), ("group", "From: %s\nCc: %s: a@example.net, b@example.net;\n" % (who, said)), ("encoded-word", "From: %s <%s>\n" % (b64(said), who)), ("encoded-word in quotes", 'From: "%s" <%s>\n' % (b64(said), who)),
                         ("quoted local part", 'From: "%s"@towcester-tc.example\n' % said), ("two From fields", 'From: %s\nFrom: "%s" <%s>\n' % (who, said, who)), ("two From fields, reversed", 'From: "%s" <%s>\nFrom: %s\n' % (said, who, who)), ("Sender", 'From: %s\nSender: "%s" <%s>\n' % (who, said, who)),
                         ("Reply-To", 'From: %s\nReply-To: "%s" <%s>\n' % (who, said, who)), ("Keywords", "From: %s\nKeywords: %s\n" % (who, said)), ("Comments", "From: %s\nComments: %s\n" % (who, said)), ("X field", "From: %s\nX-Note: %s\n" % (who, said)), ("Subject twice", "From: %s\nSubject: %s\n" % (who, said)), ("Subject in latin-1", "From: %s\nSubject: caf\xe9 %s\n" % (who, said)),
                         ("Subject, word cut in two", "From: %s\nSubject: %s\n %s\n" % (who, b64(said[:22]), b64(said[22:]))), ("Subject, UTF-7 word", "From: %s\nSubject: =?utf-7?q?National_Insurance_%s?=\n" % (who, "".join("+%s-" % base64.b64encode(c.encode("utf-16-be")).decode().rstrip("=") for c in WORD))), ("Subject, word with a language", "From: %s\nSubject: %s\n" % (who, b64(said).replace("us-ascii?", "us-ascii*en?"))),
                         ("Subject, word of unknown charset", "From: %s\nSubject: %s\n" % (who, b64(said).replace("us-ascii", "x-none"))), ("Subject, word without end", "From: %s\nSubject: =?us-ascii?q?%s\n" % (who, said.replace(" ", "_"))), ("Subject, blank in a word", "From: %s\nSubject: =?us-ascii?q?%s?=\n" % (who, said)), ("Subject, words without a blank between", "From: %s\nSubject: %s%s\n" % (who, b64(said[:22]), b64(said[22:]))),
                         ("Subject, encoded twice", "From: %s\nSubject: %s\n" % (who, b64(b64(said)))), ("Subject folded", "From: %s\nSubject: National\n Insurance\n %s\n" % (who, WORD)), ("Subject behind a bare CR", "From: %s\nX-A: b\rSubject: %s\n" % (who, said)), ("Subject with a NUL", "From: %s\nSubject: x\0%s\n" % (who, said)), ("Subject with zero width", "From: %s\nSubject: National Insurance %s\n" % (who, "\xe2\x80\x8b".join(WORD))),
                         ("name with a blank", "From: %s\nX Note: %s\n" % (who, said)), ("To", 'From: %s\nTo: "%s" <b@example.net>\n' % (who, said)), ("Resent-From", 'From: %s\nResent-From: "%s" <b@example.net>\n' % (who, said)), ("List-Id", "From: %s\nList-Id: %s <x.example>\n" % (who, said)), ("blank before the colon", "From: %s\nComments : %s\n" % (who, said))):
        yield name, octets(fields + rest.replace("Subject: the list\n", "" if name.startswith("Subject") and name != "Subject twice" else "Subject: the list\n") + "\nHello.\n")


@group("line")
def line_ends(p):
    good = mixed("boundary=bbb", parts("bbb", FRONT, entity(p)))
    single = mail("Content-Type: %s\nContent-Disposition: attachment; filename=%s\nContent-Transfer-Encoding: base64\n" % (p.type, p.name), p.b64)
    for name, m in (("multipart", good), ("single part", single)):
        head, body = m.split(b"\r\n\r\n", 1)
        yield "bare LF everywhere, " + name, m.replace(b"\r\n", b"\n")
        yield "bare CR everywhere, " + name, m.replace(b"\r\n", b"\r")
        yield "CR CR LF everywhere, " + name, m.replace(b"\r\n", b"\r\r\n")
        yield "LF CR everywhere, " + name, m.replace(b"\r\n", b"\n\r")
        yield "CR LF in the header, LF in the body, " + name, head + b"\r\n\r\n" + body.replace(b"\r\n", b"\n")
        yield "LF in the header, CR LF in the body, " + name, head.replace(b"\r\n", b"\n") + b"\n\n" + body
        yield "CR in the header, CR LF in the body, " + name, head.replace(b"\r\n", b"\r") + b"\r\r" + body
        yield "CR LF in the header, CR in the body, " + name, head + b"\r\n\r\n" + body.replace(b"\r\n", b"\r")
        yield "CR CR LF in the header, " + name, head.replace(b"\r\n", b"\r\r\n") + b"\r\n\r\n" + body
        yield "CR CR LF in the body, " + name, head + b"\r\n\r\n" + body.replace(b"\r\n", b"\r\r\n")
        for what, between in (("LF CR LF", b"\n\r\n"), ("CR LF LF", b"\r\n\n"), ("LF LF", b"\n\n"), ("CR CR LF", b"\r\n\r\r\n"), ("CR CR", b"\r\r"), ("CR LF CR", b"\r\n\r"), ("LF CR CR LF", b"\n\r\r\n"), ("blank", b"\r\n \r\n"), ("NUL", b"\r\n\0\r\n"), ("LF blank LF", b"\n \n"), ("CR LF tab CR LF", b"\r\n\t\r\n"), ("vertical tab", b"\r\n\v\r\n"), ("next line (C1)", b"\r\n\x85\r\n"), ("line separator", b"\r\n\xe2\x80\xa8\r\n")):
            yield "header ends with %s, %s" % (what, name), head + between + body
            yield "header ends with %s, then an empty line, %s" % (what, name), head + between + b"\r\n" + body
        for what, line in (("8-bit in the header", b"X-A: caf\xe9\r\n"), ("NUL in the header", b"X-A: a\0b\r\n"), ("a NUL line", b"\0\r\n"), ("a name with a blank", b"X A: b\r\n"), ("a long line", b"X-A: " + b"a" * 1200 + b"\r\n"), ("a very long line", b"X-A: " + b"a" * 1_100_000 + b"\r\n"), ("a line of no field", b"what is this\r\n"), ("an empty name", b": b\r\n"), ("a name only", b"X-A\r\n"), ("a From line", b"From a Mon Nov  2 10:00:00 2026\r\n"),
                           ("a name of 8-bit", b"X-\xe9: b\r\n"), ("a name of control octets", b"X-\x01: b\r\n"), ("two thousand fields", b"X-A: b\r\n" * 2000), ("ten thousand fields", b"X-A: b\r\n" * 10000), ("a fold of thousands", b"X-A: b" + b"\r\n c" * 5000 + b"\r\n"), ("an end of file octet", b"\x1a\r\n"), ("a dot", b".\r\n"), ("two dashes", b"--\r\n"), ("an empty encoded-word", b"=?us-ascii?q??=\r\n"), ("a continuation of nothing", b" x\r\n"), ("a quote that is open", b'X-A: "b\r\n')):
            yield "%s first, %s" % (what, name), line + m
            yield "%s last, %s" % (what, name), head + b"\r\n" + line + b"\r\n" + body
            yield "%s before the structure, %s" % (what, name), m.replace(b"Content-Type", line + b"Content-Type", 1)
        yield "a long line in the body, " + name, head + b"\r\n\r\n" + body.replace(b"--bbb\r\nContent-Type: text", b"x" * 5000 + b"\r\n--bbb\r\nContent-Type: text", 1)
        for what, dot in (("LF.LF", b"\n.\n"), ("LF.CRLF", b"\n.\r\n"), ("CRLF.LF", b"\r\n.\n"), ("CR.CR", b"\r.\r"), ("CR.CRLF", b"\r.\r\n"), ("CRLF.CR", b"\r\n.\r"), ("CRLF NUL .CRLF", b"\r\n\0.\r\n"), ("CRLF.CRLF", b"\r\n.\r\n")):
            yield "smuggled behind %s, %s" % (what, name), octets(HEAD + "\nHello.") + dot + b"MAIL FROM:<a@x.example>\r\nRCPT TO:<b@x.example>\r\nDATA\r\n" + m
            yield "%s before the structure, %s" % (what, name), m.replace(b"Content-Type", dot.lstrip(b"\r\n") + b"Content-Type", 1)
    yield "mbox of two", b"From a Mon Nov  2 10:00:00 2026\r\n" + octets(HEAD + "\nHello.\n\n") + b"From a Mon Nov  2 10:00:00 2026\r\n" + good
    yield "an empty line first", b"\r\n" + good
    yield "blanks first", b"  \r\n" + good
    yield "byte order mark first", b"\xef\xbb\xbf" + good
