"""The table of the councils' controls, row by row: one message under each council's own policy, through a real mail server with
log-in and TLS; where the two policies differ, the same message shows it. The core of it behind a real Sendmail too."""
import base64, io, re, zipfile
from councils import *
from support import *

SHARED, MTAS = councils, BOTH_MTAS
RESIDENT = "jane.specimen@example.org"
NUMBER = "PP 12 34 56 A"  # never issued
PLAIN = "Content-Type: text/plain; charset=utf-8"


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, octets in members.items():
            z.writestr(zipfile.ZipInfo(name, (2026, 11, 20, 9, 0, 0)), octets)
    return out.getvalue()


def sample(name):
    with open(f"{TOP}/tests/samples/{name}", "rb") as f:
        return f.read()


def sheet(hidden):
    """A workbook with two sheets; one of them is hidden when asked."""
    def rows(words):
        return ('<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' + "".join(
            f'<row r="{i}"><c r="A{i}" t="inlineStr"><is><t>{w}</t></is></c></row>' for i, w in enumerate(words, 1)) + "</sheetData></worksheet>")
    state = ' state="hidden"' if hidden else ""
    main = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return zipped({
        "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
        "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{main}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{main}"><sheets><sheet name="Plots" sheetId="1" r:id="r1"/><sheet name="Notes" sheetId="2"{state} r:id="r2"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{main}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{main}/worksheet" Target="worksheets/sheet2.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": rows(["Plot 4", "Plot 5", "Plot 6"]),
        "xl/worksheets/sheet2.xml": rows(["Tenant complained about", "twice in spring", "to be evicted"])})


def pdf(tagged):
    """One page that says Agenda; with tags and a title when asked."""
    text = b"BT /F1 24 Tf 72 700 Td (Agenda of the annual town meeting) Tj ET"
    more = b" /MarkInfo << /Marked true >> /StructTreeRoot 7 0 R" if tagged else b""
    objects = [b"<< /Type /Catalog /Pages 2 0 R" + more + b" >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
               b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text), b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
               b"<< /Title (Agenda) >>" if tagged else b"<< /Producer (Test) >>", b"<< /Type /StructTreeRoot >>"]
    out, places = b"%PDF-1.7\n", []
    for n, o in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, o)
    at = len(out)
    out += b"xref\n0 8\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % p for p in places)
    return out + b"trailer\n<< /Size 8 /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % at


VIDEO = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0\0\x10\0mdat" + bytes(range(256)) * 16


class Mail:
    """How one message of the table is made and sent, at either council."""

    def __init__(self, to=(RESIDENT,), body="Thank you for your letter.\r\n", sender=None, fields=(), files=(), inbound=False, subject="Your letter",
                 login=None, tls=True, show=None, client=None):
        self.to, self.body, self.sender, self.fields, self.files = to, body, sender, fields, files
        self.inbound, self.subject, self.login, self.tls, self.show, self.client = inbound, subject, login, tls, show, client

    def filled(self, c, text):
        """{clerk}, {rfo} … stand for the people of that council, {domain} for its domain."""
        people = {"towcester": {"officer": "rfo", "councillor": "a.smith", "former": "cllr.baxter", "personal": "annesmith72@gmail.com",
                                "officer_home": "priyaram84@example.net", "former_home": "len.baxter@example.com", "name": "Anne Smith"},
                  "billericay": {"officer": "finance", "councillor": "cllr.lowe", "former": "cllr.wren", "personal": "martinlowe55@example.org",
                                 "officer_home": "sam.adeyemi@example.net", "former_home": "peter.wren@example.net", "name": "Martin Lowe"}}[c.name]
        people["domain"], people["clerk"] = c.domain, c.address("clerk")
        for key in ("officer", "councillor", "former"):
            people[key] = c.address(people[key])
        return re.sub(r"\{(\w+)\}", lambda m: people.get(m[1], m[0]), text)

    def send(self, c):
        say = lambda text: self.filled(c, text)
        sender = say(self.sender or ("resident@example.org" if self.inbound else "{clerk}"))
        to = [say(t) for t in (self.to if not self.inbound or self.to != (RESIDENT,) else ("{clerk}",))]
        fields, body = [say(f) for f in self.fields], say(self.body)
        shown = [say(t) for t in self.show] if self.show else to
        named = [f for f in fields if f.lower().startswith("from:")]
        fields = [f for f in fields if f not in named]
        if self.files:
            boundary, parts = "=_parts", [PLAIN.encode() + b"\r\n\r\n" + body.encode()]
            for name, kind, octets in self.files:
                parts.append(f'Content-Type: {kind}; name="{name}"\r\nContent-Disposition: attachment; filename="{name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n'.encode()
                             + base64.encodebytes(octets).replace(b"\n", b"\r\n"))
            fields += ["MIME-Version: 1.0", f'Content-Type: multipart/mixed; boundary="{boundary}"']
            content = b"".join(b"--" + boundary.encode() + b"\r\n" + p + b"\r\n" for p in parts) + f"--{boundary}--\r\n".encode()
        else:
            fields += ["MIME-Version: 1.0"] + ([] if any(f.lower().startswith("content-type") for f in fields) else [PLAIN])
            content = body.encode()
        octets, mark = message(subject=say(self.subject), sender=sender, to=shown, fields=fields, body=content)
        if named:
            octets = octets.replace(f"From: {sender}\r\n".encode(), named[0].encode() + b"\r\n", 1)
        if self.client:
            with smtplib.SMTP("127.0.0.1", c.lab.submission, "client.example", timeout=100) as s:
                s.ehlo()
                assert s.docmd("XCLIENT", f"ADDR={self.client} NAME=[UNAVAILABLE]")[0] in (220, 250)
                s.ehlo()
                s.mail(sender)
                for t in to:
                    s.rcpt(t)
                return s.data(octets)[0], mark
        if self.inbound:
            return c.lab.send("mx", sender, to, octets, options=["BODY=8BITMIME"])[0], mark
        return c.submit(sender, to, octets, login=self.login, tls=self.tls)[0], mark


