"""A dozen messages of council life and what becomes of each under the Towcester policy."""
import os
from email.message import EmailMessage
from email.utils import format_datetime
from datetime import datetime, timezone

FOLDER = os.path.join(os.path.dirname(os.path.realpath(__file__)), "samples")
CLERK, COUNCILLOR = "clerk@towcester-tc.gov.uk", "a.smith@towcester-tc.gov.uk"
# put together here so that a virus scanner does not take this file for the test file
EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*"


def mail(sender, to, subject, text, attachments=(), more=()):
    m = EmailMessage()
    m["From"], m["To"], m["Subject"] = sender, ", ".join(to), subject
    m["Date"] = format_datetime(datetime.now(timezone.utc))
    m["Message-ID"] = f"<{abs(hash((sender, subject, datetime.now().timestamp())))}@samples.example>"
    for name, value in more:
        m[name] = value
    m.set_content(text)
    for name, octets, kind in attachments:
        m.add_attachment(octets, maintype=kind.split("/")[0], subtype=kind.split("/")[1], filename=name)
    return m.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def file(name):
    with open(os.path.join(FOLDER, name), "rb") as f:
        return f.read()


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def samples():
    """(title, listener, envelope sender, recipients, octets, what is expected: delivered | flagged | held | refused, who)"""
    return [
        ("The clerk sends the agenda to a resident", "submission", CLERK, ["resident@example.org"],
         mail(CLERK, ["resident@example.org"], "Agenda for 8 December", "Dear Mr Example,\n\nPlease find the agenda attached.\n\nThe Town Clerk\n"
              "\n--\nThis email is confidential and may be privileged. If you are not the intended recipient please delete it.\n",
              [("agenda.docx", file("agenda.docx"), DOCX)]), "delivered"),
        ("A resident writes about a pothole", "mx", "resident@example.org", [CLERK],
         mail("resident@example.org", [CLERK], "Pothole in Watling Street", "Hello,\n\nthere is a pothole outside number 12, grid reference SP 694 487.\nMy telephone number is 01632 960123.\n"), "delivered"),
        ("The payroll goes to the bureau as an open spreadsheet", "submission", CLERK, ["pay@bureau.example.net"],
         mail(CLERK, ["pay@bureau.example.net"], "October payroll", "Hi,\n\nOctober figures attached.\n", [("payroll.xlsx", file("payroll.xlsx"), XLSX)]), "held"),
        ("The same spreadsheet, locked with a password", "submission", CLERK, ["pay@bureau.example.net"],
         mail(CLERK, ["pay@bureau.example.net"], "October payroll", "Hi,\n\nOctober figures attached, I will ring you with the password.\n",
              [("payroll-locked.zip", file("payroll-locked.zip"), "application/zip")]), "delivered"),
        ("A National Insurance number in the text", "submission", CLERK, ["starter@example.com"],
         mail(CLERK, ["starter@example.com"], "New starter", "For your records: National Insurance number PP 12 34 56 A.\n"), "held"),
        ("The same between two members of the council", "submission", CLERK, [COUNCILLOR],
         mail(CLERK, [COUNCILLOR], "New starter", "For the staffing committee: National Insurance number PP 12 34 56 A.\n"), "delivered"),
        ("To a colleague and to an outsider at once, with a card number", "submission", CLERK, [COUNCILLOR, "shop@example.com"],
         mail(CLERK, [COUNCILLOR, "shop@example.com"], "Order for the town hall", "Please charge the card 4242 4242 4242 4242, expiry 12/28, CVV 123.\n"), "split"),
        ("A councillor forwards council mail to her private address", "submission", COUNCILLOR, ["annesmith72@gmail.com"],
         mail(COUNCILLOR, ["annesmith72@gmail.com"], "Fwd: Bins on Brackley Road", "To read tonight.\n\n---------- Forwarded message ---------\n"
              "From: Town Clerk <clerk@towcester-tc.gov.uk>\nDate: Fri, 20 Nov 2026 at 10:01\nSubject: Bins on Brackley Road\nTo: a.smith@towcester-tc.gov.uk\n\nThe bins are full again.\n"), "flagged"),
        ("The same with a patient's NHS number in it", "submission", COUNCILLOR, ["annesmith72@gmail.com"],
         mail(COUNCILLOR, ["annesmith72@gmail.com"], "Fwd: Mrs Example", "---------- Forwarded message ---------\nFrom: Town Clerk <clerk@towcester-tc.gov.uk>\n"
              "Date: Fri, 20 Nov 2026 at 10:01\nSubject: Mrs Example\nTo: a.smith@towcester-tc.gov.uk\n\nNHS number 999 000 0018, she needs help with the form.\n"), "held"),
        ("A password in the text", "submission", CLERK, ["webmaster@example.net"],
         mail(CLERK, ["webmaster@example.net"], "Website", "You can log in with\n\nuser name: clerk\npassword: Tr4ctor-Hedge!\n"), "held"),
        ("A marked document", "submission", CLERK, ["press@example.com"],
         mail(CLERK, ["press@example.com"], "Report", "OFFICIAL-SENSITIVE\n\nThe staffing review is below.\n"), "held"),
        ("A virus from outside (the harmless test file)", "mx", "parcel@example.com", [CLERK],
         mail("parcel@example.com", [CLERK], "Your parcel", "See attached.\n", [("parcel.com", EICAR.encode(), "application/octet-stream")]), "held"),
        ("A locked archive from outside", "mx", "solicitor@example.com", [CLERK],
         mail("solicitor@example.com", [CLERK], "Deeds", "The deeds are attached; the password follows by telephone.\n",
              [("deeds.zip", file("payroll-locked.zip"), "application/zip")]), "flagged"),
    ]
