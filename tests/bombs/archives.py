"""Hostile archives and packed files."""
import bz2
import gzip
import lzma
import struct
import subprocess

from kinds import NUMBER, central, crc, deflated_zeros, end, file, local, zip_of

MEBI = 1 << 20
WORDS = f"Allotment tenant, NHS No {NUMBER}, plot 12.\n".encode()


def tool(*command, octets=b""):
    return subprocess.run(command, input=octets, capture_output=True, check=True).stdout


# --- zip

@file("zip in zip, sixteen wide and five deep (as 42.zip) as 42.zip")
def nested():
    octets, size = deflated_zeros(64 * MEBI), 64 * MEBI
    inner = zip_of([("0.dll", octets, size, 8)])
    for level in range(5):
        inner = zip_of([(f"lib {i}.zip", inner) for i in range(16)])
    return inner


@file("zip in zip, a hundred deep as deep.zip")
def deep():
    inner = WORDS
    for level in range(100):
        inner = zip_of([("in.zip", inner, len(inner), 0)])
    return inner


@file("zip, one member of a thousand to one as zeros.zip")
def flat():
    return zip_of([("zeros.txt", deflated_zeros(300 * MEBI), 300 * MEBI, 8)])


@file("zip, all members the same octets (full overlap) as overlap.zip")
def overlap():
    packed = deflated_zeros(20 * MEBI)
    body = local(b"0", len(packed), 20 * MEBI, 8) + packed
    listed = b"".join(central(b"%d" % i, len(packed), 20 * MEBI, 8, 0) for i in range(3000))
    return body + listed + end(3000, len(listed), len(body))


@file("zip, members quoting the local headers of the next (Fifield) as quoted.zip")
def quoted():
    kernel, size = deflated_zeros(20 * MEBI), 20 * MEBI
    files, data, plain = [], kernel, size
    blob = b""
    for i in range(900):
        name = b"%04d" % i
        blob = local(name, len(data), plain, 8) + data
        files.append((name, len(data), plain, len(blob)))
        head = blob[:30 + len(name)]
        quote = b"\0" + struct.pack("<HH", len(head), ~len(head) & 0xFFFF) + head
        data, plain = quote + blob[len(head):], plain + len(head)
    listed = b"".join(central(n, p, s, 8, len(blob) - length) for n, p, s, length in reversed(files))
    return blob + listed + end(len(files), len(listed), len(blob))


@file("zip, declared sizes of 2^60 (Zip64) as declared.zip")
def declared():
    size = 1 << 60
    extra = struct.pack("<HHQQ", 1, 16, size, 10)
    body = local(b"a", 1 << 40, 1 << 60, 0, extra=extra) + b"0123456789"
    listed = central(b"a", 1 << 40, 1 << 60, 0, 0, extra=extra)
    return body + listed + end(1, len(listed), len(body))


@file("zip, 300000 members of nothing as many.zip")
def many():
    listed = b"".join(central(b"%06d" % i, 0, 0, 0, 0) for i in range(300000))
    body = local(b"000000", 0, 0, 0)
    at = len(body) + len(listed)
    wide = b"PK\6\6" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 300000, 300000, len(listed), len(body))
    return body + listed + wide + b"PK\6\7" + struct.pack("<IQI", 0, at, 1) + end(0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)


@file("zip, names of 65535 octets as names.zip", "read")
def names():
    return zip_of([(b"%03d" % i + b"n" * 65530, WORDS) for i in range(200)])


@file("zip, folders 30000 deep in a name as folders.zip", "read")
def folders():
    return zip_of([("a/" * 30000 + "list.txt", WORDS)])


@file("zip, three thousand end records as ends.zip")
def ends():
    one = zip_of([("a.txt", WORDS)])
    return one + b"".join(end(1, 51, len(one) - 73 + 0 * i) for i in range(2900))


@file("zip, a million local headers and no directory as locals.zip")
def locals_only():
    return local(b"a", 0, 0, 8, flags=8) * 1000000


@file("zip, local headers whose members all run to the end as runs.zip")
def runs():
    return b"".join(local(b"%d" % i, 0, 0, 0, flags=8) for i in range(20000)) + bytes(4 * MEBI)


