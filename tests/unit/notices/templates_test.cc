#include "notices/templates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace beadle::notices {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// Something for every value that a template may name.
constexpr const char* everything = R"~({
 "council":"Test Parish Council","clerk":"the Town Clerk (clerk@council.example)","name":"Anne Smith","ask_whom":"Sedcom, telephone 01277 000000",
 "console":"https://beadle.council.example","reference":"7k2m-9xdq","message":"\"List of residents\"","from":"anne@council.example",
 "what_became":"kept back for you to decide","recipients":[{"address":"resident@example.net"},{"address":"other@example.net"}],
 "delivered_to_others":true,"has_clauses":true,"clauses":[{"words":"clause 8 of the policy of Test Parish Council"}],"has_seen":true,
 "seen":[{"words":"NHS number (3): 999 ••• •••1, in attachment list.xlsx"}],"has_advice":true,"advice":[{"words":"Put it in a password-protected file."}],
 "code":"ask-abc","link":"https://beadle.council.example/answer/xyz","by_reply":true,"separate":true,"time":"3 days","number":"2026-0003",
 "what":"Payroll list sent to the wrong person","by":"anne@council.example","aware":"22 November 2026, 10:15","report_by":"25 November 2026, 10:15",
 "has_messages":true,"messages":[{"words":"\"Payroll\" from rfo@council.example, kept as 7k2m-9xdq"}],"left":"48 hours","passed":false,
 "address":"anne@council.example","reason":"account taken over","until":"1 December 2026, 00:00","end_reason":"password changed","early":true,
 "title":"Mail filter: 3 messages wait for you","nothing":false,"has_waiting":true,"waiting":[{"words":"3 messages: sensitive-in-clear (clause 8)"}],
 "oldest":"2 days","has_others":true,"others":[{"words":"1 message waits for an answer of its sender"}],"has_incidents":true,
 "incidents":[{"words":"Incident 2026-0003: 48 hours left of 72 hours"}],"period":"2026-10","flag":"--month","total":"451","inbound":"300","outbound":"100",
 "internal":"51","held":"4","refused":"1","released":"2","overridden":"1","has_topics":true,"topics":[{"words":"NHS number: 3 messages"}],
 "has_untrained":true,"untrained":[{"words":"Bob Old, bob@council.example: never"}],"has_unacknowledged":true,
 "unacknowledged":[{"words":"Bob Old, bob@council.example"}],"closed":"1","nobody":false,"has_people":true,
 "people":[{"words":"clerk: content shown, 2 times"}],"has_runs":true,"runs":[{"words":"retention run: 1"}],"review":"12 May 2027","year":"2027","days":"9",
 "account":"deputy@council.example","role":"deputy","at":"22 November 2026, 10:15","added":true})~";

bool is_void(const std::string& tag) { return tag == "meta" || tag == "!DOCTYPE" || tag == "br"; }

// "" when every element is closed in order, else what is wrong.
std::string ill_formed(const std::string& html) {
    std::vector<std::string> open;
    for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
        const auto end = html.find('>', at);
        if (end == std::string::npos) return "a tag does not end";
        const bool closes = html[at + 1] == '/';
        std::string tag = html.substr(at + 1 + closes, end - at - 1 - closes);
        tag = tag.substr(0, tag.find_first_of(" \n"));
        if (is_void(tag)) continue;
        if (!closes) {
            open.push_back(tag);
        } else if (open.empty() || open.back() != tag) {
            return "</" + tag + "> closes what is not open";
        } else {
            open.pop_back();
        }
    }
    return open.empty() ? "" : "<" + open.back() + "> is not closed";
}

std::string as_one(const Words& w) {
    return "Subject: " + w.subject + "\n\n" + w.text + "\n----- HTML -----\n" + w.html;
}

// As shipped, in words and in HTML; BEADLE_WRITE_GOLDEN=1 writes them anew.
TEST(Templates, every_notice_says_what_its_snapshot_says) {
    const std::filesystem::path folder = std::filesystem::path(BEADLE_SOURCE_DIR) / "tests/unit/notices/snapshots";
    for (const auto& kind : notice_kinds()) {
        const auto said = Templates::standard().render(kind.name, everything);
        ASSERT_TRUE(said) << kind.name << " has no template";
        const auto path = folder / (std::string(kind.name) + ".txt");
        if (std::getenv("BEADLE_WRITE_GOLDEN") != nullptr) {
            std::filesystem::create_directories(folder);
            std::ofstream(path) << as_one(*said);
        }
        std::ifstream file(path);
        std::stringstream wanted;
        wanted << file.rdbuf();
        EXPECT_EQ(as_one(*said), wanted.str()) << kind.name;
    }
}

