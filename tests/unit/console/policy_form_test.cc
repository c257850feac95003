#include "console/policy_form.h"

#include <gtest/gtest.h>

namespace beadle::console {
namespace {

constexpr const char* text = "extends = \"base\"\n[policy]\ntitle = \"P\"\n[[rule]]\nid = \"big\"\nwhen = { size_over = \"9 MB\" }\naction = \"quarantine\"\n";

std::string edited(std::initializer_list<std::pair<const char*, const char*>> fields) {
    Fields form;
    for (const auto& [name, value] : fields) form.add(name, value);
    const auto out = edited_policy(form, text);
    return out ? *out : "no: " + out.failure().what;
}
bool says(const std::string& whole, const std::string& part) { return whole.find(part) != std::string::npos; }

TEST(EditedPolicy, changes_only_what_is_other_than_it_was) {
    EXPECT_EQ(edited({{"rule", "big"}, {"was.mode", "enforce"}, {"mode", "enforce"}, {"was.action", "quarantine"}, {"action", "quarantine"},
                      {"was.advice", "a\nb"}, {"advice", "a\r\nb"}}),
              text);
    const auto out = edited({{"rule", "big"}, {"was.action", "quarantine"}, {"action", "flag"}, {"was.confidence", "low"}, {"confidence", "high"}});
    EXPECT_TRUE(says(out, "action = \"flag\"\n") && says(out, "confidence = \"high\"")) << out;
    EXPECT_TRUE(says(edited({{"rule", ""}, {"mode", "watch"}}), "[policy]\nmode = \"watch\"\n"));
    EXPECT_TRUE(says(edited({{"rule", "malware-of-base"}, {"mode", "watch"}}), "[[rule]]\nid = \"malware-of-base\"\nmode = \"watch\"\n"));
}

TEST(EditedPolicy, what_a_form_cannot_mean_is_refused_in_a_sentence) {
    EXPECT_TRUE(says(edited({{"rule", "Big Rule"}, {"mode", "watch"}}), "no: "));
    EXPECT_TRUE(says(edited({{"rule", "big"}, {"mode", "sleep"}}), "no: "));
    EXPECT_TRUE(says(edited({{"rule", ""}}), "no: "));
    EXPECT_TRUE(says(edited({{"rule", ""}, {"x.until", "2027-01-01"}}), "no: "));
}

TEST(EditedPolicy, an_exception_is_put_at_the_end) {
    const auto out = edited({{"rule", "big"}, {"x.until", "2027-03-31"}, {"x.to", "*@a.example, b@c.example\r\n"}, {"x.reason", "R"}, {"x.approved_by", "C"}});
    EXPECT_TRUE(says(out, "[[exception]]\nrule = \"big\"\nto = [\"*@a.example\", \"b@c.example\"]\nuntil = 2027-03-31\n")) << out;
}

TEST(IsPolicyVersion, is_a_number_or_the_file) {
    for (const char* good : {"1", "12", "file"}) EXPECT_TRUE(is_policy_version(good));
    for (const char* bad : {"", "-1", "1x", "files", "12345678901"}) EXPECT_FALSE(is_policy_version(bad));
}

}  // namespace
}  // namespace beadle::console