@file("zip, a directory of a million wrong places as wrong.zip")
def wrong():
    listed = central(b"a", 5, 5, 0, 0x7FFFFFF0) * 65535
    return local(b"a", 5, 5, 0) + b"12345" + listed + end(65535, len(listed), 36)


@file("zip, lzma member of a huge dictionary as lzma.zip")
def zip_lzma():
    packed = b"\x09\x14\x05\x00" + b"\x5d" + struct.pack("<I", 0xFFFFFFFF) + lzma.compress(bytes(MEBI), format=lzma.FORMAT_ALONE)[13:]
    return zip_of([("a.txt", packed, MEBI, 14)])


@file("zip, bzip2 member of 900 MB as bzip2.zip")
def zip_bzip2():
    return zip_of([("a.txt", bz2.compress(bytes(45 * MEBI)) * 20, 900 * MEBI, 12)])


@file("zip, two thousand AES members as sealed.zip")
def sealed():
    extra = struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 3, 8)
    body, listed = b"", b""
    for i in range(2000):
        head = local(b"%04d" % i, 60, 32, 99, flags=1, extra=extra)
        listed += central(b"%04d" % i, 60, 32, 99, len(body), flags=1, extra=extra)
        body += head + bytes((i * 7 + k * 31) % 256 for k in range(60))
    return body + listed + end(2000, len(listed), len(body))


# --- one stream

def gzip_of(raw):
    return b"\x1f\x8b\x08\0\0\0\0\0\2\xff" + raw + struct.pack("<II", 0, 0)


@file("gzip of 300 MB as zeros.gz")
def gz():
    return gzip_of(deflated_zeros(300 * MEBI))


@file("gzip in gzip, thirty deep as deep.gz")
def gz_deep():
    octets = WORDS * 100
    for _ in range(30):
        octets = gzip.compress(octets, mtime=0)
    return octets


@file("gzip, 200000 empty members as members.gz", "read")
def gz_members():
    return gzip.compress(b"", mtime=0) * 200000 + gzip.compress(WORDS, mtime=0)


@file("gzip, a name of 10 MB as named.gz", "read")
def gz_name():
    body = gzip.compress(WORDS, mtime=0)
    return body[:3] + b"\x08" + body[4:10] + b"n" * (10 * MEBI) + b"\0" + body[10:]


@file("bzip2 of a gigabyte as zeros.bz2")
def bzip():
    return bz2.compress(bytes(45 * MEBI)) * 24


@file("bzip2, a hundred thousand empty streams as empty.bz2", "read")
def bzip_empty():
    return bz2.compress(b"") * 100000 + bz2.compress(WORDS)


@file("xz of a gigabyte as zeros.xz")
def xz():
    return lzma.compress(bytes(64 * MEBI), preset=6) * 16


@file("xz, a dictionary of 4 GB as dictionary.xz")
def xz_dictionary():
    octets = bytearray(lzma.compress(WORDS * 1000, format=lzma.FORMAT_XZ))
    size = (octets[12] + 1) * 4
    at = octets.index(b"\x21\x01", 12)
    octets[at + 2] = 40
    octets[12 + size - 4:12 + size] = struct.pack("<I", crc(bytes(octets[12:12 + size - 4])))
    return bytes(octets)


@file("lzma, a dictionary of 4 GB and no length as dictionary.lzma")
def lzma_dictionary():
    octets = lzma.compress(bytes(100 * MEBI), format=lzma.FORMAT_ALONE, preset=0)
    return octets[:1] + struct.pack("<I", 1 << 31) + b"\xff" * 8 + octets[13:]


@file("lzip of half a gigabyte as zeros.lz")
def lz():
    return tool("lzip", "-0", octets=bytes(32 * MEBI)) * 16


@file("zstd of two gigabytes as zeros.zst")
def zst():
    return tool("zstd", "-c", octets=bytes(128 * MEBI)) * 16


@file("zstd, a window of 2 GB as window.zst")
def zst_window():
    return b"\x28\xb5\x2f\xfd" + b"\0" + bytes([21 << 3]) + b"\x01\0\0" * 1


