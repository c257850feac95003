"""The policy as persons change it while the gateway runs: versions proposed, adopted, restored; through the real Postfix."""
import os, signal
from support import *

MTAS = ("postfix",)
TO = "quarantine@example.org"
RULE = "t-outbound-quarantine"
WATCHING = TEST_POLICY.replace(f'id = "{RULE}"', f'id = "{RULE}"\nmode = "watch"')


def outcome(lab):
    """What becomes of a mail that the rule is about."""
    octets, mark = message(to=[TO])
    assert lab.send("submission", CLERK, [TO], octets)[0] == 250
    event = wait_for(lambda: event_of(lab, mark), 20, "the event")
    if event["outcome"] == "accepted":
        lab.wait_delivered(mark)
    return event["outcome"]


def serving(lab):
    return next(p["status"]["policy"] for p in lab.status()["processes"] if p["name"] == "beadle-session")


def propose(lab, text, *more):
    return lab.beadle("policy", "propose", "-", "--reason", "tried for a month", "--minute", "2026/41", *more, input=text.encode())


def case_a_version_of_the_policy_is_adopted_restored_and_kept(folder, build, mta):
    """A rule that a version switches to watch lets through what it stopped; the file stops it again; a broken version is refused with line,
    column and suggestion; kill and restart keep the version; a lost file is written again; who did what is on record."""
    lab = Lab(folder, build, policy="test", policy_text=TEST_POLICY, mta=mta)
    try:
        lab.start()
        assert outcome(lab) == "quarantined" and serving(lab) == 0

        code, out, err = propose(lab, TEST_POLICY.replace("advice =", "advise =", 1))
        place = TEST_POLICY[:TEST_POLICY.index("advice =")].count("\n") + 1
        assert code == 3 and f"the proposed policy:{place}:1:" in err and 'did you mean "advice"' in err, (code, out, err)
        for weaker in ('[[rule]]\nid = "malware"\naction = "log"\n', '[[exception]]\nrule = "malware"\nfrom = "*@example.org"\nuntil = 2027-01-01\n'
                       'reason = "x"\napproved_by = "y"\n'):
            code, out, err = propose(lab, TEST_POLICY + weaker)
            assert code == 3 and "malware" in err and "always" in err, (code, out, err)
        assert [v["id"] for v in lab.json("policy", "versions")] == [0], "what was refused is no version"

        code, out, err = propose(lab, WATCHING)
        assert code == 0 and "version 1" in out, (code, out, err)
        assert outcome(lab) == "quarantined", "a proposal changes nothing"
        assert lab.beadle("policy", "adopt", "1")[0] == 2, "without a reason"
        code, out, err = lab.beadle("policy", "adopt", "1", "--reason", "Full Council", "--minute", "7")
        assert code == 0 and "Version 1 of the policy serves now" in out, (code, out, err)
        assert outcome(lab) == "accepted" and serving(lab) == 1
        assert "version 1, adopted by a person" in lab.beadle("status")[1]
        assert "version 1 of the policy" in lab.beadle("policy", "check")[1], "the file does not serve, and it says so"
        watched = next(r for r in lab.json("policy", "explain", RULE))
        assert watched["mode"] == "watch", "the command line judges by what serves"

        os.kill(lab.pid("beadle-record"), signal.SIGKILL)
        wait_for(lambda: lab.beadle("policy", "versions")[0] == 0, 30, "the records to come back")
        assert outcome(lab) == "accepted"
        lab.stop_beadled()
        copy = next(f"{where}/{name}" for where, _, names in os.walk(lab.dir) for name in names if name.endswith(".db.policy"))
        os.unlink(copy)
        lab.start_beadled()
        wait_for(lambda: serving(lab) == 1, 30, "the lost file to be written again and taken up")
        assert outcome(lab) == "accepted"
        lab.stop_beadled()
        lab.start_beadled()
        assert serving(lab) == 1, "a start has the version from its first message on"

        code, out, err = lab.beadle("policy", "adopt", "file", "--reason", "enough was seen")
        assert code == 0 and "The policy file serves now" in out, (code, out, err)
        assert outcome(lab) == "quarantined" and serving(lab) == 0 and not os.path.exists(copy)
        assert lab.beadle("policy", "adopt", "1", "--reason", "once more")[0] == 0
        assert outcome(lab) == "accepted"
        one = lab.json("policy", "versions")[0]
        assert one["serves"] and one["minute"] == "2026/41" and one["adopted_reason"] == "once more" and one["person"], one
        assert lab.beadle("policy", "show", "1")[1] == WATCHING
        done = [e["kind"] for e in lab.events("--limit", "200") if e["kind"].startswith("policy-")]
        assert sorted(done) == ["policy-adopted"] * 3 + ["policy-proposed"], done
        assert lab.beadle("events", "verify")[0] == 0
    finally:
        lab.stop()


def case_a_version_that_no_longer_checks_keeps_what_serves(folder, build, mta):
    """What a version rests on was changed on the gateway: it is refused with its place, and the running policy goes on."""
    lab = Lab(folder, build, policy="test", policy_text=TEST_POLICY, mta=mta)
    try:
        lab.start()
        assert propose(lab, WATCHING + '[[rule]]\nid = "sensitive-likely"\nmode = "watch"\n', "--adopt")[0] == 0
        base = f"{lab.dir}/config/policies/base.toml"
        text = open(base).read()
        lab.write("config/policies/base.toml", text.replace('id = "sensitive-likely"', 'id = "sensitive-perhaps"'))
        code, out, err = lab.beadle("reload")
        assert code == 3 and "version 1 of the policy:" in out + err, (code, out, err)
        assert outcome(lab) == "accepted" and "The last reload was refused" in lab.beadle("status")[1]
        lab.write("config/policies/base.toml", text)
        assert lab.beadle("reload")[0] == 0 and "The last reload was refused" not in lab.beadle("status")[1]
    finally:
        lab.stop()
