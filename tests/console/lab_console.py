"""A gateway with its console, filled with mail through the real Postfix; for run.py and for looking at by hand."""
import os, shutil, sys, time

here = os.path.dirname(os.path.realpath(__file__))
import hostile  # noqa: E402

sys.path[:0] = [os.path.join(here, "..", "e2e"), os.path.join(here, "..", "..", "deploy", "lab")]
from lab import Lab, TOP, free_ports, wait_for  # noqa: E402
from support import CLERK, COUNCIL, EICAR, MEMBER, OUTSIDE, TEST_POLICY, event_of, message  # noqa: E402

NATIONAL_INSURANCE = "QQ 12 34 56 C"  # a prefix that is never given out


class Console(Lab):
    def __init__(self, folder, build):
        self.page = free_ports(1)[0]
        self.address = f"http://127.0.0.1:{self.page}"
        super().__init__(folder, build, policy="test", policy_text=TEST_POLICY,
                         settings=f'[store]\nretention = "retention.toml"\n[console]\nlisten = "127.0.0.1:{self.page}"\npublic_address = "{self.address}"\n')
        shutil.copy(f"{TOP}/config/retention.toml", f"{self.dir}/config/retention.toml")

    def invite(self, name, role, mail=None, *more):
        """The path of the link to set up that account."""
        mail = [] if "--mail" in more else ["--mail", mail or f"{name}@{COUNCIL}"]
        return self.json("user", "add", name, "--role", role, *mail, *more)[0]["set_up"]

    def hold(self, subject, sender=CLERK, to=("quarantine@example.org",), **more):
        octets, mark = message(subject=subject, sender=sender, to=to, **more)
        code, text = self.send("submission", sender, list(to), octets)
        assert code == 250, (code, text)
        return mark

    def hold_inbound(self, subject, **more):
        octets, mark = message(subject=subject, sender="quarantine@example.org", to=[CLERK], **more)
        code, text = self.send("mx", "quarantine@example.org", [CLERK], octets)
        assert code == 250, (code, text)
        return mark

    def hold_malware(self, subject):
        octets, mark = message(subject=subject, sender=OUTSIDE, to=[CLERK], body=EICAR + "\r\n")
        code, text = self.send("mx", OUTSIDE, [CLERK], octets)
        assert code == 250, (code, text)
        wait_for(lambda: event_of(self, mark), 20, "the event")
        return mark

    def pass_on(self, subject, sender=OUTSIDE, to=(CLERK,), **more):
        octets, mark = message(subject=subject, sender=sender, to=to, **more)
        code, text = self.send("mx", sender, list(to), octets)
        assert code == 250, (code, text)
        return mark

    def fill(self):
        """A morning: some held in each direction, some alike, some passed on."""
        self.hold("Payroll for March", body=f"Anne's number is {NATIONAL_INSURANCE}.\r\n")
        self.hold("Letter to a resident about the allotments", to=["quarantine@example.org", "two@hold.example"])
        for number in (1, 2, 3):
            self.hold_inbound(f"Newsletter {number} of the garden club")
        self.hold_inbound("Planning application: the fence at the Old Mill")
        for number in (1, 2):
            self.pass_on(f"Question {number} about the hall")
        self.wait_for_held(6)

    def registers(self):
        """A request with its search, a hold, a suspension, an incident: by the command line, as root."""
        day = time.strftime("%Y-%m-%d")
        self.json("request", "open", "--kind", "foi", "--name", "Robin <b>Resident</b>", "--received", day, "--identifier", "hall")
        self.json("request", "search", "R-1", "--term", "question", "--term", "payroll")
        self.json("hold", "add", "--case", "Grievance 2026/4", "--reason", "A claim was announced", "--term", "newsletter")
        self.json("suspend", "add", MEMBER, "--reason", "The mailbox sends spam", "--until", "2027-06-01")
        self.json("incident", "open", "--what", "Payroll list sent to the wrong person")

    def attack(self, each=8):
        """Every payload in every field, `each` of them a mail; how many payloads and mails."""
        all_of_them = hostile.payloads()
        mails = 0
        for at in range(0, len(all_of_them), each):
            group = all_of_them[at:at + each]
            to = f"quarantine@{COUNCIL}"
            sender = hostile.senders(mails, group)
            code, text = self.send("submission", sender, [to], hostile.mail(mails, group, to))
            if code != 250:  # the envelope is Postfix's to refuse
                sender = f"hostile{mails}@evil.example"
                code, text = self.send("submission", sender, [to], hostile.mail(mails, group, to))
            assert code == 250, (code, text, group)
            mails += 1
        self.wait_for_held(mails)
        return [len(all_of_them), mails]

    def hostile_registers(self):
        """A request, a hold, a suspension and an incident that show hostile mail and bear payloads themselves; their pages."""
        words = hostile.vectors()[0] + hostile.vectors()[45] + "{{{title}}}"
        day = time.strftime("%Y-%m-%d")
        self.json("request", "open", "--kind", "sar", "--name", words, "--received", day, "--identifier", words)
        self.json("request", "search", "R-1", "--term", "evil")
        self.json("request", "review", "R-1", "--item", "1", "exclude", "--reason", words)
        self.json("hold", "add", "--case", words, "--reason", words, "--term", "evil")
        self.json("suspend", "add", MEMBER, "--reason", words, "--until", "2027-06-01")
        number = self.json("incident", "open", "--about", self.held()[0]["id"], "--what", words)[0]["number"]
        return ["/requests/1", "/requests/1?from=25", "/retention/holds/1", "/retention/holds/2", "/incidents/" + number]

    def goes(self):
        """What becomes now of a mail that the test policy's outbound quarantine rule is about."""
        mark = self.hold("Is it held?")
        return wait_for(lambda: event_of(self, mark), 20, "the event")["outcome"]

    def wait_for_held(self, count):
        wait_for(lambda: len(self.held()) >= min(count, 100), 30, f"{count} held")
