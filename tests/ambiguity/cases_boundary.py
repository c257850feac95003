"""Where the parts of a multipart begin and end: boundaries that one program reads so and the next one otherwise."""
from payload import FRONT, entity, group, mail, mixed, parts


def split_two(p, first, second):
    """Who splits at `first` sees text with lines in it, who splits at `second` sees the payload."""
    return "--%s\n%s--%s\n%s--%s--\n--%s--\n" % (first, FRONT, second, entity(p), second, first)


@group("boundary")
def two_parameters(p):
    for name, good, bad in (("plain", "boundary=aaa", "boundary=bbb"), ("quoted", 'boundary="aaa"', 'boundary="bbb"'),
                            ("extended", "boundary=aaa", "boundary*=us-ascii''bbb"),
                            ("pieces", "boundary=aaa", "boundary*0=b; boundary*1=bb"),
                            ("upper case", "boundary=aaa", "BOUNDARY=bbb"), ("no value", "boundary=aaa", "boundary; boundary=bbb")):
        for order in (0, 1):
            parameter = "; ".join([good, bad] if order == 0 else [bad, good])
            for hidden in (0, 1):
                body = split_two(p, *(("aaa", "bbb") if hidden == 0 else ("bbb", "aaa")))
                yield "two, %s, %s first, payload behind %s" % (name, "aaa" if order == 0 else "bbb", "bbb" if hidden == 0 else "aaa"), \
                    mixed(parameter, body)


