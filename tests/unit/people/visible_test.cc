#include "people/visible.h"

#include <gtest/gtest.h>

#include "support/signature_bundle.h"
#include "unit/people/council.h"

namespace beadle::people {
namespace {

const Directory& with_words() {
    static const Directory directory = [] {
        Bundle bundle = test::signature_bundle();
        bundle.files.push_back({BundleRole::directory, "directory.toml", members});
        return Directory::read(bundle, own).directory;
    }();
    return directory;
}

std::vector<HeaderAddress> many(std::size_t n, const std::string& before, const std::string& after,
                                const std::string& field = "to") {
    std::vector<HeaderAddress> out;
    for (std::size_t i = 0; i < n; ++i) out.push_back({field, "", before + std::to_string(i) + after});
    return out;
}
std::vector<HeaderAddress> both(std::vector<HeaderAddress> a, const std::vector<HeaderAddress>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

struct Row {
    const char* name;
    std::vector<HeaderAddress> fields;
    std::string recipient;
    std::uint32_t want;  // persons told of, 0 = no finding
};

TEST(Visible, counts_persons_outside_the_council) {
    const std::string out = "pat@resident.example";
    const auto residents = many(12, "resident", "@homemail.example");
    const std::vector<Row> table = {
        {"twelve residents", residents, out, 12},
        {"to and copy are added up", both(many(6, "r", "@a.example"), many(6, "c", "@b.example", "cc")), out, 12},
        {"one person twice is one", both(residents, residents), out, 12},
        {"a few are nothing to tell of", many(4, "r", "@a.example"), out, 0},
        {"what hides who else got it", many(12, "r", "@a.example", "bcc"), out, 0},
        {"replies go there, nobody gets it", many(12, "r", "@a.example", "reply-to"), out, 0},
        {"colleagues", many(12, "m", "@council.example"), "m1@council.example", 0},
        {"members beside one resident", both(many(30, "m", "@council.example"), many(1, "r", "@a.example")), out, 0},
        {"officers of public bodies", many(12, "jane.officer", "@westshire.gov.uk"), out, 0},
        {"a partner's staff", many(12, "clara", "@bureau.example"), out, 0},
        {"offices", both(many(12, "clerk@parish", ".example"), many(12, "info@firm", ".example")), out, 0},
        {"small councils that use webmail", many(12, "clerk.littleton", "@gmail.com"), out, 0},
        {"persons whose surname is an office", many(12, "anne.church", "@gmail.com"), out, 12},
        {"all see it, but all are inside", residents, "m1@council.example", 0},
    };
    static const std::vector<std::string> office;
    for (const auto& row : table) {
        SCOPED_TRACE(row.name);
        Envelope envelope;
        envelope.recipients = {row.recipient};
        Inspection inspection;
        inspection.addresses = row.fields;
        std::vector<Finding> found;
        visible_findings({envelope, Origin::inside, inspection, with_words(), own, office, "2026-11-18"}, found);
        ASSERT_EQ(found.size(), row.want == 0 ? 0u : 1u);
        if (row.want > 0) {
            EXPECT_EQ(found[0].count, row.want);
            EXPECT_EQ(found[0].part, "0");
            EXPECT_EQ(found[0].sample.find("resident1"), std::string::npos);
        }
        found.clear();
        visible_findings({envelope, Origin::outside, inspection, with_words(), own, office, "2026-11-18"}, found);
        EXPECT_TRUE(found.empty()) << "mail from outside is not ours to judge so";
    }
}

TEST(RecipientWords, know_offices_and_names) {
    const RecipientWords& words = with_words().words();
    for (const char* role : {"info", "Clerk", "clerk.towcester", "planning-north", "info2", "admin+news",
                             "littleton-parishcouncil", "wickenclerk", "littletonparishcouncil"})
        EXPECT_TRUE(words.is_role(role)) << role;
    for (const char* person : {"anne.church", "j.head", "annesmith", "infomaniac", "church.anne", "parish"})
        EXPECT_EQ(words.is_role(person), std::string(person) == "parish") << person;
    EXPECT_TRUE(words.is_public_body("planning.westshire.gov.uk"));
    EXPECT_FALSE(words.is_public_body("notgov.uk"));
    EXPECT_TRUE(words.is_organisation("Littleton Parish Council"));
    EXPECT_FALSE(words.is_organisation("Anne Townsend"));
}

}  // namespace
}  // namespace beadle::people
