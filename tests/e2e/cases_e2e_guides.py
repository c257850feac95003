"""deploy/guides as they are written: programs, settings and the mail server's configuration are taken from the pages."""
import os, re, shutil, smtplib, subprocess, textwrap, tomllib
from support import *


def blocks(guide):
    """The indented blocks of a page, in order."""
    with open(f"{TOP}/deploy/guides/{guide}") as f:
        return [textwrap.dedent(b) for b in re.findall(r"(?:^    .*\n)+", f.read(), re.M)]


def block(guide, holding):
    return next(b for b in blocks(guide) if holding in b)


def listeners_named(guide):
    found = [b[b.index("[[listener]]"):] for b in blocks(guide) if "[[listener]]" in b]
    return [(l["daemon_name"], l["kind"]) for l in tomllib.loads(found[0])["listener"]]


def case_the_programs_find_each_other_where_the_guides_put_them(folder, build):
    """Installed as each page says, `beadle inspect` and `beadle signatures check` work."""
    for guide in ("postfix.md", "sendmail.md"):
        lab = Lab(f"{folder}/{guide}", build)
        shutil.rmtree(f"{lab.dir}/bin")
        for line in block(guide, "install -m 755").splitlines():
            if "install -m 755" not in line:
                continue
            *programs, where = line.split("install -m 755", 1)[1].split()
            os.makedirs(lab.dir + where, exist_ok=True)
            for program in programs:
                shutil.copy2(f"{build}/{os.path.basename(program)}", lab.dir + where)
        for words, given in ((["signatures", "check"], b""), (["inspect", "--direction", "inbound", "-"], message(sender=OUTSIDE, to=[CLERK])[0])):
            p = subprocess.run(lab.as_user([f"{lab.dir}/usr/bin/beadle", *words, "--config", f"{lab.dir}/config/beadle.toml"]),
                               input=given, capture_output=True, timeout=120)
            assert p.returncode == 0, (guide, words, p.stdout, p.stderr)


def case_the_folders_of_the_unit_are_made_by_the_guides(folder, build):
    """systemd starts nothing when a folder is missing that the unit opens for writing: each page makes every one of them."""
    with open(f"{TOP}/deploy/beadle.service") as f:
        unit = f.read()
    opened = re.search(r"^ReadWritePaths=(.*)$", unit, re.M).group(1).split()
    opened = [p for p in opened if not p.startswith("-") and p not in ("/run/beadle", "/dev/shm")]  # RuntimeDirectory; Debian's own
    assert "RuntimeDirectory=beadle\n" in unit and len(opened) >= 3, opened
    for guide in ("postfix.md", "sendmail.md"):
        made = [w for b in blocks(guide) for line in b.splitlines() if "install -d" in line for w in line.split()]
        assert not [p for p in opened if p not in made], (guide, opened)


def replaced(text, changes):
    """`text` with each of the words changed that is bound to the place; each must stand there once."""
    for written, here in changes:
        assert text.count(written) == 1, (written, text)
        text = text.replace(written, here)
    return text


def listeners_as_the_page_says(lab, guide):
    with open(f"{lab.dir}/config/beadle.toml", "rb") as f:
        return [(l["daemon_name"], l["kind"]) for l in tomllib.load(f)["listener"]] == listeners_named(guide)


def log_in_and_send(lab, to, octets):
    with smtplib.SMTP("127.0.0.1", lab.submission, "client.example", timeout=60) as s:
        s.starttls(context=any_certificate())
        s.login("clerk", "secret")
        s.mail(CLERK)
        s.rcpt(to)
        return s.data(octets)[0]


def mail_flows(lab):
    """Each direction, holding and releasing, the release listeners, and Beadle away."""
    for sender, to, direction in ((OUTSIDE, CLERK, "inbound"), (CLERK, OUTSIDE, "outbound"), (CLERK, MEMBER, "internal")):
        octets, mark = message(sender=sender, to=[to])
        code = lab.send("mx", sender, [to], octets)[0] if sender == OUTSIDE else log_in_and_send(lab, to, octets)
        assert code == 250, (direction, code)
        lab.wait_delivered(mark)
        assert event_of(lab, mark)["direction"] == direction
    for sender, to in ((CLERK, "quarantine@example.org"), ("quarantine@example.org", CLERK)):
        octets, mark = message(sender=sender, to=[to])
        assert (log_in_and_send(lab, to, octets) if sender == CLERK else lab.send("mx", sender, [to], octets)[0]) == 250
        assert lab.beadle("quarantine", "release", held_of(lab, mark)[0]["id"], "--reason", "ok")[0] == 0
        lab.wait_delivered(mark)
    for listener in ("release", "unsigned"):
        assert lab.send(listener, CLERK, [OUTSIDE], message()[0])[0] == 550, listener
    lab.stop_beadled()
    for listener in ("mx", "submission", "release", "unsigned"):
        try:
            code = lab.send(listener, OUTSIDE, [CLERK], message()[0])[0]
        except smtplib.SMTPResponseException as refused:
            code = refused.smtp_code
        # Before a log-in Sendmail and Postfix refuse on submission for want of it.
        assert 400 <= code < 500 or (listener == "submission" and code == 530), (listener, code)


def case_sendmail_as_the_page_sets_it_up(folder, build):
    """The lines for sendmail.mc, only ports and socket changed: mail flows, waits without Beadle, and needs a log-in on submission."""
    lab = Lab(folder, build, policy="test", policy_text=TEST_POLICY, mta="sendmail")
    try:
        lab.write("listeners.mc", replaced(block("sendmail.md", "INPUT_MAIL_FILTER"), (
            ("unix:/run/beadle/milter.sock", lab.milter_socket), ("Port=smtp", f"Addr=127.0.0.1, Port={lab.mx}"),
            ("Port=submission", f"Addr=127.0.0.1, Port={lab.submission}"), ("Port=10026", f"Port={lab.release}"),
            ("Port=10027", f"Port={lab.unsigned}"))))
        assert listeners_as_the_page_says(lab, "sendmail.md")
        settings = accounts(lab)
        lab.start_sink()
        lab.start_beadled()
        lab.start_mta(settings, f"{lab.dir}/listeners.mc")
        mail_flows(lab)
    finally:
        lab.stop()


def case_postfix_as_the_page_sets_it_up(folder, build):
    """The lines for main.cf and master.cf, only ports changed: the same, from within Postfix's chroot."""
    lab = Lab(folder, build, policy="test", policy_text=TEST_POLICY, mta="postfix")
    try:
        os.makedirs(f"{lab.dir}/mta/queue/beadle")
        shutil.chown(f"{lab.dir}/mta/queue/beadle", "nobody")
        lab.milter_socket = f"unix:{lab.dir}/mta/queue/beadle/milter.sock"
        lab.settings()
        lab.write("listeners.cf", replaced(block("postfix.md", "release-cleanup unix"), (
            ("smtp       inet", f"127.0.0.1:{lab.mx} inet"), ("submission inet n - y", f"127.0.0.1:{lab.submission} inet n - n"),  # the accounts lie outside its chroot
            ("127.0.0.1:10026", f"127.0.0.1:{lab.release}"), ("127.0.0.1:10027", f"127.0.0.1:{lab.unsigned}"))))
        assert listeners_as_the_page_says(lab, "postfix.md")
        settings = block("postfix.md", "smtpd_milters =").splitlines() + accounts(lab)
        lab.start_sink()
        lab.start_beadled()
        lab.start_mta(settings, f"{lab.dir}/listeners.cf")
        mail_flows(lab)
    finally:
        lab.stop()
