"""The ways in which one text can leave the council: each takes the text and gives the message that carries it.

A carrier that cannot hold a text (a line end in a cell, a letter that the charset has not) gives None: that pair is left out.
"""
import base64
import bz2
import gzip
import html
import io
import json
import lzma
import os
import quopri
import re
import shutil
import subprocess
import tarfile
import tempfile
import textwrap
import zipfile

SAMPLES = os.path.join(os.path.dirname(os.path.dirname(os.path.realpath(__file__))), "samples")
HEAD = ("From: Jo Clerk <jo@towcester-tc.gov.uk>\r\nTo: Office <office@elsewhere.example>\r\nSubject: Papers\r\n"
        "Date: Mon, 02 Mar 2026 09:00:00 +0000\r\nMessage-ID: <{}@towcester-tc.gov.uk>\r\nMIME-Version: 1.0\r\n").format
COVER = b"The paper is attached.\r\n"
CARRIERS = {}


def carrier(name):
    def put(make):
        CARRIERS[name] = make
        return make
    return put


def single(text):
    return "\n" not in text and "\t" not in text


def crlf(text):
    return text.replace("\n", "\r\n")


def message(content_type, body, encoding="8bit"):
    return HEAD("m").encode() + b"Content-Type: %s\r\nContent-Transfer-Encoding: %s\r\n\r\n" % (
        content_type.encode(), encoding.encode()) + body + b"\r\n"


def in_base64(octets):
    return base64.encodebytes(octets).replace(b"\n", b"\r\n")


def attached(octets, name, media_type="application/octet-stream", cover=COVER):
    return message('multipart/mixed; boundary="xxyyzz"', b"--xxyyzz\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + cover +
                   b"\r\n--xxyyzz\r\nContent-Type: %s\r\nContent-Disposition: attachment; filename=\"%s\"\r\n"
                   b"Content-Transfer-Encoding: base64\r\n\r\n" % (media_type.encode(), name.encode()) + in_base64(octets) + b"\r\n--xxyyzz--\r\n")


def encoded(text, charset):
    try:
        return text.encode(charset)
    except UnicodeEncodeError:
        return None


# --- bodies -----------------------------------------------------------------------------------------------------------

@carrier("plain text")
def plain(text):
    return message("text/plain; charset=utf-8", crlf(text).encode())


for charset in ("utf-8", "windows-1252", "iso-8859-15", "utf-16", "utf-16-le", "utf-7", "mac-roman", "cp850"):
    def in_charset(text, charset=charset):
        octets = encoded(crlf(text), charset)
        names = {"mac-roman": "macintosh", "cp850": "ibm850"}
        return octets and message("text/plain; charset=" + names.get(charset, charset), in_base64(octets), "base64")
    carrier("text in base64, " + charset)(in_charset)


@carrier("text in quoted-printable")
def quoted_printable(text):
    return message("text/plain; charset=utf-8", quopri.encodestring(crlf(text).encode()).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
                   "quoted-printable")


@carrier("quoted-printable, every octet")
def all_quoted(text):
    octets = "".join("=%02X" % o for o in crlf(text).encode())
    lines = [octets[i:i + 72] for i in range(0, len(octets), 72)]
    return message("text/plain; charset=utf-8", "=\r\n".join(lines).encode(), "quoted-printable")


@carrier("windows-1252 that says it is UTF-8")
def wrong_charset(text):
    octets = encoded(crlf(text), "windows-1252")
    return octets and message("text/plain; charset=utf-8", octets)


@carrier("text without a charset")
def no_charset(text):
    return message("text/plain", crlf(text).encode())


@carrier("quoted in a reply")
def quoted(text):
    return plain("Thank you, noted.\n\nOn Monday Jo wrote:\n" + "\n".join("> " + line for line in text.split("\n")))


@carrier("quoted twice")
def quoted_twice(text):
    return plain("Thank you.\n\n" + "\n".join("> > " + line for line in text.split("\n")) + "\n\nRegards\n")


@carrier("below a forward's head")
def forwarded(text):
    return plain("See below.\n\n-----Original Message-----\nSent: Monday\nSubject: Papers\n\n" + text)


@carrier("between other paragraphs")
def between(text):
    return plain("Thank you for the call this morning.\n\n" + text + "\n\nThe hall is booked for Tuesday.\n")


