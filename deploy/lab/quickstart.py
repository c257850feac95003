"""The second half of deploy/quickstart: quickstart.py BUILD [--once]"""
import os, shutil, signal, sys, tempfile, time

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
import lab as lab_, samples as samples_

build, once = sys.argv[1], "--once" in sys.argv[2:]
folder = tempfile.mkdtemp(prefix="beadle-quickstart-")
lab = lab_.Lab(folder, build, ports=(2525, 2587, 10026, 10027, 2530))
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
wide = shutil.get_terminal_size((110, 24)).columns


def became(octets):
    """What Beadle recorded of the message just sent: outcome for each recipient, and why."""
    message_id = next(l[11:].strip() for l in octets.split(b"\r\n") if l.lower().startswith(b"message-id:")).decode()
    return next((e for e in lab.events("--limit", "50") if e.get("message_id") == message_id and e.get("outcome")), None)


try:
    print("3. A private Postfix and Beadle, the Towcester policy\n")
    for port, name in ((2525, "mx"), (2587, "submission"), (10026, "release"), (10027, "release"), (2530, "sink")):
        if lab.answers(port):
            sys.exit(f"deploy/quickstart: something already listens on 127.0.0.1:{port} ({name}); stop it first")
    lab.start()
    right = 0
    want_words = {"accepted": "delivered", "flagged": "flagged", "quarantined": "held", "rejected": "refused", "split": "split"}
    all_samples = samples_.samples()
    for number, (title, listener, sender, recipients, octets, want) in enumerate(all_samples, 1):
        code, text = lab.send(listener, sender, recipients, octets)
        event = became(octets)
        got = want_words.get((event or {}).get("outcome"), f"no event, reply {code}")
        right += got == want
        print(f"{number:2}. {title}\n    {sender} → {', '.join(recipients)}")
        print(f"    {got.upper()}" + ("" if got == want else f"   (expected: {want})"))
        details = (event or {}).get("details", {})
        findings = details.get("inspection", {}).get("findings", [])
        for h in details.get("decision", {}).get("rules", []):
            if h["action"] in ("accept", "log") or h["watched"]:
                continue
            seen = [findings[i] for i in h["findings"] if i < len(findings)]
            what = dict.fromkeys(f["kind"] + " in " + f["location"] + (": " + f["sample"] if f["sample"] else "") for f in seen)
            print(f"    because of rule {h['id']}, clause {h['clause']}" + ("".join("\n        " + w for w in what)))
        print()
    print(f"{right} of {len(all_samples)} as expected.\n")
    if once:
        sys.exit(0 if right == len(all_samples) else 1)
    print(f"""Everything stays up until Ctrl-C. To try next, in another terminal:

  export BEADLE_CONFIG={lab.dir}/config/beadle.toml PATH={lab.dir}/bin:$PATH
  beadle quarantine list                       what is held
  beadle quarantine show REFERENCE             why, with masked findings
  beadle quarantine release REFERENCE --reason "checked with the sender"
  beadle events search --limit 5               what was decided
  beadle policy explain                        every rule in words
  beadle inspect --direction outbound MESSAGE  what would happen to a message, and why
  beadle status
  ls {lab.dir}/sink                            what was delivered

Mail from outside goes to 127.0.0.1:2525, from members to 127.0.0.1:2587. Log: {lab.dir}/beadled.log""")
    while True:
        time.sleep(1)
except KeyboardInterrupt:
    print("\nstopping")
finally:
    lab.stop()
    shutil.rmtree(folder, ignore_errors=True)
