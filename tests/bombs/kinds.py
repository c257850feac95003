"""The register of hostile messages, and what their makers share. Every message is made anew, the same each time.

A kind says what must become of it:
    stopped   not called clean: its coverage is incomplete
    read      harmless however it looks: it may be read to the end, or say what it left out
Both must end in time, within memory, without the worker being lost.
"""
import base64
import struct
import zlib

KINDS = []
NUMBER = "999 000 0018"  # of the range reserved for tests


def kind(name, expect="stopped"):
    def register(make):
        KINDS.append((name, expect, make))
        return make
    return register


def message(body=b"Hello.\r\n", fields=(), kind="text/plain"):
    lines = ["From: clerk@towcester-tc.gov.uk", "To: resident@example.org", "Subject: Papers",
             "Message-ID: <bomb@test.example>", "Date: Sat, 21 Nov 2026 10:00:00 +0000", "MIME-Version: 1.0", *fields]
    if kind:
        lines.append("Content-Type: " + kind)
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body


def attached(octets, name, kind="application/octet-stream"):
    """A message with one attachment, in base64."""
    text = base64.b64encode(octets)
    lines = b"\r\n".join(text[i:i + 76] for i in range(0, len(text), 76)) if len(text) < 1 << 20 else \
        base64.encodebytes(octets).replace(b"\n", b"\r\n")
    return message(b"--bb\r\nContent-Type: text/plain\r\n\r\nPlease see the file.\r\n--bb\r\nContent-Type: " + kind.encode() +
                   b"\r\nContent-Disposition: attachment; filename=\"" + name.encode() +
                   b"\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + lines + b"\r\n--bb--\r\n", kind='multipart/mixed; boundary="bb"')


def file(name, expect="stopped", kind_of_file="application/octet-stream"):
    """Registers a maker of a file, sent as an attachment of that name."""
    label, filename = name.rsplit(" as ", 1)
    def register(make):
        kind(label, expect)(lambda: attached(make(), filename, kind_of_file))
        return make
    return register


def crc(octets):
    return zlib.crc32(octets) & 0xFFFFFFFF


def deflate(octets, level=9):
    z = zlib.compressobj(level, zlib.DEFLATED, -15)
    return z.compress(octets) + z.flush()


_zeros = {}


def deflated_zeros(size):
    """DEFLATE of that many NULs, without making them."""
    if size not in _zeros:
        z = zlib.compressobj(9, zlib.DEFLATED, -15)
        block = bytes(1 << 20)
        _zeros[size] = b"".join([z.compress(block) for _ in range(size >> 20)]) + z.flush()
    return _zeros[size]


def local(name, packed, plain, method, sum=0, flags=0, extra=b""):
    return b"PK\3\4" + struct.pack("<HHHIIIIHH", 20, flags, method, 0x21, sum, min(packed, 0xFFFFFFFF), min(plain, 0xFFFFFFFF), len(name), len(extra)) + name + extra


def central(name, packed, plain, method, at, sum=0, flags=0, extra=b""):
    return b"PK\1\2" + struct.pack("<HHHHIIIIHHHHHII", 20, 20, flags, method, 0x21, sum, min(packed, 0xFFFFFFFF), min(plain, 0xFFFFFFFF), len(name), len(extra), 0, 0, 0, 0, min(at, 0xFFFFFFFF)) + name + extra


def end(count, size, at, comment=b""):
    return b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, min(count, 0xFFFF), min(count, 0xFFFF), size, at, len(comment)) + comment


def zip_of(members):
    """Members of (name, octets) are deflated; of (name, packed, size, method) they are taken as they are."""
    body, directory = [], []
    at = 0
    for name, octets, *more in members:
        name = name.encode() if isinstance(name, str) else name
        packed, size, method = (octets, *more) if more else (deflate(octets), len(octets), 8)
        sum = crc(octets) if not more else 0
        head = local(name, len(packed), size, method, sum)
        directory.append(central(name, len(packed), size, method, at, sum))
        body += [head, packed]
        at += len(head) + len(packed)
    listed = b"".join(directory)
    return b"".join(body) + listed + end(len(directory), len(listed), at)


TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def relations(kind, target):
    return ('<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
            f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>').encode()


def docx(document, *more):
    return zip_of([("[Content_Types].xml", TYPES), ("_rels/.rels", relations("officeDocument", "word/document.xml")), ("word/document.xml", document), *more])


def xlsx(sheet, *more):
    book = (b'<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
            b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>')
    return zip_of([("[Content_Types].xml", TYPES), ("_rels/.rels", relations("officeDocument", "xl/workbook.xml")), ("xl/workbook.xml", book),
                   ("xl/_rels/workbook.xml.rels", relations("worksheet", "worksheets/sheet1.xml")), ("xl/worksheets/sheet1.xml", sheet), *more])


def odf(kind, content):
    mime = ("application/vnd.oasis.opendocument." + kind).encode()
    manifest = (b'<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
                b'manifest:full-path="/" manifest:media-type="' + mime + b'"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>')
    return zip_of([("mimetype", mime, len(mime), 0), ("META-INF/manifest.xml", manifest), ("content.xml", content)])


W = b'<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
W_END = b"</w:body></w:document>"
S = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
S_END = b"</worksheet>"
O = (b'<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
     b'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.2"><office:body>')
O_END = b"</office:body></office:document-content>"
