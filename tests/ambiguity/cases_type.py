"""Content-Type: which one counts, how it is spelt, and what it says of a body that is something else."""
from payload import FRONT, HEAD, entity, group, mail, octets, parts


@group("content-type")
def two_fields(p):
    body = parts("bbb", FRONT, entity(p))
    multi, text = "Content-Type: multipart/mixed; boundary=bbb\n", "Content-Type: text/plain\n"
    for name, first, second in (("multipart and text", multi, text), ("multipart and html", multi, "Content-Type: text/html\n"), ("multipart and octets", multi, "Content-Type: application/octet-stream\n"),
                                ("multipart and none", multi, "Content-Type:\n"), ("multipart and junk", multi, "Content-Type: nonsense\n"), ("multipart and picture", multi, "Content-Type: image/png\n"),
                                ("multipart and message", multi, "Content-Type: message/rfc822\n"), ("multipart and partial", multi, "Content-Type: message/partial; id=x; number=1; total=2\n"),
                                ("two multiparts", multi, "Content-Type: multipart/mixed; boundary=aaa\n"), ("multipart and alternative", multi, "Content-Type: multipart/alternative; boundary=aaa\n"),
                                ("in upper case", multi, text.upper()), ("with a blank before the colon", multi, "Content-Type : text/plain\n")):
        yield "two fields, %s" % name, mail(first + second, body)
        yield "two fields, %s, reversed" % name, mail(second + first, body)
    yield "three fields", mail(text + multi + text, body)
    yield "two fields, far apart", mail(text, body, head=multi + HEAD)


