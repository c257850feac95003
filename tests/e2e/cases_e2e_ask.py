"""Asking the sender: each answer by reply, twice, late, by somebody else, by machines, with parts killed in between; every
recipient's copies are counted."""
import email, email.policy, http.client, os, re, threading, time, urllib.parse
from lab import free_ports
from support import *

ANSWERS = f"beadle-answers@{COUNCIL}"
OTHER = f"rfo@{COUNCIL}"
PEOPLE = ["one@ask.example", "two@ask.example", "three@ask.example"]
ASK_POLICY = TEST_POLICY + '''
[[rule]]
id = "t-ask"
clause = "9.1"
purpose = "compliance with the council's policy"
when = { direction = "outbound", to = ["*@ask.example"] }
action = "ask"
advice = "Look at the recipients again."

[[rule]]
id = "t-ask-personal"
clause = "9.2"
purpose = "compliance with the council's policy"
when = { direction = "outbound", finds = ["personal-address"], confidence = "medium" }
action = "ask"
advice = "Look at the recipient again."
'''
SETTINGS = f'[mail]\nanswers = "{ANSWERS}"\nnotices_an_hour = 1000\n'
PUBLIC = "https://beadle.towcester-tc.gov.uk"
FRIEND = "tom.wetherall@example.org"  # a member's own address: little harm when a link answers for it


def asking_lab(folder, build, settings=SETTINGS, mta=None):
    """A gateway at whose mx listener members log in over TLS, as clerk or under their local part; nobody else is inside there."""
    os.makedirs(folder, exist_ok=True)
    page = free_ports(1)[0]
    settings += f'[console]\nlisten = "127.0.0.1:{page}"\npublic_address = "{PUBLIC}"\n'
    lab = Lab(folder, build, policy="test", policy_text=ASK_POLICY, settings=settings, mta=mta)
    lab.page = page
    try:
        lab.start(accounts(lab, ("clerk", "a.smith", "rfo")))
    except BaseException:
        lab.stop()
        raise
    return lab


def shared(folder, build, mta):
    return asking_lab(folder, build, mta=mta)


SHARED, MTAS = shared, BOTH_MTAS


def mails_to(lab, address):
    return [d for d in lab.delivered() if address in d.envelope["recipients"] and d.envelope["sender"] == ""]


def notice_about(lab, reference, address=MEMBER, title="Please answer: your message is waiting", seconds=30):
    def found():
        return [d for d in mails_to(lab, address) if reference in parsed(d)["Subject"] and parsed(d)["Subject"].startswith(title)]
    return wait_for(found, seconds, f"{title!r} about {reference}")[0]


def parsed(delivered):
    return email.message_from_bytes(delivered.octets, policy=email.policy.default)


class Asked:
    """A message that waits, and the question about it."""

    def __init__(self, lab, sender=MEMBER, to=PEOPLE, body="Minutes attached.\r\nSee you there.\r\n", fields=()):
        self.lab, self.sender, self.to = lab, sender, list(to)
        self.octets, self.mark = message(sender=sender, to=to, body=body, fields=fields)
        code, text = submit(lab, sender, to, self.octets)
        assert code == 250, (code, text)
        self.reference = self.held()["id"]
        self.question = parsed(notice_about(lab, self.reference, sender))

    def held(self):
        got = [h for h in held_of(self.lab, self.mark) if h["reason"] == "ask"]
        assert len(got) == 1, got
        return got[0]

    def copies(self):
        """How many copies each recipient got."""
        got = [r for d in self.lab.find(f"<{self.mark}@test.example>") if d.envelope["sender"] == self.sender for r in d.envelope["recipients"]]
        return {r: got.count(r) for r in self.to}

    def reply(self, words, sender=None, login=None, drop=(), fields=(), to=None, html=False, quote="> "):
        q = self.question
        text = q.get_body(("plain",)).get_content()
        own = {"Subject": f"Re: {q['Subject']}", "In-Reply-To": q["Message-ID"], "References": q["Message-ID"]}
        head = [f"{k}: {v}" for k, v in own.items() if k not in drop] + list(fields)
        subject = head.pop(0)[9:] if "Subject" not in drop else "Re: your question"
        quoted = f"On Sun, 22 Nov 2026 at 10:00, Beadle mail gateway <{ANSWERS}> wrote:\r\n" + "".join(f"{quote}{l}\r\n" for l in text.splitlines())
        body = f"{words}\r\n\r\n-- \r\nAnne Smith\r\n{quoted}"
        if "body" in drop:
            body = words + "\r\n"
        if html:
            head += ["MIME-Version: 1.0", "Content-Type: text/html; charset=utf-8"]
            body = f"<html><body><div>{words}</div><br><div class=\"gmail_quote\"><div>On Sun Beadle mail gateway &lt;{ANSWERS}&gt; wrote:</div><blockquote>{text}</blockquote></div></body></html>\r\n"
        sender = self.sender if sender is None else sender
        octets, _ = message(subject=subject, sender=sender or MEMBER, to=[to or str(q["Reply-To"])], body=body, fields=head)
        return submit(self.lab, sender, [ANSWERS], octets, login)

    def told(self, title, address=None, seconds=30):
        return notice_about(self.lab, self.reference, address or self.sender, title, seconds)

    def tellings(self, title, address=None):
        return len([d for d in mails_to(self.lab, address or self.sender) if self.reference in parsed(d)["Subject"] and parsed(d)["Subject"].startswith(title)])

    def wait_copies(self, n=1, seconds=40):
        wait_for(lambda: set(self.copies().values()) == {n}, seconds, f"{n} copies each, have {self.copies()}")

    def stays(self, n=0, seconds=1.5):
        time.sleep(seconds)
        assert set(self.copies().values()) == {n}, self.copies()


