"""Hostile messages: the form of mail itself."""
import base64

from kinds import NUMBER, attached, kind, message

MEBI = 1 << 20
MIXED = "multipart/mixed; boundary="


@kind("mime, ten thousand multiparts deep")
def multiparts():
    return message(b"".join(b'--b%d\r\nContent-Type: multipart/mixed; boundary="b%d"\r\n\r\n' % (i, i + 1) for i in range(10000)) + b"x", kind=MIXED + '"b0"')


@kind("mime, ten thousand parts")
def parts():
    return message(b"--b\r\n\r\nx\r\n" * 10000 + b"--b--\r\n", kind=MIXED + "b")


@kind("mime, a million boundary lines")
def boundaries():
    return message(b"--b\r\n" * 1000000, kind=MIXED + "b")


@kind("mime, boundaries that begin one another", "read")
def prefixes():
    return message(b"".join(b"--" + b"b" * (i % 60 + 1) + b"\r\n\r\nx\r\n" for i in range(20000)), kind=MIXED + '"b"')


@kind("mime, a boundary of a megabyte", "read")
def long_boundary():
    b = b"b" * MEBI
    return message(b"--" + b + b"\r\n\r\nwords\r\n--" + b + b"--\r\n", kind=MIXED + '"' + "b" * MEBI + '"')


@kind("mime, hundred thousand parameters", "read")
def parameters():
    return message(kind="text/plain" + "".join(f';\r\n p{i}="x"' for i in range(100000)))


@kind("mime, a file name of hundred thousand pieces (RFC 2231)", "read")
def pieces():
    return message(b"--b\r\nContent-Disposition: attachment" + b"".join(b";\r\n filename*%d=a" % i for i in range(100000)) + b"\r\n\r\nx\r\n--b--\r\n", kind=MIXED + "b")


@kind("header section, a million fields", "read")
def fields():
    return message(fields=["X-A: b"] * 1000000)


@kind("header section, one field of 10 MB", "read")
def long_field():
    return message(fields=["X-A: " + "word " * (2 * MEBI)])


@kind("header section, a field folded a million times", "read")
def folded():
    return message(fields=["X-A: b" + "\r\n c" * 1000000])


@kind("header section, hundred thousand encoded words", "read")
def encoded_words():
    return message(fields=["X-A: " + "\r\n ".join(["=?utf-8?q?w=C3=B6rd?="] * 100000)])


@kind("header section, encoded words that never end", "read")
def open_words():
    return message(fields=["X-A: " + "=?utf-8?q?" * 500000])


@kind("header section, hundred thousand recipients", "read")
def recipients():
    return message(fields=["Cc: " + ",\r\n ".join(f"a{i}@example.org" for i in range(100000))])


@kind("header section, comments a million deep", "read")
def comments():
    return message(fields=["Cc: " + "(" * 1000000 + ")" * 1000000 + " a@example.org", "Reply-To: " + '"\\' * 500000])


@kind("header section, groups in groups", "read")
def groups():
    return message(fields=["Cc: " + "g:" * 200000 + "a@example.org" + ";" * 200000])


@kind("header section, no end", "read")
def no_end():
    return b"A: b\r\n" * 2000000


@kind("body, one line of 50 MB", "read")
def long_line():
    return message(b"word " * (10 * MEBI))


@kind("body, 20 MB of NUL", "read")
def nul():
    return message(bytes(20 * MEBI))


@kind("body, ten million bare CR", "read")
def bare():
    return message(b"\r" * 10000000)


@kind("body, ten million empty lines", "read")
def empty_lines():
    return message(b"\r\n" * 10000000)


@kind("body, base64 of 30 MB of NUL", "read")
def base64_nul():
    return message(base64.encodebytes(bytes(30 * MEBI)), ["Content-Transfer-Encoding: base64"])


@kind("body, base64 of one octet a line", "read")
def base64_lines():
    return message(b"e\r\n" * 3000000, ["Content-Transfer-Encoding: base64"])


@kind("body, base64 with padding everywhere", "read")
def base64_padding():
    return message(b"eA==" * 3000000, ["Content-Transfer-Encoding: base64"])


@kind("body, ten million soft line breaks", "read")
def soft_breaks():
    return message(b"=\r\n" * 10000000, ["Content-Transfer-Encoding: quoted-printable"])


@kind("body, quoted-printable that is broken everywhere", "read")
def broken_quoted():
    return message(b"=G=" * 5000000, ["Content-Transfer-Encoding: quoted-printable"])