SPELLINGS = [  # name, the parameter as written, what some program takes for the boundary
    ("extended", "boundary*=us-ascii''bbb", "bbb"), ("extended without quotes", "boundary*=bbb", "bbb"),
    ("extended in percent", "boundary*=us-ascii''%62%62%62", "bbb"), ("extended quoted", "boundary*=\"us-ascii''bbb\"", "bbb"),
    ("extended, no charset", "boundary*=''bbb", "bbb"), ("extended, unknown charset", "boundary*=x-none''bbb", "bbb"),
    ("extended in UTF-16", "boundary*=utf-16''%00b%00b%00b", "bbb"), ("extended in UTF-16, marked", "boundary*=utf-16''%FE%FF%00b%00b%00b", "bbb"),
    ("extended in UTF-7", "boundary*=utf-7''+AGIAYgBi-", "bbb"),
    ("extended with a language", "boundary*=us-ascii'en'bbb", "bbb"), ("extended, one quote", "boundary*=us-ascii'bbb", "us-ascii'bbb"),
    ("extended, as written", "boundary*=us-ascii''bbb", "us-ascii''bbb"), ("percent in a plain one", "boundary=%62bb", "%62bb"),
    ("percent in a plain one, decoded", "boundary=%62bb", "bbb"),
    ("pieces", "boundary*0=b; boundary*1=bb", "bbb"), ("pieces reversed", "boundary*1=bb; boundary*0=c", "cbb"),
    ("pieces reversed, as they stand", "boundary*1=bb; boundary*0=c", "bbc"),
    ("pieces from 1", "boundary*1=b; boundary*2=bb", "bbb"), ("pieces with a gap", "boundary*0=b; boundary*2=bb", "bbb"),
    ("pieces with a gap, the first only", "boundary*0=bbb; boundary*2=cc", "bbb"), ("piece 0 alone", "boundary*0=bbb", "bbb"),
    ("piece 0 twice, the first", "boundary*0=bbb; boundary*0=ccc", "bbb"), ("piece 0 twice, the second", "boundary*0=bbb; boundary*0=ccc", "ccc"),
    ("piece 1 twice", "boundary*0=b; boundary*1=bb; boundary*1=cc", "bcc"), ("pieces with leading noughts", "boundary*00=b; boundary*01=bb", "bbb"),
    ("pieces of eleven", "; ".join("boundary*%d=%s" % (i, "abcdefghijk"[i]) for i in range(11)), "abcdefghijk"),
    ("pieces of eleven by letters", "; ".join("boundary*%d=%s" % (i, "abcdefghijk"[i]) for i in range(11)), "abkcdefghij"),
    ("pieces encoded", "boundary*0*=us-ascii''b; boundary*1*=%62b", "bbb"), ("pieces half encoded", "boundary*0*=us-ascii''b; boundary*1=bb", "bbb"),
    ("pieces half encoded, percent in a plain one", "boundary*0*=us-ascii''b; boundary*1=%62b", "b%62b"),
    ("pieces, the second encoded", "boundary*0=b; boundary*1*=%62b", "bbb"),
    ("pieces encoded, charset in the second", "boundary*0=b; boundary*1*=us-ascii''bb", "bbb"),
    ("a piece and a plain one, the piece", "boundary=aaa; boundary*0=bbb", "bbb"), ("a piece and a plain one, the plain", "boundary=bbb; boundary*0=aaa", "bbb"),
    ("an extended and pieces, the extended", "boundary*=us-ascii''bbb; boundary*0=aaa", "bbb"),
    ("an extended and pieces, the pieces", "boundary*=us-ascii''aaa; boundary*0=bbb", "bbb"),
    ("single quotes", "boundary='bbb'", "'bbb'"), ("single quotes, dropped", "boundary='bbb'", "bbb"),
    ("half quoted", 'boundary="bbb', "bbb"), ("half quoted, kept", 'boundary="bbb', '"bbb'), ("quoted at the end", 'boundary=bbb"', "bbb"),
    ("quoted at the end, kept", 'boundary=bbb"', 'bbb"'), ("doubly quoted", 'boundary=""bbb""', "bbb"), ("quoted in the middle", 'boundary=b"b"b', "bbb"),
    ("quoted in the middle, kept", 'boundary=b"b"b', 'b"b"b'), ("two quoted strings", 'boundary="bb""cc"', "bb"), ("two quoted strings, joined", 'boundary="bb""cc"', "bbcc"),
    ("text behind the quotes", 'boundary="bbb"ccc', "bbb"), ("text behind the quotes, joined", 'boundary="bbb"ccc', "bbbccc"),
    ("escaped", 'boundary="b\\bb"', "bbb"), ("escaped, kept", 'boundary="b\\bb"', "b\\bb"), ("escaped quote", 'boundary="bbb\\"cc"', 'bbb"cc'),
    ("escaped quote, the end", 'boundary="bbb\\"cc"', "bbb\\"), ("semicolon inside", 'boundary="bb;cc"', "bb;cc"), ("semicolon inside, the end", 'boundary="bb;cc"', "bb"),
    ("comma behind", "boundary=bbb,ccc", "bbb"), ("comma behind, kept", "boundary=bbb,ccc", "bbb,ccc"), ("slash inside", "boundary=b/bb", "b/bb"), ("slash inside, the end", "boundary=b/bb", "b"),
    ("equals inside", "boundary=bb=cc", "bb=cc"), ("equals inside, the end", "boundary=bb=cc", "bb"), ("two equals", "boundary==bbb", "bbb"), ("two equals, kept", "boundary==bbb", "=bbb"),
    ("encoded-word", 'boundary="=?us-ascii?q?bbb?="', "bbb"), ("encoded-word, kept", 'boundary="=?us-ascii?q?bbb?="', "=?us-ascii?q?bbb?="),
    ("encoded-word without quotes", "boundary==?us-ascii?b?YmJi?=", "bbb"), ("two encoded-words", 'boundary="=?us-ascii?q?b?= =?us-ascii?q?bb?="', "bbb"),
    ("blank before the sign", "boundary =bbb", "bbb"), ("blank behind the sign", "boundary= bbb", "bbb"), ("tab around the sign", "boundary\t=\tbbb", "bbb"),
    ("blank inside", "boundary=bbb ccc", "bbb ccc"), ("blank inside, the end", "boundary=bbb ccc", "bbb"), ("blank inside, closed up", "boundary=bbb ccc", "bbbccc"),
    ("blank inside quotes", 'boundary="bbb ccc"', "bbb ccc"), ("blank before, in quotes", 'boundary=" bbb"', " bbb"), ("blank before, in quotes, dropped", 'boundary=" bbb"', "bbb"),
    ("blank behind, in quotes", 'boundary="bbb "', "bbb"), ("blank behind, in quotes, kept", 'boundary="bbb "', "bbb "), ("tab behind, in quotes", 'boundary="bbb\t"', "bbb"),
    ("bare CR inside", 'boundary="b\rbb"', "bbb"), ("bare CR inside, the end", "boundary=bbb\rccc", "bbb"), ("NUL inside", 'boundary="bbb\0ccc"', "bbb"), ("NUL behind", "boundary=bbb\0", "bbb"),
    ("folded inside quotes", 'boundary="bbb\n ccc"', "bbb ccc"), ("folded inside quotes, closed up", 'boundary="bbb\n ccc"', "bbbccc"), ("folded behind the sign", "boundary=\n bbb", "bbb"),
    ("form feed behind", "boundary=bbb\f", "bbb"), ("vertical tab before", "\vboundary=bbb", "bbb"),
    ("empty", "boundary=", ""), ("empty in quotes", 'boundary=""', ""), ("blanks only", 'boundary="  "', "  "), ("blanks only, dropped", 'boundary="  "', ""),
    ("comment before the sign", "boundary(x)=bbb", "bbb"), ("comment behind the sign", "boundary=(x)bbb", "bbb"), ("comment behind", "boundary=bbb(x)", "bbb"),
    ("comment behind, kept", "boundary=bbb(x)", "bbb(x)"), ("comment behind a blank", "boundary=bbb (x)", "bbb"), ("comment inside", "boundary=b(x)bb", "bbb"), ("comment inside, the end", "boundary=bbb(x)cc", "bbb"),
    ("comment before the name", "(x)boundary=bbb", "bbb"), ("comment inside the name", "bound(x)ary=bbb", "bbb"), ("comment with a parameter", '(boundary=aaa)boundary=bbb', "bbb"),
    ("a parameter in a comment", "x=y (; boundary=bbb)", "bbb"), ("a comment that is open", "boundary=bbb (x", "bbb"), ("nested comments", "boundary=bbb((x)y)", "bbb"), ("comment in quotes", 'boundary="(x)bbb"', "(x)bbb"),
    ("a parameter in another's quotes", 'x="; boundary=bbb"', "bbb"), ("a quote before that is open", 'x="y; boundary=bbb', "bbb"), ("an escaped quote before", 'x="\\"; boundary=bbb; y="', "bbb"),
    ("two semicolons", ";boundary=bbb", "bbb"), ("comma instead of semicolon", "x=y, boundary=bbb", "bbb"), ("blank instead of semicolon", "x=y boundary=bbb", "bbb"),
    ("no semicolon before", "x=\"y\"boundary=bbb", "bbb"), ("colon instead of the sign", "boundary:bbb", "bbb"), ("long", "boundary=" + "b" * 71, "b" * 71), ("very long", "boundary=" + "b" * 300, "b" * 300),
    ("cut at 70", "boundary=" + "b" * 80, "b" * 70), ("8-bit", 'boundary="b\xe9b"', "b\xe9b"), ("UTF-8", 'boundary="b\xc3\xa9b"', "b\xc3\xa9b"), ("letters of all kinds", "boundary='()+_,-./:=?", "'()+_,-./:=?"),
    ("control octet", 'boundary="b\x01b"', "b\x01b"), ("name with a prefix", "xboundary=bbb", "bbb"), ("name with a dash", "boundary-x=bbb", "bbb"), ("misspelt name", "boundry=bbb", "bbb"),
    ("in square brackets", "boundary=[bbb]", "[bbb]"), ("at sign", "boundary=b@bb", "b@bb"), ("dashes before", "boundary=--bbb", "--bbb"), ("dashes before, dropped", "boundary=--bbb", "bbb"), ("dashes behind", "boundary=bbb--", "bbb--"),
]