def case_the_question_says_what_to_whom_and_how(lab):
    """A message with the verdict ask waits; its sender is asked in plain words, by a mail to which a reply goes to Beadle."""
    a = Asked(lab)
    q = a.question
    text, html = q.get_body(("plain",)).get_content(), q.get_body(("html",)).get_content()
    code = re.search(r"ask-[a-z2-9]{36}", q["Subject"]).group()
    for words in PEOPLE + ["SEPARATE", "SEND", "STOP", "3 days", "clause 9.1", code]:
        assert words in text and words in html, (words, text)
    assert "@ANSWER" not in text + html and q["Auto-Submitted"] and str(q["Reply-To"]) == ANSWERS, q.items()
    assert code in q["Message-ID"], q["Message-ID"]
    assert a.held()["question"]["state"] == "open" and a.held()["question"]["person"] == MEMBER, a.held()
    assert event_of(lab, a.mark)["outcome"] == "asked"
    a.stays(0)
    out = lab.json("quarantine", "show", a.reference)[0]
    assert code not in str(out) and code not in lab.log()

def case_separate_copies(lab):
    """SEPARATE: each recipient gets one copy whose To and Cc name them alone; body octets equal; released."""
    body = "Dear all,\r\n.a dot\r\ncaf\u00e9 \u2013 minutes\r\n"
    a = Asked(lab, body=body, fields=["Cc: two@ask.example,\r\n three@ask.example", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
                                      "Content-Transfer-Encoding: 8bit"])
    assert a.reply("SEPARATE")[0] == 250
    a.wait_copies()
    a.stays(1)
    for d in lab.find(f"<{a.mark}@test.example>"):
        if d.envelope["sender"] != MEMBER:
            continue
        assert d.field("To") == d.envelope["recipients"] and d.field("Cc") == [], d.fields
        assert d.body == body.encode(), d.body
        assert not [f for f in d.fields if f.lower().startswith(b"x-beadle")], d.fields
    wait_for(lambda: a.held()["state"] == "released", 10, "released")
    a.told("Your message goes out as separate copies")
    assert not [d for d in lab.delivered() if ANSWERS in d.envelope["recipients"]], "a reply went on to somebody"


def case_send_anyway_needs_a_reason(lab):
    """SEND without a reason is asked for once more; with one it goes out as it was, once, and the reason is in the record."""
    a = Asked(lab)
    assert a.reply("Send")[0] == 250
    a.told("Please answer once more")
    a.stays(0)
    assert a.reply("Please send anyway because they all know each other.")[0] == 250
    a.wait_copies()
    a.stays(1)
    copies = [d for d in lab.find(f"<{a.mark}@test.example>") if d.envelope["sender"] == MEMBER]
    assert all(d.field("To") == [", ".join(PEOPLE)] for d in copies), [d.fields for d in copies]
    a.told("Your message goes out")
    shown = lab.json("quarantine", "show", a.reference)[0]
    assert shown["question"]["answer"] == "send" and "know each other" in shown["question"]["reason"], shown["question"]
    assert [h for h in shown["history"] if h["kind"] == "answer" and h["outcome"] == "sent" and h["person"] == MEMBER], shown["history"]


