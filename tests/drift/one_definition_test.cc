// Two types of one name in one namespace are undefined behaviour that no compiler tells of: one's destructor freed the other.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>

#include "support/source_tree.h"

namespace beadle {
namespace {

// "namespace name", for what a line that begins in the first column defines; "" = nothing.
std::string defined_name(const std::string& line) {
    for (const char* word : {"struct ", "class ", "enum class "}) {
        if (!line.starts_with(word) || line.find('{') == line.npos) continue;
        const auto from = std::string(word).size();
        return line.substr(from, line.find_first_of(" {", from) - from);
    }
    return "";
}

TEST(OneDefinition, NoTwoFilesDefineATypeOfOneNameInOneNamespace) {
    std::map<std::string, std::set<std::string>> files;
    for (const std::string& file : test::files_below("milter", {".h", ".cc"})) {
        std::istringstream text(test::file_text(test::source_folder() / "milter" / file));
        std::string line, within;
        bool unnamed = false;
        while (std::getline(text, line)) {
            if (line == "namespace {") unnamed = true;
            if (line == "}  // namespace") unnamed = false;
            if (line.starts_with("namespace beadle")) within = line;
            if (const auto name = defined_name(line); !unnamed && !name.empty() && name.find("::") == name.npos)
                files[within + name].insert(file);
        }
    }
    EXPECT_GT(files.size(), 400u) << "the definitions were read";
    for (const auto& [name, in] : files) EXPECT_EQ(in.size(), 1u) << name << " in " << *in.begin() << " and " << *in.rbegin();
}

}  // namespace
}  // namespace beadle
