#include "inspect/detect/greeting.h"

#include <gtest/gtest.h>

#include "inspect/detect/own_words.h"
#include "inspect/detect/said.h"
#include "inspect/detect/topics.h"
#include "support/signature_bundle.h"

namespace beadle::inspect {
namespace {

const Lists& lists() {
    static const Lists out = [] {
        Diagnostics wrong;
        std::vector<Topic> topics;
        return read_signatures(test::signature_bundle(), wrong, topics).lists;
    }();
    return out;
}

// "anne smith; ? jones": forename and surname, "?" for the one that is not said.
std::string greeted(std::string_view text) {
    std::string out;
    for (const auto& g : greeted_in(own_words(text, lists()), lists()))
        out += (out.empty() ? "" : "; ") + (g.forename.empty() ? "?" : g.forename) + " " +
               (g.surname.empty() ? "?" : g.surname);
    return out;
}

TEST(Greeting, names_whom_a_mail_is_to) {
    struct Row {
        const char* name;
        const char* text;
        const char* want;
    };
    const std::vector<Row> table = {
        {"a surname", "Dear Mr Jones,\n\nThank you", "? jones"},
        {"with a stop", "Dear Mrs. Jones\nThank you", "? jones"},
        {"a forename", "Hi Anne,\nhere it is", "anne ?"},
        {"both", "Dear Anne Smith,\n", "anne smith"},
        {"a title and both", "Dear Cllr Anne Smith-Jones\n", "anne smith-jones"},
        {"a councillor", "Dear Cllr Okafor,", "? okafor"},
        {"two persons", "Hi Anne and Bob,", "anne ?; bob ?"},
        {"a couple", "Dear Mr & Mrs Patel,", "? patel"},
        {"Welsh", "Annwyl Mrs Davies,\nDiolch", "? davies"},
        {"Welsh, good morning", "Bore da Siân,", "siân ?"},
        {"the name alone", "Anne,\n\nSee below.", "anne ?"},
        {"no capitals", "hi anne\nthanks", "anne ?"},
        {"a sentence follows", "Hi Anne hope you are well", "anne ?"},
        {"a dash", "Good afternoon Peter - see below", "peter ?"},
        {"a polish name", "Dear Agnieszka,", "agnieszka ?"},
        {"French", "Bonjour Madame Dupont,", "? dupont"},
        {"below a line that is none", "Ref: 24/113\n\nDear Ms Wright,", "? wright"},
        {"all", "Dear all,", ""},
        {"residents", "Dear Resident,", ""},
        {"nobody", "Dear Sir or Madam,", ""},
        {"an office", "Dear Clerk,", ""},
        {"a department", "Dear Highways,", ""},
        {"a team", "Hi team,", ""},
        {"one word that is no forename", "Dear Highways,", ""},
        {"one and all", "Hi Anne and all,", ""},
        {"thanks for something", "Thanks for the plan, Peter", ""},
        {"no greeting", "Please find attached the agenda.", ""},
        {"what is quoted does not count", "Please see below.\n\nFrom: Bob\nSent: Monday\nTo: Anne\n\nDear Anne,", ""},
        {"what is quoted with marks does not count", "See below\n> Dear Anne,", ""},
        {"behind an introduction", "Yes.\nOn Monday Bob wrote:\nDear Anne,", ""},
        {"words that begin like one", "Toby told me that, Dearden too", ""},
        {"nothing", "", ""},
        {"signs alone", "Dear ,,, !!", ""},
    };
    for (const auto& row : table) EXPECT_EQ(greeted(row.text), row.want) << row.name;
}

TEST(OwnWords, end_where_somebody_else_begins) {
    struct Row {
        const char* text;
        const char* want;
    };
    const std::vector<Row> table = {
        {"Mine\n-----Original Message-----\nTheirs", "Mine\n"},
        {"Mine\nOn 3 May 2026, Bob <b@x.example> wrote:\nTheirs", "Mine\n"},
        {"Mine\nLe 3 mai, Bob a écrit :\nTheirs", "Mine\n"},
        {"Mine\nVon: Bob\nGesendet: Montag\nAn: Anne\nTheirs", "Mine\n"},
        {"The hours are\nFrom: 10 am until noon\nSee you there",
         "The hours are\nFrom: 10 am until noon\nSee you there\n"},
        {"> theirs\nMine\n> theirs", "Mine\n"},
    };
    for (const auto& row : table) EXPECT_EQ(own_words(row.text, lists()), row.want) << row.text;
}

TEST(Said, tells_a_password_and_a_mail_that_is_little_else) {
    struct Row {
        const char* name;
        const char* text;
        PasswordSaid want;
    };
    const std::vector<Row> table = {
        {"told", "The password is Bluebell-1974!", PasswordSaid::told},
        {"a code", "Hi Anne,\nthe code to open it: kT7wq9Zp", PasswordSaid::alone},
        {"alone", "Bluebell-1974!\n\nKind regards\nAnne", PasswordSaid::alone},
        {"with a word before it", "As promised:\nkT7wq9Zp", PasswordSaid::alone},
        {"no password", "See you on Monday at 10am.", PasswordSaid::no},
        {"a date and a room", "Meeting 12/05/2026 in room B12", PasswordSaid::no},
        {"a link", "https://www.council.example/Agenda2026", PasswordSaid::no},
        {"an address", "Write to Anne.Smith72@home.example", PasswordSaid::no},
        {"a file", "See Agenda2026v2.docx", PasswordSaid::no},
        {"a postcode and a reference", "NN12 6AF, ref SNC2024", PasswordSaid::no},
        {"it follows", "The password will follow by telephone.", PasswordSaid::no},
        {"a long letter with such a word",
         "The plan of the new play area was sent out last week to everybody who asked "
         "for it at the meeting, and the file is called PlayArea26 on the map of the council, where all can find it "
         "now.",
         PasswordSaid::no},
    };
    for (const auto& row : table) {
        Reading reading;
        Segment s;
        s.kind = SegmentKind::body;
        s.text = row.text;
        s.location = "message body";
        reading.segments.push_back(s);
        EXPECT_EQ(said_in(reading, own_texts(reading, lists()), lists()).password, row.want) << row.name;
    }
}

}  // namespace
}  // namespace beadle::inspect
