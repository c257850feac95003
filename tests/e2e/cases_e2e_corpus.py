"""Every message of a folder through the gateway, by SMTP: BEADLE_CORPUS=FOLDER, else shared/corpus/mime beside the checkout.

The messages are nobody's here: other projects' test mail, broken and hostile MIME. A clone alone has none and skips."""
import collections, concurrent.futures, itertools, json, os, re, smtplib, time
from support import *

SHARED, MTAS = gateway, BOTH_MTAS
NO_MESSAGE = re.compile(r"(^|/)(LICENCE|SOURCES\.md|index\.tsv|\.git[a-z]*)$")


def corpus():
    """[(name, octets as a client sends them)]"""
    folder = os.environ.get("BEADLE_CORPUS") or os.path.join(os.path.dirname(TOP), "shared", "corpus", "mime")
    files = sorted(os.path.join(d, f) for d, _, names in os.walk(folder) for f in names)
    files = [f for f in files if not NO_MESSAGE.search(f)]
    if not files:
        raise Skip("no corpus: set BEADLE_CORPUS to a folder of messages")
    def octets(file):
        with open(file, "rb") as f:
            read = f.read()
        key = os.path.join(os.path.dirname(file), "xor.key")
        if file.endswith(".xor") and os.path.exists(key):  # malware test files, so that nothing deletes them on the way
            with open(key, "rb") as f:
                read = bytes(a ^ b for a, b in zip(read, itertools.cycle(f.read())))
        return re.sub(rb"\r?\n", b"\r\n", read)
    return [(os.path.relpath(f, folder), octets(f)) for f in files]


class Mail:
    """One message under way: every copy has a recipient address of its own, so that nothing in the message is needed to find it."""

    def __init__(self, number, name, octets, listener):
        self.name, self.octets, self.listener = name, octets, listener
        self.address = f"m{number}@{COUNCIL if listener == 'mx' else 'example.org'}"
        self.held_address = f"m{number}@hold.example"  # the test policy holds what goes there
        self.code, self.text, self.seconds = 0, "", 0.0

    def send(self, lab, recipients):
        started = time.monotonic()
        try:
            with smtplib.SMTP("127.0.0.1", lab.mx if self.listener == "mx" else lab.submission, "client.example", timeout=120) as s:
                s.ehlo()
                s.mail(OUTSIDE if self.listener == "mx" else CLERK, ["BODY=8BITMIME"])
                for r in recipients:
                    s.rcpt(r)
                code, text = s.data(self.octets)
                self.code, self.text = code, text.decode("utf-8", "replace")
        except smtplib.SMTPServerDisconnected as problem:
            self.text = str(problem)  # code 0: no answer
        self.seconds = time.monotonic() - started


def at_once(function, items):
    """Four at a time, as mail comes."""
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        return list(pool.map(function, items))


def state(lab):
    """What must not change: the processes, how many workers were lost, what was logged as an error."""
    processes = lab.status()["processes"]
    inspector = next(p for p in processes if p["name"] == "beadle-inspect")
    errors = [l for l in lab.log().splitlines() if '"level":"error"' in l]
    return {p["name"]: p["pid"] for p in processes}, inspector["status"]["restarts"], errors


def events_by_recipient(lab):
    got = {}
    for event in lab.events("--limit", "10000"):
        if event["kind"] == "verdict":
            for r in event["recipients"]:
                got.setdefault(r, []).append(event)
    return got


def copies(lab, wanted, seconds=120):
    """{address: [what the sink was given]}, once the mail server has delivered all that is wanted."""
    def look():
        got = collections.defaultdict(list)
        for d in lab.delivered():
            for r in d.envelope["recipients"]:
                got[r].append(d)
        return got
    try:
        wait_for(lambda: not wanted - set(look()), seconds, "deliveries")
    except AssertionError:
        pass  # the caller tells which are missing
    time.sleep(1)
    return look()