def case_stop(lab):
    """STOP: nothing is sent, the kept copy is discarded, the sender is told; a clerk cannot release it any more."""
    a = Asked(lab)
    assert a.reply("stop, please", html=True)[0] == 250
    a.told("Your message is not sent")
    assert a.held()["state"] == "discarded", a.held()
    assert lab.beadle("quarantine", "release", a.reference, "--reason", "oops")[0] == 1
    a.stays(0)


def case_a_second_answer_changes_nothing(lab):
    """The second answer, the same or another, changes nothing, and is told so once."""
    a = Asked(lab)
    assert a.reply("SEPARATE")[0] == 250
    a.wait_copies()
    for words in ("STOP", "SEND because I say so", "SEPARATE"):
        assert a.reply(words)[0] == 250
    a.told("Your answer changed nothing")
    a.stays(1)
    assert a.tellings("Your answer changed nothing") == 1
    assert a.held()["state"] == "released"


def case_each_place_of_the_code_is_enough(lab):
    """A client that drops the subject, or both reference fields, or the quoted text, is understood all the same."""
    for drop in (("Subject", "body"), ("In-Reply-To", "References", "body"), ("Subject", "In-Reply-To", "References")):
        a = Asked(lab)
        assert a.reply("SEPARATE", drop=drop)[0] == 250
        a.wait_copies()


def case_only_the_member_who_was_asked(lab):
    """Another member, an outsider, the member's name without a log-in, another's log-in: nothing moves; only a member is told."""
    a = Asked(lab)
    before = len(mails_to(lab, OUTSIDE))
    assert a.reply("SEND because why not", sender=OTHER)[0] == 250
    assert a.reply("SEND because why not", sender=OUTSIDE, login="")[0] == 250
    assert a.reply("SEND because why not", sender=MEMBER, login="")[0] == 250
    assert a.reply("SEND because why not", sender=MEMBER, login="rfo")[0] == 250
    a.told("Your answer changed nothing", OTHER)
    a.stays(0)
    assert a.tellings("Your answer changed nothing", OTHER) == 1 and len(mails_to(lab, OUTSIDE)) == before
    assert a.held()["question"]["state"] == "open"
    assert a.reply("STOP")[0] == 250
    a.told("Your message is not sent")


def case_machines_are_never_answers(lab):
    """An automatic reply, a bounce and list mail with the code and the word are no answers, and nobody is told."""
    a = Asked(lab)
    told = len(mails_to(lab, MEMBER))
    for fields in (["Auto-Submitted: auto-replied"], ["Precedence: bulk"], ["X-Autoreply: yes", "Auto-Submitted: auto-generated"]):
        assert a.reply("SEND because I am out of the office", fields=fields)[0] == 250
    assert a.reply("SEND because of the bounce", sender="", login="")[0] == 250
    a.stays(0)
    assert len(mails_to(lab, MEMBER)) == told
    assert a.held()["question"]["state"] == "open"


def case_unclear_words_are_asked_about_once(lab):
    """What may mean two things moves nothing; the sender is asked once more, not twice; a clear answer then counts."""
    a = Asked(lab)
    for words in ("Yes", "SEND or SEPARATE, whatever", "Could you explain?", "no, send it", "SEND to one@ask.example only"):
        assert a.reply(words)[0] == 250
    a.told("Please answer once more")
    a.stays(0)
    assert a.tellings("Please answer once more") == 1
    assert a.reply("Hello,\r\n\r\nSeparately please\r\n\r\nKind regards")[0] == 250
    a.wait_copies()


def case_a_mail_without_a_code(lab):
    """A member's mail to the address for answers without any code is taken, said not to be understood, and goes no further."""
    octets, mark = message(sender=MEMBER, to=[ANSWERS], body="SEND because\r\n")
    assert submit(lab, MEMBER, [ANSWERS], octets)[0] == 250
    wait_for(lambda: [d for d in mails_to(lab, MEMBER) if b"no question was found" in d.octets.replace(b"=\r\n", b"")], 30, "the notice")
    assert not lab.find(f"<{mark}@test.example>")


def case_the_clerk_decides_first(lab):
    """What the clerk released or discarded is not moved by the answer that follows."""
    a = Asked(lab)
    assert lab.beadle("quarantine", "release", a.reference, "--reason", "asked her by telephone")[0] == 0
    a.wait_copies()
    assert a.reply("SEPARATE")[0] == 250
    a.told("Your answer changed nothing")
    a.stays(1)
    b = Asked(lab)
    assert lab.beadle("quarantine", "discard", b.reference, "--reason", "sent by mistake")[0] == 0
    assert b.reply("SEND because it is needed")[0] == 250
    b.told("Your answer changed nothing")
    b.stays(0)


