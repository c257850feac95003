"""Hostile documents, and sealed or signed things."""
import struct
import zlib

from kinds import NUMBER, O, O_END, S, S_END, W, W_END, deflate, deflated_zeros, docx, file, odf, xlsx, zip_of

MEBI = 1 << 20
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + b"ha" * 100 + b'">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + i, (b"&%c;" % (97 + i)) * 10) for i in range(12)) + b"]>"
QUADRATIC = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + b"x" * 200000 + b'">]>'


def text(words):
    return b"<w:p><w:r><w:t>" + words + b"</w:t></w:r></w:p>"


# --- Office Open XML

@file("docx, billion laughs as laughs.docx")
def docx_laughs():
    return docx(LAUGHS + W[21:] + text(b"&m;") + W_END)


@file("docx, one entity two hundred thousand times as quadratic.docx", "read")
def docx_quadratic():
    return docx(QUADRATIC + W[21:] + text(b"&a;" * 200000) + W_END)


@file("docx, an entity from outside as outside.docx")
def docx_outside():
    return docx(b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + W[21:] + text(b"&a;") + W_END)


@file("docx, a million elements deep as deep.docx")
def docx_deep():
    return docx(W + b"<w:p>" * 1000000 + b"</w:p>" * 1000000 + W_END)


@file("docx, tables in tables as tables.docx")
def docx_tables():
    return docx(W + b"<w:tbl><w:tr><w:tc>" * 100000 + text(b"x") + b"</w:tc></w:tr></w:tbl>" * 100000 + W_END)


@file("docx, an attribute of 60 MB as attribute.docx", "read")
def docx_attribute():
    return docx(W + b'<w:p w:x="' + b"y" * (60 * MEBI) + b'"/>' + text(NUMBER.encode()) + W_END)


@file("docx, a million attributes as attributes.docx", "read")
def docx_attributes():
    return docx(W + b"<w:p " + b"".join(b'a%d="1" ' % i for i in range(1000000)) + b"/>" + text(NUMBER.encode()) + W_END)


@file("docx, a hundred thousand namespaces as namespaces.docx", "read")
def docx_namespaces():
    return docx(W + b"".join(b'<w:p xmlns:n%d="u"/>' % i for i in range(100000)) + text(NUMBER.encode()) + W_END)


