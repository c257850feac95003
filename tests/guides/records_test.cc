// deploy/guides/records.md, carried out line by line: each command goes through the command line's own parser, the records'
// own service and the words of the answer, on a clock that the page moves. BEADLE_WRITE_GUIDE=1 writes the answers instead.
#include <cstdlib>
#include <fstream>
#include <regex>
#include <sstream>

#include "base/text.h"
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/matters_text.h"
#include "records/due.h"
#include "support/source_tree.h"
#include "unit/records/fixture.h"

namespace beadle::records {
namespace {

constexpr Milliseconds day = 86'400'000;
constexpr Milliseconds written = 1'795'340'400'000;  // Sunday 22 November 2026, 9:40 in London

std::string indented_block(const std::string& page, const std::string& holding) {
    std::istringstream lines(page);
    std::string block, line;
    while (std::getline(lines, line)) {
        if (line.starts_with("    ")) {
            block += line.substr(4) + "\n";
        } else if (block.find(holding) != block.npos) {
            return block;
        } else {
            block.clear();
        }
    }
    return block.find(holding) == block.npos ? "" : block;
}

std::vector<std::string> words_of(const std::string& command) {
    std::vector<std::string> out;
    std::string word;
    bool quoted = false, any = false;
    for (const char c : command) {
        if (c == '"') {
            quoted = !quoted;
            any = true;
        } else if (c == ' ' && !quoted) {
            if (any) out.push_back(std::exchange(word, ""));
            any = false;
        } else {
            word += c;
            any = true;
        }
    }
    if (any) out.push_back(word);
    return out;
}

class Guide : public StoreTest {
  protected:
    void SetUp() override {
        clock_.now = written;
        StoreTest::SetUp();
        page_ = test::file_text(test::source_folder() / "deploy/guides/records.md");
        adopt();
        mail("a.smith@towcester-tc.gov.uk", "sales@northfield-dev.example", "North Field: what the committee thinks", "7k2m-9xdq");
        mail("sales@northfield-dev.example", "clerk@towcester-tc.gov.uk", "North Field", "4hxp-2wcn");
        mail("resident@example.org", "clerk@towcester-tc.gov.uk", "Bins on North Field Lane", "");
    }
    void adopt() {
        const auto read = read_retention(test::file_text(test::source_folder() / "config/retention.toml") +
                                             indented_block(page_, "[[class]]"), "retention.toml");
        ASSERT_EQ(text(read.diagnostics), "");
        store().schedule = read.schedule;
        due();
    }
    void due() {
        for (int i = 0; i < 1000; ++i) {
            Transaction t(store().db);
            auto done = carry_out_schedule(store());
            ASSERT_TRUE(done && t.commit());
            if (!done->more) return;
        }
    }
    // Held under the rule of the page, when `page_name` gives the case a name there; else delivered.
    void mail(const std::string& from, const std::string& to, const std::string& subject, const std::string& page_name) {
        auto v = page_name.empty() ? accepted_verdict() : held_verdict();
        v.envelope.sender = from;
        v.envelope.recipients = {to};
        v.envelope.recipient_parameters = {{}};
        v.decision.recipients = {{to, Direction::inbound, page_name.empty() ? Action::accept : Action::quarantine, {}}};
        v.inspection.subject = subject;
        v.inspection.message_id = "<" + std::to_string(++mails_) + "@mail.example>";
        v.notices.clear();
        if (!page_name.empty()) {
            v.decision.hits[0].retain = "planning";
            v.decision.recipients[0].hits = {0};
            v.held[0].recipients = {to};
        }
        const auto recorded = record(v);
        ASSERT_TRUE(recorded.good) << recorded.problem;
        amend_event(recorded.event, wire::Amendment::heard);
        if (!page_name.empty()) names_[recorded.held.at(0)] = page_name;
        clock_.pass(minute);
    }
    void release_both() {
        for (const auto& name : names_) {
            ASSERT_EQ(person_asks("quarantine.release", {{"id", name.first}, {"reason", "settled"}}).exit_code, 0u);
            ASSERT_TRUE(settle(take_work_now(), 250));
        }
    }
    std::string there(std::string answer) const {  // as the page names it
        for (const auto& [real, shown] : names_) answer = replace_all(answer, real, shown);
        answer = std::regex_replace(answer, std::regex("[0-9a-f]{64}"), "(64 hexadecimal digits)");
        answer = std::regex_replace(answer, std::regex("event [0-9]+\n"), "event (its number)\n");
        return replace_all(answer, store_gateway_, "mail");
    }
    std::string run(const std::string& person, const std::string& command) {
        std::string here = command;
        for (const auto& [real, shown] : names_) here = replace_all(here, shown, real);
        const auto words = words_of(here);
        std::vector<const char*> argv;
        for (const auto& w : words) argv.push_back(w.c_str());
        const auto parsed = cli::parse_arguments(static_cast<int>(argv.size()), argv.data());
        if (!parsed.arguments) return parsed.text;
        const auto& a = *parsed.arguments;
        const bool discards = a.command == cli::Command::quarantine_discard;
        EXPECT_TRUE(discards || a.command == cli::Command::records) << command;
        const std::string verb = discards ? "quarantine.discard" : a.dry_run ? "retention.due" : a.verb;
        const auto arguments = discards ? nlohmann::json{{"id", a.cases.at(0)}, {"reason", a.reason}} : nlohmann::json::parse(cli::matter_arguments(a));
        store_gateway_ = store().gateway;
        const auto answer = person_asks(verb, arguments, person);
        clock_.pass(minute);
        std::string out = answer.lines.empty() && answer.exit_code != 0 ? "" : cli::text_of_verb(verb)(answer.lines, cli::Look{});
        if (!answer.problem.empty()) out += "beadle: " + printable(answer.problem, 2000) + "\n";
        return there(out);
    }
    // What the page does between the commands.
    void happens(const std::string& what) {
        if (what == "both are released") release_both();
        if (what == "a hundred days pass") {
            for (int i = 0; i < 100; ++i) {
                clock_.pass(day);
                due();
            }
        }
    }
    std::string page_, store_gateway_;
    std::map<std::string, std::string> names_;
    int mails_ = 0;
};

std::string indented(const std::string& text) {
    std::string out;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) out += line.empty() ? "\n" : "    " + line + "\n";
    return out;
}

TEST_F(Guide, every_command_of_the_page_about_records_answers_as_it_is_written_there) {
    const auto lines = split(page_, '\n');
    std::ostringstream out;
    static const std::regex command(R"(^    (clerk|chair)\$ (beadle .*)$)"), event(R"(^<!-- (.*) -->$)");
    const auto is_answer = [&](std::size_t i) {
        while (i < lines.size() && lines[i].empty()) ++i;  // an answer may hold a blank line, and then goes on
        return i < lines.size() && lines[i].starts_with("    ") && !std::regex_match(lines[i], command);
    };
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
        std::smatch m;
        out << lines[i] << "\n";
        if (std::regex_match(lines[i], m, event)) happens(m[1]);
        if (!std::regex_match(lines[i], m, command) || m[2].str().starts_with("beadle request pack")) continue;
        out << indented(run(m[1], m[2]));
        while (is_answer(i + 1)) ++i;
    }
    EXPECT_EQ(verify(), "");
    if (std::getenv("BEADLE_WRITE_GUIDE")) {
        std::ofstream(test::source_folder() / "deploy/guides/records.md") << out.str();
    } else {
        EXPECT_EQ(out.str(), page_);
    }
}

}  // namespace
}  // namespace beadle::records