SPELLINGS = [  # name, header lines
    ("mixed case", "cOnTeNt-TyPe: mULtipart/miXed; bOundary=bbb\n"), ("type with x-", "Content-Type: x-multipart/mixed; boundary=bbb\n"), ("type cut", "Content-Type: ultipart/mixed; boundary=bbb\n"),
    ("type with a letter more", "Content-Type: multipartx/mixed; boundary=bbb\n"), ("subtype unknown", "Content-Type: multipart/foo; boundary=bbb\n"), ("no subtype", "Content-Type: multipart; boundary=bbb\n"),
    ("empty subtype", "Content-Type: multipart/; boundary=bbb\n"), ("two slashes", "Content-Type: multipart//mixed; boundary=bbb\n"), ("backslash", "Content-Type: multipart\\mixed; boundary=bbb\n"),
    ("blanks around the slash", "Content-Type: multipart / mixed; boundary=bbb\n"), ("quoted", 'Content-Type: "multipart/mixed"; boundary=bbb\n'), ("half quoted", 'Content-Type: "multipart/mixed; boundary=bbb\n'),
    ("quoted whole", 'Content-Type: "multipart/mixed; boundary=bbb"\n'), ("comment before", "Content-Type: (x) multipart/mixed; boundary=bbb\n"), ("comment inside", "Content-Type: multipart(x)/mixed; boundary=bbb\n"),
    ("comment inside the word", "Content-Type: multi(x)part/mixed; boundary=bbb\n"), ("comment behind", "Content-Type: multipart/mixed (x); boundary=bbb\n"), ("open comment", "Content-Type: multipart/mixed; boundary=bbb (\n"),
    ("open comment before", "Content-Type: (x multipart/mixed; boundary=bbb\n"), ("encoded-word", "Content-Type: =?us-ascii?q?multipart/mixed?=; boundary=bbb\n"), ("encoded-word whole", "Content-Type: =?us-ascii?q?multipart/mixed;_boundary=3Dbbb?=\n"),
    ("comma", "Content-Type: multipart/mixed, boundary=bbb\n"), ("blank", "Content-Type: multipart/mixed boundary=bbb\n"), ("comma list", "Content-Type: text/plain, multipart/mixed; boundary=bbb\n"),
    ("comma list reversed", "Content-Type: multipart/mixed; boundary=bbb, text/plain\n"), ("semicolon list", "Content-Type: text/plain; multipart/mixed; boundary=bbb\n"), ("semicolon first", "Content-Type: ; multipart/mixed; boundary=bbb\n"),
    ("folded at once", "Content-Type:\n multipart/mixed; boundary=bbb\n"), ("folded inside the word", "Content-Type: multi\n part/mixed; boundary=bbb\n"), ("folded before the slash", "Content-Type: multipart\n /mixed; boundary=bbb\n"),
    ("folded with an empty line", "Content-Type: multipart/mixed;\n \n boundary=bbb\n"), ("folded with a tab", "Content-Type: multipart/mixed;\n\tboundary=bbb\n"), ("not folded, next line", "Content-Type: multipart/mixed;\nboundary=bbb\n"),
    ("folded by bare CR", "Content-Type: multipart/mixed;\r boundary=bbb\n"), ("folded by bare LF", "Content-Type: multipart/mixed;\r\r\n boundary=bbb\n"),
    ("behind a bare CR", "X-A: b\rContent-Type: multipart/mixed; boundary=bbb\n"), ("behind a bare CR, another before", "Content-Type: text/plain\rContent-Type: multipart/mixed; boundary=bbb\n"),
    ("parameter behind a bare CR", "Content-Type: multipart/mixed; x=y\rboundary=bbb\n"), ("behind a NUL", "X-A: b\0Content-Type: multipart/mixed; boundary=bbb\n"),
    ("NUL before", "Content-Type: \0multipart/mixed; boundary=bbb\n"), ("NUL inside", "Content-Type: multi\0part/mixed; boundary=bbb\n"), ("NUL in the name", "Content\0-Type: multipart/mixed; boundary=bbb\n"),
    ("blank before the colon", "Content-Type : multipart/mixed; boundary=bbb\n"), ("tab before the colon", "Content-Type\t: multipart/mixed; boundary=bbb\n"), ("blank inside the name", "Content -Type: multipart/mixed; boundary=bbb\n"),
    ("blank before the name", " Content-Type: multipart/mixed; boundary=bbb\n"), ("underscore", "Content_Type: multipart/mixed; boundary=bbb\n"), ("no colon", "Content-Type multipart/mixed; boundary=bbb\n"),
    ("two colons", "Content-Type:: multipart/mixed; boundary=bbb\n"), ("equals for the colon", "Content-Type= multipart/mixed; boundary=bbb\n"), ("comment in the name", "Content-Type(x): multipart/mixed; boundary=bbb\n"),
    ("8-bit in the name", "Content-Typ\xe9: text/plain\nContent-Type: multipart/mixed; boundary=bbb\n"), ("behind a junk line", "junk\nContent-Type: multipart/mixed; boundary=bbb\n"), ("behind a line of a colon", ": x\nContent-Type: multipart/mixed; boundary=bbb\n"),
    ("behind a line of blanks", " \nContent-Type: multipart/mixed; boundary=bbb\n"), ("behind a line with a tab", "\t\nContent-Type: multipart/mixed; boundary=bbb\n"), ("behind a From line", "From x Mon Nov  2 10:00:00 2026\nContent-Type: multipart/mixed; boundary=bbb\n"),
    ("behind >From", ">From x Mon Nov  2 10:00:00 2026\nContent-Type: multipart/mixed; boundary=bbb\n"), ("2000 blanks before", "Content-Type:" + " " * 2000 + "multipart/mixed; boundary=bbb\n"),
    ("2000 parameters before", "Content-Type: multipart/mixed; " + "".join("a%d=b; " % i for i in range(2000)) + "boundary=bbb\n"), ("300 parameters before", "Content-Type: multipart/mixed; " + "".join("a%d=b;\n " % i for i in range(300)) + "boundary=bbb\n"),
    ("byte order mark before", "\xef\xbb\xbfContent-Type: multipart/mixed; boundary=bbb\n"), ("in another's quotes", 'X-A: "\nContent-Type: multipart/mixed; boundary=bbb\nX-B: "\n'),
]