@file("docx, a document of 300 MB as long.docx")
def docx_long():
    z = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = text(b"words of the council ") * 10000
    packed = z.compress(W) + b"".join(z.compress(block) for _ in range(300)) + z.compress(W_END) + z.flush()
    return zip_of([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", packed, len(block) * 300 + len(W + W_END), 8)])


@file("docx, relationships in a ring as ring.docx", "read")
def docx_ring():
    rels = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' + b"".join(
        b'<Relationship Id="r%d" Type="http://x/header" Target="document.xml"/>' % i for i in range(50000)) + b"</Relationships>"
    return docx(W + text(NUMBER.encode()) + W_END, ("word/_rels/document.xml.rels", rels))


@file("docx in docx, fifty deep as nested.docx")
def docx_nested():
    inner = docx(W + text(NUMBER.encode()) + W_END)
    for _ in range(50):
        inner = docx(W + text(b"x") + W_END, ("word/embeddings/in.docx", inner))
    return inner


@file("xlsx, ten million shared strings as strings.xlsx")
def xlsx_strings():
    strings = b"<sst>" + b"<si/>" * 10000000 + b"</sst>"
    return xlsx(S + b"<sheetData/>" + S_END, ("xl/sharedStrings.xml", strings))


@file("xlsx, one string of a megabyte in a hundred thousand cells as amplified.xlsx")
def xlsx_amplified():
    strings = b"<sst><si><t>" + b"word " * 200000 + b"</t></si></sst>"
    rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (i, i) for i in range(1, 100001))
    return xlsx(S + b"<sheetData>" + rows + b"</sheetData>" + S_END, ("xl/sharedStrings.xml", strings),
                ("xl/_rels/workbook.xml.rels", b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
                 b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" '
                 b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>'))


@file("xlsx, a dimension that lies and a cell at the far end as far.xlsx", "read")
def xlsx_far():
    return xlsx(S + b'<dimension ref="A1:XFD1048576"/><cols><col min="1" max="16384" hidden="1"/></cols><sheetData><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>' +
                NUMBER.encode() + b"</t></is></c></row></sheetData>" + S_END)


@file("xlsx, places beyond any sheet as places.xlsx", "read")
def xlsx_places():
    return xlsx(S + b"<sheetData>" + b"".join(b'<row r="%d"><c r="ZZZZZZZZZZ%d"><v>1</v></c></row>' % (10 ** 18 + i, 10 ** 18) for i in range(10000)) + b"</sheetData>" + S_END)


@file("xlsx, a million merged ranges as merged.xlsx", "read")
def xlsx_merged():
    return xlsx(S + b"<sheetData/><mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 1000000 + b"</mergeCells>" + S_END)


@file("xlsx, five million cells as cells.xlsx")
def xlsx_cells():
    row = b"<row>" + b"<c><v>1234567890</v></c>" * 1000 + b"</row>"
    return xlsx(S + b"<sheetData>" + row * 5000 + b"</sheetData>" + S_END)


# --- OpenDocument

@file("ods, a cell repeated a thousand million times as repeated.ods", "read")
def ods_repeated():
    return odf("spreadsheet", O + b'<office:spreadsheet><table:table table:name="A"><table:table-row table:number-rows-repeated="1000000000"><table:table-cell '
               b'table:number-columns-repeated="1000000000"><text:p>words</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>' + O_END)


@file("odt, spaces of a thousand million as spaces.odt", "read")
def odt_spaces():
    return odf("text", O + b'<office:text><text:p><text:s text:c="1000000000"/></text:p>' + b'<text:p><text:s text:c="99999999"/></text:p>' * 1000 + b"</office:text>" + O_END)


@file("odt, a million elements deep as deep.odt")
def odt_deep():
    return odf("text", O + b"<office:text>" + b"<text:span>" * 1000000 + b"</text:span>" * 1000000 + b"</office:text>" + O_END)


@file("odt, billion laughs as laughs.odt")
def odt_laughs():
    return odf("text", LAUGHS + O[21:] + b"<office:text><text:p>&m;</text:p></office:text>" + O_END)


# --- mark-up

@file("svg, billion laughs as laughs.svg", "read", "image/svg+xml")
def svg_laughs():
    return LAUGHS + b'<svg xmlns="http://www.w3.org/2000/svg"><text>&m;</text></svg>'


@file("svg, a million groups deep as deep.svg", "read", "image/svg+xml")
def svg_deep():
    return b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g>" * 1000000 + b"<text>x</text>" + b"</g>" * 1000000 + b"</svg>"


@file("xml, 40 MB of one comment as comment.xml", "read", "application/xml")
def xml_comment():
    return b'<?xml version="1.0"?><a><!--' + b"x" * (40 * MEBI) + b"--></a>"


@file("json, a million brackets deep as deep.json", "read", "application/json")
def json_deep():
    return b"[" * 1000000 + b"]" * 1000000


@file("csv, a row of five million cells as wide.csv", "read", "text/csv")
def csv_wide():
    return b"name,number\r\n" + b"1," * 5000000


@file("calendar, a line folded a million times as folded.ics", "read", "text/calendar")
def calendar():
    return b"BEGIN:VCALENDAR\r\nSUMMARY:" + b"x\r\n " * 1000000 + b"\r\nEND:VCALENDAR\r\n"


@file("rtf, a million groups deep as deep.rtf", "read", "application/rtf")
def rtf_deep():
    return b"{\\rtf1 " + b"{" * 1000000 + b"x" + b"}" * 1000000 + b"}"


@file("rtf, binary data of 2^62 octets as binary.rtf", "read", "application/rtf")
def rtf_binary():
    return b"{\\rtf1 {\\bin4611686018427387904 x} {\\bin-5 y}" + b"{\\*\\objdata 0105000002000000ffffffff}" * 1000 + b"}"


@file("rtf, an object of 20 MB as object.rtf", "read", "application/rtf")
def rtf_object():
    return b"{\\rtf1 {\\object{\\*\\objdata " + b"d0cf11e0" * (5 * MEBI) + b"}}}"


@file("rtf, a million Unicode skips as skips.rtf", "read", "application/rtf")
def rtf_skips():
    return b"{\\rtf1 \\uc2147483647 " + b"\\u233 ?" * 1000000 + b"}"


# --- PDF

def pdf(objects, trailer=b"", raw=b""):
    out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    places = []
    for i, o in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % i + o + b"\nendobj\n"
    at = len(out)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places)
    return out + raw + table + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, at + len(raw))


def page(content, more=b""):
    return [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> "
            + more + b" >> >>", content]


def stream(data, more=b""):
    return b"<< /Length %d %s >>\nstream\n" % (len(data), more) + data + b"\nendstream"


@file("pdf, ten filters one upon the other as filters.pdf", "read")
def pdf_filters():
    data = bytes(20 * MEBI)
    for _ in range(10):
        data = zlib.compress(data, 9)
    return pdf(page(stream(data, b"/Filter [" + b"/FlateDecode " * 10 + b"]")))


@file("pdf, a stream of 300 MB as stream.pdf")
def pdf_stream():
    raw = deflated_zeros(300 * MEBI)
    return pdf(page(stream(b"\x78\x9c" + raw + b"\0\0\0\0", b"/Filter /FlateDecode")))


@file("pdf, pages in a ring as ring.pdf")
def pdf_ring():
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R] /Count 1000000000 >>", b"<< /Type /Pages /Kids [2 0 R] /Count 5 >>"])


