"""What the cases share: a test policy with every action in every direction, a gateway, messages, a second milter."""
import glob, itertools, os, shutil, smtplib, socket, ssl, struct, subprocess, threading, time
from lab import Lab, TOP, wait_for

COUNCIL = "towcester-tc.gov.uk"
CLERK = f"clerk@{COUNCIL}"
MEMBER = f"a.smith@{COUNCIL}"
OUTSIDE = "resident@example.org"
EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*"
BOTH_MTAS = ("postfix", "sendmail")
_number = itertools.count(1)


class Skip(Exception):
    """A case cannot run here; the text says why."""


# The recipient's or sender's local part names the action; only the direction is Beadle's own judgement.
TEST_POLICY = f'''extends = "base"
[council]
name = "Towcester Town Council"
domains = ["{COUNCIL}"]
[policy]
title = "Test policy"
adopted = 2025-05-12
review_due = 2027-05-12
''' + "".join(f'''
[[rule]]
id = "t-{direction}-{action}"
clause = "{clause}"
purpose = "compliance with the council's policy"
when = {{ direction = "{direction}", {("from" if direction == "inbound" else "to")} = {pattern} }}
action = "{action}"
tell = ["sender", "clerk"]
advice = "Ask the Town Clerk before you send this."
''' for clause, (direction, action, pattern) in enumerate(
    [(d, a, f'["{a}@{COUNCIL}"]' if d == "internal" else f'["{a}@example.org"' + (', "*@hold.example"]' if (d, a) == ("outbound", "quarantine") else "]"))
     for d in ("inbound", "outbound", "internal") for a in ("log", "flag", "reject", "quarantine", "defer")], 1))


def marker():
    """A word that is in one message alone."""
    return f"marker-{os.getpid()}-{next(_number)}-x"


def message(subject="Test", body="Hello.\r\n", sender=CLERK, to=(OUTSIDE,), fields=(), mark=None):
    """(octets, marker)"""
    mark = mark or marker()
    lines = [f"From: {sender}", f"To: {', '.join(to)}", f"Subject: {subject}", f"Message-ID: <{mark}@test.example>",
             "Date: Sat, 21 Nov 2026 10:00:00 +0000", f"X-Marker: {mark}", *fields]
    head = "\r\n".join(lines).encode() + b"\r\n\r\n"
    return head + (body.encode() if isinstance(body, str) else body), mark


def test_lab(folder, build, **more):
    lab = Lab(folder, build, policy="test", policy_text=TEST_POLICY, **more)
    lab.start()
    return lab


def gateway(folder, build, mta):
    """What the cases of one mail server share: the test policy, a second milter where a signer would be."""
    os.makedirs(folder, exist_ok=True)
    signer = Milter(f"{folder}/signer.sock")
    lab = test_lab(folder, build, signer=f"unix:{folder}/signer.sock", mta=mta)
    lab.second = signer
    return lab


def submit(lab, sender, to, octets, login=None, port=None):
    """As that member, over TLS and with a log-in (None: the sender's own; "": without one), at the mx listener or that port."""
    login = sender.split("@")[0] if login is None else login
    with smtplib.SMTP("127.0.0.1", port or lab.mx, "client.example", timeout=100) as s:
        s.ehlo()
        if login:
            s.starttls(context=any_certificate())
            s.ehlo()
            s.login(login, "secret")
        s.mail(sender)
        for r in to:
            s.rcpt(r)
        code, text = s.data(octets)
        return code, text.decode("utf-8", "replace")


def accounts(lab, names=("clerk",)):
    """Accounts with the password "secret" and a certificate for the mail server, as its settings."""
    sasl, realm = f"{lab.dir}/mta/etc/sasl", "mx.gateway.example"
    os.makedirs(sasl)
    unpacked = f"{TOP}/.cache/mta/sasl"
    for name in names:
        subprocess.run([f"{unpacked}/usr/sbin/saslpasswd2", "-p", "-c", "-u", realm, "-f", f"{sasl}/accounts", name], input=b"secret", check=True,
                       env={"SASL_PATH": glob.glob(f"{unpacked}/usr/lib/*/sasl2")[0]})
    if lab.mta == "postfix":
        shutil.chown(f"{sasl}/accounts", "mail")
    for name in ("smtpd.conf", "Sendmail.conf"):
        lab.write(f"mta/etc/sasl/{name}", f"pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: {sasl}/accounts\nmech_list: PLAIN\n")
    key, certificate = f"{lab.dir}/mta/etc/key.pem", f"{lab.dir}/mta/etc/certificate.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "2",
                    "-subj", f"/CN={realm}"], check=True, capture_output=True)
    if lab.mta == "postfix":
        return ["smtpd_sasl_auth_enable = yes", "smtpd_sasl_type = cyrus", f"smtpd_sasl_local_domain = {realm}",
                "smtpd_tls_security_level = may", f"smtpd_tls_key_file = {key}", f"smtpd_tls_cert_file = {certificate}",
                "smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination"]
    return ["define(`confAUTH_MECHANISMS', `PLAIN')", "TRUST_AUTH_MECH(`PLAIN')", f"define(`confSERVER_KEY', `{key}')",
            f"define(`confSERVER_CERT', `{certificate}')", f"define(`confCACERT', `{certificate}')", f"define(`confCACERT_PATH', `{lab.dir}/mta/etc')"]