@file("zstd, a million frames of nothing as frames.zst", "read")
def zst_frames():
    return (b"\x28\xb5\x2f\xfd\x00\x58\x01\x00\x00") * 400000 + tool("zstd", "-c", octets=WORDS)


@file("lz4 of a gigabyte as zeros.lz4")
def lz4():
    return tool("lz4", "-c", octets=bytes(128 * MEBI)) * 8


@file("compress of 300 MB as zeros.Z")
def compress():
    return tool("compress", "-f", "-c", octets=bytes(300 * MEBI))


# --- 7z

def seven(header, packed=b""):
    start = struct.pack("<QQI", len(packed), len(header), crc(header))
    return b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<I", crc(start)) + start + packed + header


def number(n):
    for extra in range(8):
        if n < 1 << (7 + 7 * extra):
            mask = 0xFF00 >> extra & 0xFF
            return bytes([mask | n >> 8 * extra]) + (n & ((1 << 8 * extra) - 1)).to_bytes(extra, "little")
    return b"\xff" + n.to_bytes(8, "little")


def empty_files(count):
    bits = b"\xff" * ((count + 7) // 8)
    names = b"\0" + b"\0\0" * count
    return b"\x01\x05" + number(count) + b"\x0e" + number(len(bits)) + bits + b"\x11" + number(len(names)) + names + b"\0\0"


@file("7z, a million empty files as files.7z")
def seven_files():
    return seven(empty_files(1000000))


_lzma2 = []


def lzma2_zeros():
    if not _lzma2:
        _lzma2.append(lzma.compress(bytes(300 * MEBI), format=lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA2, "preset": 0}]))
    return _lzma2[0]


@file("7z, a directory that unpacks to a gigabyte as directory.7z")
def seven_directory():
    packed = lzma2_zeros()
    return seven(b"\x17\x06\0\x01\x09" + number(len(packed)) + b"\0\x07\x0b\x01\0\x01\x21\x21\x01\x18\x0c" + number(1 << 30) + b"\0\0", packed)


@file("7z, a directory packed within itself as circle.7z")
def seven_circle():
    header = b"\x17\x06\0\x01\x09\x20\0\x07\x0b\x01\0\x01\x01\0\x0c\x20\0\0"
    return seven(header, header.ljust(32, b"\0"))


@file("7z, hundred thousand folders of coders as folders.7z")
def seven_folders():
    count = 100000
    folder = b"\x01\x01\0"
    return seven(b"\x01\x04\x06\0" + number(count) + b"\x09" + b"\0" * count + b"\0\x07\x0b" + number(count) + b"\0" + folder * count + b"\x0c" + b"\0" * count + b"\0\0\x05\0\0\0")


@file("7z, counts of 2^60 as counts.7z")
def seven_counts():
    return seven(b"\x01\x05" + number(1 << 60) + b"\x0e\x01\xff\0\0")


def one_folder(coder, packed, plain):
    name = b"\0" + "a.txt".encode("utf-16le") + b"\0\0"
    return seven(b"\x01\x04\x06\0\x01\x09" + number(len(packed)) + b"\0\x07\x0b\x01\0" + coder + b"\x0c" + number(plain) + b"\0\0\x05\x01\x11" + number(len(name)) + name + b"\0\0", packed)


@file("7z, LZMA with a dictionary of 4 GB as dictionary.7z")
def seven_dictionary():
    packed = lzma.compress(bytes(MEBI), format=lzma.FORMAT_ALONE)[13:]
    return one_folder(b"\x01\x23\x03\x01\x01\x05\x5d" + struct.pack("<I", 0xFFFFFFFF), packed, MEBI)


@file("7z, PPMd with 4 GB of memory as memory.7z")
def seven_memory():
    return one_folder(b"\x01\x23\x03\x04\x01\x05\x20" + struct.pack("<I", 0xFFFFFFFF), b"\0\1\2\3\4\5\6\7" * 8, 100 * MEBI)


@file("7z of 300 MB as zeros.7z")
def seven_zeros():
    packed = lzma2_zeros()
    return one_folder(b"\x01\x21\x21\x01\x18", packed, 300 * MEBI)


@file("7z, a key of 2^62 rounds as key.7z")
def seven_key():
    return one_folder(b"\x01\x24\x06\xf1\x07\x01\x02\x3e\x00", bytes(range(64)), 60)


