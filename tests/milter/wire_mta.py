"""A scripted MTA that speaks the milter protocol octet by octet, for what miltertest cannot say."""
import socket
import struct
import time

ALL_ACTIONS, ALL_STEPS = 0x1FF, 0x1FFFFF


class Gone(Exception):
    """The filter ended the connection."""


class Mta:
    def __init__(self, address, timeout=15.0):
        if address.startswith("unix:"):
            self.s = socket.socket(socket.AF_UNIX)
            self.s.settimeout(timeout)
            self.s.connect(address[5:])
        else:
            port, host = address[5:].split("@")
            self.s = socket.create_connection((host, int(port)), timeout)
        self.steps = 0

    def send(self, command, data=b""):
        self.s.sendall(struct.pack("!I", len(data) + 1) + command + data)

    def receive(self):
        head = self._exactly(4)
        body = self._exactly(struct.unpack("!I", head)[0])
        return body[:1], body[1:]

    def _exactly(self, n):
        out = b""
        while len(out) < n:
            try:
                piece = self.s.recv(n - len(out))
            except ConnectionError as e:
                raise Gone from e
            if not piece:
                raise Gone
            out += piece
        return out

    def ask(self, command, data=b""):
        self.send(command, data)
        return self.receive()

    def close(self):
        self.s.close()

    # -- the usual steps -------------------------------------------------------------------------------------------
    def negotiate(self, actions=ALL_ACTIONS, steps=ALL_STEPS, version=6):
        code, data = self.ask(b"O", struct.pack("!III", version, actions, steps))
        assert code == b"O", code
        _, self.actions, self.steps = struct.unpack("!III", data[:12])
        return data[12:]

    def macros(self, stage, **values):
        data = stage
        for name, value in values.items():
            name = name if len(name) == 1 else "{" + name + "}"
            data += name.encode() + b"\0" + value.encode() + b"\0"
        self.send(b"D", data)

    def connect(self, host=b"client.example.org", ip=b"192.0.2.10"):
        return self.ask(b"C", host + b"\0" + b"4" + struct.pack("!H", 4711) + ip + b"\0")

    def step(self, command, data, silent_bit):
        self.send(command, data)
        if not self.steps & silent_bit:
            return self.receive()
        return None

    def helo(self, name=b"client.example.org"):
        return self.step(b"H", name + b"\0", 0x2000)

    def mail(self, sender, *parameters):
        return self.ask(b"M", b"\0".join([b"<" + sender + b">", *parameters]) + b"\0")

    def rcpt(self, recipient=b"<clerk@council.example>"):
        return self.ask(b"R", recipient + b"\0")

    def data(self):
        return self.step(b"T", b"", 0x10000)

    def header(self, name, value):
        return self.step(b"L", name + b"\0" + value + b"\0", 0x80)

    def eoh(self):
        return self.step(b"N", b"", 0x40000)

    def body(self, octets):
        return self.step(b"B", octets, 0x80000)

    def end(self, octets=b""):
        """End of the body; (final reply, changes, number of progress packets)."""
        self.send(b"E", octets)
        changes, progress = [], 0
        while True:
            code, data = self.receive()
            if code == b"p":
                progress += 1
            elif code in b"hmi-+e2bq" and code:
                changes.append((code, data))
            else:
                return (code, data), changes, progress

    def open(self, **how):
        self.negotiate(**how)
        self.connect()
        self.helo()
        return self

    def message(self, sender, fields=((b"Subject", b" test"),), body=b"hello\r\n", recipients=(b"<clerk@council.example>",)):
        code, _ = self.mail(sender)
        assert code == b"c", ("MAIL", code)
        for r in recipients:
            assert self.rcpt(r)[0] == b"c"
        self.data()
        for name, value in fields:
            self.header(name, value)
        self.eoh()
        if body:
            self.body(body)
        return self.end()


def until(check, seconds=5.0):
    """The first true value of check(), asked again for some seconds."""
    end = time.monotonic() + seconds
    while True:
        found = check()
        if found or time.monotonic() > end:
            return found
        time.sleep(0.05)