@carrier("wrapped at 60")
def wrapped(text):
    return single(text) and plain(textwrap.fill(text, 60, break_long_words=False, break_on_hyphens=False)) or None


@carrier("format=flowed")
def flowed(text):
    if not single(text):
        return None
    lines = textwrap.wrap(text, 66, break_long_words=False, break_on_hyphens=False, drop_whitespace=True)
    return message("text/plain; charset=utf-8; format=flowed; delsp=no", " \r\n".join(lines).encode())


@carrier("no-break spaces")
def no_break(text):
    return plain(text.replace(" ", "\u00a0"))


@carrier("figures of full width")
def full_width(text):
    return plain(re.sub("[0-9]", lambda m: chr(ord(m.group()) - 48 + 0xFF10), text))


@carrier("soft hyphens and joiners inside")
def joiners(text):
    return plain(re.sub(r"(?<=\w\w)(?=\w)", "\u00ad", text, count=40).replace("1", "1\u200b"))


@carrier("sealed by nothing: clear-signed")
def clear_signed(text):
    return plain("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n" + text +
                 "\n-----BEGIN PGP SIGNATURE-----\n\niQEzBAEBCAAdFiEE\n=abcd\n-----END PGP SIGNATURE-----\n")


# --- HTML -------------------------------------------------------------------------------------------------------------

def page(body):
    return ("<!DOCTYPE html><html><head><style>p{margin:0}</style></head><body>" + body + "</body></html>").encode()


def in_html(text):
    return html.escape(text).replace("\n", "<br>\n")


@carrier("HTML")
def html_only(text):
    return message("text/html; charset=utf-8", page("<p>" + in_html(text) + "</p>"))


@carrier("HTML, each word in a tag")
def html_tags(text):
    return message("text/html; charset=utf-8", page("<p>" + re.sub(r"\S+", r"<b>\g<0></b>", text).replace("\n", "<br>") + "</p>")) \
        if not re.search("[<>&]", text) else None


@carrier("HTML, words cut by tags")
def html_cut(text):
    return message("text/html; charset=utf-8", page("<p>" + re.sub(r"(\w\w)(\w)", r"\1<span></span>\2", text) + "</p>")) \
        if not re.search("[<>&\n]", text) else None


@carrier("HTML, every letter a reference")
def html_references(text):
    return message("text/html; charset=us-ascii", page("".join("<br>" if c == "\n" else "&#x%X;" % ord(c) for c in text)))


@carrier("HTML, no-break spaces")
def html_no_break(text):
    return message("text/html; charset=utf-8", page("<div>" + in_html(text).replace(" ", "&nbsp;") + "</div>"))


@carrier("HTML table cell")
def html_cell(text):
    return message("text/html; charset=utf-8", page("<table><tr><td>Point</td><td>" + in_html(text) + "</td></tr></table>")) \
        if single(text) else None


