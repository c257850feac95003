#include "policy/cover.h"

#include <gtest/gtest.h>

#include "support/facts_builder.h"

namespace beadle::policy {
namespace {

using beadle::testing::seal;

Finding at(std::string part, std::vector<std::string> path) {
    Finding f;
    f.part = std::move(part);
    f.path = std::move(path);
    return f;
}

TEST(Cover, tells_what_lies_within_a_seal) {
    struct Row {
        const char* name;
        Finding finding;
        std::vector<Protection> protection;
        bool want;
    };
    const std::vector<Row> table = {
        {"nothing is sealed", at("2", {"a.zip", "x.csv"}), {}, false},
        {"a member of a sealed archive is covered", at("2", {"a.zip", "x.csv"}), {seal({"a.zip"})}, true},
        {"a deeper member too", at("2", {"a.zip", "b.docx", "notes"}), {seal({"a.zip"})}, true},
        {"the covering note is not", at("1", {}), {seal({"a.zip"})}, false},
        {"nor the name of the archive itself", at("2", {"a.zip"}), {seal({"a.zip"})}, false},
        {"nor another attachment", at("3", {"b.csv"}), {seal({"a.zip"})}, false},
        {"nor a second attachment of the same name", at("3", {"a.zip", "x.csv"}), {seal({"a.zip"}, "2")}, false},
        {"nor a part whose number only begins alike", at("20", {"a.zip", "x.csv"}), {seal({"a.zip"}, "2")}, false},
        {"nor a clear member beside a sealed one", at("2", {"a.zip", "y.csv"}), {seal({"a.zip", "x.csv"})}, false},
        {"a seal that protects nothing covers nothing",
         at("2", {"a.zip", "x.csv"}),
         {seal({"a.zip"}, "2", false)},
         false},
        {"of two seals one is enough",
         at("2", {"a.zip", "x.csv"}),
         {seal({"a.zip"}, "2", false), seal({"a.zip"})},
         true},
        {"the Subject is never covered", at("0", {}), {seal({}, "0")}, false},
        {"nor the Subject by a sealed message", at("0", {}), {seal({}, "1")}, false},
        {"nor anything else of the header section", at("0", {"x.csv"}), {seal({}, "0")}, false},
        {"nor the envelope", at("", {}), {seal({}, "")}, false},
        {"a seal without a place covers nothing", at("1", {}), {seal({}, "")}, false},
        {"clear text beside an inline block counts", at("1", {}), {seal({}, "1")}, false},
        {"what lies in entities below a sealed one is covered", at("1.2", {}), {seal({}, "1")}, true},
        {"and their files", at("1.2", {"x.csv"}), {seal({}, "1")}, true},
        {"a sealed entity does not cover its neighbour", at("2", {"x.csv"}), {seal({}, "1")}, false},
        {"nor what holds it", at("1", {}), {seal({}, "1.2")}, false},
    };
    for (const auto& row : table) EXPECT_EQ(covered(row.finding, row.protection), row.want) << row.name;
}

}  // namespace
}  // namespace beadle::policy
