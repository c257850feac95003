#include "inspect/message/inline_file.h"

#include <gtest/gtest.h>

#include <string>

#include "inspect/message/binhex.h"

namespace beadle::inspect {
namespace {

// Each file as name=octets, one behind the other.
std::string files_in(const std::string& text) {
    std::string out;
    InlineFiles files(text);
    while (const auto file = files.next()) {
        EXPECT_LT(file->from, file->to);
        EXPECT_LE(file->to, text.size());
        out += "[" + file->name + "=" + file->octets + "]";
    }
    return out;
}

TEST(InlineFiles, AreTakenOutAsMailProgramsDo) {
    const struct {
        const char *name, *text, *want;
    } cases[] = {
        {"a file", "begin 644 a.txt\n%:&5L;&\\\n`\nend\n", "[a.txt=hello]"},
        {"words around it", "Hi.\n\nbegin 644 a.txt\n%:&5L;&\\\n`\nend\nbye\n", "[a.txt=hello]"},
        {"CR LF", "begin 644 a.txt\r\n%:&5L;&\\\r\n`\r\nend\r\n", "[a.txt=hello]"},
        {"bare CR", "begin 644 a.txt\r%:&5L;&\\\r`\rend\r", "[a.txt=hello]"},
        {"no end", "begin 644 a.txt\n%:&5L;&\\\n", "[a.txt=hello]"},
        {"an end in capitals", "begin 644 a.txt\n%:&5L;&\\\nEND\n", "[a.txt=hello]"},
        {"no name", "begin 644\n%:&5L;&\\\nend\n", "[=hello]"},
        {"a mode of four digits", "begin 0644 a.txt\n%:&5L;&\\\nend\n", "[a.txt=hello]"},
        {"a capital", "Begin 644 a.txt\n%:&5L;&\\\nend\n", "[a.txt=hello]"},
        {"quoted lines", "> begin 644 a.txt\n> %:&5L;&\\\n> end\n", "[a.txt=hello]"},
        {"two files", "begin 644 a\n%:&5L;&\\\nend\nbegin 644 b\n%:&5L;&\\\nend\n", "[a=hello][b=hello]"},
        {"two files, the first without its end", "begin 644 a\n%:&5L;&\\\nbegin 644 b\n%:&5L;&\\\nend\n",
         "[a=hello][b=hello]"},
        {"base64 in it", "begin-base64 644 a.txt\naGVsbG8=\n====\n", "[a.txt=hello]"},
        {"prose", "We begin 1 May and end\nit then.\n", ""},
        {"prose with a mode", "begin 644 things\nand more of them\n", ""},
        {"yEnc", "=ybegin line=128 size=5 name=a b.txt\n\x92\x8f\x96\x96\x99\n=yend size=5\n", "[a b.txt=hello]"},
        {"yEnc in parts", "=ybegin part=1 size=5 name=a\n=ypart begin=1 end=5\n\x92\x8f\x96\x96\x99\n=yend\n", "[a=hello]"},
        {"yEnc without an end", "=ybegin size=5 name=a\n\x92\x8f=\xd6\x96\x99", "[a=hello]"},
        {"BinHex that is none", "(This file must be converted with BinHex 4.0)\n\n:!!!!:\n", ""},
    };
    for (const auto& c : cases) EXPECT_EQ(files_in(c.text), c.want) << c.name;
}

TEST(BinHex, GivesTheNameAndTheFork) {
    const struct {
        const char *name, *text, *want;
    } cases[] = {
        {"a file", ":\"@%ZG(Kd!&4&@&4dG(Kd!!!!!!!,!!!!!!`VD'9XE'mJD'9XE'pN9J!!:", "hello hello"},
        {"runs, and the octet that marks them", ":\"@%ZG(Kd!&4&@&4dG(Kd!!!!!!!+!!!!!,4+B@&KB@&KB@'3!',UPJ!!:",
         "aaaaaaaa\x90" "b"},
        {"lines", ":\"@%ZG(Kd!&4&@&4dG(Kd!!!!!!!,!!!\r\n!!!`VD'9XE'mJD'9XE'pN9J!!:\r\n", "hello hello"},
        {"no closing colon", ":\"@%ZG(Kd!&4&@&4dG(Kd!!!!!!!,!!!!!!`VD'9XE'mJD'9XE'pN9J!!", "hello hello"},
        {"no colon", "hello", nullptr},
        {"a colon only", ":", nullptr},
        {"no header", ":!!!!:", nullptr},
    };
    for (const auto& c : cases) {
        const auto got = read_binhex(c.text, 0);
        ASSERT_EQ(got.has_value(), c.want != nullptr) << c.name;
        if (!got) continue;
        EXPECT_EQ(got->name, "a.txt") << c.name;
        EXPECT_EQ(got->octets, c.want) << c.name;
    }
    EXPECT_FALSE(read_binhex(std::string(1'000'000, ':'), 0));
}

TEST(Uuencode, ClaimedByABodyTakesEveryLine) {
    EXPECT_EQ(decode_uuencode("begin 644 x\n%:&5L;&\\\n`\nend\n"), "hello");
    EXPECT_EQ(decode_uuencode("%:&5L;&\\\n"), "hello");
    EXPECT_EQ(decode_uuencode("begin x\n%:&5L;&\\\n"), "hello");
    EXPECT_EQ(decode_uuencode("begin 644 x\r%:&5L;&\\\rend\r"), "hello");
    EXPECT_EQ(decode_uuencode("text\nbegin-base64 644 x\naGVsbG8=\n====\n"), "hello");
    EXPECT_EQ(decode_yenc("\x92\x8f\x96\x96\x99\n"), "hello");
}

}  // namespace
}  // namespace beadle::inspect