def any_certificate():
    """For a client of a mail server that made its own."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def held_of(lab, mark):
    """Kept copies of that message, newest first, with bare recipient addresses and the case reference as `id`."""
    return [h for h in lab.json("quarantine", "list", "--state", "all", "--limit", "500") if h.get("message_id") == f"<{mark}@test.example>"]


def event_of(lab, mark):
    """The decision recorded of that message, its parts lifted to the top."""
    event = next((e for e in lab.events("--limit", "200") if e.get("message_id") == f"<{mark}@test.example>" and e.get("outcome")), None)
    if event:
        event = {**event, **event["details"]["decision"], "findings": event["details"]["inspection"]["findings"]}
    return event


class Milter(threading.Thread):
    """A second milter (the place of a DKIM signer): remembers the header fields and body of each message it is shown.
    With `holds` it keeps the end of a message for so many seconds and then answers 4xx."""

    def __init__(self, path):
        super().__init__(daemon=True)
        self.path, self.seen, self.holds = path, [], 0
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(path)
        os.chmod(path, 0o666)
        self.server.listen(50)
        self.start()

    def run(self):
        while True:
            connection, _ = self.server.accept()
            threading.Thread(target=self.talk, args=(connection,), daemon=True).start()

    def talk(self, c):
        def exactly(n):
            got = b""
            while len(got) < n:
                more = c.recv(n - len(got))
                if not more:
                    raise EOFError
                got += more
            return got

        def say(command, data=b""):
            c.sendall(struct.pack(">I", len(data) + 1) + command + data)
        fields, body = [], b""
        try:
            while True:
                packet = exactly(struct.unpack(">I", exactly(4))[0])
                command, data = packet[:1], packet[1:]
                if command == b"O":
                    say(b"O", struct.pack(">III", 6, 0, 0))
                elif command in b"DA":
                    if command == b"A":
                        fields, body = [], b""
                elif command == b"L":
                    name, value = data.split(b"\0")[:2]
                    fields.append((name.decode(), value))
                    say(b"c")
                elif command == b"B":
                    body += data
                    say(b"c")
                elif command == b"E":
                    self.seen.append((fields, body + data))
                    fields, body = [], b""
                    if self.holds:
                        time.sleep(self.holds)
                        say(b"t")
                    else:
                        say(b"c")
                elif command in b"QK":
                    if command == b"Q":
                        return
                else:
                    say(b"c")
        except (EOFError, OSError):
            pass
        finally:
            c.close()

    def find(self, mark):
        return [s for s in self.seen if any(mark.encode() in v for _, v in s[0])]


class MilterClient:
    """Speaks the milter protocol to Beadle's own socket, so that a test can end where no MTA would."""

    def __init__(self, path, daemon="BEADLE-SUBMISSION", address="192.0.2.7"):
        self.c = socket.socket(socket.AF_UNIX)
        self.c.settimeout(100)
        self.c.connect(path)
        self.daemon = daemon
        self.say(b"O", struct.pack(">III", 6, 0x1FF, 0x1FFFFF))
        self.protocol = struct.unpack(">III", self.packet()[1][:12])[2]
        self.say(b"D", b"C" + b"j\0mx.test.example\0{daemon_name}\0" + daemon.encode() + b"\0v\0Test 1\0")
        self.ask(b"C", f"client.example\0004".encode() + struct.pack(">H", 2525) + address.encode() + b"\0", 0x1000)
        self.ask(b"H", b"client.example\0", 0x2000)

    def say(self, command, data=b""):
        self.c.sendall(struct.pack(">I", len(data) + 1) + command + data)

    def packet(self):
        def exactly(n):
            got = b""
            while len(got) < n:
                more = self.c.recv(n - len(got))
                if not more:
                    raise EOFError("Beadle closed the connection")
                got += more
            return got
        octets = exactly(struct.unpack(">I", exactly(4))[0])
        return octets[:1], octets[1:]

    def ask(self, command, data, no_reply):
        self.say(command, data)
        return None if self.protocol & no_reply else self.packet()

    def message(self, sender, recipients, octets, queue_id="TEST1"):
        """The final reply of the message, with the changes before it, as [(command, data)]."""
        self.say(b"D", b"M{mail_addr}\0" + sender.encode() + b"\0")
        self.ask(b"M", f"<{sender}>\0".encode(), 0x4000)
        for r in recipients:
            self.ask(b"R", f"<{r}>\0".encode(), 0x8000)
        self.say(b"D", b"Ti\0" + queue_id.encode() + b"\0")
        self.ask(b"T", b"", 0x10000)
        head, _, body = octets.partition(b"\r\n\r\n")
        import re
        for field in re.split(rb"\r\n(?![ \t])", head):
            name, _, value = field.partition(b":")
            self.ask(b"L", name + b"\0" + value.replace(b"\r\n", b"\n") + b"\0", 0x80)
        self.ask(b"N", b"", 0x40000)
        for i in range(0, len(body), 60000):
            self.ask(b"B", body[i:i + 60000], 0x80000)
        self.say(b"E")
        got = []
        while True:
            command, data = self.packet()
            if command == b"p":
                continue
            got.append((command, data))
            if command in b"acdrty":
                return got