def case_some_are_asked_about_and_some_get_it(lab):
    """One message to a colleague, to two people asked about and to one that is held: each copy has its own end."""
    to = [OTHER, "one@ask.example", "two@ask.example", "quarantine@example.org"]
    octets, mark = message(sender=MEMBER, to=to)
    assert submit(lab, MEMBER, to, octets)[0] == 250
    wait_for(lambda: [d for d in lab.find(f"<{mark}@test.example>") if d.envelope["recipients"] == [OTHER]], 20, "the colleague's copy")
    by = {h["reason"]: [r["address"] for r in h["recipients"]] for h in held_of(lab, mark)}
    assert by == {"ask": ["one@ask.example", "two@ask.example"], "quarantine": ["quarantine@example.org"]}, by


def link_of(asked):
    found = re.search(re.escape(PUBLIC) + r"(/answer/ask-[a-z2-9]{36})", asked.question.get_body(("plain",)).get_content())
    return found and found.group(1)


def browse(lab, path, method="GET", fields=None, headers={}):
    """(status, text, fields) of a request as the council's web server passes it on."""
    c = http.client.HTTPConnection("127.0.0.1", lab.page, timeout=20)
    try:
        body = urllib.parse.urlencode(fields) if isinstance(fields, dict) else fields
        more = {"Content-Type": "application/x-www-form-urlencoded", "Origin": PUBLIC} if method == "POST" else {}
        c.request(method, path, body, {"Host": PUBLIC[8:], **more, **headers})
        r = c.getresponse()
        return r.status, r.read().decode(), dict(r.getheaders())
    finally:
        c.close()


def seal_of(page):
    return re.search(r'name="seal" value="([^"]+)"', page).group(1)


def answer_by_link(lab, path, word, reason=""):
    status, page, _ = browse(lab, path)
    assert status == 200, (status, page)
    return browse(lab, path, "POST", {"seal": seal_of(page), "word": word, "reason": reason})


def case_links_are_issued_for_low_risk_alone(lab):
    """A personal address without anything sensitive: a link besides. A rule that rests on no such finding: reply only."""
    assert link_of(Asked(lab, to=[FRIEND]))
    assert link_of(Asked(lab)) is None


def case_a_link_answers(lab):
    """send with a reason, stop: by the page behind the link; each carried out once, a second time changes nothing."""
    a = Asked(lab, to=[FRIEND])
    status, page, _ = answer_by_link(lab, link_of(a), "send")
    assert status == 422 and "Say why" in page, (status, page)
    status, page, _ = answer_by_link(lab, link_of(a), "send", "he is the contact of the band")
    assert status == 200 and "goes out" in page, (status, page)
    a.wait_copies()
    a.stays(1)
    shown = a.held()
    assert shown["question"]["by"] == "link" and "contact of the band" in shown["question"]["reason"], shown
    b = Asked(lab, to=[FRIEND])
    status, page, _ = browse(lab, link_of(b))
    seal = seal_of(page)
    assert browse(lab, link_of(b), "POST", {"seal": seal, "word": "stop"})[0] == 200
    again = browse(lab, link_of(b), "POST", {"seal": seal, "word": "send", "reason": "after all"})
    unknown = browse(lab, "/answer/ask-" + "z" * 36)
    assert again[:2] == unknown[:2] and again[0] == 404, (again[0], unknown[0])
    b.stays(0)
    assert b.held()["state"] == "discarded"
    assert b.reply("SEND because of the link")[0] == 250
    b.told("Your answer changed nothing")
    b.stays(0)


def case_a_link_gives_separate_copies(lab):
    """Two personal addresses: separate copies by link, one each."""
    to = [FRIEND, "priyaram84@example.net"]
    a = Asked(lab, to=to)
    assert answer_by_link(lab, link_of(a), "separate")[0] == 200
    a.wait_copies()
    a.stays(1)
    for d in lab.find(f"<{a.mark}@test.example>"):
        if d.envelope["sender"] == MEMBER:
            assert d.field("To") == d.envelope["recipients"], d.fields


def case_everybody_in_to_becomes_separate_copies(lab):
    """The rule of base.toml: twelve residents in To are asked about, with a link, and each gets a copy that names them alone."""
    to = [f"resident{n}@street{n}.example" for n in range(12)]
    a = Asked(lab, to=to)
    assert "visible-recipients" in a.held()["rules"], a.held()
    assert link_of(a)
    assert a.reply("Separate copies please")[0] == 250
    a.wait_copies(seconds=90)
    a.stays(1)
    for d in lab.find(f"<{a.mark}@test.example>"):
        if d.envelope["sender"] == MEMBER:
            assert d.field("To") == d.envelope["recipients"] and not [r for r in to if r.encode() in d.octets and r != d.envelope["recipients"][0]]