# --- tar and its kin

def tar_header(name, size, kind=b"0", link=b"", raw_size=None):
    field = raw_size if raw_size else b"%011o\0" % size
    h = name.ljust(100, b"\0") + b"0000644\0" + b"0000000\0" * 2 + field + b"00000000000\0" + b" " * 8 + kind + link.ljust(100, b"\0") + b"ustar\00000"
    h = h.ljust(512, b"\0")
    return h[:148] + b"%06o\0 " % sum(h) + h[156:]


@file("tar, a member of 2^63 octets as size.tar")
def tar_size():
    return tar_header(b"a.txt", 0, raw_size=b"\x80" + b"\0" * 3 + b"\x7f" + b"\xff" * 7) + WORDS.ljust(512, b"\0")


@file("tar, a negative size as negative.tar")
def tar_negative():
    return tar_header(b"a.txt", 0, raw_size=b"\xff" * 12) + WORDS.ljust(512, b"\0")


@file("tar, a sparse member with a hole of 2^60 as hole.tar", "read")
def tar_hole():
    records = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "a.txt", "GNU.sparse.realsize": str(1 << 60)}
    pax = b"".join(b"%d %s=%s\n" % (len(k) + len(v) + 3 + len(str(len(k) + len(v) + 6)), k.encode(), v.encode()) for k, v in records.items())
    pax = b""
    for k, v in records.items():
        body = f" {k}={v}\n".encode()
        size = len(body) + 2
        size = len(body) + len(str(size))
        pax += str(size).encode() + body
    sparse = f"2\n0\n{len(WORDS)}\n{(1 << 60) - 512}\n0\n".encode().ljust(512, b"\0")
    data = sparse + WORDS.ljust(512, b"\0")
    return tar_header(b"pax", len(pax), b"x") + pax.ljust(512, b"\0") + tar_header(b"a.txt", len(sparse) + len(WORDS)) + data + bytes(1024)


