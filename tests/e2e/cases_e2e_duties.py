"""Incidents, reports by members, alerts, suspensions and the digest, through a real mail server and by the command line."""
import datetime, email, email.policy, html.parser, json, os, subprocess, time, zoneinfo
from support import *

REPORTS = f"report@{COUNCIL}"
DEPUTY = f"admin@{COUNCIL}"
OFFICER = f"rfo@{COUNCIL}"


def london(minutes=0):
    return (datetime.datetime.now(zoneinfo.ZoneInfo("Europe/London")) + datetime.timedelta(minutes=minutes)).strftime("%H:%M")


def settings(more=""):
    return f'[mail]\nreports = "{REPORTS}"\nclerk = "{CLERK}"\nnotices_an_hour = 1000\n[notices]\ndeputy = "{DEPUTY}"\n{more}'


def shared(folder, build, mta):
    os.makedirs(folder, exist_ok=True)
    lab = Lab(folder, build, policy="test", policy_text=TEST_POLICY, settings=settings(), mta=mta)
    try:
        lab.start(accounts(lab, ("a.smith",)))
    except BaseException:
        lab.stop()
        raise
    return lab


SHARED, MTAS = shared, ("postfix",)


def parsed(delivered):
    return email.message_from_bytes(delivered.octets, policy=email.policy.default)


def notices_to(lab, address, title, seconds=30):
    def found():
        return [d for d in lab.delivered() if address in d.envelope["recipients"] and d.envelope["sender"] == "" and parsed(d)["Subject"].startswith(title)]
    return wait_for(found, seconds, f"{title!r} to {address}")


def second_person(lab, *words):
    """The same command as another account: root, where the first is the lab's own."""
    p = subprocess.run([f"{lab.dir}/bin/beadle", *words], capture_output=True, timeout=120, env={**os.environ, "BEADLE_CONFIG": f"{lab.dir}/config/beadle.toml"})
    return p.returncode, p.stdout.decode(), p.stderr.decode()


class Page(html.parser.HTMLParser):
    """Well formed: every element that needs it is closed in order."""
    VOID = {"meta", "br", "img", "link", "input", "hr"}

    def __init__(self, text):
        super().__init__()
        self.open, self.seen, self.lang = [], [], None
        self.feed(text)
        assert not self.open, self.open

    def handle_starttag(self, tag, attributes):
        self.seen.append(tag)
        if tag == "html":
            self.lang = dict(attributes).get("lang")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, (tag, self.open)


def check_notice(mail):
    """Plain text beside an accessible page; automatic by its own account."""
    assert mail["Auto-Submitted"] == "auto-generated", mail.items()
    page = Page(mail.get_body(("html",)).get_content())
    assert page.lang == "en-GB" and "h1" in page.seen and "table" not in page.seen, page.seen
    assert mail.get_body(("plain",)).get_content().strip() and "{{" not in str(mail), mail


def case_a_forward_to_the_report_mailbox_opens_an_incident(lab):
    """From inside it opens an incident with the forwarded message as evidence, is thanked and delivered; from outside or without a log-in it is mail."""
    original, mark = message(subject="Your parcel waits", sender="stranger@bad.example", to=[MEMBER])
    assert lab.send("mx", "stranger@bad.example", [MEMBER], original)[0] == 250
    lab.wait_delivered(mark)
    forward = email.message.EmailMessage()
    forward["From"], forward["To"], forward["Subject"] = MEMBER, REPORTS, "Fwd: is this real?"
    forward["Message-ID"] = f"<{marker()}@test.example>"
    forward.set_content("I did not click on anything.\n")
    forward.add_attachment(email.message_from_bytes(original, policy=email.policy.default))
    octets = forward.as_bytes(policy=email.policy.SMTP)
    before = len(lab.json("incident", "list"))
    assert submit(lab, MEMBER, [REPORTS], octets, port=lab.submission)[0] == 250
    wait_for(lambda: len(lab.json("incident", "list")) == before + 1, 10, "an incident")
    number = lab.json("incident", "list")[0]["number"]
    shown = lab.json("incident", "show", number)[0]
    assert shown["origin"] == "report" and shown["opened_by"] == MEMBER, shown
    assert any(e.get("message_id") == f"<{mark}@test.example>" and e.get("event") for e in shown["evidence"]), shown["evidence"]
    thanks = parsed(notices_to(lab, MEMBER, f"Thank you for reporting it ({number})")[0])
    check_notice(thanks)
    told = parsed(notices_to(lab, CLERK, f"Incident {number} was opened")[0])
    check_notice(told)
    assert "72 hours" in told.get_body(("plain",)).get_content()
    wait_for(lambda: [d for d in lab.delivered() if REPORTS in d.envelope["recipients"] and b"is this real" in d.octets], 20, "the report itself")
    again, _ = message(subject="Fwd: mine", sender="stranger@bad.example", to=[REPORTS])
    assert lab.send("mx", "stranger@bad.example", [REPORTS], again)[0] == 250
    again, _ = message(subject="Fwd: mine too", sender=MEMBER, to=[REPORTS])
    assert lab.send("submission", MEMBER, [REPORTS], again)[0] == 250  # whoever it is: there is no log-in
    time.sleep(1)
    assert len(lab.json("incident", "list")) == before + 1