@group("content-type")
def spelling(p):
    body = parts("bbb", FRONT, entity(p))
    for name, fields in SPELLINGS:
        yield "spelling, " + name, mail(fields, body)
    yield "in the body", mail("X-A: b\n", "Content-Type: multipart/mixed; boundary=bbb\n\n" + body)
    yield "the first field", octets("Content-Type: multipart/mixed; boundary=bbb\n" + HEAD + "\n" + body)
    yield "a line of blanks ends the fields", octets(HEAD + "Content-Type: multipart/mixed; boundary=bbb\n \n" + body)
    yield "without MIME-Version", octets(HEAD.replace("MIME-Version: 1.0\n", "") + "Content-Type: multipart/mixed; boundary=bbb\n\n" + body)
    yield "MIME-Version with a comment", octets(HEAD.replace("1.0", "1.(x)0") + "Content-Type: multipart/mixed; boundary=bbb\n\n" + body)


@group("content-type")
def not_what_it_is(p):
    whole = HEAD + entity(p)
    body = p.b64
    for name, type_name in (("mixed", "multipart/mixed; boundary=bbb"), ("alternative", "multipart/alternative; boundary=bbb"), ("related", "multipart/related; boundary=bbb"), ("digest", "multipart/digest; boundary=bbb"), ("without boundary", "multipart/mixed"),
                            ("signed", "multipart/signed; boundary=bbb; protocol=application/pgp-signature"), ("encrypted", "multipart/encrypted; boundary=bbb; protocol=application/pgp-encrypted"), ("report", "multipart/report; boundary=bbb; report-type=delivery-status")):
        yield "multipart on a single part, " + name, mail("Content-Type: " + type_name + "\nContent-Transfer-Encoding: base64\n", body)
        yield "multipart/%s in good order" % name, mail("Content-Type: " + type_name + "\n", parts("bbb", FRONT, entity(p)))
    for name, type_name in (("text", "text/plain; boundary=bbb"), ("html", "text/html; boundary=bbb"), ("octets", "application/octet-stream; boundary=bbb"), ("picture", "image/png; boundary=bbb"), ("message", "message/rfc822; boundary=bbb"), ("partial", "message/partial; boundary=bbb; id=1; number=1; total=1"),
                            ("external", "message/external-body; boundary=bbb; access-type=local-file; name=x"), ("calendar", "text/calendar; boundary=bbb"), ("delivery status", "message/delivery-status; boundary=bbb"), ("header fields", "text/rfc822-headers; boundary=bbb")):
        yield "single part that is a multipart, " + name, mail("Content-Type: " + type_name + "\n", parts("bbb", FRONT, entity(p)))
    for name in ("message/rfc822", "message/global", "message/news", "message/delivery-status", "text/rfc822-headers", "message/x-foo", "message/global-headers", "message/http", "message/disposition-notification"):
        yield "a message as " + name, mail("Content-Type: " + name + "\n", whole)
        yield "a message as an attachment, " + name, mail("Content-Type: multipart/mixed; boundary=bbb\n", parts("bbb", FRONT, "Content-Type: " + name + "\nContent-Disposition: attachment; filename=x.eml\n\n" + whole))
    yield "a digest without types", mail("Content-Type: multipart/digest; boundary=bbb\n", parts("bbb", "\n" + whole))
    yield "a message as octets", mail("Content-Type: multipart/mixed; boundary=bbb\n", parts("bbb", FRONT, "Content-Type: application/octet-stream; name=x.eml\n\n" + whole))
    yield "a message as text", mail("Content-Type: multipart/mixed; boundary=bbb\n", parts("bbb", FRONT, "Content-Type: text/plain; name=x.eml\n\n" + whole))
