// FORMAT.md is what a reader trusts: its worked octets and its table of types are compared with the code.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>

#include "base/text.h"
#include "wire/messages.h"
#include "wire/socket_io.h"

namespace beadle::wire {
namespace {

std::string source(const std::string& path) {
    std::ifstream in(std::string(BEADLE_SOURCE_DIR) + "/milter/wire/" + path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// Every header of the folder: messages.h and the topics beside it.
std::string headers() {
    std::string all;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(BEADLE_SOURCE_DIR) + "/milter/wire"))
        if (entry.path().extension() == ".h") all += source(entry.path().filename().string());
    return all;
}

TEST(Format, TheWorkedExampleIsWhatTheCodeSends) {
    const std::string page = source("FORMAT.md");
    const std::size_t from = page.find("```octets\n"), to = page.find("```", from + 4);
    ASSERT_NE(to, page.npos);
    const std::string shown = page.substr(from + 10, to - from - 10);
    const auto octets = unhex(replace_all(replace_all(shown, " ", ""), "\n", ""));
    ASSERT_TRUE(octets);
    const Amend amend{4660, Amendment::made_void, "disk"};
    EXPECT_EQ(hex(*octets), hex(*octets_of(frame_of(amend, 7))));
    const auto back = parse_head(std::string_view(*octets).substr(0, head_octets));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->id, 7u);
}

TEST(Format, TheTableOfTypesIsTheOneOfTheHeader) {
    std::map<std::string, std::string> in_header, in_page;
    const std::string header = headers(), whole = source("FORMAT.md");
    const std::string page = whole.substr(whole.find("## Who may say what"));
    const std::regex type(R"(struct (\w+) \{\n    static constexpr std::uint16_t type = (\d+);)");
    for (std::sregex_iterator m(header.begin(), header.end(), type), end; m != end; ++m) in_header[(*m)[1]] = (*m)[2];
    const std::regex row(R"(\n\| (\d+) \| (\w+) \|)");
    for (std::sregex_iterator m(page.begin(), page.end(), row), end; m != end; ++m) in_page[(*m)[2]] = (*m)[1];
    EXPECT_GT(in_header.size(), 25u);
    EXPECT_EQ(in_header, in_page);
}

TEST(Format, NoTwoMessagesShareAType) {
    std::map<std::string, int> seen;
    const std::string header = headers();
    const std::regex type(R"(constexpr std::uint16_t type = (\d+);)");
    for (std::sregex_iterator m(header.begin(), header.end(), type), end; m != end; ++m)
        EXPECT_EQ(++seen[(*m)[1]], 1) << (*m)[1];
}

}  // namespace
}  // namespace beadle::wire