def case_malware_alerts_clerk_and_deputy_within_a_minute_and_opens_an_incident(lab):
    """The clerk and the deputy are told at once; the register holds who was to receive it; the pack is sealed and checks out."""
    octets, mark = message(subject="Invoice", sender="x@bad.example", to=[MEMBER], body=EICAR + "\r\n")
    began = time.monotonic()
    lab.send("mx", "x@bad.example", [MEMBER], octets)
    for who in (CLERK, DEPUTY):
        check_notice(parsed(notices_to(lab, who, "Alert:", seconds=60)[0]))
    assert time.monotonic() - began < 60
    incident = wait_for(lambda: [i for i in lab.json("incident", "list") if i["origin"] == "rule"], 10, "an incident by rule")[0]
    who = lab.json("incident", "who", incident["number"])
    assert any(l["kind"] == "message" and l["recipients"] for l in who), who
    folder = f"{lab.dir}/pack"
    code, out, err = second_person(lab, "incident", "export", incident["number"], "--to", folder, "--for", "Monitoring Officer")
    assert code == 0, (out, err)
    with open(f"{folder}/manifest.txt") as f:
        manifest = f.read()
    subprocess.run(["sha256sum", "-c", "--quiet", "manifest.txt"], cwd=folder, check=True)
    with open(f"{folder}/seal.json") as f:
        seal = json.load(f)
    import hashlib
    assert seal["manifest_sha256"] == hashlib.sha256(manifest.encode()).hexdigest()
    with open(f"{folder}/register.html") as f:
        Page(f.read())
    sealed = lab.events("--kind", "incident-exported")
    assert sealed and sealed[0]["details"]["manifest_sha256"] == seal["manifest_sha256"] and sealed[0]["event"] == seal["event"], sealed
    assert lab.beadle("events", "verify")[0] == 0


def case_an_incident_is_walked_through_as_a_clerk_would(lab):
    """Open, set, refuse to close an unfinished register, close, reopen."""
    code, out, _ = lab.beadle("incident", "open", "--what", "Payroll list sent to the wrong person")
    assert code == 0 and "72" in out or "hours left" in out, out
    number = lab.json("incident", "list")[0]["number"]
    assert lab.beadle("incident", "close", number)[0] == 1
    code, _, err = lab.beadle("incident", "set", number, "efects=none")
    assert code == 2 and 'did you mean "effects"' in err, err
    code, _, err = lab.beadle("incident", "set", number, "aware=2026-01-01")
    assert code == 2 and "--reason" in err, err
    fields = ["facts=A list of 12 people", "effects=none seen", "action=recipient deleted it", "decision=not-report", "decision_by=Town Clerk", "decision_reasons=no risk"]
    assert lab.beadle("incident", "set", number, *fields)[0] == 0
    assert lab.beadle("incident", "note", number, "--text", "Telephoned the recipient")[0] == 0
    assert lab.beadle("incident", "close", number)[0] == 0
    assert "Telephoned" in lab.beadle("incident", "show", number)[1]
    assert lab.beadle("incident", "reopen", number, "--reason", "a second copy")[0] == 0
    assert lab.beadle("events", "verify")[0] == 0


