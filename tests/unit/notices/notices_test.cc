#include "notices/notices.h"

#include <gtest/gtest.h>

#include "notices/layout.h"
#include "notices/templates.h"

namespace beadle::notices {
namespace {

Matter matter() {
    Matter m;
    m.council = "Test Parish Council";
    m.clerk_address = "clerk@council.example";
    m.sender = "ann@council.example";
    m.sender_name = "Ann Other";
    m.subject = "List of residents";
    m.reference = "7k2m-9xdq";
    m.recipients = {"resident@example.net"};
    m.rules = {{"sensitive-in-clear", "8", "Put it in a password-protected file."}};
    m.seen = {{"NHS number", "999 \u2022\u2022\u2022 \u2022\u2022\u20221", "attachment list.xlsx \u203a sheet \"A\"", 3}};
    m.what_became = "kept back for you to decide";
    return m;
}

const Templates& words() { return Templates::standard(); }
Words held(const Matter& m) { return notices::held(words(), m); }
Words refused(const Matter& m) { return notices::refused(words(), m); }
Words flagged(const Matter& m) { return notices::flagged(words(), m); }
Words alert(const Matter& m) { return notices::alert(words(), m, false); }
Words alert_at_once(const Matter& m) { return notices::alert(words(), m, true); }

using Writer = Words (*)(const Matter&);
const std::vector<std::pair<const char*, Writer>> all = {{"held", held}, {"refused", refused}, {"flagged", flagged}, {"alert", alert}, {"alert at once", alert_at_once}};

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(Notices, say_clause_thing_seen_advice_reference_and_subject) {
    for (const auto& [name, write] : all) {
        SCOPED_TRACE(name);
        const auto said = write(matter());
        for (const auto& page : {said.text, said.html}) {
            EXPECT_TRUE(has(page, "clause 8"));
            EXPECT_TRUE(has(page, "999 \u2022\u2022\u2022 \u2022\u2022\u20221"));
            EXPECT_TRUE(has(page, "NHS number (3)"));
            EXPECT_TRUE(has(page, "Put it in a password-protected"));
            EXPECT_TRUE(has(page, "7k2m-9xdq"));
            EXPECT_TRUE(has(page, "List of residents"));
            EXPECT_TRUE(has(page, "resident@example.net"));
        }
        EXPECT_TRUE(has(said.subject, "7k2m-9xdq"));
    }
}

TEST(Notices, name_the_town_clerk_to_senders) {
    for (auto* write : {held, refused, flagged}) EXPECT_TRUE(has(write(matter()).html, "the Town Clerk (clerk@council.example)"));
    auto m = matter();
    m.clerk_address = "";
    EXPECT_TRUE(has(held(m).text, "Ask the Town Clerk and give"));
}

TEST(Notices, never_let_hostile_content_out_of_its_place) {
    const std::vector<std::string> hostile = {"<script>alert(1)</script>", "\"><img src=x onerror=y>", "a\r\nBcc: evil@example.org\r\n\r\nbody",
                                              "\x1b[31mred", std::string("nul\0inside", 10), "\u202egnp.exe", "\xff\xfe\xc0", std::string(100'000, 'A'),
                                              "&lt;b&gt;", "'';--"};
    for (const auto& bad : hostile) {
        Matter m = matter();
        m.council = m.clerk_address = m.sender = m.sender_name = m.subject = m.what_became = bad;
        m.recipients = {bad};
        m.rules = {{bad, bad, bad}};
        m.seen = {{bad, bad, bad, 1}};
        for (const auto& [name, write] : all) {
            SCOPED_TRACE(std::string(name) + ": " + bad.substr(0, 30));
            const auto said = write(m);
            EXPECT_FALSE(has(said.html, "<script")) << said.html;
            EXPECT_FALSE(has(said.html, "<img"));
            for (const auto& page : {said.subject, said.text, said.html}) {
                EXPECT_EQ(page.find('\r'), std::string::npos);
                EXPECT_EQ(page.find('\x1b'), std::string::npos);
                EXPECT_EQ(page.find('\0'), std::string::npos);
                EXPECT_FALSE(has(page, "\u202e"));
                EXPECT_FALSE(has(page, "\xff"));
                EXPECT_LT(page.size(), 20'000u);
            }
            EXPECT_EQ(said.subject.find('\n'), std::string::npos);
            EXPECT_FALSE(has(said.text, "\nBcc:"));
        }
    }
}

TEST(Notices, count_what_is_too_much_to_list) {
    auto m = matter();
    m.recipients.clear();
    for (int i = 0; i < 500; ++i) m.recipients.push_back("r" + std::to_string(i) + "@example.net");
    const auto said = held(m);
    EXPECT_TRUE(has(said.text, "and 480 more"));
    EXPECT_FALSE(has(said.text, "r20@"));
}

TEST(Notices, say_it_in_an_accessible_page) {
    const auto html = held(matter()).html;
    EXPECT_TRUE(has(html, "<html lang=\"en-GB\">"));
    EXPECT_TRUE(has(html, "<title>"));
    EXPECT_TRUE(has(html, "<h1>"));
    EXPECT_FALSE(has(html, "http"));
}

TEST(Notices, wrap_plain_text_at_72_columns) {
    for (const auto& [name, write] : all) {
        std::size_t line = 0;
        for (const char c : write(matter()).text) {
            if ((static_cast<unsigned char>(c) & 0xc0) != 0x80) ++line;
            if (c == '\n') line = 0;
            EXPECT_LE(line, 76u) << name;
        }
    }
}

TEST(Notices, tell_the_clerk_of_a_message_without_a_sender) {
    auto m = matter();
    m.sender = "";
    EXPECT_TRUE(has(alert(m).text, "without a sender"));
}

}  // namespace
}  // namespace beadle::notices
