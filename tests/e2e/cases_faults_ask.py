"""Asking the sender while parts die, and when the time to answer is over: nothing is lost, nothing arrives twice unsaid."""
import os, signal, sqlite3, time
from support import *
import cases_e2e_ask as ask
from cases_e2e_ask import ANSWERS, PEOPLE, Asked, mails_to


def with_asking_lab(folder, build, do):
    lab = ask.asking_lab(folder, build)
    try:
        touched = do(lab) == "touched"
        assert lab.beadle("events", "verify")[0] == int(touched), lab.beadle("events", "verify")
    finally:
        lab.stop()


def killed(lab, name):
    before = lab.pid(name)
    os.kill(before, signal.SIGKILL)
    wait_for(lambda: lab.status() and lab.pid(name) not in (None, before), 20, f"a new {name}")


def end_the_time(lab, reference):
    """Sets the end of the time to answer into the past, as if it had passed while Beadle was down. No hand but Beadle's may do
    that: verify finds it ever after."""
    lab.stop_beadled()
    with sqlite3.connect(f"{lab.dir}/run/store/records.db") as db:
        done = db.execute("UPDATE questions SET open_until = 1 WHERE held = (SELECT id FROM held WHERE reference = ?)", (reference,))
        assert done.rowcount == 1
    db.close()
    lab.start_beadled()


def case_an_answer_that_comes_too_late(folder, build):
    """The time is over: not sent, the sender told, the late answer told once; the clerk can still release it."""
    def do(lab):
        a = Asked(lab)
        end_the_time(lab, a.reference)
        a.told("Your message was not sent: no answer in time")
        held = a.held()
        assert held["question"]["state"] == "expired" and held["state"] == "held" and "did not answer" in held["note"], held
        for _ in range(2):
            assert a.reply("SEPARATE")[0] == 250
        a.told("Your answer changed nothing")
        a.stays(0)
        assert a.tellings("Your answer changed nothing") == 1 and a.tellings("Your message was not sent: no answer in time") == 1
        assert lab.beadle("quarantine", "release", a.reference, "--reason", "she is away")[0] == 0
        a.wait_copies()
        b = Asked(lab, to=[ask.FRIEND])
        path = ask.link_of(b)
        seal = ask.seal_of(ask.browse(lab, path)[1])
        end_the_time(lab, b.reference)
        b.told("Your message was not sent: no answer in time")
        late = ask.browse(lab, path, "POST", {"seal": seal, "word": "send", "reason": "too late"})
        assert late[0] == 404 and ask.browse(lab, path)[0] == 404, late
        b.stays(0)
        return "touched"
    with_asking_lab(folder, build, do)


def case_the_time_runs_only_from_the_notice_on(folder, build):
    """While the mail server takes no notice the time does not run; once it does, it runs and the question can be answered."""
    def do(lab):
        killed(lab, "beadle-mail")
        pid = lab.pid("beadle-mail")
        os.kill(pid, signal.SIGSTOP)
        octets, mark = message(sender=ask.MEMBER, to=PEOPLE)
        assert ask.submit(lab, ask.MEMBER, PEOPLE, octets)[0] == 250
        time.sleep(2)
        held = held_of(lab, mark)[0]
        assert held["question"]["state"] == "asking" and held["question"]["until"] == "", held
        os.kill(pid, signal.SIGCONT)
        wait_for(lambda: held_of(lab, mark)[0]["question"]["state"] == "open", 30, "the time to run")
        assert held_of(lab, mark)[0]["question"]["until"] > "2026", held_of(lab, mark)
    with_asking_lab(folder, build, do)


def case_mail_killed_between(folder, build):
    """beadle-mail is killed right after each answer: each recipient gets one copy, or a recorded second one."""
    def do(lab):
        for words in ("SEPARATE", "SEND because they know each other"):
            a = Asked(lab)
            assert a.reply(words)[0] == 250
            killed(lab, "beadle-mail")
            wait_for(lambda: all(n >= 1 for n in a.copies().values()), 150, f"all copies, have {a.copies()}")
            wait_for(lambda: a.held()["state"] == "released", 150, "released")
            notes = {r["address"]: r["note"] for r in a.held()["recipients"]}
            for who, n in a.copies().items():
                assert n == 1 or (n == 2 and "twice" in notes[who] + a.held()["note"]), (a.copies(), notes)
    with_asking_lab(folder, build, do)


def case_records_killed_between(folder, build):
    """beadle-record is killed while answers come in: an answer that was taken with 250 is carried out once, another is put off."""
    def do(lab):
        for words in ("SEPARATE", "STOP", "SEND because they know each other"):
            a = Asked(lab)
            killed(lab, "beadle-record")
            wait_for(lambda: a.reply(words)[0] == 250, 40, "the answer to be taken")
            killed(lab, "beadle-record")
            if words == "STOP":
                wait_for(lambda: a.held()["state"] == "discarded", 30, "discarded")
                a.stays(0)
            else:
                wait_for(lambda: a.held()["state"] == "released", 150, "released")
                a.wait_copies()
                a.stays(1)
    with_asking_lab(folder, build, do)


def case_the_page_while_records_and_console_are_killed(folder, build):
    """beadle-console and beadle-record are killed: the page comes back, nothing is answered twice, nothing without being told so."""
    def do(lab):
        a = Asked(lab, to=[ask.FRIEND])
        killed(lab, "beadle-console")
        wait_for(lambda: page_answers(lab, ask.link_of(a)) == 200, 20, "the page")
        _, page, _ = ask.browse(lab, ask.link_of(a))
        seal = ask.seal_of(page)
        killed(lab, "beadle-record")
        form = {"seal": seal, "word": "send", "reason": "he is the contact"}
        wait_for(lambda: ask.browse(lab, ask.link_of(a), "POST", form)[0] in (200, 404), 30, "an answer that is not 503")
        a.wait_copies()
        a.stays(1)
    with_asking_lab(folder, build, do)


def page_answers(lab, path):
    try:
        return ask.browse(lab, path)[0]
    except OSError:
        return 0
