"""The banner on outside mail, read back as a mail program reads it: the same text with the banner before it, every other octet
as it was; through a real Postfix and a real Sendmail."""
import base64, email, email.policy, quopri, re
from councils import *
from support import *

SHARED, MTAS = councils, BOTH_MTAS

WORDING = ("This message came from outside the council. Take care with its links and attachments, and check who sent it "
           "before you act on it.")
SPACES = re.compile(r"\s+")
DIV = re.compile(r"\s*<div style=\"border:1px[^>]*>[^<]*</div>[ ]*\s*", re.S)


def encoded(octets, how):
    if how == "base64":
        return base64.encodebytes(octets).replace(b"\n", b"\r\n")
    if how == "quoted-printable":
        return quopri.encodestring(octets).replace(b"\n", b"\r\n").replace(b"\r\r", b"\r")
    return octets


def leaf(kind, text, charset="utf-8", how="8bit", more=""):
    octets = text if isinstance(text, bytes) else text.encode(charset)
    head = f"Content-Type: {kind}" + (f"; charset={charset}" if charset else "") + more
    return f"{head}\r\nContent-Transfer-Encoding: {how}\r\n\r\n".encode() + encoded(octets, how)


def multi(kind, *entities, boundary="=_b1"):
    out = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\nThis is a multi-part message.\r\n'.encode()
    for e in entities:
        out += f"--{boundary}\r\n".encode() + e + b"\r\n"
    return out + f"--{boundary}--\r\n".encode()


def attached(name, kind, octets):
    return (f"Content-Type: {kind}; name=\"{name}\"\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n"
            "Content-Transfer-Encoding: base64\r\n\r\n").encode() + encoded(octets, "base64")