class Row:
    """One row: clause, what it shows, the message, and what each council's policy makes of it: (rule, its action), and the verdict where another rule is stronger."""

    def __init__(self, clauses, title, mail, towcester, billericay=None, code=250):
        self.clauses, self.title, self.mail, self.code = clauses, title, mail, code
        self.want = {"towcester": towcester, "billericay": billericay or towcester}


NOTHING = (None, "accept")
FORWARD = "---------- Forwarded message ---------\r\nFrom: Resident <resident@example.org>\r\nDate: Mon, 16 Nov 2026 at 10:00\r\nSubject: Hedges\r\nTo: <{councillor}>\r\n\r\nThe hedge at the recreation ground, councillor.\r\n"
MANY = tuple(f"{n}.{s}{i}@example.{t}" for i, (n, s) in enumerate([("anna", "reed"), ("ben", "shaw"), ("carol", "finch"), ("david", "moss")] * 9, 1) for t in ("org",))
ROWS = [
    Row("T- B-", "an ordinary answer to a resident", Mail(), NOTHING),
    Row("T8 B7", "an ordinary letter from a resident", Mail(inbound=True, sender=RESIDENT), ("outside-mail", "accept")),
    Row("T4 B3", "private mail to oneself", Mail(sender="{councillor}", to=("{personal}",), body="Milk, eggs, bread.\r\n", subject="Shopping"),
        ("personal-address", "flag"), ("personal-address", "log")),
    Row("T4 B3", "council business from a personal account", Mail(inbound=True, sender="{personal}", subject="Planning committee agenda",
        body="Clerk, please put the planning application on the agenda of the full council.\r\n"), ("from-personal-address", "flag"), ("from-personal-address", "log")),
    Row("T4 B3", "replies led to a personal account", Mail(sender="{councillor}", fields=["Reply-To: {personal}"]),
        ("from-personal-address", "flag"), ("from-personal-address", "log")),
    Row("T4 B3 T6", "forwarded by hand to oneself", Mail(sender="{councillor}", to=("{personal}",), subject="Fwd: Hedges", body=FORWARD), ("forwarded-to-personal", "flag")),
    Row("T4 B3 T6", "forwarded by a rule", Mail(sender="{councillor}", to=("{personal}",), subject="Hedges", body="The hedge.\r\n",
        fields=["From: Resident <resident@example.org>", "X-MS-Exchange-Inbox-Rules-Loop: {councillor}", "Auto-Submitted: auto-generated"]), ("forwarded-to-personal", "flag")),
    Row("T4 B3 T6", "the same with something sensitive in it", Mail(sender="{councillor}", to=("{personal}",), subject="Fwd: Hedges",
        body=FORWARD + f"My National Insurance number is {NUMBER}.\r\n"), ("forwarded-to-personal-sensitive", "quarantine")),
    Row("T4 T8 B3 B7", "an officer swears at a resident", Mail(body="You are a fucking idiot and your letter is bullshit.\r\n"), ("offensive-language", "flag")),
    Row("T4 T8 B3 B7", "the resident's words, quoted", Mail(subject="Re: bins", body="We are sorry to hear this.\r\n\r\n> You are a fucking idiot and your bins are bullshit.\r\n"), NOTHING),
    Row("T4 T7 B6", "music goes out", Mail(files=[("song.mp3", "audio/mpeg", b"ID3\x03\0\0\0\0\0\x21TIT2\0\0\0\x07\0\0\0Waltz\0" + b"\xff\xfb\x90\x64" + b"\0" * 413)]), ("copyright-media", "flag")),
    Row("T4 T7 B6", "a torrent link comes in", Mail(inbound=True, body="Film: magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567\r\n"), ("copyright-media", "flag")),
    Row("T5 B4", "a program goes out in an archive", Mail(files=[("tools.zip", "application/zip", zipped({"setup.exe": sample("threats/program.exe")}))]), ("dangerous-file", "reject"), code=550),
    Row("T5 B4", "a script comes in", Mail(inbound=True, files=[("invoice.js", "text/javascript", sample("threats/run.js"))]), ("dangerous-file", "reject"), code=550),
    Row("T6 B5 T8 B7", "a National Insurance number in clear", Mail(body=f"Her National Insurance number is {NUMBER}.\r\n"), ("sensitive-in-clear", "quarantine")),
    Row("T6 B5 T8 B7", "the same in an attached file", Mail(files=[("staff.csv", "text/csv", f"Name,National Insurance number\r\nJane Specimen,{NUMBER}\r\n".encode())]), ("sensitive-in-clear", "quarantine")),
    Row("T6 B5 T8 B7", "a file sealed as it should be", Mail(files=[("minutes.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", sample("locked/agile.docx"))]), ("sealed-leaving", "log")),
    Row("T6 B5 T8 B7", "weak encryption", Mail(files=[("staff.zip", "application/zip", sample("locked/crypto.zip"))]), ("weak-encryption", "flag")),
    Row("T6 B5", "ten persons who see each other", Mail(to=MANY[:10]), ("visible-recipients", "ask")),
    Row("T6 B5", "thirty", Mail(to=MANY[:30]), ("visible-recipients-many", "quarantine")),
    Row("T6 B5", "a hidden sheet", Mail(files=[("plots.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", sheet(True))]), ("hidden-in-document", "ask")),
    Row("T6 B5", "the same sheet shown", Mail(files=[("plots.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", sheet(False))]), NOTHING),
    Row("T6 B5", "a greeting that names somebody else", Mail(to=("john.brown@example.org",), show=("John Brown <john.brown@example.org>",), body="Dear Mrs Wilkinson,\r\n\r\nThank you for your letter.\r\n\r\nYours\r\n"), ("greeting-mismatch", "ask")),
    Row("T6", "sensitive data to a former member", Mail(to=("{former}",), body=f"Her National Insurance number is {NUMBER}.\r\n"),
        ("former-member-recipient", "quarantine"), ("former-member-recipient", "log")),
    Row("T6", "mail from a former member's account", Mail(sender="{former}"), ("former-member-sender", "quarantine"), ("former-member-sender", "log")),
    Row("T6", "a kind of data that this partner may not have", Mail(to=("office@payroll-bureau.example",), body="Her NHS number is 999 000 0018.\r\n"),
        ("not-for-this-recipient", "quarantine"), ("not-for-this-recipient", "log", "quarantine")),
    Row("T13", "sensitive data after an agreement has ended", Mail(to=("office@ended.example",), body="Her NHS number is 999 000 0018.\r\n"),
        ("agreement-ended", "quarantine"), ("agreement-ended", "log", "quarantine")),
    Row("T11.2", "a link to an unapproved service", Mail(body="The plans: https://www.dropbox.com/s/abc123/plans.pdf\r\n"), ("file-sharing-link", "flag"), ("file-sharing-link", "log")),
    Row("T8 B7", "malware comes in", Mail(inbound=True, body=EICAR + "\r\n"), ("malware", "quarantine")),
    Row("T8 B7", "malware goes out", Mail(files=[("note.txt", "text/plain", EICAR.encode())]), ("malware", "quarantine")),
    Row("T8 B7", "a look-alike of the council", Mail(inbound=True, sender="clerk@{domain}.example", fields=["From: Town Clerk <clerk@{domain}.example>"], body="Please see below.\r\n"),
        ("look-alike-domain", "quarantine")),
    Row("T8 B7", "a link that does not lead where it says", Mail(inbound=True, fields=["Content-Type: text/html; charset=utf-8"],
        body='<p>Dear customer</p><a href="http://203.0.113.7/login">https://www.gov.uk/account</a>\r\n'), ("deceptive-link", "quarantine")),
    Row("T8 B7", "a member's name on another address", Mail(inbound=True, sender="quick.cash@example.net", fields=['From: "{name}" <quick.cash@example.net>'], body="Are you at your desk?\r\n"), ("impersonation-likely", "flag")),
    Row("T8 B7", "DMARC failed, as our own mail server says", Mail(inbound=True, fields=["Authentication-Results: mx.gateway.example; dmarc=fail (p=reject) header.from=example.org"]), ("authentication-failed", "quarantine")),
    Row("T8 B7", "changed bank details from somebody new", Mail(inbound=True, sender="accounts@new-supplier.example", subject="Change of bank details",
        body="Our bank details have changed. Please pay our invoices to the new account from now on.\r\n"), ("payment-change-likely", "flag")),
    Row("T8 B7", "somebody who never wrote before", Mail(inbound=True, sender="first.time@newcomer.example"), ("first-time-sender", "log")),
    Row("T9 B8", "a password in clear", Mail(body="The password for the finance system is: Tr0ub4dor&3xy\r\n"), ("credential-in-clear", "quarantine")),
    Row("T9 B8", "a password beside the file that it opens", Mail(body="The password is Plum-tree77.\r\n", files=[("minutes.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", sample("locked/agile.docx"))]), ("password-with-file", "quarantine")),
    Row("T14", "footage to a resident", Mail(files=[("CH01_20261118_0900.mp4", "video/mp4", VIDEO)]), ("cctv-footage", "quarantine"), ("cctv-footage", "flag")),
    Row("T15", "a PDF without tags to ten residents, unseen by each other", Mail(to=MANY[:10], show=["{clerk}"], files=[("agenda.pdf", "application/pdf", pdf(False))]),
        ("inaccessible-document", "log"), NOTHING),
    Row("T15", "one with tags and a title", Mail(to=MANY[:10], show=["{clerk}"], files=[("agenda.pdf", "application/pdf", pdf(True))]), NOTHING),
    Row("T15", "a workbook without a title", Mail(to=MANY[:10], show=["{clerk}"], files=[("plots.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", sheet(False))]),
        ("inaccessible-document", "log"), NOTHING),
    Row("T15", "the same to one", Mail(files=[("agenda.pdf", "application/pdf", pdf(False))]), NOTHING),
    Row("T4 T7 B6", "footage to the police", Mail(to=("evidence@northants.police.uk",), files=[("CH01_20261118_0900.mp4", "video/mp4", VIDEO)]), ("copyright-media", "flag")),
]
CORE = ["an ordinary answer to a resident", "private mail to oneself", "a program goes out in an archive", "a National Insurance number in clear", "ten persons who see each other", "thirty", "mail from a former member's account",
        "malware comes in", "footage to a resident", "an ordinary letter from a resident", "the same with something sensitive in it"]
