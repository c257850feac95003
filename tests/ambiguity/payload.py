"""What is hidden, and the small words every group of cases builds its messages from.

A case is a message in which some mail programs find the payload and others do not. Each is made twice: with the
standard test file of antivirus programs, and with a National Insurance number of a prefix that is never issued.
"""
import base64
import binascii
import quopri
import re

# In two halves, so that this source is not taken for the file itself.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
NUMBER = b"PP 12 34 56 C"
SENTENCE = b"Please note the National Insurance number " + NUMBER + b" for the payroll.\r\n"


class Payload:
    def __init__(self, kind):
        self.kind = kind
        self.octets = EICAR if kind == "eicar" else SENTENCE
        self.type = "application/octet-stream" if kind == "eicar" else "text/plain; charset=us-ascii"
        self.name = "list.com" if kind == "eicar" else "list.txt"

    @property
    def b64(self):
        return lines(base64.b64encode(self.octets).decode())

    @property
    def qp(self):
        # Every octet escaped: nothing of the payload stands there for who does not decode.
        out = "".join("=%02X" % c for c in self.octets)
        return "".join(out[i:i + 72] + "=\n" for i in range(0, len(out), 72))[:-2] + "\n"

    @property
    def uu(self):
        rows = [binascii.b2a_uu(self.octets[i:i + 45]).decode() for i in range(0, len(self.octets), 45)]
        return "".join(rows)

    def wrong(self):
        """Base64 of something harmless, about as long."""
        return lines(base64.b64encode(b"Nothing to see in here, but as long as the other one is. Really, nothing.").decode())


PAYLOADS = [Payload("eicar"), Payload("number")]
GROUPS = {}


def group(name):
    """Decorates a function of a payload that yields (variant, octets)."""
    def note(function):
        GROUPS.setdefault(name, []).append(function)
        return function
    return note


def lines(text, width=76):
    return "".join(text[i:i + width] + "\n" for i in range(0, len(text), width))


def octets(text):
    """Line ends as on the wire; a CR that is there already stays as it is; latin-1 stands for raw octets."""
    return re.sub("(?<!\r)\n", "\r\n", text).encode("latin-1")


HEAD = ("From: Anne Smith <a.smith@towcester-tc.example>\nTo: someone@example.net\nSubject: the list\n"
        "Message-ID: <case@towcester-tc.example>\nDate: Mon, 2 Nov 2026 10:00:00 +0000\nMIME-Version: 1.0\n")


def mail(fields, body, head=HEAD):
    return octets(head + fields + "\n" + body)


def entity(p, encoding="base64", body=None, type_line=None):
    """The payload as an entity: fields, an empty line, the body."""
    fields = type_line if type_line is not None else "Content-Type: " + p.type + "\n"
    return (fields + 'Content-Disposition: attachment; filename="' + p.name + '"\nContent-Transfer-Encoding: ' + encoding +
            "\n\n" + (p.b64 if body is None else body))


FRONT = "Content-Type: text/plain\n\nSee the list.\n"


def parts(boundary, *entities, end=True):
    return "".join("--" + boundary + "\n" + e for e in entities) + ("--" + boundary + "--\n" if end else "")


def mixed(parameter, body, type_name="multipart/mixed"):
    return mail("Content-Type: " + type_name + "; " + parameter + "\n", body)
