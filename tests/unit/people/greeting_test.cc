#include "people/greeting.h"

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

struct Row {
    const char* name;
    std::vector<Greeted> greeted;
    std::vector<HeaderAddress> fields;
    const char* want;  // "", "medium", "high"
};

TEST(Greeting, is_held_against_the_recipient) {
    const Greeted anne{"anne", ""}, peter{"peter", ""}, mr_jones{"", "jones"}, bill{"bill", ""};
    const auto to = [](const char* display, const char* address) { return HeaderAddress{"to", display, address}; };
    const auto cc = [](const char* display, const char* address) { return HeaderAddress{"cc", display, address}; };
    const std::vector<Row> table = {
        {"the same name", {anne}, {to("Anne Smith", "as@x.example")}, ""},
        {"another name", {anne}, {to("Peter Brown", "pb@x.example")}, "high"},
        {"another surname", {mr_jones}, {to("Anne Smith", "as@x.example")}, "high"},
        {"the surname after a comma", {mr_jones}, {to("JONES, Peter", "p@x.example")}, ""},
        {"a short form", {bill}, {to("William Brown", "wb@x.example")}, ""},
        {"the address alone tells", {anne}, {to("", "peter.brown@x.example")}, "medium"},
        {"the address alone agrees", {peter}, {to("", "peterbrown62@x.example")}, ""},
        {"an initial agrees", {peter}, {to("P Brown", "brown@x.example")}, ""},
        {"an initial in the address agrees", {peter}, {to("", "p.brown@x.example")}, ""},
        {"another initial and the surname tell of a surname", {mr_jones}, {to("", "p.brown@x.example")}, "medium"},
        {"a nickname tells nothing", {anne}, {to("", "gardenlover@x.example")}, ""},
        {"initials tell nothing", {anne}, {to("", "asm@x.example")}, ""},
        {"a short form inside the address", {Greeted{"michael", ""}}, {to("", "mikejones@x.example")}, ""},
        {"spelt otherwise", {Greeted{"ann", ""}}, {to("Anne Smith", "as@x.example")}, ""},
        {"mistyped", {Greeted{"", "ramanatan"}}, {to("Priya Ramanathan", "p@x.example")}, ""},
        {"a couple", {peter, anne}, {to("Anne Smith", "as@x.example")}, ""},
        {"an office", {anne}, {to("Peter Brown", "info@x.example")}, ""},
        {"an organisation", {anne}, {to("Littleton Parish Council", "lpc@x.example")}, ""},
        {"several", {anne}, {to("Peter Brown", "pb@x.example"), to("Sue Green", "sg@x.example")}, ""},
        {"somebody in copy is meant",
         {anne},
         {to("Peter Brown", "pb@x.example"), cc("Anne Smith", "as@x.example")},
         ""},
        {"nobody in copy is meant",
         {anne},
         {to("Peter Brown", "pb@x.example"), cc("Sue Green", "sg@x.example")},
         "high"},
        {"a member's own address", {anne}, {to("", "anne@home.example")}, ""},
        {"another member's own address", {anne}, {to("", "bob@jones.example")}, "high"},
        {"a colleague", {anne}, {to("Bob Jones", "b.jones@council.example")}, ""},
        {"nobody greeted", {}, {to("Peter Brown", "pb@x.example")}, ""},
        {"the address as display name", {anne}, {to("zz@x.example", "zz@x.example")}, ""},
    };
    static const std::vector<std::string> office;
    for (const auto& row : table) {
        SCOPED_TRACE(row.name);
        Envelope envelope;
        envelope.sender = "clerk@council.example";
        for (const auto& h : row.fields) envelope.recipients.push_back(h.address);
        Inspection inspection;
        inspection.addresses = row.fields;
        inspection.said.greeted = row.greeted;
        std::vector<Finding> found;
        greeting_findings({envelope, Origin::inside, inspection, with_words(), own, office, "2026-11-18"}, found);
        EXPECT_EQ(found.empty() ? "" : std::string(name(found[0].confidence)), row.want);
        for (const auto& f : found) EXPECT_EQ(f.recipient, row.fields[0].address);
    }
}

}  // namespace
}  // namespace beadle::people