OUTCOMES = {"accept": "accepted", "log": "accepted", "flag": "flagged", "reject": "rejected", "quarantine": "quarantined", "ask": "asked"}


def judged(c, row):
    """What is wrong with this row at this council, in words; "" when it is as the table says."""
    rule, does, action = (*row.want[c.name], row.want[c.name][1])[:3]
    code, mark = row.mail.send(c)
    event = wait_for(lambda: event_of(c.lab, mark), 15, f"the event of {row.title}")
    rules = {r["id"]: r for r in event["details"]["decision"]["rules"]}
    recipients = event["details"]["decision"]["recipients"]
    seen = [f"{f['kind']} {f['confidence']}" for f in event["findings"]]
    said = f"{code} {event['outcome']}; {[(r['verdict'], r['rules']) for r in recipients][:2]}; found {seen}"
    if code != row.code or event["outcome"] != OUTCOMES[action]:
        return f"wanted {row.code} {OUTCOMES[action]}, got {said}"
    if any(r["verdict"] != action for r in recipients):
        return f"wanted {action} for each recipient, got {said}"
    if rule is None:
        return f"wanted no rule, got {said}" if set(rules) - {"outside-mail"} else ""
    if rule not in rules or any(rule not in r["rules"] for r in recipients):
        return f"wanted the rule {rule}, got {said}"
    if rules[rule]["action"] != does:
        return f"wanted that {rule} does {does}, got {said}"
    clause = [w[1:] for w in row.clauses.split() if w[0] == c.name[0].upper()]
    if clause and not set(clause) & set(re.split(r",\s*", rules[rule]["clause"])) and not any(k in rules[rule]["clause"] for k in clause):
        return f"wanted clause {clause}, got {rules[rule]['clause']}"
    delivered = code == 250 and action in ("accept", "log", "flag")
    if delivered:
        c.lab.wait_delivered(mark)
    elif c.lab.find(f"<{mark}@test.example>") and action != "reject":
        return f"it was delivered: {said}"
    return ""


