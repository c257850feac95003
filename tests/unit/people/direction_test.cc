#include "people/direction.h"

#include <gtest/gtest.h>

#include "unit/people/council.h"

namespace beadle::people {
namespace {

TEST(Direction, is_the_widest_of_where_the_mail_ends) {
    struct Row {
        const char* name;
        const char* recipient;
        Direction want;  // from inside
    };
    constexpr auto internal = Direction::internal, outbound = Direction::outbound;
    const std::vector<Row> table = {
        {"a council mailbox", "clerk@council.example", internal},
        {"at the old domain", "clerk@OLD.example", internal},
        {"nobody in particular at a council domain", "x@council.example", internal},
        {"a subdomain is not the council's", "x@sub.council.example", outbound},
        {"somebody outside", "x@b.example", outbound},
        {"a name that only ends alike", "x@notcouncil.example", outbound},
        {"an address of the mail server itself", "postmaster", internal},
        {"an @ in the local part", "\"x@b.example\"@council.example", outbound},
        {"the percent hack", "x%b.example@council.example", outbound},
        {"a bang path", "b.example!x@council.example", outbound},
        {"rubbish behind an @", "x@", outbound},
        {"a mailbox that delivers outside", "fwd@council.example", outbound},
        {"with an extension", "fwd+x@council.example", outbound},
        {"a list of colleagues", "team@council.example", internal},
        {"a chain that ends outside", "chain@council.example", outbound},
        {"a loop", "loop1@council.example", internal},
    };
    for (const auto& row : table) {
        const auto a = parse_address(row.recipient);
        EXPECT_EQ(direction_of(a, Origin::inside, council(), own), row.want) << row.name;
        EXPECT_EQ(direction_of(a, Origin::outside, council(), own), Direction::inbound) << row.name;
    }
}

TEST(Direction, follows_forwards_to_their_ends_and_no_further_than_its_bound) {
    std::vector<std::string> ends;
    for (const auto& a : delivered_to(parse_address("chain@council.example"), council(), own))
        ends.push_back(a.folded());
    EXPECT_EQ(ends, (std::vector<std::string>{"fwd@council.example", "frank.forward@outlook.com",
                                              "clerk@council.example", "b.jones@council.example"}));
    std::string many = "[[member]]\nmailbox = \"c@council.example\"\nname = \"C\"\nrole = \"clerk\"\ndelivers_to = [";
    for (int i = 0; i < 40; ++i) many += "\"n" + std::to_string(i) + "@council.example\", ";
    many += "\"out@b.example\"]\n";
    const auto directory = read_directory(many).directory;
    EXPECT_EQ(delivered_to(parse_address("c@council.example"), directory, own).size(), 41u);
    EXPECT_EQ(direction_of(parse_address("c@council.example"), Origin::inside, directory, own), Direction::outbound);
}

}  // namespace
}  // namespace beadle::people
