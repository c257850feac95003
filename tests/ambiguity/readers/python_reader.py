"""Python's own email reader in its two manners: what it makes of a message, as octets and as text."""
import email
import email.header
import email.policy
import os
import sys


def header_text(value):
    try:
        return "".join(s if isinstance(s, str) else s.decode(c or "latin-1", "replace") for s, c in email.header.decode_header(str(value)))
    except (LookupError, ValueError, email.errors.HeaderParseError):
        return str(value)


def compat(octets):
    things = []
    for part in email.message_from_bytes(octets).walk():
        things += [header_text(v) for v in part.values()]
        things.append(part.get_filename() or "")
        payload = part.get_payload(decode=True)
        if payload is not None:
            things += [payload, as_text(payload, part.get_content_charset())]
    return things


def modern(octets):
    things = []
    for part in email.message_from_bytes(octets, policy=email.policy.default).walk():
        try:
            things += [str(v) for v in part.values()]
            things.append(part.get_filename() or "")
        except Exception:  # noqa: BLE001  the library throws many kinds over a broken field
            pass
        try:
            content = part.get_content()
            things += [content] if isinstance(content, (bytes, str)) else []
        except Exception:  # noqa: BLE001
            pass
        payload = part.get_payload(decode=True)
        things += [payload] if payload is not None else []
    return things


def as_text(octets, charset):
    try:
        return octets.decode(charset or "utf-8", "replace")
    except (LookupError, UnicodeError, ValueError):
        return octets.decode("latin-1")


def tried(reader, octets):
    try:
        return reader(octets)
    except Exception:  # noqa: BLE001  a reader that gives up shows nothing
        return []


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
    import protocol
    protocol.serve(lambda octets: tried({"compat": compat, "modern": modern}[sys.argv[1]], octets))