@group("boundary")
def spelling(p):
    for name, parameter, boundary in SPELLINGS:
        yield "spelling, " + name, mixed(parameter, parts(boundary, FRONT, entity(p)))


@group("boundary")
def delimiter_lines(p):
    e = entity(p)
    body = lambda line, end="--bbb--\n": "--bbb\n" + FRONT + line + e + end  # noqa: E731
    for name, line in (("blank behind", "--bbb \n"), ("tab behind", "--bbb\t\n"), ("text behind", "--bbb x\n"), ("text right behind", "--bbbx\n"), ("comment behind", "--bbb (x)\n"),
                       ("blank before", " --bbb\n"), ("one dash", "-bbb\n"), ("three dashes", "---bbb\n"), ("blank between", "-- bbb\n"), ("upper case", "--BBB\n"), ("closing, then a part", "--bbb--\n"),
                       ("closing with one dash", "--bbb-\n"), ("closing with a blank", "--bbb --\n"), ("closing and text", "--bbb--x\n"), ("quoted", '--"bbb"\n'), ("no empty line before", "--bbb\n"),
                       ("bare CR before", "x\r--bbb\n"), ("bare CR behind", "--bbb\r"), ("two CR behind", "--bbb\r\r\n"), ("NUL behind", "--bbb\0\n"), ("NUL before", "\0--bbb\n"), ("form feed before", "\f--bbb\n"),
                       ("no line end before", "x--bbb\n"), ("zero width before", "\xe2\x80\x8b--bbb\n"), ("byte order mark before", "\xef\xbb\xbf--bbb\n"), ("LF before only", "\r\n--bbb\n")):
        yield "delimiter, " + name, mixed("boundary=bbb", body(line))
    yield "delimiter, no end", mixed("boundary=bbb", body("--bbb\n", ""))
    yield "delimiter, none before the payload", mixed("boundary=bbb", e + "--bbb\n" + FRONT + "--bbb--\n")
    yield "delimiter, payload behind the end", mixed("boundary=bbb", parts("bbb", FRONT) + "--bbb\n" + e + "--bbb--\n")
    yield "delimiter, payload behind the end, another start", mixed("boundary=bbb", parts("bbb", FRONT) + "Content-Type: multipart/mixed; boundary=ccc\n\n" + parts("ccc", e))
    yield "delimiter, first closes", mixed("boundary=bbb", "--bbb--\n" + e + "--bbb--\n")
    yield "delimiter, in the header section", mail("Content-Type: multipart/mixed; boundary=bbb\nX-A: b\n--bbb\n" + e, "--bbb--\n")
    yield "delimiter, ends the fields of a part", mixed("boundary=bbb", "--bbb\nContent-Type: text/plain\n--bbb\n" + e + "--bbb--\n")
    yield "delimiter, end inside the fields", mixed("boundary=bbb", "--bbb\nContent-Type: text/plain\n--bbb--\n" + e)
    yield "delimiter, only one and no parameter", mail("Content-Type: multipart/mixed\n", "--bbb\n" + e + "--bbb--\n")
    yield "delimiter, no parameter, text before", mail("Content-Type: multipart/mixed\n", "Hello.\n\n" + parts("bbb", FRONT, e))
    yield "delimiter, no Content-Type at all", mail("", parts("bbb", FRONT, e))
    yield "delimiter, only mentioned in another field", mail("Content-Type: multipart/mixed\nX-Boundary: bbb\n", parts("bbb", e))
    yield "delimiter, another one is used", mixed("boundary=aaa", parts("bbb", FRONT, e))
    yield "delimiter, part without its empty line", mixed("boundary=bbb", "--bbb\n" + e.replace("\n\n", "\n") + "--bbb--\n")
    yield "delimiter, part that begins with an empty line", mixed("boundary=bbb", "--bbb\n\n" + e + "--bbb--\n")
    yield "delimiter, part that begins with a blank line", mixed("boundary=bbb", "--bbb\n \n" + e + "--bbb--\n")
    yield "delimiter, at the very end", mixed("boundary=bbb", "--bbb\n" + e.rstrip() + "--bbb--")
    yield "delimiter, base64 runs into it", mixed("boundary=bbb", "--bbb\n" + FRONT + "--bbb\n" + e.rstrip() + "--bbb--\n")


