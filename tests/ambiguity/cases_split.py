"""Bodies that say one thing to one reader and another to the next: alternatives, hidden text, charsets, sealed or split messages."""
import base64

from payload import FRONT, HEAD, NUMBER, PAYLOADS, SENTENCE, entity, group, lines, mail, mixed, octets, parts

SAID = SENTENCE.decode().strip()
WORD = NUMBER.decode().replace(" ", "")
SPACED = NUMBER.decode()


def text_mail(charset, body, type_name="text/plain", encoding="base64"):
    raw = body if isinstance(body, bytes) else body.encode("utf-8")
    value = "Content-Type: %s%s\n" % (type_name, "; charset=" + charset if charset else "")
    if encoding == "base64":
        return mail(value + "Content-Transfer-Encoding: base64\n", lines(base64.b64encode(raw).decode()))
    return mail(value + "Content-Transfer-Encoding: 8bit\n", "") + raw + b"\r\n"


@group("body split")
def alternatives(p):
    plain, html = "Content-Type: text/plain\n\nHello.\n", "Content-Type: text/html\n\n<p>Hello.</p>\n"
    for kind in ("alternative", "related", "signed", "report", "appledouble", "parallel", "x-foo", "form-data", "byteranges", "voice-message"):
        for name, order in (("first", (entity(p), plain, html)), ("in the middle", (plain, entity(p), html)), ("last", (plain, html, entity(p)))):
            yield "multipart/%s, payload %s" % (kind, name), mixed("boundary=bbb", parts("bbb", *order), "multipart/" + kind)
    yield "preamble", mixed("boundary=bbb", p.octets.decode("latin-1") + "\n" + parts("bbb", FRONT))
    yield "epilogue", mixed("boundary=bbb", parts("bbb", FRONT) + p.octets.decode("latin-1") + "\n")
    whole = (HEAD + entity(p))
    cut = len(whole) // 2
    for number, piece in ((1, whole[:cut]), (2, whole[cut:])):
        yield "message/partial, %d of 2" % number, mail("Content-Type: message/partial; id=x@y; number=%d; total=2\n" % number, piece)
    yield "message/partial, all of it", mail("Content-Type: message/partial; id=x@y; number=1; total=1\n", whole)
    yield "message/partial inside a multipart", mixed("boundary=bbb", parts("bbb", FRONT, "Content-Type: message/partial; id=x@y; number=1; total=2\n\n" + whole[:cut]))
    yield "message/partial in base64", mail("Content-Type: message/partial; id=x@y; number=1; total=1\nContent-Transfer-Encoding: base64\n", lines(base64.b64encode(octets(whole)).decode()))
    for access in ("URL; URL=\"http://x.example/a\"", "local-file; name=\"/tmp/a\"", "anon-ftp; name=a; site=x.example", "mail-server; server=x@x.example"):
        yield "message/external-body, " + access.split(";")[0], mail("Content-Type: message/external-body; access-type=" + access + "\n", entity(p))
    nested = entity(p)
    for i in range(5):
        nested = "Content-Type: message/rfc822\n\n" + HEAD + nested
    yield "five messages deep", mail(nested.split("\n\n", 1)[0] + "\n", nested.split("\n\n", 1)[1])
    for i in range(20):
        nested = "Content-Type: message/rfc822\n\n" + HEAD + nested
    yield "twenty-five messages deep", mail(nested.split("\n\n", 1)[0] + "\n", nested.split("\n\n", 1)[1])
    # A ContentInfo of signed-data without signers around the entity (RFC 5652), and one of type data.
    der = lambda tag, body: bytes([tag]) + (bytes([len(body)]) if len(body) < 128 else b"\x82" + len(body).to_bytes(2, "big")) + body  # noqa: E731
    oid = lambda last: der(6, bytes([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, last]))  # noqa: E731
    inner = octets(entity(p))
    signed = der(0x30, oid(2) + der(0xA0, der(0x30, der(2, b"\1") + der(0x31, b"") + der(0x30, oid(1) + der(0xA0, der(4, inner))) + der(0x31, b""))))
    for name, type_name in (("pkcs7-mime", "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m"), ("x-pkcs7-mime", "application/x-pkcs7-mime"), ("called enveloped", "application/pkcs7-mime; smime-type=enveloped-data"), ("octets", "application/octet-stream; name=smime.p7m"), ("octets without a name", "application/octet-stream"), ("text", "text/plain")):
        yield "S/MIME opaque, " + name, mail("Content-Type: %s\nContent-Transfer-Encoding: base64\n" % type_name, lines(base64.b64encode(signed).decode()))
    data = der(0x30, oid(1) + der(0xA0, der(4, inner)))
    yield "S/MIME of type data", mail("Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n", lines(base64.b64encode(data).decode()))