def case_each_row_under_both_policies(labs):
    """Each row of the controls that a message can show: rule, clause, action and delivery at both councils."""
    rows = [r for r in ROWS if labs.mta == "postfix" or r.title in CORE]
    wrong = []
    for row in rows:
        for c in labs.all:
            problem = judged(c, row)
            if problem:
                wrong.append(f"{c.name}, {row.clauses}, {row.title}: {problem}")
    assert not wrong, "\n     ".join(["", *wrong])


def case_the_policies_differ_where_the_table_says(labs):
    """The rows where the two councils' columns differ are those of the table, and no others."""
    differ = {r.title for r in ROWS if r.want["towcester"] != r.want["billericay"]}
    assert differ == {"private mail to oneself", "council business from a personal account", "replies led to a personal account", "sensitive data to a former member",
                      "mail from a former member's account", "a kind of data that this partner may not have", "sensitive data after an agreement has ended", "a link to an unapproved service", "footage to a resident", "a PDF without tags to ten residents, unseen by each other",
                      "a workbook without a title"}, differ


def case_handed_in_from_afar_without_tls_or_log_in(labs):
    """T10 T11.3 B9: flagged when it comes from outside the office without TLS and without a log-in."""
    if labs.mta != "postfix":
        raise Skip("XCLIENT is Postfix's")
    for c in labs.all:
        code, mark = Mail(to=("{officer}",), client="192.0.2.77").send(c)
        event = wait_for(lambda: event_of(c.lab, mark), 15, "the event")
        assert code == 250 and event["outcome"] == "flagged", (code, event["outcome"])
        assert {f["kind"] for f in event["findings"]} >= {"unencrypted-submission", "unauthenticated-submission"}, event["findings"]
        assert event["details"]["decision"]["recipients"][0]["rules"] == ["unsafe-submission"]