def case_a_suspension_stops_mail_to_outside_and_nothing_else(lab):
    """Asked by one, approved by another; the next message to outside is refused with the reason, mail inside and inbound goes on."""
    until = (datetime.date.today() + datetime.timedelta(days=7)).isoformat()
    def send(to, sender=OFFICER, listener="submission"):
        octets, mark = message(sender=sender, to=to)
        try:
            return lab.send(listener, sender, to, octets), mark
        except Exception as problem:
            return problem.args, mark
    assert send([OUTSIDE])[0][0] == 250
    assert lab.beadle("suspend", "add", OFFICER, "--until", until, "--reason", "account taken over")[0] == 1
    assert send([OUTSIDE])[0][0] == 250, "nothing is suspended before it is approved"
    assert lab.beadle("suspend", "approve", OFFICER)[0] == 1, "the same person"
    assert second_person(lab, "suspend", "approve", OFFICER)[0] == 0
    (code, text), mark = send([OUTSIDE])
    text = text.decode() if isinstance(text, bytes) else str(text)
    assert code == 550 and "5.7.1" in text and "suspended until" in text and CLERK in text, (code, text)
    for to in ([CLERK], [MEMBER]):
        (code, text), mark = send(to)
        assert code == 250, (to, code, text)
        lab.wait_delivered(mark)
    (code, text), mark = send([OUTSIDE], sender=f"finance@{COUNCIL}")
    assert code == 550, "an alias is the same mailbox"
    (code, text), mark = send([OFFICER], sender=OUTSIDE, listener="mx")
    assert code == 250
    lab.wait_delivered(mark)
    check_notice(parsed(notices_to(lab, OFFICER, "Mail to addresses outside the council is suspended")[0]))
    assert send([OUTSIDE], sender=MEMBER)[0][0] == 250, "nobody else is touched"
    assert lab.beadle("suspend", "lift", OFFICER, "--reason", "password changed")[0] == 0
    assert send([OUTSIDE])[0][0] == 250
    notices_to(lab, OFFICER, "Mail to addresses outside the council goes out again")
    assert lab.beadle("events", "verify")[0] == 0


def case_the_digest_names_what_waits_and_nothing_of_what_was_written(lab):
    """At its hour, once; grouped by rule, the oldest named; taken up by a reload."""
    octets, mark = message(subject="Very private words", sender=MEMBER, to=["quarantine@example.org"])
    assert lab.send("submission", MEMBER, ["quarantine@example.org"], octets)[0] == 250
    wait_for(lambda: held_of(lab, mark), 10, "it is kept")
    lab.settings(settings(f'digest_hours = ["{london()}"]\n'))
    assert lab.beadle("reload")[0] == 0
    mail = parsed(notices_to(lab, CLERK, "Mail filter:", seconds=30)[0])
    check_notice(mail)
    text = mail.get_body(("plain",)).get_content()
    assert "t-outbound-quarantine" in text and "Very private" not in str(mail), text
    time.sleep(5)
    assert len(notices_to(lab, CLERK, "Mail filter:")) == 1


def case_reports_and_acknowledgements_by_the_command_line(lab):
    """By clause, as text, JSON, CSV and a page; who has acknowledged the notice."""
    month = datetime.datetime.now(zoneinfo.ZoneInfo("Europe/London")).strftime("%Y-%m")
    lines = lab.json("report", "--month", month)
    assert lines[0]["kind"] == "period" and lines[0]["mail"]["total"] >= 1, lines[0]
    assert any(l["kind"] == "clause" for l in lines) and any(l["kind"] == "rule" and l["hits"] == 0 for l in lines)
    Page(lab.beadle("report", "--month", month, "--format", "html")[1])
    assert '"section"' in lab.beadle("report", "--year", month[:4], "--format", "csv")[1]
    assert lab.beadle("report", "--month", "2026-13")[0] == 2
    assert lab.beadle("report", "--access", "--month", month)[0] == 0
    assert lab.beadle("acknowledge", "list")[0] == 1
    assert lab.beadle("acknowledge", "record", MEMBER, "--date", "2026-05-14")[0] == 0
    got = {l["mailbox"]: l["on"] for l in lab.json("acknowledge", "list")}
    assert got[MEMBER] == "2026-05-14" and got[CLERK] == "", got


def case_a_wrong_template_is_named_by_line_and_keeps_the_old_words(lab):
    """A typo in the council's own words: policy check and reload say file, line and what was meant; the old words stay."""
    os.makedirs(f"{lab.dir}/config/notices", exist_ok=True)
    path = f"{lab.dir}/config/notices/held.mustache"
    with open(path, "w") as f:
        f.write("Subject: Stopped ({{reference}})\n# Stopped\n\nAsk {{clrek}}.\n")
    os.chmod(path, 0o644)
    code, out, err = lab.beadle("policy", "check")
    assert code == 3 and "held.mustache" in out + err and ":4:" in out + err and "clerk" in out + err, (code, out, err)
    assert lab.beadle("reload")[0] != 0
    with open(path, "w") as f:
        f.write("Subject: Stopped by us ({{reference}})\n# Stopped by us\n\nAsk {{clerk}}.\n")
    assert lab.beadle("reload")[0] == 0
    octets, mark = message(sender=MEMBER, to=["quarantine@example.org"])
    assert lab.send("submission", MEMBER, ["quarantine@example.org"], octets)[0] == 250
    check_notice(parsed(notices_to(lab, MEMBER, "Stopped by us")[0]))
    os.remove(path)
    assert lab.beadle("reload")[0] == 0
