"""Both councils' gateways with their own policies: members log in over TLS, answers to questions come back by mail."""
import os, smtplib
from lab import TOP
from support import *

POLICIES = {"towcester": ("towcester-tc.gov.uk", "directory.toml", ("clerk", "rfo", "admin", "a.smith", "cllr.baxter")),
            "billericay": ("billericaytowncouncil.gov.uk", "directory-billericay.toml", ("clerk", "finance", "cllr.lowe", "cllr.wren"))}


ENDED = '\n[[partner]]\ndomain = "ended.example"\nmay_receive = ["nhs-number"]\nagreement_until = 2024-03-31\n'


class Council:
    """One gateway under one council's policy."""

    def __init__(self, folder, build, mta, name):
        self.name = name
        self.domain, directory, self.logins = POLICIES[name]
        os.makedirs(folder, exist_ok=True)
        text = open(f"{TOP}/config/{directory}").read() + ENDED
        self.lab = Lab(folder, build, policy=name, directory_text=text, mta=mta,
                       settings=f'[mail]\nanswers = "beadle-answers@{self.domain}"\nnotices_an_hour = 1000\n'
                                f'[session]\nauthentication_servers = ["mx.gateway.example"]\n')
        try:
            afar = ["smtpd_authorized_xclient_hosts = 127.0.0.1"] if mta == "postfix" else []  # lets a test say where a client is
            self.lab.start(accounts(self.lab, self.logins) + afar)
        except BaseException:
            self.lab.stop()
            raise

    def address(self, local):
        return f"{local}@{self.domain}"

    def submit(self, sender, to, octets, login=None, tls=True):
        """At the submission listener, as that account (None: the sender's own; "": nobody's); the reply to the final dot."""
        login = sender.split("@")[0] if login is None else login
        with smtplib.SMTP("127.0.0.1", self.lab.submission, "client.example", timeout=200) as s:
            s.ehlo()
            if tls:
                s.starttls(context=any_certificate())
                s.ehlo()
            if login:
                s.login(login, "secret")
            s.mail(sender)
            for r in to:
                assert s.rcpt(r)[0] in (250, 251), r
            code, text = s.data(octets)
            return code, text.decode("utf-8", "replace")


class Councils:
    def __init__(self, folder, build, mta):
        self.mta, self.all = mta, []
        try:
            for name in POLICIES:
                self.all.append(Council(f"{folder}/{name}", build, mta, name))
        except BaseException:
            self.stop()
            raise
        self.towcester, self.billericay = self.all

    def stop(self):
        for c in self.all:
            c.lab.stop()


def councils(folder, build, mta):
    return Councils(folder, build, mta)