@file("pdf, cross references in a ring as xref.pdf", "read")
def pdf_xref():
    body = pdf(page(stream(b"BT /F1 12 Tf (x) Tj ET")))
    at = body.rfind(b"xref\n0")
    return body.replace(b"/Root 1 0 R ", b"/Root 1 0 R /Prev %d " % at)


@file("pdf, a table of 2^31 objects as table.pdf")
def pdf_table():
    return b"%PDF-1.7\nxref\n0 2147483647\n0000000000 65535 f \ntrailer\n<< /Size 2147483647 /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"


@file("pdf, a form that draws itself as form.pdf", "read")
def pdf_form():
    objects = page(stream(b"/X Do " * 1000), b"/XObject << /X 5 0 R >>")
    objects.append(stream(b"BT /F1 9 Tf (words) Tj ET " + b"/X Do " * 20, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"))
    return pdf(objects)


@file("pdf, arrays a million deep as arrays.pdf", "read")
def pdf_arrays():
    return pdf(page(stream(b"[" * 1000000 + b"]" * 1000000 + b" TJ")) + [b"[" * 500000 + b"]" * 500000])


@file("pdf, a hundred thousand pages as pages.pdf")
def pdf_pages():
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [" + b"3 0 R " * 100000 + b"] /Count 100000 >>"] +
               page(stream(b"BT /F1 12 Tf (words of the council) Tj ET"))[2:])


@file("pdf, five million words as words.pdf")
def pdf_words():
    return pdf(page(stream(zlib.compress(b"BT /F1 1 Tf " + b"(ab) Tj 1 0 Td " * 3000000 + b"ET"), b"/Filter /FlateDecode")))


@file("pdf, an object stream within itself as objects.pdf")
def pdf_objects():
    return b"%PDF-1.7\n" + b"1 0 obj\n<< /Type /ObjStm /N 1000000000 /First 4 /Length 20 /Extends 1 0 R >>\nstream\n1 0 << /A 1 0 R >>\nendstream\nendobj\n" + \
        b"trailer\n<< /Root 1 0 R /Size 2 >>\nstartxref\n0\n%%EOF\n"


# --- compound files and Outlook's own

def compound(sectors, fat, directory=0, shift=9, fat_count=1, difat=0xFFFFFFFE, mini=0xFFFFFFFE):
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, shift, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, fat_count, directory, 0, 4096, mini, 1, difat, 0x7FFFFFFF)
    head += struct.pack("<I", len(sectors)) + struct.pack("<108I", *([0xFFFFFFFF] * 108))
    return head + b"".join(s.ljust(512, b"\0") for s in sectors) + struct.pack("<128I", *(fat + [0xFFFFFFFF] * (128 - len(fat))))


def entry(name, kind, at, size, left=0xFFFFFFFF, right=0xFFFFFFFF, child=0xFFFFFFFF):
    wide = name.encode("utf-16le") + b"\0\0"
    return wide.ljust(64, b"\0") + struct.pack("<HBBIII", len(wide), kind, 1, left, right, child) + bytes(36) + struct.pack("<IQ", at, size)


@file("compound file, a chain of sectors in a ring as ring.doc")
def compound_ring():
    return compound([entry("Root Entry", 5, 1, 4096, child=1) + entry("WordDocument", 2, 1, 1 << 40), b"x"], [1, 0, 0xFFFFFFFD])


@file("compound file, folders in a ring as folders.msg")
def compound_folders():
    d = entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + entry("__substg1.0_1000001F", 1, 0, 0, left=1, right=1, child=0) + entry("b", 1, 0, 0, left=0, right=2, child=1)
    return compound([d], [0xFFFFFFFE, 0xFFFFFFFD])


@file("compound file, sectors of 2^40 octets as shift.xls")
def compound_shift():
    return compound([entry("Root Entry", 5, 0, 0)], [0xFFFFFFFE], shift=40)


@file("compound file, tables of tables in a ring as tables.ppt")
def compound_tables():
    return compound([entry("Root Entry", 5, 0, 0), struct.pack("<128I", *([0] * 127 + [1]))], [0xFFFFFFFE] * 2, fat_count=0x7FFFFFFF, difat=1)