PLAIN = leaf("text/plain", "Hello.\r\nThe bins, caf\u00e9 and all.\r\n")
PAGE = leaf("text/html", '<html><head><title>Bins</title></head><body bgcolor="#fff">\r\n<p>Hello, caf\u00e9.</p></body></html>\r\n', how="quoted-printable")
FILE = attached("photo.jpg", "image/jpeg", bytes(range(256)) * 40)
NOTE = attached("notes.txt", "text/plain", "Notes of the meeting, caf\u00e9.\n".encode())
GERMAN = "Gr\u00fc\u00dfe aus dem Ausland, mit \u00c4nderungen.\r\n"
TEXTS = {
    "seven bits": leaf("text/plain", "Hello there.\r\n", "us-ascii", "7bit"),
    "no charset": leaf("text/plain", b"Hello there.\r\n", "", "7bit"),
    "UTF-8": PLAIN,
    "UTF-8 quoted": leaf("text/plain", GERMAN * 5, how="quoted-printable"),
    "UTF-8 in base64": leaf("text/plain", GERMAN * 5, how="base64"),
    "Latin 1": leaf("text/plain", GERMAN, "iso-8859-1", "8bit"),
    "Windows": leaf("text/plain", GERMAN, "windows-1252", "base64"),
    "Russian": leaf("text/plain", "\u041f\u0440\u0438\u0432\u0435\u0442\r\n", "koi8-r", "8bit"),
    "Greek": leaf("text/plain", "\u039a\u03b1\u03bb\u03b7\u03bc\u03ad\u03c1\u03b1\r\n", "iso-8859-7", "quoted-printable"),
    "Japanese": leaf("text/plain", "\u3053\u3093\u306b\u3061\u306f\r\n", "iso-2022-jp", "7bit"),
    "Japanese, shifted": leaf("text/plain", "\u3053\u3093\u306b\u3061\u306f\r\n", "shift_jis", "base64"),
    "Chinese": leaf("text/plain", "\u4f60\u597d\r\n", "gb18030", "base64"),
    "UTF-16 with a mark": leaf("text/plain", ("\ufeff" + GERMAN).encode("utf-16-le"), "utf-16", "base64"),
    "UTF-16 by name": leaf("text/plain", GERMAN, "utf-16-be", "base64"),
    "a mark before UTF-8": leaf("text/plain", "\ufeff" + GERMAN, "utf-8", "base64"),
    "flowed": leaf("text/plain", "A paragraph that \r\nflows.\r\n", more="; format=flowed"),
    "a page": PAGE,
    "a page of the East": leaf("text/html", "<title>\u3053</title><body>\u3093\u306b</body>\r\n", "iso-2022-jp", "7bit"),
    "a page in UTF-16": leaf("text/html", "\ufeff<html><body><p>caf\u00e9</p></body></html>".encode("utf-16-le"), "utf-16", "base64"),
    "a page without a body tag": leaf("text/html", "<style>a > b { c: d }</style><p>Hello</p>\r\n", "us-ascii", "7bit"),
}
BODIES = {
    "Outlook": multi("mixed", multi("related", multi("alternative", PLAIN, PAGE, boundary="=_b3"), FILE, boundary="=_b2"), NOTE),
    "Apple Mail": multi("alternative", PLAIN, multi("mixed", PAGE, FILE, leaf("text/html", "<div>More</div>\r\n"), boundary="=_b2")),
    "Gmail": multi("mixed", multi("alternative", PLAIN, leaf("text/html", '<div dir="ltr">Hello</div>\r\n'), boundary="=_b2"), FILE),
    "Thunderbird": multi("mixed", leaf("text/plain", "Hello \r\nthere\r\n", more="; format=flowed"), FILE, NOTE),
    "a message inside": multi("mixed", PLAIN, b"Content-Type: message/rfc822\r\n\r\nFrom: a@example.org\r\nSubject: old\r\n\r\nOld words\r\n"),
}
SIGNATURE = b"Content-Type: application/pgp-signature; name=s.asc\r\n\r\n-----BEGIN PGP SIGNATURE-----\r\n\r\niQ==\r\n-----END PGP SIGNATURE-----\r\n"
UNTOUCHED = {
    "signed": multi('signed; protocol="application/pgp-signature"; micalg=pgp-sha256', PLAIN, SIGNATURE),
    "S/MIME signed": multi('signed; protocol="application/pkcs7-signature"; micalg=sha-256', PLAIN, attached("smime.p7s", "application/pkcs7-signature", b"0\x80" * 40)),
    "inline PGP": leaf("text/plain", "-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\nHello\r\n-----BEGIN PGP SIGNATURE-----\r\n\r\niQ==\r\n-----END PGP SIGNATURE-----\r\n"),
    "a report": multi("report; report-type=delivery-status", PLAIN, b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x.example\r\n"),
    "an invitation": multi("alternative", PLAIN, PAGE, leaf("text/calendar", "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n", more="; method=REQUEST")),
    "a file alone": attached("agenda.txt", "text/plain", b"Agenda\n"),
}


def outside(council, content, fields=(), sender="resident@example.org"):
    """Sent by a resident; what the clerk is given, and the marker."""
    head, _, body = content.partition(b"\r\n\r\n")
    octets, mark = message(sender=sender, to=[council.address("clerk")], fields=["MIME-Version: 1.0", *head.decode().split("\r\n"), *fields], body=body)
    code, text = council.lab.send("mx", sender, [council.address("clerk")], octets, options=["BODY=8BITMIME"])
    assert code == 250, (code, text)
    return octets, council.lab.wait_delivered(mark)[0], mark


def leaves(octets):
    return [p for p in email.message_from_bytes(octets).walk() if not p.is_multipart()]


def words(part):
    """The text as it is read, without the mark of its order."""
    charset = part.get_content_charset("us-ascii")
    text = part.get_payload(decode=True).decode(charset, "strict")
    return text.removeprefix("\ufeff")


def compare(sent, got, name):
    """How many texts bear the banner; all else must be equal."""
    before, after = leaves(sent), leaves(got.octets)
    assert [p.get_content_type() for p in before] == [p.get_content_type() for p in after], name
    bannered = 0
    for was, now in zip(before, after):
        if was.get_payload(decode=True).rstrip(b"\r\n") == now.get_payload(decode=True).rstrip(b"\r\n"):
            continue
        bannered += 1
        old, new = words(was), words(now)
        if was.get_content_type() == "text/html":
            assert SPACES.sub(" ", WORDING) in SPACES.sub(" ", new), (name, new)
            assert "".join(DIV.sub("", new, 1).split()) == "".join(old.split()), (name, new)
        else:
            banner, _, rest = new.partition("\r\n\r\n")
            assert SPACES.sub(" ", banner).strip() == WORDING, (name, banner)
            assert rest.lstrip("\r\n").rstrip("\r\n") == old.rstrip("\r\n"), (name, rest, old)
        assert max(map(len, now.get_payload().splitlines() or [""])) <= 998, name
    return bannered


def case_each_kind_of_text_reads_the_same_with_the_banner_before_it(labs):
    """Charsets and transfer encodings, words and pages: the text after the banner is the text that was sent."""
    for name, content in TEXTS.items():
        sent, got, _ = outside(labs.towcester, content)
        assert compare(sent, got, name) == 1, (name, got.octets)


def case_the_bodies_of_mail_programs_keep_every_attachment(labs):
    """As Outlook, Apple Mail, Gmail and Thunderbird build them: one banner an alternative, attachments octet by octet."""
    for name, content in BODIES.items():
        sent, got, _ = outside(labs.billericay, content)
        assert compare(sent, got, name) == (1 if name in ("Thunderbird", "a message inside") else 2), (name, got.octets)


def case_signed_sealed_and_automatic_mail_stays_as_it_is(labs):
    """Signed mail, reports, invitations: the body arrives octet by octet."""
    for name, content in UNTOUCHED.items():
        sent, got, _ = outside(labs.towcester, content)
        assert got.body.rstrip(b"\r\n") == sent.partition(b"\r\n\r\n")[2].rstrip(b"\r\n"), (name, got.body)


def case_a_conversation_bears_it_once(labs):
    """Not again where the quoted text bears it, nor, without a quote, on the answer to a mail of the thread; a new one bears it."""
    c = labs.towcester
    plain = leaf("text/plain", "Hello again.\r\n")
    _, first, mark = outside(c, plain)
    assert WORDING[:40] in first.body.decode()
    quote = "Thanks.\r\n\r\nOn Monday the clerk wrote:\r\n" + "".join("> > " + l + "\r\n" for l in first.body.decode().splitlines())
    sent, got, _ = outside(c, leaf("text/plain", quote))
    assert compare(sent, got, "quoted") == 0
    answer, to_them = message(sender=c.address("clerk"), to=["resident@example.org"], fields=[f"In-Reply-To: <{mark}@test.example>"], body="Thank you.\r\n")
    assert c.submit(c.address("clerk"), ["resident@example.org"], answer)[0] == 250
    sent, got, again = outside(c, plain, fields=[f"In-Reply-To: <{to_them}@test.example>"])
    assert compare(sent, got, "an answer to our answer") == 0, got.octets
    sent, got, _ = outside(c, plain, fields=[f"References: <unknown@test.example> <{again}@test.example>"])
    assert compare(sent, got, "further on in the thread") == 0
    sent, got, _ = outside(c, plain, fields=["References: <never-seen@test.example>"])
    assert compare(sent, got, "of another thread") == 1


def case_members_mail_and_held_copies_bear_none(labs):
    """Mail of members within and to the outside is not marked; what is kept and released is the original."""
    c = labs.towcester
    for to in (c.address("rfo"), "resident@example.org"):
        octets, mark = message(sender=c.address("clerk"), to=[to], body="Hello.\r\n")
        assert c.submit(c.address("clerk"), [to], octets)[0] == 250
        assert c.lab.wait_delivered(mark)[0].body == b"Hello.\r\n"
    octets, mark = message(sender="x@example.org", to=[c.address("clerk")], fields=["MIME-Version: 1.0"], body=EICAR + "\r\n")
    assert c.lab.send("mx", "x@example.org", [c.address("clerk")], octets)[0] == 250
    held = held_of(c.lab, mark)
    assert len(held) == 1, held


def case_a_large_message_keeps_its_octets(labs):
    """Three megabytes, from the spool file: all of it arrives behind the banner."""
    octets = bytes((i * 7 + i // 256) % 256 for i in range(3 << 20))
    sent, got, _ = outside(labs.towcester, multi("mixed", PLAIN, attached("large.bin", "application/x-council", octets)))
    assert compare(sent, got, "large") == 1
