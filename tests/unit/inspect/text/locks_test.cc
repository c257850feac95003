// Locks that open: by the passwords that programs know, and by those that the message itself holds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "unit/inspect/text/samples.h"

namespace beadle::inspect {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using namespace testing;

constexpr char number[] = "999 000 0018", told[] = "The password is Plum-tree77.";

std::string mail(const std::string& body, const std::string& octets, const std::string& filename) {
    return "From: a@town.example\r\nSubject: Plots\r\nContent-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\n"
           "Content-Type: text/plain; charset=utf-8\r\n\r\n" + body + "\r\n--bb\r\nContent-Type: application/octet-stream\r\n"
           "Content-Disposition: attachment; filename=\"" + filename +
           "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64(octets) + "\r\n--bb--\r\n";
}

TEST(Locks, OfEveryKindOpenByThePasswordInTheBody) {
    for (const char* name : {"locked.docx", "locked.xlsx", "locked.pptx", "locked.doc", "locked.xls", "locked.odt", "locked.ods",
                             "locked.odp", "blowfish.odt"}) {
        const std::string octets = sample(std::string("locked/") + name);
        ASSERT_FALSE(octets.empty()) << name;
        const Read shut = read(mail("See the file; I will ring you.", octets, name));
        EXPECT_THAT(all_text(shut.reading), Not(HasSubstr(number))) << name;
        EXPECT_THAT(judged(shut.reading), HasSubstr(" protects ")) << name;
        EXPECT_THAT(judged(shut.reading), HasSubstr("encrypted; ")) << name;
        const Read open = read(mail(told, octets, name));
        EXPECT_THAT(all_text(open.reading), HasSubstr(number)) << name << judged(open.reading);
        EXPECT_THAT(judged(open.reading), HasSubstr(" leaked open password-in-same-message")) << name;
        EXPECT_THAT(judged(open.reading), Not(HasSubstr("encrypted; "))) << name;
        EXPECT_THAT(found(open.reading), HasSubstr("password-with-file @ ")) << name;
    }
}

TEST(Locks, OfPasswordsThatProgramsKnowAreCosmetic) {
    for (const char* name : {"default.xlsx", "default.xls"}) {
        const Read r = read(mail("See the file.", sample(std::string("locked/") + name), name));
        EXPECT_THAT(all_text(r.reading), HasSubstr(number)) << name;
        EXPECT_THAT(judged(r.reading), HasSubstr(" cosmetic open default-password; ")) << name;
        EXPECT_THAT(judged(r.reading), Not(HasSubstr("encrypted; "))) << name;
    }
}

}  // namespace
}  // namespace beadle::inspect