@group("boundary")
def one_inside_the_other(p):
    inner = "Content-Type: multipart/mixed; boundary=%s\n\n"
    for name, outer, within in (("the same", "bbb", "bbb"), ("inner is longer", "bbb", "bbbc"), ("outer is longer", "bbbc", "bbb"), ("inner with a blank", "bbb", "bbb c"),
                                ("inner ends as closed", "bbb", "bbb--"), ("outer ends as closed", "bbb--", "bbb"), ("inner in upper case", "bbb", "BBB")):
        quoted = '"%s"' % within
        yield "nested, " + name, mixed('boundary="%s"' % outer, parts(outer, FRONT, inner % quoted + parts(within, FRONT, entity(p))))
        yield "nested, %s, inner without end" % name, mixed('boundary="%s"' % outer, parts(outer, FRONT, inner % quoted + parts(within, FRONT, entity(p), end=False)))
        yield "nested, %s, outer ends first" % name, mixed('boundary="%s"' % outer, "--%s\n" % outer + inner % quoted + "--%s\n" % within + FRONT + "--%s--\n--%s\n" % (outer, within) + entity(p) + "--%s--\n" % within)
    yield "nested, inner ends the outer", mixed("boundary=bbb", "--bbb\n" + inner % "ccc" + "--ccc\n" + FRONT + "--bbb\n" + entity(p) + "--ccc--\n--bbb--\n")
    yield "nested, inner goes on behind the outer", mixed("boundary=bbb", "--bbb\n" + inner % "ccc" + parts("ccc", FRONT, end=False) + "--bbb--\n--ccc\n" + entity(p) + "--ccc--\n")
    yield "nested, in the preamble", mixed("boundary=bbb", "Content-Type: multipart/mixed; boundary=ccc\n\n" + parts("ccc", entity(p)) + parts("bbb", FRONT))
    deep = entity(p)
    for i in range(12):
        deep = inner % ("d%d" % i) + parts("d%d" % i, deep)
    yield "nested, twelve deep", mail(deep.split("\n\n", 1)[0] + "\n", deep.split("\n\n", 1)[1])
    for i in range(12, 40):
        deep = inner % ("d%d" % i) + parts("d%d" % i, deep)
    yield "nested, forty deep", mail(deep.split("\n\n", 1)[0] + "\n", deep.split("\n\n", 1)[1])
