#include "mail/content_hash.h"

#include <gtest/gtest.h>

#include <set>

#include "base/text.h"

namespace beadle {
namespace {

const std::string plain = "From: a@b.example\r\nSubject: Minutes\r\n\r\nDear all,\r\n";

TEST(ContentHash, IsSha256OverNormalisedFieldsAndTheBody) {
    EXPECT_EQ(ContentHash::of_message(plain), sha256_hex("from: a@b.example\nsubject: Minutes\n\nDear all,\r\n"));
}

TEST(ContentHash, IsTheSameForWhatAnMtaMayChange) {
    const std::string want = ContentHash::of_message(plain);
    struct Case {
        const char* name;
        std::string given;
    };
    const Case cases[] = {
        {"a hop's Received field", "Received: from x\r\n\tby y; now\r\n" + plain},
        {"Beadle's own fields", "X-Beadle-Id: 7k2m-9xdq\r\nX-BEADLE-Stamp: t\r\n" + plain},
        {"no blank after the colon", "From:a@b.example\r\nSubject:Minutes\r\n\r\nDear all,\r\n"},
        {"two blanks after the colon", "From:  a@b.example\r\nSubject:\tMinutes\r\n\r\nDear all,\r\n"},
        {"line feeds alone in the header section", "From: a@b.example\nSubject: Minutes\n\nDear all,\r\n"},
        {"a value that begins on the next line", "From:\r\n a@b.example\r\nSubject: Minutes\r\n\r\nDear all,\r\n"},
        {"names in other letters", "FROM: a@b.example\r\nsubject: Minutes\r\n\r\nDear all,\r\n"},
        {"blanks at the end of a field", "From: a@b.example \r\nSubject: Minutes\t\r\n\r\nDear all,\r\n"},
    };
    for (const Case& c : cases) EXPECT_EQ(ContentHash::of_message(c.given), want) << c.name;
}

TEST(ContentHash, FoldingCountsAsOneBlank) {
    const std::string unfolded = ContentHash::of_message("To: a@b.example, c@d.example\r\n\r\n");
    EXPECT_EQ(ContentHash::of_message("To: a@b.example,\r\n\tc@d.example\r\n\r\n"), unfolded);
    EXPECT_EQ(ContentHash::of_message("To: a@b.example,\n   c@d.example\n\n"), unfolded);
    EXPECT_NE(ContentHash::of_message("To: a@b.example,  c@d.example\r\n\r\n"), unfolded);
}

// Postfix cuts a field near 60000 octets when it shows it to a milter, and once more, shorter, when that is sent again.
TEST(ContentHash, OfAFieldOnlyTheFirst32KiBCount) {
    const std::string line = "\r\n someone@example.org,";
    std::string list;
    while (list.size() < 60'053) list += line;
    const std::string shown = "To:" + list + "\r\nSubject: Minutes\r\n\r\nDear all,\r\n";
    const std::string again = "To:" + list.substr(0, list.size() - 3 * line.size()) + "\r\nSubject: Minutes\r\n\r\nDear all,\r\n";
    EXPECT_EQ(ContentHash::of_message(shown), ContentHash::of_message(again));
    std::string other = shown;
    other[32'000] = '!';
    EXPECT_NE(ContentHash::of_message(shown), ContentHash::of_message(other));
}

TEST(ContentHash, DiffersForWhatNobodyMayChange) {
    std::set<std::string> seen{ContentHash::of_message(plain)};
    const std::string others[] = {
        plain + ".",
        "From: a@b.example\r\nSubject: Minutes\r\n\r\nDear all,\n",
        "From: a@c.example\r\nSubject: Minutes\r\n\r\nDear all,\r\n",
        "Subject: Minutes\r\nFrom: a@b.example\r\n\r\nDear all,\r\n",
        "From: a@b.example\r\n\r\nSubject: Minutes\r\n\r\nDear all,\r\n",
        "From: a@b.example\r\nSubject: Minutes\r\nBcc: x@y.example\r\n\r\nDear all,\r\n",
        "X-Beadlefake: 1\r\n" + plain,
        "",
        "\r\n" + plain,
    };
    for (const std::string& other : others) EXPECT_TRUE(seen.insert(ContentHash::of_message(other)).second) << other;
}

TEST(ContentHash, OfAMessageAgreesWithWhatTheMilterIsShownInAnyPieces) {
    const std::string body = "one\r\n\r\ntwo\r\n";
    const std::string message = "From: a@b.example\r\nTo: c@d.example,\r\n\te@f.example\r\nX-Empty:\r\n\r\n" + body;
    for (std::size_t cut = 0; cut <= body.size(); ++cut) {
        ContentHash hash;
        hash.field("From", " a@b.example");
        hash.field("To", "c@d.example,\n\te@f.example");
        hash.field("Received", "from somewhere");
        hash.field("X-Empty", "");
        hash.body(body.substr(0, cut));
        hash.body(body.substr(cut));
        EXPECT_EQ(hash.hex(), ContentHash::of_message(message));
        EXPECT_EQ(hash.hex(), hash.hex());
    }
}

TEST(ContentHash, AMessageWithoutABodyIsAMessageWithAnEmptyOne) {
    ContentHash fields_only;
    fields_only.field("From", "a@b.example");
    EXPECT_EQ(fields_only.hex(), ContentHash::of_message("From: a@b.example\r\n\r\n"));
    EXPECT_EQ(ContentHash::of_message("From: a@b.example\r\n"), ContentHash::of_message("From: a@b.example\r\n\r\n"));
    EXPECT_EQ(ContentHash::of_message("From: a@b.example"), ContentHash::of_message("From: a@b.example\r\n\r\n"));
}

TEST(ContentHash, ALineThatIsNoFieldBeginsTheBody) {
    ContentHash hash;
    hash.field("From", "a@b.example");
    hash.body("no field here\r\n");
    EXPECT_EQ(ContentHash::of_message("From: a@b.example\r\nno field here\r\n"), hash.hex());
}

}  // namespace
}  // namespace beadle