@group("body split")
def hidden_text(p):
    if p is not PAYLOADS[1]:
        return
    yield "alternatives differ, in the text", mixed("boundary=bbb", parts("bbb", "Content-Type: text/plain\n\n" + SAID + "\n", "Content-Type: text/html\n\n<p>Hello.</p>\n"), "multipart/alternative")
    yield "alternatives differ, in the HTML", mixed("boundary=bbb", parts("bbb", "Content-Type: text/plain\n\nHello.\n", "Content-Type: text/html\n\n<p>" + SAID + "</p>\n"), "multipart/alternative")
    yield "alternatives differ, in the calendar", mixed("boundary=bbb", parts("bbb", "Content-Type: text/plain\n\nHello.\n", "Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:" + SAID + "\nEND:VEVENT\nEND:VCALENDAR\n"), "multipart/alternative")
    yield "alternatives differ, in a third", mixed("boundary=bbb", parts("bbb", "Content-Type: text/plain\n\nHello.\n", "Content-Type: text/html\n\n<p>Hello.</p>\n", "Content-Type: text/enriched\n\n" + SAID + "\n", ), "multipart/alternative")
    for name, html in {"display none": '<p style="display:none">%s</p>' % SAID, "visibility": '<p style="visibility: hidden">%s</p>' % SAID, "font size": '<p style="font-size:0">%s</p>' % SAID, "white": '<p style="color:#fff;background:#fff">%s</p>' % SAID, "far left": '<p style="position:absolute;left:-9999px">%s</p>' % SAID, "opacity": '<p style="opacity:0">%s</p>' % SAID, "height": '<p style="height:0;overflow:hidden">%s</p>' % SAID,
                       "class": "<style>.x{display:none}</style><p class=x>%s</p>" % SAID, "comment": "<p>Hello<!-- %s --></p>" % SAID, "conditional comment": "<!--[if mso]><p>%s</p><![endif]-->" % SAID, "title": "<title>%s</title><p>Hello" % SAID, "alt": '<img alt="%s">' % SAID, "title of a link": '<a title="%s" href="#">x</a>' % SAID, "hidden attribute": "<p hidden>%s</p>" % SAID, "template": "<template>%s</template>" % SAID, "noscript": "<noscript>%s</noscript>" % SAID,
                       "input value": '<input type=hidden value="%s">' % SAID, "meta": '<meta name=description content="%s"><p>x' % SAID, "script": "<script>var x = \"%s\"</script>" % SAID, "style": "<style>/* %s */</style>" % SAID, "data address": '<a href="data:text/plain,%s">x</a>' % SAID.replace(" ", "%20"), "tags inside": "<p>National Insurance %s</p>" % "<b></b>".join(WORD), "spans": "<p>National Insurance %s</p>" % "".join("<span>%s</span>" % c for c in WORD),
                       "comments inside": "<p>National Insurance %s</p>" % "<!-- x -->".join(WORD), "zero width": "<p>National Insurance %s</p>" % "&#8203;".join(WORD), "soft hyphens": "<p>National Insurance %s</p>" % "&shy;".join(WORD), "entities": "<p>%s</p>" % "".join("&#%d;" % ord(c) for c in SAID), "hex entities": "<p>%s</p>" % "".join("&#x%x;" % ord(c) for c in SAID), "entities without end": "<p>%s</p>" % "".join("&#%d" % ord(c) if c.isdigit() else c for c in SAID.replace(" ", "  ")),
                       "full width": "<p>National Insurance %s</p>" % "".join("&#%d;" % (ord(c) + 0xFEE0) for c in WORD), "no-break spaces": "<p>%s</p>" % SAID.replace(" ", "&nbsp;"), "line breaks": "<p>National Insurance %s</p>" % "<br>".join(SPACED.split()), "wbr": "<p>National Insurance %s</p>" % "<wbr>".join(WORD), "no end tag": "<p>%s" % SAID, "open tag": "<p %s" % SAID, "textarea": "<textarea>%s</textarea>" % SAID, "table cells": "<table><tr><td>National Insurance<td>%s</table>" % WORD, "frames": '<iframe srcdoc="%s"></iframe>' % SAID, "svg": "<svg><text>%s</text></svg>" % SAID, "math": "<math><mtext>%s</mtext></math>" % SAID, "CDATA": "<p><![CDATA[%s]]></p>" % SAID, "NUL in tags": "<p>National Insurance %s</p>" % "<\0b>".join(WORD), "NULs in the text": "<p>National Insurance %s</p>" % "\0".join(WORD), "declared charset in meta": "<meta charset=utf-7><p>%s" % SAID.replace("P", "+AFA-"), "option": "<select><option>%s</select>" % SAID, "placeholder": '<input placeholder="%s">' % SAID, "object": "<object>%s</object>" % SAID, "ruby": "<ruby>x<rp>%s</rp></ruby>" % SAID, "details": "<details>%s</details>" % SAID, "dialog": "<dialog>%s</dialog>" % SAID}.items():
        yield "HTML, " + name, text_mail("utf-8", "<html><body>" + html + "</body></html>", "text/html")
        if name in ("entities", "tags inside", "comment"):
            yield "HTML as text/plain, " + name, text_mail("utf-8", "<html><body>" + html + "</body></html>", "text/plain")
            yield "HTML as octets, " + name, text_mail("", "<html><body>" + html + "</body></html>", "application/octet-stream")
    for name, word in (("zero width", "\u200b".join(WORD)), ("soft hyphen", "\u00ad".join(WORD)), ("word joiner", "\u2060".join(WORD)), ("byte order mark", "\ufeff".join(WORD)), ("full width", "".join(chr(ord(c) + 0xFEE0) for c in WORD)), ("mathematical digits", "".join(chr(0x1D7CE + int(c)) if c.isdigit() else c for c in WORD)), ("Arabic digits", "".join(chr(0x660 + int(c)) if c.isdigit() else c for c in WORD)),
                       ("Cyrillic letters", WORD.replace("P", "\u0420").replace("C", "\u0421")), ("no-break spaces", SPACED.replace(" ", "\u00a0")), ("right-to-left", "\u202e" + WORD[::-1]), ("tag letters", "\U000e0061".join(WORD)), ("variation selectors", "\ufe0f".join(WORD)), ("dashes", SPACED.replace(" ", "\u2011")), ("line break inside", SPACED[:6] + "\r\n" + SPACED[6:]), ("lower case", WORD.lower()), ("combining", "\u034f".join(WORD))):
        yield "text, " + name, text_mail("utf-8", "National Insurance number " + word + " as asked.\r\n")