@kind("body, uuencode of 20 MB", "read")
def uuencode():
    line = b"M" + b"86%A" * 15 + b"\r\n"
    return message(b"begin 644 a.bin\r\n" + line * 400000 + b"`\r\nend\r\n")


@kind("body, hundred thousand uuencoded files")
def uuencoded_files():
    return message(b"begin 644 a.txt\r\n#86%A\r\n`\r\nend\r\n" * 100000)


@kind("body, uuencode that never ends", "read")
def open_uuencode():
    return message(b"begin 644 a.txt\r\n" * 500000)


@kind("body, yEnc of 20 MB", "read")
def yenc():
    return message(b"=ybegin line=128 size=999999999 name=a.bin\r\n" + (b"k" * 128 + b"\r\n") * 150000)


@kind("body, a charset that nobody knows, 20 MB", "read")
def charset():
    return message(b"\xe9\xff\xfe" * (7 * MEBI), kind="text/plain; charset=" + "x" * 60000)


@kind("body, UTF-7 of shifts alone", "read")
def utf7():
    return message(b"+-+AOk-" * 2000000, kind="text/plain; charset=utf-7")


@kind("body, ISO-2022 of escapes alone", "read")
def escapes():
    return message(b"\x1b$B\x1b(B" * 2000000, kind="text/plain; charset=iso-2022-jp")


@kind("message in message, a thousand deep")
def messages():
    return message(b"Content-Type: message/rfc822\r\n\r\n" * 1000 + b"\r\nx", kind="message/rfc822")


@kind("message in message as files, two hundred deep")
def message_files():
    inner = message(b"words")
    for i in range(200):
        b = b"b%03d" % i
        inner = message(b"--" + b + b"\r\nContent-Type: application/octet-stream; name=a.eml\r\n\r\n" + inner + b"\r\n--" + b + b"--\r\n", kind=MIXED + b.decode())
    return inner


@kind("message in base64 in message, twelve deep", "read")
def base64_messages():
    inner = message(NUMBER.encode())
    for _ in range(12):
        inner = attached(inner, "a.eml")
    return inner


@kind("message, parts of a message of a million fragments", "stopped")
def partial():
    return message(b"words", kind='message/partial; id="x"; number=1; total=1000000')


def html(body, name):
    kind(name, "read")(lambda: message(body(), kind="text/html; charset=utf-8"))


html(lambda: b"<div>" * 1000000 + b"words", "html, a million open tags")
html(lambda: b"<table><tr><td>" * 300000 + NUMBER.encode(), "html, tables in tables")
html(lambda: b"&amp;" * 4000000, "html, four million entities")
html(lambda: b"&#x" + b"9" * (10 * MEBI) + b";", "html, a character reference of 10 MB")
html(lambda: b"<p " + b'a="b" ' * 1000000 + b">words", "html, a million attributes")
html(lambda: b"<p a='" + b"x" * (30 * MEBI) + b"'>words", "html, an attribute of 30 MB")
html(lambda: b"<p style='" + b"display:none;" * 1000000 + b"'>words", "html, a style of a million rules")
html(lambda: b"<!--" * 3000000, "html, comments that never end")
html(lambda: b"<" * 10000000, "html, ten million angle brackets")
html(lambda: b"<style>" + b"p{color:red}" * 1000000 + b"</style>words", "html, a million rules of style")
html(lambda: b"<img src='data:text/html;base64," + b"PGI+" * 3000000 + b"'>", "html, a picture of 12 MB in an address")
html(lambda: b"".join(b"<p style='font-size:%dpx'>w</p>" % (i % 3) for i in range(300000)), "html, words by turns hidden and shown")
html(lambda: "".join("9\u200b" for _ in range(3000000)).encode(), "html, digits parted by what is not seen")


@kind("text, twenty million digits", "read")
def digits():
    return message(b"4242 4242 4242 4242 " * MEBI)


@kind("text, 300000 numbers of every kind", "read")
def numbers():
    return message(f"Jane Specimen, NHS No {NUMBER}, sort code 08-99-99 account 66374958, card 4242 4242 4242 4242\r\n".encode() * 300000)


@kind("text, words that are nearly addresses", "read")
def nearly():
    return message(b"a@" * 5000000)


@kind("text, one million begin lines of keys", "read")
def keys():
    return message(b"-----BEGIN RSA PRIVATE KEY-----\r\n" * 1000000)