TEST(Templates, every_notice_is_a_well_formed_page_with_a_language_a_title_and_headings_in_order) {
    for (const auto& kind : notice_kinds())
        for (const char* values : {everything, "{}", R"({"passed":true,"nothing":true,"nobody":true})"}) {
            const auto said = Templates::standard().render(kind.name, values);
            ASSERT_TRUE(said);
            EXPECT_EQ(ill_formed(said->html), "") << kind.name;
            EXPECT_THAT(said->html, HasSubstr("<html lang=\"en-GB\">"));
            EXPECT_THAT(said->html, Not(HasSubstr("<table")));
            EXPECT_THAT(said->html, Not(HasSubstr("style=")));
            EXPECT_LT(said->html.find("<h1>"), said->html.find("<h2>")) << kind.name;
            EXPECT_THAT(said->text + said->html + said->subject, Not(HasSubstr("{{"))) << kind.name;
        }
}

TEST(Templates, the_shipped_ones_pass_their_own_check) {
    for (const auto& kind : notice_kinds()) {
        std::ifstream file(std::filesystem::path(BEADLE_SOURCE_DIR) / "config/notices" /
                           (std::string(kind.name) + ".mustache"));
        std::stringstream text;
        text << file.rdbuf();
        for (const auto& d : check_template(kind, std::string(kind.name), text.str())) ADD_FAILURE() << beadle::text(d);
    }
}

TEST(Templates, what_a_value_holds_is_never_markup) {
    for (const char* hostile :
         {"## Heading", "- item", "=> here https://evil.example", "# Title", "<b>x</b>", "{{name}}", "a\nSubject: b"}) {
        std::string json = R"({"name":")";
        for (const char* c = hostile; *c != 0; ++c) json += *c == '\n' ? std::string("\\n") : std::string(1, *c);
        json += R"("})";
        Bundle bundle;
        bundle.files.push_back(
            {BundleRole::notice, "held.mustache", "Subject: s {{reference}}\n# t\n\n{{name}}\n", ""});
        const auto read = Templates::read(bundle);
        ASSERT_THAT(read.diagnostics, IsEmpty());
        const auto said = read.templates.render("held", json);
        EXPECT_EQ(said->html.find("<h2>"), std::string::npos) << hostile;
        EXPECT_EQ(said->html.find("<li>"), std::string::npos) << hostile;
        EXPECT_EQ(said->html.find("<a "), std::string::npos) << hostile;
        EXPECT_EQ(said->html.find("<b>"), std::string::npos) << hostile;
        EXPECT_EQ(ill_formed(said->html), "") << hostile;
    }
}

TEST(Templates, a_wrong_one_is_named_by_line_and_with_what_was_meant) {
    struct Row {
        const char* name;
        const char* file;
        const char* text;
        int line;
        const char* message;
        const char* suggestion;
    };
    const Row table[] = {
        {"a mistyped value", "held", "Subject: x {{reference}}\n# t\n\nAsk {{clrek}}\n", 4, "no value \"clrek\"",
         "clerk"},
        {"a section left open", "held", "Subject: x {{reference}}\n# t\n{{#seen}}\n", 3, "not closed", ""},
        {"a section closed twice", "held", "Subject: x {{reference}}\n# t\n{{/seen}}\n", 3, "not open", ""},
        {"an unescaped value", "held", "Subject: x {{reference}}\n# t\n{{{name}}}\n", 3, "always made safe", ""},
        {"another unescaped value", "held", "Subject: x {{reference}}\n# t\n{{&name}}\n", 3, "always made safe", ""},
        {"another file", "held", "Subject: x {{reference}}\n# t\n{{>other}}\n", 3, "neither other files", ""},
        {"a bracket left open", "held", "Subject: x {{reference}}\n# t\n{{name\n", 3, "not closed by", ""},
        {"no subject", "held", "\n# t\n{{reference}}\n", 1, "Subject", ""},
        {"no title", "held", "Subject: x {{reference}}\n", 1, "title", ""},
        {"a needed value left out", "held", "Subject: x\n# t\n", 1, "{{reference}} is missing", ""},
        {"an unknown notice", "hled", "Subject: x\n# t\n", 0, "no notice \"hled\"", "held"},
        {"a question that a reply would not be known by", "ask", "Subject: x {{reference}} {{code}} {{link}}\n# t\n", 1,
         "must keep the words", ""},
    };
    for (const auto& row : table) {
        Bundle bundle;
        bundle.files.push_back(
            {BundleRole::notice, "/etc/beadle/notices/" + std::string(row.file) + ".mustache", row.text, ""});
        const auto read = Templates::read(bundle);
        ASSERT_THAT(read.diagnostics, SizeIs(1)) << row.name;
        EXPECT_EQ(read.diagnostics[0].line, row.line) << row.name;
        EXPECT_THAT(read.diagnostics[0].message, HasSubstr(row.message)) << row.name;
        EXPECT_EQ(read.diagnostics[0].suggestion, row.suggestion) << row.name;
    }
}

}  // namespace
}  // namespace beadle::notices