def case_every_message_has_one_recorded_fate(lab):
    """In both directions: a definite answer; delivered once, or held, or refused, as its event says; nothing died or hung."""
    before, messages = state(lab), corpus()
    mails = [Mail(f"{n}-{listener}", name, octets, listener) for listener in ("mx", "submission")
             for n, (name, octets) in enumerate(messages)]
    started = time.monotonic()
    at_once(lambda m: m.send(lab, [m.address]), mails)
    took = time.monotonic() - started
    events = events_by_recipient(lab)
    held = {r["address"] for h in lab.json("quarantine", "list", "--limit", "10000") for r in h["recipients"]}
    got = copies(lab, {m.address for m in mails if m.code == 250} - held)
    outcomes, reasons, own, wrong = collections.Counter(), collections.Counter(), collections.Counter(), []
    for m in mails:
        mine = events.get(m.address, [])
        outcome = mine[0]["outcome"] if len(mine) == 1 else None
        outcomes[outcome or f"{m.code} by the mail server"] += 1
        fate = (m.code // 100, outcome, len(got[m.address]), m.address in held)
        if fate not in {(2, "accepted", 1, False), (2, "flagged", 1, False), (2, "quarantined", 0, True), (5, "rejected", 0, False), (5, None, 0, False)} and not (m.code == 421 and not mine):
            wrong.append((m.name, m.listener, fate, m.text, len(mine)))
        if not mine:
            own[m.text] += 1
            continue
        coverage = mine[0]["details"]["inspection"]["coverage"]
        for gap in coverage["not_inspected"]:
            reasons[gap["reason"]] += 1
            if not gap["reason"] or not gap["location"] or gap["reason"] == "crash":
                wrong.append((m.name, m.listener, gap))
        kinds = {f["kind"] for f in mine[0]["details"]["inspection"]["findings"]}
        if coverage["complete"] != ("not-inspected" not in kinds) or coverage["complete"] != (not coverage["not_inspected"]):
            wrong.append((m.name, m.listener, coverage, sorted(kinds)))
    slow = max(mails, key=lambda m: m.seconds)
    print(f"     {len(mails)} messages in {took:.1f} s, the slowest {slow.seconds:.2f} s ({slow.name}): {dict(outcomes)}; not inspected: {dict(reasons)}; "
          f"the mail server's own refusals: {dict(own)}")
    assert not wrong, (len(wrong), json.dumps(wrong[:10], indent=1))
    assert state(lab) == before, (before, state(lab))


def case_every_released_message_equals_the_delivered_one(lab):
    """Sent to one recipient who gets it and one for whom it is held: the release arrives once, with the same fields and body."""
    before, messages = state(lab), corpus()
    mails = [Mail(f"{n}-released", name, octets, "submission") for n, (name, octets) in enumerate(messages)]
    at_once(lambda m: m.send(lab, [m.address, m.held_address]), mails)
    mails = [m for m in mails if m.code == 250]
    cases = {}  # address: (case, persons needed)
    for h in lab.json("quarantine", "list", "--limit", "10000"):
        for r in h["recipients"]:
            cases[r["address"]] = (h["id"], h["release_needs"])
    wrong = [(m.name, "not held") for m in mails if m.held_address not in cases]
    compared = [m for m in mails if cases.get(m.held_address, ("", 2))[1] == 1]
    answers = at_once(lambda m: lab.beadle("quarantine", "release", cases[m.held_address][0], "--reason", "ok"), compared)
    wrong += [(m.name, *answer) for m, answer in zip(compared, answers) if answer[0] != 0]
    got = copies(lab, {m.held_address for m in compared} | {m.address for m in compared if m.address not in cases})

    def content(m, d):
        """Without what the mail server adds at each hop, to a message that has none, or to what it takes for an address."""
        def is_added(f):
            name, _, value = f.lower().partition(b":")
            return (name == b"received" or name.startswith(b"x-beadle-") or b"@mx.gateway.example" in value or
                    (name in (b"date", b"message-id") and value.strip() not in m.octets.lower()))
        return sorted(f for f in d.fields if f and not is_added(f)), d.body
    both = 0
    for m in compared:
        released, delivered = got[m.held_address], got[m.address]
        if len(released) != 1 or len(delivered) > 1:
            wrong.append((m.name, len(released), len(delivered)))
        elif delivered:
            both += 1
            (fields, body), (fields_2, body_2) = content(m, released[0]), content(m, delivered[0])
            if (fields, body) != (fields_2, body_2):
                wrong.append((m.name, [f"{f!r}"[:200] for f in set(fields) ^ set(fields_2)], body == body_2))
    print(f"     {len(compared)} released, {both} of them compared with a delivered copy")
    assert not wrong, (len(wrong), json.dumps(wrong[:10], indent=1))
    assert state(lab) == before, (before, state(lab))
