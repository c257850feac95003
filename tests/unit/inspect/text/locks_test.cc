// Locks that open: by the passwords that programs know, and by those that the message itself holds. One table for every
// kind of lock, where it stands, and what the message says. Cells that are not there, and why: "partial" of Office
// packages and legacy documents (one key for all of it); default passwords of Word, OpenDocument and archives (no
// program knows one); a PDF's attachments that are sealed alone (qpdf does not undo them); RAR, OpenPGP under Twofish or to a
// key, and Argon2id opened (nothing here undoes them: they are told of instead).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "inspect/text/password_guesses.h"
#include "support/small_zip.h"
#include "unit/inspect/text/samples.h"

namespace beadle::inspect {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using namespace testing;

constexpr char number[] = "999 000 0018", told[] = "The password is Plum-tree77.",
               silent[] = "See the file; I will ring you.";

std::string part(const std::string& octets, const std::string& filename) {
    return "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"" + filename +
           "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64(octets) + "\r\n";
}

std::string text_part(const std::string& body) {
    return "Content-Type: text/plain; charset=utf-8\r\n\r\n" + body + "\r\n";
}

std::string mail(const std::vector<std::string>& parts, const std::string& subject = "Plots",
                 const std::string& line = "bb") {
    std::string out = "From: a@town.example\r\nSubject: " + subject +
                      "\r\nContent-Type: multipart/mixed; boundary=" + line + "\r\n\r\n";
    for (const auto& p : parts) out += "--" + line + "\r\n" + p;
    return out + "--" + line + "--\r\n";
}

enum class Where { whole, in_zip, in_message };

std::string carried(Where where, const std::string& body, const std::string& file) {
    const std::string octets = sample(file), name = file.substr(file.rfind('/') + 1);
    if (where == Where::in_zip) return mail({text_part(body), part(test::zip_of({{name, octets}}), "files.zip")});
    if (where == Where::whole) return mail({text_part(body), part(octets, name)});
    const std::string inner = mail({text_part("Inside."), part(octets, name)}, "Inner", "cc");
    return mail({text_part(body), "Content-Type: message/rfc822\r\n\r\n" + inner});
}

struct Row {
    const char *file, *shut, *open;
};
constexpr char leaked[] = " leaked open password-in-same-message; ";
const Row rows[] = {
    {"locked/locked.docx", "ooxml strong protects aes-128; encrypted; ", "ooxml"},
    {"locked/locked.xlsx", "ooxml strong protects aes-128; encrypted; ", "ooxml"},
    {"locked/locked.pptx", "ooxml strong protects aes-128; encrypted; ", "ooxml"},
    {"locked/agile.docx", "ooxml strong protects aes-256; encrypted; ", "ooxml"},
    {"locked/locked.doc", "office-legacy weak protects rc4-40; encrypted; ", "office-legacy"},
    {"locked/locked.xls", "office-legacy weak protects rc4-40; encrypted; ", "office-legacy"},
    {"locked/xor.xls", "office-legacy weak protects xor; encrypted; ", "office-legacy"},
    {"locked/locked.ppt", "office-legacy weak protects rc4-cryptoapi-128; encrypted; ", "office-legacy"},
    {"locked/locked.odt", "odf strong protects aes-256; encrypted; ", "odf"},
    {"locked/locked.ods", "odf strong protects aes-256; encrypted; ", "odf"},
    {"locked/locked.odp", "odf strong protects aes-256; encrypted; ", "odf"},
    {"locked/blowfish.odt", "odf weak protects blowfish; encrypted; ", "odf"},
    {"locked/partly.odt", "odf partial open some-members-clear; encrypted; ", "odf"},
    {"locked/aes.zip", "zip strong protects aes-256; encrypted; ", "zip"},
    {"locked/crypto.zip", "zip weak protects zip-crypto; encrypted; ", "zip"},
    {"locked/partly.zip", "zip partial open some-members-clear; encrypted; ", "zip"},
    {"locked/locked.7z", "7z strong protects aes-256; encrypted; ", "7z"},
    {"locked/names.7z", "7z strong protects aes-256; encrypted; ", "7z"},
    {"locked/partly.7z", "7z partial open some-members-clear; encrypted; ", "7z"},
    {"locked/aes256.pdf", "pdf strong protects aes-256; encrypted; ", "pdf"},
    {"locked/aes128.pdf", "pdf strong protects aes-128; encrypted; ", "pdf"},
    {"locked/rc4.pdf", "pdf weak protects rc4-40; encrypted; ", "pdf"},
    {"locked/rc4-128.pdf", "pdf weak protects rc4-128; encrypted; ", "pdf"},
    {"locked/revision5.pdf", "pdf strong protects aes-256, revision 5; encrypted; ", "pdf"},
    {"locked/aes256.gpg", "gpg-file strong protects password; encrypted; ", "gpg-file"},
    {"locked/aes128.asc", "gpg-file strong protects password; encrypted; ", "gpg-file"},
    {"locked/triple-des.gpg", "gpg-file strong protects password; encrypted; ", "gpg-file"},
    {"locked/cast5.gpg", "gpg-file strong protects password; encrypted; ", "gpg-file"},
    {"locked/camellia.gpg", "gpg-file strong protects password; encrypted; ", "gpg-file"},
    {"locked/salted.gpg", "gpg-file strong protects password; encrypted; ", "gpg-file"},
    {"locked/simple.gpg", "gpg-file strong protects password; encrypted; ", "gpg-file"},
    {"locked/key-too.gpg", "gpg-file strong protects public-key; encrypted; ", "gpg-file"},
    {"locked/no-integrity.gpg", "gpg-file weak protects no-integrity; encrypted; ", "gpg-file"},
};

TEST(Locks, StayShutWithoutTheirPassword) {
    for (const auto& row : rows)
        for (const auto where : {Where::whole, Where::in_zip, Where::in_message}) {
            const Read r = read(carried(where, silent, row.file));
            EXPECT_EQ(judged(r.reading), row.shut) << row.file << static_cast<int>(where);
            EXPECT_THAT(all_text(r.reading), Not(HasSubstr(number))) << row.file;
            EXPECT_THAT(found(r.reading), Not(HasSubstr("password-with-file"))) << row.file;
        }
}

TEST(Locks, OpenByThePasswordInTheCoveringNote) {
    for (const auto& row : rows)
        for (const auto where : {Where::whole, Where::in_zip, Where::in_message}) {
            const Read r = read(carried(where, told, row.file));
            EXPECT_EQ(judged(r.reading), row.open + std::string(leaked)) << row.file << static_cast<int>(where);
            EXPECT_THAT(all_text(r.reading), HasSubstr(number)) << row.file << static_cast<int>(where);
            EXPECT_THAT(found(r.reading), HasSubstr("password-with-file @ ")) << row.file;
        }
}

TEST(Locks, OfPasswordsThatProgramsKnowAreCosmetic) {
    const Row known[] = {
        {"locked/default.xlsx", "ooxml cosmetic open default-password; ", number},
        {"locked/agile-default.xlsx", "ooxml cosmetic open default-password; ", number},
        {"locked/agile-default.pptx", "ooxml cosmetic open default-password; ", number},
        {"locked/default.xls", "office-legacy cosmetic open default-password; ", number},
        {"locked/default.ppt", "office-legacy cosmetic open default-password; ", "999 000 0"},
        {"locked/owner.pdf", "pdf cosmetic open owner-password-only; ", number},
    };
    for (const auto& row : known)
        for (const auto where : {Where::whole, Where::in_zip, Where::in_message}) {
            const Read r = read(carried(where, silent, row.file));
            EXPECT_EQ(judged(r.reading), row.shut) << row.file << static_cast<int>(where);
            EXPECT_THAT(all_text(r.reading), HasSubstr(row.open)) << row.file;
            EXPECT_THAT(found(r.reading), Not(HasSubstr("password-with-file"))) << row.file;
        }
}

TEST(Locks, ThatWereNeverLockedAreRead) {
    for (const char* name : {"plain.docx", "plain.xlsx", "plain.pptx", "plain.doc", "plain.xls", "plain.odt",
                             "plain.ods", "plain.odp", "plain.zip", "plain.7z", "plain.pdf"})
        for (const auto where : {Where::whole, Where::in_zip, Where::in_message}) {
            const Read r = read(carried(where, told, "locked/" + std::string(name)));
            EXPECT_EQ(judged(r.reading), "") << name;
            EXPECT_THAT(all_text(r.reading), HasSubstr(number)) << name;
            EXPECT_THAT(found(r.reading), Not(HasSubstr("password-with-file"))) << name;
        }
}

TEST(Locks, ThatNobodyHereOpensCountAsLeakedWhenTheirPasswordIsTold) {
    const Row closed[] = {
        {"packed/sealed5.rar", "rar strong protects aes-256; encrypted; ",
         "rar leaked open password-in-same-message; encrypted; "},
        {"packed/sealed4.rar", "rar strong protects aes-128; encrypted; ",
         "rar leaked open password-in-same-message; encrypted; "},
        {"locked/twofish.gpg", "gpg-file strong protects password; encrypted; ",
         "gpg-file leaked open password-in-same-message; encrypted; "},
        {"office/wholesome.odt", "odf strong protects aes-256; encrypted; ",
         "odf leaked open password-in-same-message; encrypted; "},
        // qpdf takes the password, and gives an attachment that is sealed alone as it stands.
        {"locked/partly.pdf", "pdf partial open attachments-only, aes-128; encrypted; ",
         "pdf leaked open password-in-same-message; unsupported; "},
        {"openpgp/sealed.gpg", "gpg-file strong protects public-key; encrypted; ",
         "gpg-file strong protects public-key; encrypted; "},
        {"packed/mixed5.rar", "rar partial open some-members-clear; encrypted; ",
         "rar leaked open password-in-same-message; encrypted; "},
        {"packed/sealed-names5.rar", "rar strong protects aes-256; encrypted; ",
         "rar leaked open password-in-same-message; encrypted; "},
        {"openssl/salted.enc", "openssl opaque open cipher-not-said; encrypted; ",
         "openssl leaked open password-in-same-message; encrypted; "},
        {"smime/aes256.p7m", "smime strong protects aes-256-cbc; encrypted; ",
         "smime strong protects aes-256-cbc; encrypted; "},
        {"smime/des.p7m", "smime weak protects des; encrypted; ", "smime weak protects des; encrypted; "},
        {"pdf/certificate.pdf", "pdf strong protects public-key; encrypted; ",
         "pdf strong protects public-key; encrypted; "},
        {"documents/rc4.docx", "ooxml weak protects rc4; encrypted; ", "ooxml weak protects rc4; encrypted; "},
    };
    for (const auto& row : closed) {
        for (const auto where : {Where::in_zip, Where::in_message}) {
            EXPECT_EQ(judged(read(carried(where, silent, row.file)).reading), row.shut) << row.file;
            EXPECT_EQ(judged(read(carried(where, told, row.file)).reading), row.open) << row.file;
        }
        for (const char* said : {told, "You can open it with Plum-tree77, best wishes", "pw Plum-tree77",
                                 "Password is below:\r\n\r\nPlum-tree77"})
            EXPECT_EQ(judged(read(carried(Where::whole, said, row.file)).reading), row.open) << row.file << said;
        for (const char* promise :
             {silent, "The attachment is encrypted; I will telephone you with the password.\r\n\r\nRegards\r\nAnne",
              "The password is below the usual line.", "Your password will be rung through to you."})
            EXPECT_EQ(judged(read(carried(Where::whole, promise, row.file)).reading), row.shut) << row.file << promise;
    }
}

TEST(Locks, OpenWhereverThePasswordStands) {
    const std::string lock = part(sample("locked/crypto.zip"), "list.zip");
    struct {
        const char* what;
        std::string mail;
        const char* where;
    } cases[] = {
        {"in the subject", mail({text_part("See the file."), lock}, "Plots (password: Plum-tree77)"), "subject"},
        {"in a part behind the file", mail({lock, text_part("pw Plum-tree77")}), "body"},
        {"in a file beside it", mail({text_part("Hello"), lock, part("Password\tPlum-tree77\r\n", "note.txt")}),
         "attachment \"note.txt\""},
        {"in another file's name", mail({text_part("Hello"), lock, part("x", "Plum-tree77.txt")}),
         "attachment \"Plum-tree77.txt\""},
        {"in what the mail quotes", mail({text_part("Thanks.\r\n\r\n> > The password is:\r\n> > Plum-tree77"), lock}),
         "body"},
        {"in a document that opens",
         mail({text_part("Hello"), lock, part(test::zip_of({{"n.txt", "code = Plum-tree77"}}), "a.zip")}),
         "attachment \"a.zip\" › \"n.txt\""},
    };
    for (const auto& c : cases) {
        const Read r = read(c.mail);
        EXPECT_THAT(all_text(r.reading), HasSubstr(number)) << c.what;
        ASSERT_FALSE(r.reading.findings.empty()) << c.what;
        const Finding& f = r.reading.findings.back();
        EXPECT_EQ(f.kind, FindingKind::password_with_file) << c.what;
        EXPECT_THAT(f.location, HasSubstr(c.where)) << c.what;
        EXPECT_EQ(f.evidence, "opens attachment \"list.zip\"") << c.what;
        EXPECT_EQ(f.sample.find("Plum"), std::string::npos) << c.what;
        EXPECT_THAT(r.reading.passwords, ::testing::ElementsAre("Plum-tree77")) << c.what;
    }
}

TEST(Locks, WhosePasswordIsOnlyHintedAtStayShutAndTheHintIsSaid) {
    const std::string lock = part(sample("locked/crypto.zip"), "list.zip");
    for (const char* hint :
         {"The password is your date of birth.", "Password: the usual one", "passcode = last four of your NI number"}) {
        const Read r = read(mail({text_part(hint), lock}));
        EXPECT_EQ(judged(r.reading), "zip weak protects zip-crypto; encrypted; ") << hint;
        ASSERT_EQ(r.reading.findings.size(), 1u) << hint;
        EXPECT_EQ(r.reading.findings[0].kind, FindingKind::password_with_file) << hint;
        EXPECT_EQ(r.reading.findings[0].confidence, Confidence::low) << hint;
    }
}

TEST(Locks, WhosePasswordIsDescribedOpen) {
    struct {
        const char *from, *text;
        std::vector<std::string> want;
    } cases[] = {
        {"Anne Smith <a.smith@town.example>", "The password is the clerk's surname then 2026.", {"Smith2026", "smith2026"}},
        {"clerk@town.example", "Password: my surname followed by 77\n\nRegards\nAnne O'Neill\nTown Clerk", {"O'Neill77"}},
        {"bob.jones@town.example", "passcode = 2026 and your last name in capitals", {"2026JONES"}},
        {"Anne Smith <a@town.example>", "It opens with my first name, lower case, and 12", {"anne12"}},
        {"a@town.example", "The password is blue sky 9, all one word.", {"bluesky9"}},
        {"a@town.example", "The password is Plum-tree followed by 77", {"Plum-tree77"}},
        {"a@town.example", "Password: P l u m - t r e e 7 7", {"Plum-tree77"}},
        {"a@town.example", "password marrow9 in capitals", {"MARROW9"}},
        {"a@town.example", "First half of the password: Plum-tree. Second half: 77", {"Plum-tree77"}},
        {"a@towcester-tc.example", "The password is the town then 2026.", {"Towcester2026", "towcester2026"}},
        {"Anne Smith <a@town.example>", "My surname is Smith and I was born in 1970.", {}},
    };
    for (const auto& c : cases) {
        Segment fields, body;
        fields.kind = SegmentKind::subject, fields.text = "From: " + std::string(c.from) + "\n";
        body.kind = SegmentKind::body, body.text = c.text;
        std::string all;
        for (const auto& g : password_guesses({fields, body})) all += "<" + g.text + ">";
        for (const auto& want : c.want) EXPECT_THAT(all, HasSubstr("<" + want + ">")) << c.text;
        EXPECT_THAT(all, Not(HasSubstr("<Smith1970>")));
    }
}

TEST(Locks, InsideALockOpenToo) {
    const std::string inner = sample("locked/locked.docx");
    const Read r =
        read(mail({text_part(told), part(test::zip_of({{"a.zip", test::zip_of({{"b.docx", inner}})}}), "c.zip")}));
    EXPECT_THAT(all_text(r.reading), HasSubstr(number));
    EXPECT_EQ(judged(r.reading), "ooxml leaked open password-in-same-message; ");
}

TEST(Locks, ManyOfThemEndWithinTheirTime) {
    std::vector<std::string> parts{text_part("password one1 two2 three3 four4 five5 six6 seven7")};
    for (int i = 0; i < 60; ++i) parts.push_back(part(sample("locked/agile.docx"), "a" + std::to_string(i) + ".docx"));
    const auto begun = system_clock().steady();
    const Read r = read(mail(parts));
    EXPECT_LT(system_clock().steady() - begun, 15'000);
    EXPECT_EQ(r.reading.protection.size(), 60u);
    EXPECT_THAT(r.reading.not_inspected.front().detail, HasSubstr("not every password of the message could be tried"));
}

// --- What may be a password

TEST(PasswordGuesses, HoldTheOneThatIsMeant) {
    struct {
        const char *text, *want;
    } cases[] = {
        {"Password: Plum-tree77", "Plum-tree77"},
        {"*Password:* Sunset!42", "Sunset!42"},
        {"The password for the attached file is correct horse battery.", "correct horse battery"},
        {"password is the usual one, sunset", "sunset"},
        {"To open the file use \"blue sky\" please", "blue sky"},
        {"Use \xE2\x80\x98Gr33n-hill\xE2\x80\x99 to open it", "Gr33n-hill"},
        {"user/pass: bob / T0wnHall", "T0wnHall"},
        {"Username: clerk\nPassword: allotment", "allotment"},
        {"Passcode\n\nMarrow9", "Marrow9"},
        {"The pwd is as follows\nMarrow9", "Marrow9"},
        {"Plum-tree77 is the password.", "Plum-tree77"},
        {"The code to unlock it is 483920.", "483920"},
        {"PW = Plum-tree77", "Plum-tree77"},
        {"> The password\n> is Plum-tree77", "Plum-tree77"},
        {"The password is his date of birth. J. Tester, born 3/4/1962, plot 12", "03041962"},
        {"It opens with the postcode: see NN12 6AD above", "NN126AD"},
        {"Marrow9 - ta", "Marrow9"},
        {"Password | Plum-tree77 | Plots", "Plum-tree77"},
    };
    for (const auto& c : cases) {
        Segment s;
        s.text = c.text;
        std::string all;
        const auto guesses = password_guesses({s});
        for (const auto& g : guesses) all += "<" + g.text + ">";
        EXPECT_THAT(all, HasSubstr("<" + std::string(c.want) + ">")) << c.text;
        EXPECT_LE(guesses.size(), most_guesses) << c.text;
    }
}

TEST(PasswordGuesses, OfALineOfBlanksAreNone) {
    for (const char* text : {"password:\f", "password is \v\n\f", "password", ":", "password: \"", "pass*", "password:\n"}) {
        Segment s;
        s.text = text;
        for (const auto& g : password_guesses({s})) EXPECT_EQ(g.segment, PasswordGuess::nowhere) << text << g.text;
    }
}

TEST(PasswordGuesses, AreFewAndLikelyFirst) {
    Segment s;
    for (int i = 0; i < 500; ++i) s.text += "word" + std::to_string(i) + " ";
    s.text += "\nThe password is Plum-tree77\n";
    const auto guesses = password_guesses({s});
    ASSERT_EQ(guesses.size(), most_guesses);
    EXPECT_EQ(guesses.front().text, "Plum-tree77");
    EXPECT_TRUE(guesses.front().told);
}

}  // namespace
}  // namespace beadle::inspect
