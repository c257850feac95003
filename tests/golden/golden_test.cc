// Golden cases: golden/<stage>/<case>/message.eml through the whole inspection, against expected.txt; why.txt says in
// one line why the case exists. With BEADLE_GOLDEN_WRITE=1 the expectations are written anew, to be read before they
// are kept.
//
// In message.eml {{eicar}} stands for the antivirus test file, and {{base64 NAME}} for the file NAME of the case's
// folder.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "base/text.h"
#include "inspect/worker/inspect_message.h"
#include "support/source_tree.h"
#include "unit/inspect/worker/support.h"

namespace beadle {
namespace {

namespace fs = std::filesystem;
using inspect::test::engines;

std::string lines_of_base64(const std::string& octets) {
    const std::string text = base64(octets);
    std::string out;
    for (std::size_t at = 0; at < text.size(); at += 76) out += text.substr(at, 76) + "\n";
    return out;
}

std::string filled_in(const fs::path& folder, std::string message) {
    for (std::size_t at; (at = message.find("{{")) != message.npos;) {
        const std::size_t end = message.find("}}", at);
        if (end == message.npos) break;
        const std::string word = message.substr(at + 2, end - at - 2);
        const std::string value = word == "eicar"          ? inspect::test::eicar()
                                  : word == "base64 eicar" ? lines_of_base64(inspect::test::eicar())
                                  : word.starts_with("base64 ")
                                      ? lines_of_base64(test::file_text(folder / word.substr(7)))
                                      : "";
        message.replace(at, end + 2 - at, value);
    }
    return message;
}

std::string with_line_ends(const std::string& message) {
    return replace_all(replace_all(message, "\r\n", "\n"), "\n", "\r\n");
}

// Without the evidence: its wording is for the tests of the detectors to hold.
std::string words_of(const Finding& f) {
    return "finding " + std::string(name(f.kind)) + " " + std::string(name(f.confidence)) + " x" +
           std::to_string(f.count) + " at " + f.location + " [" + f.part + "] \"" + f.sample + "\"";
}
std::string words_of(const Protection& p) {
    return "protection " + std::string(name(p.method)) + " " + std::string(name(p.grade)) +
           (p.protects ? " protects" : " does not protect") + " at " + p.location + " (" + p.why + ")";
}
std::string words_of(const NotInspected& n) {
    return "not-inspected " + std::string(name(n.reason)) + " at " + n.location + " [" + n.part + "] (" + n.detail +
           ")";
}

std::string words_of(const Inspection& i) {
    std::vector<std::string> lines;
    for (const auto& f : i.findings)
        if (f.kind != FindingKind::not_inspected) lines.push_back(words_of(f));  // said by its own line below
    for (const auto& p : i.protection) lines.push_back(words_of(p));
    for (const auto& n : i.not_inspected) lines.push_back(words_of(n));
    std::sort(lines.begin(), lines.end());
    lines.insert(lines.begin(), "subject " + i.subject);
    lines.push_back(i.complete() ? "coverage complete" : "coverage incomplete");
    return join(lines, "\n") + "\n";
}

Inspection inspected(const std::string& octets) {
    Budget budget(engines().limits, octets.size(), system_clock());
    inspect::Tools tools{engines().detector.get(), engines().malware.get(), nullptr, &system_clock()};
    return inspect::inspect_message(octets, {}, tools, budget);
}

TEST(Golden, EveryCaseIsInspectedAsExpected) {
    NEED_ENGINES();
    const fs::path root = test::source_folder() / "tests/golden/inspect";
    const bool write = std::getenv("BEADLE_GOLDEN_WRITE") != nullptr;
    std::size_t cases = 0;
    for (const auto& message : test::files_below("tests/golden/inspect", {".eml"})) {
        const fs::path folder = (root / message).parent_path();
        SCOPED_TRACE(folder.filename().string());
        const std::string is = words_of(inspected(with_line_ends(filled_in(folder, test::file_text(root / message)))));
        if (write) std::ofstream(folder / "expected.txt") << is;
        EXPECT_EQ(is, test::file_text(folder / "expected.txt"));
        EXPECT_NE(test::file_text(folder / "why.txt"), "") << "a case says why it exists";
        ++cases;
    }
    EXPECT_GE(cases, 10u);
}

}  // namespace
}  // namespace beadle
