// Every header begins with its contract, and the page of milter/ names every folder.
#include <gtest/gtest.h>

#include <set>

#include "base/text.h"
#include "support/source_tree.h"

namespace beadle {
namespace {

TEST(HeaderContract, EveryHeaderBeginsWithItsNameAndWhatItIsFor) {
    for (const std::string& file : test::files_below("milter", {".h"})) {
        const std::string text = test::file_text(test::source_folder() / "milter" / file);
        const std::string want = "// " + std::filesystem::path(file).filename().string() + " — ";
        EXPECT_EQ(text.substr(0, want.size()), want) << file;
        EXPECT_NE(text.find("#pragma once"), text.npos) << file;
    }
}

TEST(HeaderContract, ThePageOfMilterNamesEveryFolder) {
    const std::string page = test::file_text(test::source_folder() / "milter/README.md");
    std::set<std::string> folders;
    for (const std::string& file : test::files_below("milter", {".h", ".cc"}))
        folders.insert(std::filesystem::path(file).parent_path().filename().string());
    for (const std::string& folder : folders)
        EXPECT_NE(page.find(folder + "/"), page.npos) << folder << "/ is not in milter/README.md";
}

TEST(Tree, HoldsNoUnfinishedThoughts) {
    const std::vector<std::string> unwanted{std::string("TO") + "DO", std::string("FIX") + "ME",
                                            std::string("not impl") + "emented"};
    for (const char* folder : {"milter", "tests", "deploy", "config", "signatures"}) {
        for (const std::string& file : test::files_below(folder, {".h", ".cc", ".md", ".toml", ".txt", ".sh", ".py"})) {
            const std::string text = test::file_text(test::source_folder() / folder / file);
            for (const std::string& word : unwanted)
                EXPECT_EQ(text.find(word), text.npos) << folder << "/" << file << " holds \"" << word << "\"";
        }
    }
}

}  // namespace
}  // namespace beadle