def case_a_link_scanner_changes_nothing(lab):
    """GET and HEAD, again and again, with a POST without the page's seal, from another site or for another host: nothing moves."""
    a = Asked(lab, to=[FRIEND])
    path = link_of(a)
    for method in ("GET", "HEAD", "GET", "HEAD", "OPTIONS"):
        status, _, fields = browse(lab, path, method)
        assert status == 200 or method == "OPTIONS", (method, status)
    _, page, fields = browse(lab, path)
    assert "default-src 'none'" in fields["Content-Security-Policy"] and fields["Cache-Control"] == "no-store", fields
    assert "<script" not in page and "Hello." not in page and FRIEND in page
    assert not re.search(r"\bon[a-z]+=|javascript:|http-equiv|<iframe|<img", page, re.I), "nothing that acts by itself"
    scanners = [threading.Thread(target=lambda n=n: [browse(lab, path, m, headers={"X-Forwarded-For": f"203.0.113.{n}", "User-Agent": "scanner"})
                                                     for m in ("GET", "HEAD", "GET")]) for n in range(8)]
    for s in scanners:
        s.start()
    for s in scanners:
        s.join()
    seal = seal_of(page)
    assert browse(lab, path, "POST", {"word": "stop"})[0] == 422
    assert browse(lab, path, "POST", {"word": "stop", "seal": seal}, {"Origin": "https://evil.example"})[0] == 403
    assert browse(lab, path, "POST", {"word": "stop", "seal": seal}, {"Host": "evil.example"})[0] == 403
    assert browse(lab, path, "POST", {"word": "stop", "seal": seal}, {"Sec-Fetch-Site": "cross-site"})[0] == 403
    assert browse(lab, path, "POST", "word=stop&seal=" + seal + "&x=" + "y" * 5000)[0] in (400, 413)
    chunks = (b"word=stop&seal=" + seal.encode() + b"&x=" + b"y" * 900 for _ in range(100))
    assert browse(lab, path, "POST", chunks, {"Transfer-Encoding": "chunked"})[0] in (400, 413)
    reply_code = re.search(r"ask-[a-z2-9]{36}", a.question["Subject"]).group()
    assert browse(lab, "/answer/" + reply_code)[0] == 404, "the code for replies opens no page"
    assert a.held()["question"]["state"] == "open" and a.held()["state"] == "held"
    a.stays(0)
    assert answer_by_link(lab, path, "stop")[0] == 200


def case_inspect_shows_the_question(lab):
    """beadle inspect says ask, and what the sender would be asked."""
    octets, _ = message(sender=MEMBER, to=[FRIEND, PEOPLE[0]])
    lab.write("question.eml", octets.decode())
    got = lab.json("inspect", "--from", MEMBER, "--to", FRIEND, f"{lab.dir}/question.eml")[0]
    assert got["verdict"] == "ask" and got["question"]["ways"] == ["reply", "link"], got["question"]
    assert got["question"]["answers"] == ["send", "stop"] and "STOP" in got["question"]["text"], got["question"]
    got = lab.json("inspect", "--from", OUTSIDE, "--to", PEOPLE[0], "--direction", "outbound", f"{lab.dir}/question.eml")[0]
    assert got["verdict"] == "flag" and got["question"] is None, got
    code, out, _ = lab.beadle("inspect", "--from", MEMBER, "--to", PEOPLE[0], f"{lab.dir}/question.eml")
    assert "The sender would be asked" in out and "ASK" in out, out


def case_policy_check_wants_a_way_to_answer(lab):
    """Without an address for answers and without a page, a rule that asks is refused with the setting's name."""
    with open(f"{lab.dir}/config/beadle.toml") as f:
        bare = "\n".join(l for l in f.read().splitlines() if not l.startswith(("answers", "public_address")))
    lab.write("config/bare.toml", bare)
    code, out, err = lab.beadle("policy", "check", "--config", f"{lab.dir}/config/bare.toml")
    assert code == 3 and '"t-ask" asks the sender' in out + err and "[mail] answers" in out + err, (code, out, err)
    code, out, err = lab.beadle("policy", "check")
    assert code == 0 and "asks the sender" not in out + err, (code, out, err)


def case_the_chain_of_events_knows_each_step(lab):
    """events verify is good after all of it."""
    assert lab.beadle("events", "verify")[0] == 0, lab.beadle("events", "verify")
