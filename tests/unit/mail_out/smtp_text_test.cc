#include "mail_out/smtp_text.h"

#include <gtest/gtest.h>

#include <random>

using namespace beadle::mail_out;

namespace {

struct PathCase {
    const char* name;
    std::string given;
    std::string want;  // "" = nothing
    bool utf8 = false;
};
const PathCase path_cases[] = {
    {"a plain address stays", "clerk@council.example", "<clerk@council.example>"},
    {"angle brackets are not doubled", "<clerk@council.example>", "<clerk@council.example>"},
    {"the null sender", "", "<>"},
    {"the null sender in brackets", "<>", "<>"},
    {"a quoted local part stays quoted", "\"a b\"@council.example", "<\"a b\"@council.example>"},
    {"a local part with a space is quoted", "a b@council.example", "<\"a b\"@council.example>"},
    {"a local part alone", "postmaster", "<postmaster>"},
    {"a domain literal", "a@[192.0.2.1]", "<a@[192.0.2.1]>"},
    {"UTF-8 is said to be needed", "j\xc3\xbcrgen@council.example", "<j\xc3\xbcrgen@council.example>", true},
    {"CR LF cannot start a second command", "a@b.example>\r\nRCPT TO:<x@y.example", ""},
    {"a bare LF neither", "a@b.example\nDATA", ""},
    {"a NUL is no address", std::string("a\0b@c.example", 13), ""},
    {"a closing bracket in the domain", "a@b.example> SIZE=1", ""},
    {"a space in the domain", "a@b.example NOTIFY=NEVER", ""},
    {"invalid UTF-8", "a\xff@b.example", ""},
    {"no local part", "@b.example", ""},
    {"an empty domain", "a@", ""},
    {"over-long", std::string(2000, 'a') + "@b.example", ""},
};

TEST(Path, WritesOnlyWhatSmtpCanCarry) {
    for (const auto& c : path_cases) {
        const auto path = path_of(c.given);
        EXPECT_EQ(path ? path->text : "", c.want) << c.name;
        if (path) {
            EXPECT_EQ(path->needs_utf8, c.utf8) << c.name;
        }
    }
}

TEST(Path, NeverHoldsWhatCouldEndTheCommandOrThePath) {
    std::mt19937 random(7);
    const std::string alphabet = std::string("a@.<>\" \\\r\n\0[]:,", 15) + "\xc3\xa9\xff";
    for (int i = 0; i < 50'000; ++i) {
        std::string given;
        for (std::size_t n = random() % 12; n > 0; --n) given += alphabet[random() % alphabet.size()];
        const auto path = path_of(given);
        if (!path) continue;
        EXPECT_EQ(path->text.find_first_of(std::string("\r\n\0", 3)), std::string::npos);
        bool quoted = false;
        for (std::size_t at = 1; at + 1 < path->text.size(); ++at) {
            const char c = path->text[at];
            if (c == '\\' && quoted) ++at;
            else if (c == '"') quoted = !quoted;
            else if (!quoted) {
                EXPECT_TRUE(c != '>' && c != '<' && c != ' ') << path->text;
            }
        }
        EXPECT_FALSE(quoted) << path->text;
    }
}

TEST(Parameter, PassesKnownKeywordsWithoutControls) {
    EXPECT_TRUE(is_parameter("NOTIFY=SUCCESS,FAILURE", {"NOTIFY", "ORCPT"}));
    EXPECT_TRUE(is_parameter("orcpt=rfc822;a@b.example", {"NOTIFY", "ORCPT"}));
    EXPECT_FALSE(is_parameter("SIZE=1", {"NOTIFY"}));
    EXPECT_FALSE(is_parameter("NOTIFY=NEVER\r\nDATA", {"NOTIFY"}));
    EXPECT_FALSE(is_parameter("NOTIFY=NEVER RET=FULL", {"NOTIFY"}));
    EXPECT_FALSE(is_parameter("", {"NOTIFY"}));
}

struct StuffCase {
    const char* name;
    std::string given, want;
};
const StuffCase stuff_cases[] = {
    {"nothing", "", ""},
    {"a line", "a\r\n", "a\r\n"},
    {"a dot at the start of the message", ".a\r\n", "..a\r\n"},
    {"a line of one dot", "a\r\n.\r\nb\r\n", "a\r\n..\r\nb\r\n"},
    {"two dots", "..\r\n", "...\r\n"},
    {"a dot inside a line", "a.b\r\n", "a.b\r\n"},
    {"a dot after a bare LF", "a\n.\nb\r\n", "a\n..\nb\r\n"},
    {"a dot after a bare CR stays", "a\r.b\r\n", "a\r.b\r\n"},
    {"a missing last line end", "a", "a\r\n"},
    {"a last bare CR", "a\r", "a\r\n"},
    {"a last bare LF", "a\n", "a\n\r\n"},
    {"NUL and 8-bit octets", std::string("\0\x80\xff\r\n", 5), std::string("\0\x80\xff\r\n", 5)},
};

TEST(DotStuffer, DoublesDotsAtLineStarts) {
    for (const auto& c : stuff_cases) {
        for (std::size_t cut = 0; cut <= c.given.size(); ++cut) {
            DotStuffer stuffer;
            std::string got = stuffer.stuff(std::string_view(c.given).substr(0, cut));
            got += stuffer.stuff(std::string_view(c.given).substr(cut));
            got += stuffer.finish();
            EXPECT_EQ(got, c.want) << c.name << ", cut at " << cut;
        }
    }
}

TEST(DotStuffer, NeverWritesALoneDotLine) {
    std::mt19937 random(11);
    for (int i = 0; i < 20'000; ++i) {
        std::string given;
        for (std::size_t n = random() % 14; n > 0; --n) given += ".\r\na"[random() % 4];
        DotStuffer stuffer;
        const std::string got = "\r\n" + stuffer.stuff(given) + stuffer.finish();
        for (const char* end : {"\r\n.\r\n", "\n.\n", "\n.\r\n", "\r\n.\n"}) EXPECT_EQ(got.find(end), std::string::npos) << got;
    }
}

TEST(ReplyReader, ReadsWholeReplies) {
    ReplyReader reader;
    reader.feed("250-first\r\n250-second");
    EXPECT_FALSE(reader.next());
    reader.feed("\r\n250 third\r\n");
    const auto reply = reader.next();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->code, 250u);
    EXPECT_EQ(reply->lines.size(), 3u);
    EXPECT_EQ(reply->text(), "first second third");
    EXPECT_FALSE(reader.pending());
}

TEST(ReplyReader, RefusesWhatIsNotSmtp) {
    const std::string cases[] = {"hello\r\n", "25 x\r\n", "199 x\r\n", "650 x\r\n", "250x\r\n", "250-a\r\n550 b\r\n", "\r\n",
                                 "2\r\n", std::string(5000, '2')};
    for (const auto& c : cases) {
        ReplyReader reader;
        reader.feed(c);
        while (reader.next()) continue;
        EXPECT_TRUE(reader.broken()) << c.substr(0, 20);
    }
}

TEST(ReplyReader, EndsWithAnEndlessReply) {
    ReplyReader reader;
    for (int i = 0; i < 500 && !reader.broken(); ++i) {
        reader.feed("250-more\r\n");
        EXPECT_FALSE(reader.next());
    }
    EXPECT_TRUE(reader.broken());
}

TEST(Reply, TextHoldsNoControls) {
    ReplyReader reader;
    reader.feed("550 \033[2Jgone\a\r\n");
    EXPECT_EQ(reader.next()->text().find('\033'), std::string::npos);
}

}  // namespace