@carrier("HTML beside an innocent plain part")
def alternative(text):
    return message('multipart/alternative; boundary="aabb"', b"--aabb\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nSee the other part.\r\n"
                   b"--aabb\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page("<p>" + in_html(text) + "</p>") + b"\r\n--aabb--\r\n")


@carrier("plain beside an innocent HTML part")
def alternative_plain(text):
    return message('multipart/alternative; boundary="aabb"', b"--aabb\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + crlf(text).encode() +
                   b"\r\n--aabb\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page("<p>See the other part.</p>") + b"\r\n--aabb--\r\n")


# --- files of text ----------------------------------------------------------------------------------------------------

for name, charset in (("utf-8", "utf-8"), ("utf-8 with a mark", "utf-8-sig"), ("utf-16 with a mark", "utf-16"), ("windows-1252", "cp1252")):
    def text_file(text, charset=charset):
        octets = encoded(crlf(text), charset)
        return octets and attached(octets, "paper.txt", "text/plain")
    carrier("text file, " + name)(text_file)


@carrier("text file that calls itself a picture")
def misnamed(text):
    return attached(crlf(text).encode(), "paper.jpg", "image/jpeg")


@carrier("CSV")
def csv(text):
    return single(text) and attached(("Point,Words\r\n1,\"" + text.replace('"', '""') + '"\r\n').encode(), "paper.csv", "text/csv") or None


@carrier("JSON")
def json_file(text):
    return attached(json.dumps({"point": 1, "words": text}).encode(), "paper.json", "application/json")


@carrier("XML")
def xml_file(text):
    return attached(("<?xml version=\"1.0\"?><paper><point>" + html.escape(text) + "</point></paper>").encode(), "paper.xml", "application/xml")


@carrier("Markdown")
def markdown(text):
    return attached(("# Paper\n\n" + text + "\n").encode(), "paper.md", "text/markdown")


@carrier("log")
def log(text):
    return single(text) and attached(("2026-03-02T09:00:00Z host app[7]: " + text + "\n").encode(), "paper.log", "text/plain") or None


@carrier("HTML file")
def html_file(text):
    return attached(page("<p>" + in_html(text) + "</p>"), "paper.html", "text/html")


def folded(line):
    octets, out = line.encode(), []
    while len(octets) > 73:
        cut = 73
        while octets[cut] & 0xC0 == 0x80:
            cut -= 1
        out.append(octets[:cut])
        octets = octets[cut:]
    return b"\r\n ".join(out + [octets])


def text_value(text):
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


@carrier("calendar")
def calendar(text):
    return attached(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Meeting\r\n" +
                    folded("DESCRIPTION:" + text_value(text)) + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", "paper.ics", "text/calendar")


@carrier("card")
def card(text):
    return attached(b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Office\r\n" + folded("NOTE:" + text_value(text)) + b"\r\nEND:VCARD\r\n", "paper.vcf", "text/vcard")


# --- messages in messages ---------------------------------------------------------------------------------------------

@carrier("message in a message")
def nested(text):
    return message('multipart/mixed; boundary="xxyyzz"', b"--xxyyzz\r\nContent-Type: message/rfc822\r\n\r\n" + plain(text) + b"\r\n--xxyyzz--\r\n")


@carrier("saved message")
def saved(text):
    return attached(plain(text), "paper.eml", "application/octet-stream")


@carrier("mailbox file")
def mailbox(text):
    return attached(b"From jo@towcester-tc.gov.uk Mon Mar  2 09:00:00 2026\n" + plain(text).replace(b"\r\n", b"\n") + b"\n", "paper.mbox")


# --- archives ---------------------------------------------------------------------------------------------------------

def zipped(octets, name, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as z:
        z.writestr(name, octets)
    return out.getvalue()


@carrier("ZIP")
def in_zip(text):
    return attached(zipped(crlf(text).encode(), "paper.txt"), "papers.zip", "application/zip")


@carrier("ZIP in ZIP, stored")
def in_zips(text):
    return attached(zipped(zipped(crlf(text).encode(), "paper.txt"), "papers.zip", zipfile.ZIP_STORED), "all.zip", "application/zip")


@carrier("tar.gz")
def in_tar(text):
    out, octets = io.BytesIO(), text.encode()
    with tarfile.open(fileobj=out, mode="w:gz") as t:
        info = tarfile.TarInfo("paper.txt")
        info.size = len(octets)
        t.addfile(info, io.BytesIO(octets))
    return attached(out.getvalue(), "papers.tar.gz")


for suffix, pack in (("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)):
    carrier(suffix)(lambda text, suffix=suffix, pack=pack: attached(pack(text.encode()), "paper.txt." + suffix))


def in_7z(text):
    with tempfile.TemporaryDirectory() as folder:
        with open(folder + "/paper.txt", "w") as f:
            f.write(text)
        subprocess.run(["7z", "a", "-bd", "-mx=1", folder + "/papers.7z", folder + "/paper.txt"], check=True, stdout=subprocess.DEVNULL)
        with open(folder + "/papers.7z", "rb") as f:
            return attached(f.read(), "papers.7z")


if shutil.which("7z"):
    carrier("7z")(in_7z)


# --- documents: files of LibreOffice (tests/samples), the text put where a word of theirs stood --------------------------

NUMBERS = re.compile(r"The tenant, NHS No 999 |(?<=>)000(?=<)| ?0018,|999 ?000 ?\d{4}|\d{10}|QQ ?12 ?34 ?56 ?C|\d\d/\d\d/\d{4}|NI number|NHS No|Date of birth|Minutes of the allotments committee")


def filled(sample, marker, text):
    with open(os.path.join(SAMPLES, sample), "rb") as f:
        octets = f.read()
    words = html.escape(text)

    def fill(xml):
        return NUMBERS.sub("Words", xml.replace(marker, "\0")).replace("\0", words)
    if not zipfile.is_zipfile(io.BytesIO(octets)):
        out = fill(octets.decode())
        return out.encode() if words in out else None
    out, found = io.BytesIO(), False
    with zipfile.ZipFile(io.BytesIO(octets)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename.endswith(".xml") and b"[Content_Types]" not in info.filename.encode():
                content = fill(content.decode()).encode()
                found = found or words.encode() in content
            new.writestr(info, content, compress_type=info.compress_type)
    return out.getvalue() if found else None


PLACES = {
    "minutes.docx": ["Shown.", "deleted 999 000 0034", "Hidden 999 000 0026", "A note", "Boxed 999 000 0085", "A. Tester", "Section 999 000 0107",
                     "Header 999 000 0050", "Footer 999 000 0069", "Footnote 999 000 0042", "comment 999 000 0077"],
    "minutes.docm": ["Shown."], "minutes.dotx": ["Shown."],
    "minutes.odt": ["Shown.", "deleted 999 000 0034", "Hidden 999 000 0026", "A note", "Boxed 999 000 0085", "alt 999 000 0093", "A. Tester",
                    "Section 999 000 0107", "Header 999 000 0050", "Footer 999 000 0069", "Footnote 999 000 0042", "comment 999 000 0077"],
    "minutes.fodt": ["Shown.", "Header 999 000 0050"], "minutes.ott": ["Shown."],
    "plots.xlsx": ["A. Tester", "Gone", "999 000 0042", "Rent book", "ring first: 999 000 0034"], "plots.xlsm": ["A. Tester"],
    "plots.ods": ["A. Tester", "Gone", "999 000 0042", "Rent book", "ring first: 999 000 0034"], "plots.fods": ["A. Tester"],
    "talk.pptx": ["Holders 999 000 0018", "Speaker 999 000 0034", "Kept back 999 000 0026"], "talk.ppsx": ["Holders 999 000 0018"],
    "talk.odp": ["Holders 999 000 0018", "Speaker 999 000 0034", "Kept back 999 000 0026"], "talk.fodp": ["Holders 999 000 0018"],
}


def in_document(text, sample, marker):
    if not single(text) or re.search("[\x00-\x1f]", text):
        return None
    octets = filled("office/" + sample, marker, text)
    if octets is None:
        raise AssertionError("%s: \"%s\" stands nowhere in it" % (sample, marker))
    return attached(octets, "paper." + sample.rsplit(".", 1)[1])


for sample, markers in PLACES.items():
    for marker in markers:
        carrier("%s, for \"%s\"" % (sample, re.sub(r" ?999 000 \d+", "", marker) or "the cell of a number"))(
            lambda text, sample=sample, marker=marker: in_document(text, sample, marker))


@carrier("document in a ZIP in a message")
def deep(text):
    if not single(text):
        return None
    return message('multipart/mixed; boundary="qq"', b"--qq\r\nContent-Type: message/rfc822\r\n\r\n" + attached(
        zipped(filled("office/minutes.docx", "Shown.", text), "paper.docx"), "papers.zip") + b"\r\n--qq--\r\n")


@carrier("RTF")
def rtf(text):
    if not single(text):
        return None
    words = "".join("\\u%d?" % (ord(c) if ord(c) < 32768 else ord(c) - 65536) if ord(c) > 126 else "\\" + c if c in "\\{}" else c for c in text)
    return attached(("{\\rtf1\\ansi\\ansicpg1252\\uc1{\\fonttbl{\\f0 Arial;}}\\pard\\f0 " + words + "\\par}").encode(), "paper.rtf") \
        if all(ord(c) < 65536 for c in text) else None


@carrier("PDF")
def pdf(text):
    octets = encoded(text, "cp1252")
    if octets is None or not single(text):
        return None
    lines = textwrap.wrap(text, 90, break_long_words=False, break_on_hyphens=False)
    shown = b"".join(b"(" + re.sub(rb"([\\()])", rb"\\\1", line.encode("cp1252")) + b") '\n" for line in lines)
    content = b"BT /F 9 Tf 12 TL 40 780 Td\n" + shown + b"ET"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>",
               b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
               b"<</Length %d>>stream\n" % len(content) + content + b"\nendstream"]
    out, at = b"%PDF-1.4\n", []
    for number, o in enumerate(objects, 1):
        at.append(len(out))
        out += b"%d 0 obj" % number + o + b"endobj\n"
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % a for a in at)
    return attached(out + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(out), "paper.pdf", "application/pdf")
