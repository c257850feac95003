#!/usr/bin/python3
"""An SMTP server on loopback that keeps what it is given: sink.py PORT FOLDER [--refuse TEXT]

Each message becomes FOLDER/<n>.eml (octets as received, dots unstuffed) and FOLDER/<n>.json (envelope, time).
A file FOLDER/refuse with a line "450 4.2.0 later" makes every RCPT answer that; used to test retries.
"""
import itertools, json, os, socketserver, sys, threading, time

port, folder = int(sys.argv[1]), sys.argv[2]
os.makedirs(folder, exist_ok=True)
number, lock = itertools.count(1 + len([f for f in os.listdir(folder) if f.endswith(".eml")])), threading.Lock()


class Talk(socketserver.StreamRequestHandler):
    timeout = 300

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        self.say("220 sink.example ESMTP")
        sender, recipients, parameters = None, [], ""
        while True:
            line = self.rfile.readline(65536)
            if not line:
                return
            word = line.decode("utf-8", "surrogateescape").strip()
            verb = word.upper()
            if verb.startswith(("EHLO", "HELO")):
                self.say("250-sink.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 0")
            elif verb.startswith("MAIL FROM:"):
                sender, _, parameters = word[10:].strip().partition(" ")
                recipients = []
                self.say("250 2.1.0 ok")
            elif verb.startswith("RCPT TO:"):
                refuse = os.path.join(folder, "refuse")
                if os.path.exists(refuse):
                    self.say(open(refuse).read().strip())
                else:
                    recipients.append(word[8:].strip().split(" ")[0].strip("<>"))
                    self.say("250 2.1.5 ok")
            elif verb == "DATA":
                if not recipients:
                    self.say("554 5.5.1 no valid recipients")
                    continue
                self.say("354 go on")
                octets = []
                while True:
                    line = self.rfile.readline()
                    if not line:
                        return
                    if line == b".\r\n":
                        break
                    octets.append(line[1:] if line.startswith(b".") else line)
                with lock:
                    n = next(number)
                with open(f"{folder}/.{n}", "wb") as f:
                    f.write(b"".join(octets))
                with open(f"{folder}/{n}.json", "w") as f:
                    json.dump({"sender": sender.strip("<>"), "recipients": recipients, "parameters": parameters, "at": time.time()}, f)
                os.rename(f"{folder}/.{n}", f"{folder}/{n}.eml")
                self.say(f"250 2.0.0 kept as {n}")
            elif verb == "RSET":
                sender, recipients = None, []
                self.say("250 2.0.0 ok")
            elif verb == "QUIT":
                self.say("221 2.0.0 bye")
                return
            else:
                self.say("250 2.0.0 ok")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 200


Server(("127.0.0.1", port), Talk).serve_forever()