def tnef_attribute(level, kind, data):
    return bytes([level]) + struct.pack("<II", kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


@file("tnef, attributes of 4 GB as winmail.dat", kind_of_file="application/ms-tnef")
def tnef_sizes():
    return b"\x78\x9f\x3e\x22\x01\0" + (b"\2" + struct.pack("<II", 0x6800F, 0xFFFFFFFF)) * 1000


@file("tnef in tnef, a hundred deep as winmail.dat", kind_of_file="application/ms-tnef")
def tnef_deep():
    inner = b"\x78\x9f\x3e\x22\x01\0" + tnef_attribute(1, 0x00069007, b"")
    for _ in range(100):
        title = tnef_attribute(2, 0x00018010, b"winmail.dat\0")
        inner = b"\x78\x9f\x3e\x22\x01\0" + tnef_attribute(2, 0x00069002, bytes(14)) + title + tnef_attribute(2, 0x0006800F, inner)
    return inner


@file("tnef, a hundred thousand attachments as winmail.dat", kind_of_file="application/ms-tnef")
def tnef_many():
    return b"\x78\x9f\x3e\x22\x01\0" + (tnef_attribute(2, 0x00069002, bytes(14)) + tnef_attribute(2, 0x0006800F, b"words")) * 100000


# --- sealed and signed

def der(tag, content):
    n = len(content)
    size = bytes([n]) if n < 128 else bytes([0x80 | (n.bit_length() + 7) // 8]) + n.to_bytes((n.bit_length() + 7) // 8, "big")
    return bytes([tag]) + size + content


SIGNED = bytes.fromhex("06092a864886f70d010702")
DATA = bytes.fromhex("06092a864886f70d010701")


@file("cms, hundred thousand open constructions as deep.p7m", kind_of_file="application/pkcs7-mime")
def cms_deep():
    return b"\x30\x80" + SIGNED + b"\xa0\x80" + b"\x30\x80" * 100000


@file("cms, content in a million pieces as pieces.p7m", "read", "application/pkcs7-mime")
def cms_pieces():
    return b"\x30\x80" + SIGNED + b"\xa0\x80\x30\x80\x02\x01\x01\x31\x00\x30\x80" + DATA + b"\xa0\x80\x24\x80" + b"\x04\x01x" * 1000000 + bytes(12)


@file("cms, signed within signed, five hundred deep as nested.p7m", kind_of_file="application/pkcs7-mime")
def cms_nested():
    inner = b"Content-Type: text/plain\r\n\r\nwords"
    for _ in range(500):
        inner = der(0x30, SIGNED + der(0xA0, der(0x30, b"\2\1\1" + der(0x31, b"") + der(0x30, DATA + der(0xA0, der(4, inner))) + der(0x31, b""))))
    return inner


@file("cms, compressed to one in a thousand as packed.p7m", kind_of_file="application/pkcs7-mime")
def cms_packed():
    raw = b"\x78\x9c" + deflated_zeros(300 * MEBI) + bytes(4)
    return der(0x30, bytes.fromhex("060b2a864886f70d0109100109") + der(0xA0, der(0x30, b"\2\1\0" + der(0x30, bytes.fromhex("060b2a864886f70d0109100308")) +
                                                                           der(0x30, DATA + der(0xA0, der(4, raw))))))


def packet(tag, body):
    return bytes([0xC0 | tag]) + b"\xff" + struct.pack(">I", len(body)) + body


@file("pgp, compressed within compressed, fifty deep as deep.pgp", kind_of_file="application/octet-stream")
def pgp_deep():
    inner = packet(11, b"b\0\0\0\0\0" + b"words " * 100)
    for _ in range(50):
        inner = packet(8, b"\1" + deflate(inner))
    return inner


@file("pgp, compressed to one in a thousand as packed.pgp")
def pgp_packed():
    return packet(8, b"\1" + deflated_zeros(300 * MEBI))


@file("pgp, a million packets as packets.pgp")
def pgp_packets():
    return packet(4, bytes(13)) * 500000 + packet(18, b"\1" + bytes(100))


@file("pgp, armour of 30 MB as armour.asc", "read", "text/plain")
def pgp_armour():
    return b"-----BEGIN PGP MESSAGE-----\r\n\r\n" + (b"A" * 64 + b"\r\n") * 460000 + b"-----END PGP MESSAGE-----\r\n"


@file("pgp, a hundred thousand begin lines as begins.asc", "read", "text/plain")
def pgp_begins():
    return b"-----BEGIN PGP MESSAGE-----\r\n" * 100000