def utf7(text):
    return "".join("+" + base64.b64encode(c.encode("utf-16-be")).decode().rstrip("=") + "-" for c in text).encode()


def hz(text):  # the letters and digits of GB 2312 row 3 are full width
    return b"~{" + bytes(v for c in text for v in (0x23, ord(c))) + b"~}"


def jis(text, escape=b"\x1b$B", back=b"\x1b(B"):
    return escape + bytes(v for c in text for v in (0x23, ord(c))) + back


@group("charset")
def charsets(p):
    if p is not PAYLOADS[1]:
        return
    before, behind = "National Insurance number ", " as asked.\r\n"
    both = lambda middle: before.encode() + middle + behind.encode()  # noqa: E731
    said = before + SPACED + behind
    bodies = {"UTF-7": both(utf7(WORD)), "HZ": both(hz(WORD)), "ISO-2022-JP": both(jis(WORD)), "ISO-2022-KR": b"\x1b$)C" + before.encode() + b"\x0e" + bytes(v for c in WORD for v in (0x23, ord(c))) + b"\x0f" + behind.encode(), "ISO-2022-CN": b"\x1b$)A" + before.encode() + b"\x0e" + bytes(v for c in WORD for v in (0x23, ord(c))) + b"\x0f" + behind.encode(),
              "EBCDIC": said.encode("cp500"), "EBCDIC of Britain": said.encode("cp037"), "UTF-16LE": said.encode("utf-16-le"), "UTF-16BE": said.encode("utf-16-be"), "UTF-16LE, marked": b"\xff\xfe" + said.encode("utf-16-le"), "UTF-16BE, marked": b"\xfe\xff" + said.encode("utf-16-be"), "UTF-32LE": said.encode("utf-32-le"), "UTF-32BE": said.encode("utf-32-be"), "UTF-32LE, marked": b"\xff\xfe\0\0" + said.encode("utf-32-le"),
              "GB18030 full width": both(bytes(v for c in WORD for v in (0xA3, ord(c) | 0x80))), "Shift_JIS full width": both("".join(chr(ord(c) + 0xFEE0) for c in WORD).encode("shift_jis")), "EUC-KR full width": both("".join(chr(ord(c) + 0xFEE0) for c in WORD).encode("euc_kr")), "Big5 full width": both("".join(chr(ord(c) + 0xFEE0) for c in WORD).encode("big5")),
              "EUC-JP full width": both("".join(chr(ord(c) + 0xFEE0) for c in WORD).encode("euc_jp")), "UTF-8 full width": both("".join(chr(ord(c) + 0xFEE0) for c in WORD).encode()), "windows-1252": both(b"\xa3\xa0" + SPACED.replace(" ", "\xa0").encode("latin-1")), "macintosh": both(SPACED.replace(" ", "\xa0").encode("mac_roman")), "windows-1251": both(SPACED.replace(" ", "\xa0").replace("P", "\u0420").replace("C", "\u0421").encode("cp1251")),
              "KOI8-R": both(SPACED.replace(" ", "\xa0").replace("P", "\u0420").replace("C", "\u0421").encode("koi8_r")), "Mac Cyrillic": both(SPACED.replace(" ", "\xa0").replace("P", "\u0420").replace("C", "\u0421").encode("mac_cyrillic")), "IBM866": both(WORD.replace("P", "\u0420").replace("C", "\u0421").encode("cp866")), "UTF-8": both(SPACED.replace(" ", "\u00a0").encode()), "IBM850": both(SPACED.replace(" ", "\xa0").encode("cp850"))}
    true = {"UTF-7": "utf-7", "HZ": "hz-gb-2312", "ISO-2022-JP": "iso-2022-jp", "ISO-2022-KR": "iso-2022-kr", "ISO-2022-CN": "iso-2022-cn", "EBCDIC": "cp500", "EBCDIC of Britain": "cp037", "UTF-16LE": "utf-16le", "UTF-16BE": "utf-16be", "UTF-16LE, marked": "utf-16", "UTF-16BE, marked": "utf-16", "UTF-32LE": "utf-32le", "UTF-32BE": "utf-32be", "UTF-32LE, marked": "utf-32", "GB18030 full width": "gb18030", "Shift_JIS full width": "shift_jis", "EUC-KR full width": "euc-kr",
            "Big5 full width": "big5", "EUC-JP full width": "euc-jp", "UTF-8 full width": "utf-8", "windows-1252": "windows-1252", "macintosh": "macintosh", "windows-1251": "windows-1251", "KOI8-R": "koi8-r", "Mac Cyrillic": "x-mac-cyrillic", "IBM866": "ibm866", "UTF-8": "utf-8", "IBM850": "ibm850"}
    for name, body in bodies.items():
        for claim in dict.fromkeys((true[name], "", "utf-8", "us-ascii", "iso-8859-1", "x-none", '"%s"' % true[name].upper(), "utf-16" if true[name] != "utf-16" else "utf-8")):
            yield "%s, claims %s" % (name, claim or "nothing"), text_mail(claim, body)
        yield "%s, claims two, the true one last" % name, text_mail("utf-8; charset=" + true[name], body)
        yield "%s, claims two, the true one first" % name, text_mail(true[name] + "; charset=utf-8", body)
        yield "%s as HTML, only in meta" % name, text_mail("", (b"<html><meta charset=%s><p>" % true[name].encode() if true[name][:4] not in ("utf-", "cp50", "cp03") or true[name] in ("utf-7", "utf-8") else b"") + body, "text/html")
    for claim in ("utf-16le", "utf-16be", "cp500", "iso-2022-jp", "hz-gb-2312", "utf-7", "utf-32le", "big5", "shift_jis", "gb18030", "x-none", "base64", "iso-2022-kr", "scsu", "imap-mutf7", "utf-16", "unicode", "binary", "koi8-r", "cp037"):
        yield "plain, claims " + claim, text_mail(claim, said)
        yield "plain, claims %s, attached" % claim, mixed("boundary=bbb", parts("bbb", FRONT, "Content-Type: text/plain; charset=%s; name=list.txt\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\n%s" % (claim, lines(base64.b64encode(said.encode()).decode()))))
    for mark, name in ((b"\xff\xfe", "UTF-16LE"), (b"\xfe\xff", "UTF-16BE"), (b"\xff\xfe\0\0", "UTF-32LE"), (b"+/v8-", "UTF-7"), (b"\xef\xbb\xbf", "UTF-8"), (b"\xdd\x73\x66\x73", "UTF-EBCDIC"), (b"\x0e\xfe\xff", "SCSU"), (b"\x84\x31\x95\x33", "GB18030")):
        yield "wrong mark of " + name, text_mail("utf-8", mark + said.encode())
        yield "wrong mark of %s, nothing claimed" % name, text_mail("", mark + said.encode())
    yield "UTF-16 with a line of ASCII before", text_mail("utf-16le", b"Hello.\r\n" + said.encode("utf-16-le"))
    yield "ASCII with a line of UTF-16 behind", text_mail("utf-8", b"Hello.\r\n" + said.encode("utf-16-le"))
    yield "UTF-16 behind long ASCII", text_mail("utf-8", b"Hello all of you there.\r\n" * 100 + said.encode("utf-16-le"))
    yield "ISO-2022-JP, escape left open", text_mail("iso-2022-jp", both(jis(WORD, back=b"")))
    yield "ISO-2022-JP, useless escapes", text_mail("iso-2022-jp", both(b"\x1b(B".join(bytes([c]) for c in WORD.encode())))
    yield "ISO-2022-JP-1, claims ISO-2022-JP", text_mail("iso-2022-jp", both(jis(WORD, b"\x1b$@")))
    yield "UTF-8, overlong", text_mail("utf-8", both(bytes(v for c in WORD for v in (0xC0 | ord(c) >> 6, 0x80 | ord(c) & 63))))
    yield "UTF-8, broken octets between", text_mail("utf-8", both(b"\xff".join(bytes([c]) for c in WORD.encode())))
    yield "8-bit stripped", text_mail("us-ascii", both(bytes(c | 0x80 for c in WORD.encode())))