def case_a_slip_of_the_address_book(labs):
    """T6 B5: an address that is nearly that of somebody whom the council writes to, and that nobody has written to, is asked about."""
    for c in labs.all:
        code, mark = Mail(to=("margaret.holloway@example.org",)).send(c)
        c.lab.wait_delivered(mark)
        assert judged(c, Row("T6 B5", "a slip", Mail(to=("margaret.hollowya@example.org",)), ("look-alike-recipient", "ask"))) == ""


def case_notices_name_clause_and_whom_to_ask(labs):
    """T3 B16: the notice to a member names the clause and whom to ask: the clerk; at Billericay, for a councillor, the IT provider."""
    for c, clause, whom in zip(labs.all, ("8", "7"), ("Town Clerk", "Sedcom")):
        mail = Mail(sender="{councillor}", body=f"Her National Insurance number is {NUMBER}.\r\n")
        code, mark = mail.send(c)
        reference = held_of(c.lab, mark)[0]["id"]
        sender = mail.filled(c, "{councillor}")
        got = wait_for(lambda: [d for d in c.lab.delivered() if reference.encode() in d.octets and sender in d.envelope["recipients"]], 30, "the notice")[0]
        text = got.octets.decode("utf-8", "replace")
        assert whom in text and f"lause {clause}" in text.replace("=20", " "), text
        assert NUMBER not in text, text


def case_matched_values_are_stored_masked(labs):
    """T12 B10: no event, list or show tells the number that was found."""
    c = labs.towcester
    code, mark = Mail(body=f"Her National Insurance number is {NUMBER}.\r\n").send(c)
    said = "".join(c.lab.beadle(*words)[1] for words in (("events", "search", "--limit", "20", "--format", "json"), ("quarantine", "show", held_of(c.lab, mark)[0]["id"])))
    for form in (NUMBER, NUMBER.replace(" ", "")):
        assert form not in said