@file("tar, a sparse map of a million entries as map.tar")
def tar_map():
    entries = b"".join(b"%d\n1\n" % (i * 1000) for i in range(400000))
    sparse = (b"400000\n" + entries)
    sparse = sparse.ljust((len(sparse) + 511) // 512 * 512, b"\0")
    pax = b"22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n"
    return tar_header(b"pax", len(pax), b"x") + pax.ljust(512, b"\0") + tar_header(b"a.txt", len(sparse) + 512) + sparse + bytes(512)


@file("tar, 200000 members in gzip as many.tgz")
def tar_many():
    one = tar_header(b"a.txt", 0) * 1000
    return gzip.compress(one * 200, mtime=0)


@file("tar, a pax header of 60 MB in gzip as pax.tgz")
def tar_pax():
    value = b"60000013 comment=" + b"x" * (60000013 - 18) + b"\n"
    return gzip.compress(tar_header(b"pax", len(value), b"x") + value.ljust((len(value) + 511) // 512 * 512, b"\0") + tar_header(b"a", 0), 1, mtime=0)


@file("tar, long names upon long names as names.tar")
def tar_names():
    return b"".join(tar_header(b"././@LongLink", 5000, b"L") + (b"n" * 4999 + b"\0").ljust(5120, b"\0") for _ in range(3000)) + tar_header(b"a", 0)


@file("tar in tar, two hundred deep as deep.tar")
def tar_deep():
    octets = WORDS
    for _ in range(200):
        octets = tar_header(b"in.tar", len(octets)) + octets.ljust((len(octets) + 511) // 512 * 512, b"\0") + bytes(1024)
    return octets


@file("tar.gz in tar.gz, fifty deep as deep.tgz")
def tgz_deep():
    octets = WORDS
    for _ in range(50):
        octets = gzip.compress(tar_header(b"in.tgz", len(octets)) + octets.ljust((len(octets) + 511) // 512 * 512, b"\0") + bytes(1024), mtime=0)
    return octets


@file("tar, links in a ring as ring.tar", "read")
def tar_ring():
    return b"".join(tar_header(b"l%d" % i, 0, b"1", b"l%d" % ((i + 1) % 500)) for i in range(500)) + tar_header(b"a.txt", len(WORDS)) + WORDS.ljust(512, b"\0") + bytes(1024)


@file("cpio, a name of 4 GB as name.cpio")
def cpio_name():
    return b"070701" + b"00000000" * 11 + b"FFFFFFFF" + b"00000000" + b"a.txt\0" + bytes(1000)


@file("ar, a size of ten digits as size.a")
def ar_size():
    return b"!<arch>\n" + b"a.txt/          0           0     0     644     9999999999`\n" + WORDS


@file("ar, a million members as many.a")
def ar_many():
    return b"!<arch>\n" + b"a/              0           0     0     644     0         `\n" * 200000


@file("cab, 65535 folders and files as counts.cab")
def cab_counts():
    head = b"MSCF" + struct.pack("<IIIIIBBHHHHH", 0, 4096, 0, 60, 0, 3, 1, 65535, 65535, 0, 0, 0)
    return head.ljust(4096, b"\1")


@file("cab, deflated blocks in a ring as ring.cab")
def cab_ring():
    raw = b"CK" + deflated_zeros(1 * MEBI)[:30000]
    count = 200
    files = b"".join(struct.pack("<IIHHHH", 32768 * 100, 0, 0, 0, 0, 0x20) + b"f%d\0" % i for i in range(count))
    data = b"".join(struct.pack("<IHH", 0, len(raw) & 0xFFFF, 32768) + raw for _ in range(100))
    at = 36 + 8
    body = struct.pack("<IHH", at + len(files), 100, 1) + files + data
    return b"MSCF" + struct.pack("<IIIIIBBHHHHH", 0, 36 + len(body), 0, at, 0, 3, 1, 1, count, 0, 0, 0) + body


def both(n, size=4):
    return n.to_bytes(size, "little") + n.to_bytes(size, "big")


def iso_record(name, extent, size, flags):
    body = bytes([0]) + both(extent) + both(size) + bytes(7) + bytes([flags, 0, 0]) + both(1, 2) + bytes([len(name)]) + name
    body += b"\0" * (len(body) % 2 == 0)
    return bytes([len(body) + 1]) + body


def iso(directory, sectors, more=b""):
    root = iso_record(b"\0", 20, len(directory), 2)
    pvd = (b"\1CD001\1\0" + b" " * 64 + bytes(8) + both(sectors) + bytes(32) + both(1, 2) + both(1, 2) + both(2048, 2) + both(10) + struct.pack("<II", 19, 0) + struct.pack(">II", 19, 0) + root)
    pvd = pvd.ljust(881, b"\0") + b"\1"
    path = b"\1\0" + struct.pack("<I", 20) + b"\1\0\0\0"
    return bytes(32768) + pvd.ljust(2048, b"\0") + b"\xffCD001\1".ljust(2048, b"\0") + bytes(2048) + path.ljust(2048, b"\0") + directory + more


@file("iso, a folder that holds itself as circle.iso")
def iso_circle():
    entries = iso_record(b"\0", 20, 2048, 2) + iso_record(b"\1", 20, 2048, 2) + iso_record(b"LOOP", 20, 2048, 2) + iso_record(b"AGAIN", 20, 2048, 2)
    return iso(entries.ljust(2048, b"\0"), 22)


@file("iso, a thousand names for the same 8 MB as same.iso")
def iso_same():
    entries = b""
    for i in range(900):
        e = iso_record(b"F%d.TXT;1" % i, 60, 8 * MEBI, 0)
        if len(entries) % 2048 + len(e) > 2048:
            entries = entries.ljust((len(entries) + 2047) // 2048 * 2048, b"\0")
        entries += e
    entries = entries.ljust(40 * 2048, b"\0")
    return iso(entries, 4200, (b"word " * (8 * MEBI // 5 + 1))[:8 * MEBI])


@file("iso, extents beyond the end as beyond.iso")
def iso_beyond():
    entries = iso_record(b"\0", 20, 2048, 2) + b"".join(iso_record(b"F%d" % i, 0x7FFFFFF0, 0xFFFFFFF0, 0) for i in range(30))
    return iso(entries.ljust(2048, b"\0"), 22)


@file("lha, headers of every size as headers.lzh")
def lha_headers():
    one = b"\x19\0-lh0-" + struct.pack("<IIIBB", 0, 0, 0, 0x20, 0) + b"\x03a.t\0\0"
    one = bytes([one[0], sum(one[2:2 + one[0]]) & 0xFF]) + one[2:]
    return one * 100000


@file("lha, sizes of 4 GB as sizes.lzh")
def lha_sizes():
    one = b"\x19\0-lh5-" + struct.pack("<IIIBB", 0xFFFFFFFF, 0xFFFFFFFF, 0, 0x20, 0) + b"\x03a.t\0\0"
    return bytes([one[0], sum(one[2:2 + one[0]]) & 0xFF]) + one[2:] + bytes(1000)


# --- rar

def rar4_block(kind, flags, rest):
    body = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
    return struct.pack("<H", crc(body) & 0xFFFF) + body


RAR4 = b"Rar!\x1a\x07\0" + rar4_block(0x73, 0, bytes(6))
RAR5 = b"Rar!\x1a\x07\1\0"


def rar4_file(name, data, plain, method=0x30, version=29, flags=0):
    rest = struct.pack("<IIBIIBBHI", len(data), min(plain, 0xFFFFFFFF), 2, crc(data), 0x5A210000, version, method, len(name), 0x20) + name
    return rar4_block(0x74, 0x8000 | flags, rest) + data


def vint(n):
    out = b""
    while n > 127:
        out, n = out + bytes([n & 127 | 128]), n >> 7
    return out + bytes([n])


def rar5_block(rest):
    body = vint(len(rest)) + rest
    return struct.pack("<I", crc(body)) + body


def rar5_file(name, data, plain, packing=0):
    return rar5_block(vint(2) + vint(2) + vint(len(data)) + vint(4) + vint(plain) + vint(0x20) + struct.pack("<I", crc(data)) + vint(packing) + vint(1) + vint(len(name)) + name) + data


@file("rar 4, a hundred thousand files as many.rar")
def rar4_many():
    return RAR4 + rar4_file(b"a.txt", b"", 0) * 100000 + rar4_block(0x7B, 0x4000, b"")


@file("rar 4, packed noise of 4 GB as noise.rar")
def rar4_noise():
    return RAR4 + rar4_file(b"a.txt", bytes(range(256)) * 400, 0xFFFFFFFF, 0x33, flags=0xE0 & 0) + rar4_block(0x7B, 0x4000, b"")


@file("rar 5, a dictionary of 4 GB as dictionary.rar")
def rar5_dictionary():
    return RAR5 + rar5_block(vint(1) + vint(0) + vint(0)) + rar5_file(b"a.txt", bytes(range(256)) * 40, 1 << 50, 15 << 10 | 3 << 7) + rar5_block(vint(5) + vint(0) + vint(0))


@file("rar 5, a hundred thousand files as many5.rar")
def rar5_many():
    return RAR5 + rar5_block(vint(1) + vint(0) + vint(0)) + rar5_file(b"a.txt", b"", 0) * 100000 + rar5_block(vint(5) + vint(0) + vint(0))


@file("rar 5, a stored file of 2^60 octets as stored.rar")
def rar5_stored():
    return RAR5 + rar5_block(vint(1) + vint(0) + vint(0)) + rar5_file(b"a.txt", WORDS, 1 << 60) + rar5_block(vint(5) + vint(0) + vint(0))


# --- in other files

GIF = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")


@file("picture with a nest of zip behind it as picture.gif")
def picture():
    return GIF + nested()


@file("program with thousands of signatures of archives as program.exe")
def program():
    return b"MZ\x90\0" + (b"Rar!\x1a\x07\0" + b"7z\xbc\xaf\x27\x1c" + b"MSCF\0\0\0\0" + bytes(20)) * 50000


@file("program that unpacks itself, a bomb in 7z as setup.exe")
def setup():
    return b"MZ\x90\0" + bytes(range(256)) * 20 + seven_zeros()


@file("one file that is GIF, zip and HTML as page.html")
def polyglot():
    return GIF + b"<html><body>" + b"<b>" * 10000 + zip_of([("a.txt", deflated_zeros(300 * MEBI), 300 * MEBI, 8)])
