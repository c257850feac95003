// Who may include whom (ARCHITECTURE.md), and which library shows in which files alone.
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>

#include "base/text.h"
#include "support/source_tree.h"

namespace beadle {
namespace {

using Folders = std::set<std::string>;

// Beside its own folder. programs/ may use what its one process runs.
const std::map<std::string, Folders>& allowed() {
    static const Folders inspect{"base", "mail", "settings", "wire"};
    const auto with = [](Folders f, const Folders& more) {
        f.insert(more.begin(), more.end());
        return f;
    };
    static const std::map<std::string, Folders> table{
        {"base", {}},
        {"mail", {"base"}},
        {"settings", {"base", "mail"}},
        {"wire", {"base", "mail"}},
        {"policy", {"base", "mail"}},
        {"people", {"base", "mail", "settings"}},
        {"council", {"base", "mail", "settings", "people", "policy"}},
        {"notices", {"base", "mail", "settings", "wire"}},
        {"verdict", {"base", "mail", "wire", "notices"}},
        {"session", {"base", "mail", "settings", "wire", "people", "policy", "council", "notices", "verdict"}},
        {"records", {"base", "mail", "settings", "wire", "policy", "council"}},
        {"mail_out", {"base", "mail", "settings", "wire", "notices"}},
        {"inspect/message", inspect},
        {"inspect/text", with(inspect, {"inspect/message"})},
        {"inspect/detect", with(inspect, {"inspect/message", "inspect/text"})},
        {"inspect/worker", with(inspect, {"inspect/message", "inspect/text", "inspect/detect"})},
        {"cli", {"base", "mail", "settings", "wire", "policy", "people", "council", "notices", "verdict"}},
        {"supervise", {"base", "mail", "settings", "wire"}},
        {"console", {"base", "mail", "settings", "wire", "policy"}},
    };
    return table;
}

std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/')); }

struct Include {
    std::string file;
    std::string named;
    bool quoted;
};
std::vector<Include> includes() {
    std::vector<Include> out;
    const std::regex line(R"re(^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"])re", std::regex::multiline);
    for (const std::string& file : test::files_below("milter", {".h", ".cc"})) {
        const std::string text = test::file_text(test::source_folder() / "milter" / file);
        for (std::sregex_iterator m(text.begin(), text.end(), line), end; m != end; ++m)
            out.push_back({file, (*m)[2], (*m)[1] == "\""});
    }
    return out;
}

TEST(IncludeRules, EveryFolderIncludesOnlyWhatItMay) {
    for (const Include& i : includes()) {
        const std::string here = folder_of(i.file);
        if (!i.quoted || here == "programs") continue;
        ASSERT_TRUE(allowed().contains(here)) << i.file << ": this folder is not in the table";
        const std::string there = folder_of(i.named);
        EXPECT_TRUE(here == there || allowed().at(here).contains(there)) << i.file << " may not include " << i.named;
    }
}

TEST(IncludeRules, EveryQuotedIncludeNamesAFileOfTheTreeInFull) {
    for (const Include& i : includes()) {
        if (i.quoted) {
            EXPECT_TRUE(std::filesystem::exists(test::source_folder() / "milter" / i.named))
                << i.file << ": " << i.named;
        }
    }
}

TEST(IncludeRules, EachLibraryShowsInItsEdgeFilesAlone) {
    struct Edge {
        const char* header;  // what the name in <> begins with
        const char* files;   // a regular expression over the path below milter/
    };
    const Edge edges[] = {
        {"gmime", R"(inspect/message/.*|mail_out/compose.*)"},
        {"glib", R"(inspect/message/.*|mail_out/compose.*)"},
        {"clamav", R"(inspect/detect/malware.*)"},
        {"boost/regex", R"(inspect/detect/expression.*)"},
        {"hs", R"(inspect/detect/.*\.cc)"},
        {"libmilter", R"(session/.*)"},
        {"sqlite3", R"(records/.*)"},
        {"libpq-fe", R"(records/postgresql\.cc)"},
        {"zstd", R"(records/.*\.cc|inspect/text/stream_zstd\.cc)"},
        {"libesmtp", R"(mail_out/.*\.cc)"},
        {"toml", R"(base/strict_toml\.cc)"},
        {"spdlog", R"(base/log\.cc)"},
        {"seccomp", R"(base/sandbox.*\.cc)"},
        {"idn2", R"(mail/address\.cc|people/spelling\.cc)"},
        {"nlohmann", R"(.*\.cc)"},
        {"kainjow", R"(notices/templates\.cc|console/.*\.cc)"},
        {"sodium", R"(.*\.cc)"},
        {"fmt/", R"(.*\.cc)"},
        {"CLI/", R"(cli/.*|programs/.*)"},
        {"unicode/", R"(inspect/.*|people/spelling\.cc)"},
        {"libpsl", R"(people/spelling\.cc)"},
        {"libxml/", R"(inspect/text/.*)"},
        {"archive", R"(inspect/text/.*)"},
        {"poppler", R"(inspect/text/pdf_.*\.cc)"},
        {"qpdf", R"(inspect/text/pdf_.*)"},
    };
    for (const Include& i : includes()) {
        if (i.quoted) continue;
        for (const Edge& edge : edges) {
            if (!ascii_istarts(i.named, edge.header)) continue;
            EXPECT_TRUE(std::regex_match(i.file, std::regex(edge.files)))
                << i.file << " may not include <" << i.named << ">";
        }
    }
}

TEST(IncludeRules, TheLinksOfTheTargetsAreTheSameTable) {
    const std::string text = test::file_text(test::source_folder() / "CMakeLists.txt");
    const std::regex line(R"(beadle_library\((beadle_\w+) ([\w/]+) ([^)]*)\))");
    std::map<std::string, std::string> folder_of_target;
    for (std::sregex_iterator m(text.begin(), text.end(), line), end; m != end; ++m)
        folder_of_target[(*m)[1]] = (*m)[2];
    EXPECT_EQ(folder_of_target.size(), allowed().size());
    for (std::sregex_iterator m(text.begin(), text.end(), line), end; m != end; ++m) {
        for (const std::string& link : split((*m)[3].str(), ' ')) {
            if (!folder_of_target.contains(link)) continue;
            EXPECT_TRUE(allowed().at((*m)[2]).contains(folder_of_target[link])) << (*m)[1] << " may not link " << link;
        }
    }
}

}  // namespace
}  // namespace beadle
