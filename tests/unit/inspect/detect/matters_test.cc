// matters_test.cc — persons, sentences, phrases, topics and lists of people, each by itself; whole texts with the shipped
// words are the samples in signatures/words and signatures/patterns.
#include <gtest/gtest.h>

#include "inspect/detect/addresses.h"
#include "inspect/detect/people_rows.h"
#include "inspect/detect/persons.h"
#include "inspect/detect/phrases.h"
#include "inspect/detect/sentences.h"
#include "inspect/detect/topics.h"
#include "support/signature_bundle.h"

namespace beadle::inspect {
namespace {

const Lists& lists() {
    static const Lists all = [] {
        Diagnostics diagnostics;
        std::vector<Topic> topics;
        return read_signatures(test::signature_bundle(), diagnostics, topics).lists;
    }();
    return all;
}

std::string spoken_of(std::string_view text) {
    std::string out;
    const Persons persons(text, lists());
    for (const Mention& m : persons.mentions()) {
        if (m.by == PersonBy::role_holder) continue;
        if (!out.empty()) out += "|";
        out += text.substr(m.span.begin, m.span.size());
    }
    return out;
}

TEST(Persons, AreNamesPronounsAndRelations) {
    const struct {
        const char *name, *given, *want;
    } cases[] = {
        {"a forename and a surname", "I met Jane Specimen today.", "Jane Specimen"},
        {"an initial between them", "I met Jane Q. Specimen today.", "Jane Q. Specimen"},
        {"a title makes any word a name", "Mrs Xyzzy rang.", "Mrs Xyzzy"},
        {"a forename alone", "Tobias is away.", "Tobias"},
        {"capitals", "JASPER, AWAY", "JASPER"},
        {"an initial and a surname", "Pay R Thackery now.", "R Thackery"},
        {"a pronoun", "Then she left.", "she"},
        {"one of a family", "My daughter left.", "daughter"},
        {"the tenant of a plot", "The tenant left.", "tenant"},
        {"a label", "Patient: Xyzzy", "Patient"},
        {"a label and a cell", "Employee\tJ Specimen", "Employee|J Specimen"},
        {"a label and a wide gap", "Employee    Jane Specimen", "Employee|Jane Specimen"},
        {"a heading is no label", "Name\tSort Code", ""},
        {"whose house an entry of a list begins with", "2) Xyzzy, 12 Church Walk, no cooker", "Xyzzy"},
        {"a venue at its house is nobody", "1) Library, 12 Church Walk", ""},
        {"whose, in haste", "what is on Keeleys slip", "Keeleys"},
        {"several bills are nobody's", "The Bills are due.", ""},
        {"tenants in general are nobody", "Tenants may keep hens.", ""},
        {"a child in general is nobody", "If a child is lost, ring us.", ""},
        {"a house is nobody", "The Victoria Hall is open.", ""},
        {"a saint is a church", "St Peter was rung.", ""},
        {"a firm is nobody", "Mark Hall Surveyors came.", ""},
        {"a plan is nobody", "Plan B Housing is ready.", ""},
        {"a councillor acts in public", "Cllr Specimen spoke.", ""},
    };
    for (const auto& c : cases) EXPECT_EQ(spoken_of(c.given), c.want) << c.name;
}

TEST(Persons, AreToldByWhatIsSaidOfThem) {
    const struct {
        const char* name;
        std::string_view given;
        bool want;
    } cases[] = {
        {"who behind two words in capitals", "Xyzzy Plugh, who has a dog", true},
        {"an age behind them", "Xyzzy Plugh, 22, pulls a pint", true},
        {"an age in brackets", "Xyzzy Plugh (22) pulls a pint", true},
        {"called", "a lad called Xyzzy came", true},
        {"a body", "Xyzzy Council, who have met", false},
        {"a sum is no age", "Xyzzy Plugh, 2200 pounds", false},
        {"one word", "the Xyzzy, who", false},
    };
    for (const auto& c : cases) {
        const auto persons = Persons::with_subjects(c.given, lists(), {});
        PersonBy by = PersonBy::pronoun;
        EXPECT_EQ(persons.in({0, c.given.size()}, by), c.want) << c.name;
    }
}

TEST(Persons, OfficeHoldersCountOnlyWhereAsked) {
    const std::string_view text = "Cllr Xyzzy spoke.";
    const Persons persons(text, lists());
    PersonBy by = PersonBy::pronoun;
    EXPECT_FALSE(persons.in({0, text.size()}, by));
    EXPECT_TRUE(persons.in({0, text.size()}, by, true));
    EXPECT_EQ(by, PersonBy::name);
}

TEST(Sentences, EndWhereAReaderPauses) {
    const struct {
        const char* name;
        std::string given;
        bool table;
        std::size_t want;
    } cases[] = {
        {"nothing", "", false, 0},
        {"stops", "One. Two! Three? Four", false, 4},
        {"a title ends nothing", "Mr. Specimen came. He left.", false, 2},
        {"an initial ends nothing", "J. Specimen came.", false, 1},
        {"a decimal ends nothing", "It cost 3.50 in all.", false, 1},
        {"wrapped lines are one", "This is a long line that was wrapped by the mail program\nat its end and goes on.", false, 1},
        {"an empty line", "One\n\nTwo", false, 2},
        {"the lines of a form", "Name: Jane\nAge: 40\nThe rest of this paper is a longer line", false, 3},
        {"rows of a table", "a\tb\nc\td\n", true, 2},
    };
    for (const auto& c : cases) {
        const auto found = sentences(c.given, c.table);
        EXPECT_EQ(found.size(), c.want) << c.name;
        std::size_t at = 0;
        for (const Span& s : found) {
            EXPECT_EQ(s.begin, at) << c.name;
            at = s.end;
        }
        EXPECT_EQ(at, c.given.size()) << c.name;
    }
}

TEST(Phrases, StandAsWholeWordsHoweverTheyAreParted) {
    std::string problem;
    const auto phrases = Phrases::load({"sort code", "pregnan*", "non-molestation order", "s/c", "utr"}, problem);
    ASSERT_NE(phrases, nullptr) << problem;
    const struct {
        const char *name, *given;
        std::size_t want;
    } cases[] = {
        {"as written", "sort code", 1},        {"in capitals", "SORT CODE", 1},
        {"with a dash", "sort-code", 1},       {"over a line end", "sort\ncode", 1},
        {"joined", "SortCode", 1},             {"inside a joined name", "EmpSortCode", 1},
        {"a plural", "sort codes", 1},         {"a blank for a dash", "NON MOLESTATION ORDER", 1},
        {"the rest of a word", "pregnancy", 1}, {"a slash", "S/C 1", 1},
        {"digits may follow", "utr123", 1},    {"inside a word", "resort coder", 0},
        {"too far apart", "sort of a code", 0}, {"a longer word", "utrecht", 0},
    };
    for (const auto& c : cases) EXPECT_EQ(phrases->find(c.given).size(), c.want) << c.name;
    EXPECT_EQ(Phrases::load({"  "}, problem), nullptr);
    EXPECT_NE(problem, "");
}

TEST(Addresses, AreHousesAndPostcodes) {
    EXPECT_TRUE(has_postcode("Ashcombe SW1A 1AA"));
    EXPECT_TRUE(has_postcode("AB12CD 1, B1 1AA"));
    EXPECT_FALSE(has_postcode("minute 24/123 AA"));
    EXPECT_FALSE(has_postcode("sw1a 1aa"));
    EXPECT_TRUE(has_house("12 Church Lane", lists()));
    EXPECT_TRUE(has_house("Flat 2, 14a Mill Close", lists()));
    EXPECT_FALSE(has_house("Church Lane", lists()));
    EXPECT_FALSE(has_house("20241 Lane", lists()));
    EXPECT_FALSE(has_house("12 of the people who met in Church Lane", lists()));
}

std::string list_of(int rows, const std::string& row) {
    static const char* names[] = {"Jane", "John", "Tobias", "Imogen", "Kamal", "Wilf"};
    std::string out;
    for (int i = 0; i < rows; ++i) {
        std::string line = row;
        line.replace(line.find('@'), 1, std::string(names[i % 6]) + " Specimen");
        for (auto at = line.find('#'); at != std::string::npos; at = line.find('#')) line.replace(at, 1, std::to_string(10 + i));
        out += line + "\n";
    }
    return out;
}

Level level_of(const std::vector<PeopleHit>& hits, FindingKind kind) {
    for (const auto& h : hits)
        if (h.kind == kind) return h.level;
    return Level::none;
}

TEST(PeopleRows, CountWhoCanBeReached) {
    const struct {
        const char* name;
        std::string given;
        bool table;
        Level want;
    } cases[] = {
        {"ten with addresses are high", list_of(10, "@, # Church Lane, 07700 900123"), false, Level::high},
        {"numbered lines too", list_of(12, "#. @, # Church Lane, 07700 900123"), false, Level::high},
        {"five with addresses are medium", list_of(5, "@, # Church Lane, 07700 900123"), false, Level::medium},
        {"three with telephone numbers are low", list_of(3, "@, 07700 900123"), false, Level::low},
        {"two are no list", list_of(2, "@, 07700 900123"), false, Level::none},
        {"a table by its headings", "Name\tDOB\n" + list_of(10, "@\t01/02/1970"), true, Level::high},
        {"a table with bars", list_of(10, "@ | # Mill Close | SW1A 1AA"), false, Level::high},
        {"entries numbered by plot", list_of(10, "Plot # - @, # Church Lane, 07700 900123"), false, Level::high},
        {"parted by semicolons", list_of(6, "C#;@;# Church Lane;01632 960107"), false, Level::medium},
        {"an entry over several lines", "Tobias Specimen\n1 Mill Lane, 07700 900123\n\nImogen Specimen\n2 Mill Lane, 07700 900123\n\nKamal Specimen\n3 Mill Lane, 07700 900123\n\nWilf Specimen\n4 Mill Lane, 07700 900123\n\nTina Specimen\n5 Mill Lane, 07700 900123\n", false, Level::medium},
        {"a run of addresses", "Write to each: bert@homemail.example (Bert), una@homemail.example (Una), ken@homemail.example (Ken), peg@homemail.example (Peg), stan@homemail.example (Stan), ivy@homemail.example (Ivy), roy@homemail.example (Roy), jean@homemail.example (Jean), sid@homemail.example (Sid), dot@homemail.example (Dot)\n", false, Level::medium},
        {"councillors are public", list_of(12, "Cllr @, # Church Lane, 07700 900123"), false, Level::none},
        {"a list of roles is a level lower", "Role\tName\tTelephone\n" + list_of(20, "Clerk\t@\t01632 9600#"), true, Level::medium},
        {"firms are no people", list_of(0, "") + "Mill Grounds Ltd, 4 High Street, 01632 960123\nWye Electrical Services, 01632 960124\nAsh Tree Services, 01632 960125\n", false, Level::none},
        {"official addresses are public", "jane.specimen@town.gov.uk, john@town.gov.uk, joan@town.gov.uk\n", false, Level::none},
        {"prices are no people", "Teas and cakes, 12 May, 3.50\nBooks and toys, 13 May, 4.50\nPlants for all, 14 May, 07700\n", false, Level::none},
    };
    for (const auto& c : cases)
        EXPECT_EQ(level_of(find_people(c.given, c.table, "", lists()), FindingKind::person_list), c.want) << c.name;
}

TEST(PeopleRows, PayBesideNamesIsPersonnel) {
    const std::string rows = "Jane Specimen\t24,294\nJohn Specimen\t25,100\nKamal Specimen\t30,010\n";
    EXPECT_EQ(level_of(find_people("Name\tSalary\n" + rows, true, "", lists()), FindingKind::personnel), Level::high);
    EXPECT_EQ(level_of(find_people("Name\tVotes\n" + rows, true, "", lists()), FindingKind::personnel), Level::none);
}

std::unique_ptr<Topics> one_topic() {
    Topic t;
    t.id = "t";
    t.strong = {"grumbled", "moaned"};
    t.weak = {"sighed"};
    t.linked = {"my grumble"};
    t.titles = {"grumble form"};
    t.against = {"in general"};
    t.general = {"policy"};
    std::string problem;
    return Topics::load({t}, problem);
}

TEST(Topics, CountWhereSomebodyIsSpokenOf) {
    const auto topics = one_topic();
    ASSERT_NE(topics, nullptr);
    const struct {
        const char *name, *given, *names;
        Level want;
    } cases[] = {
        {"a word beside a person", "She grumbled.", "", Level::medium},
        {"two words", "She grumbled and moaned.", "", Level::high},
        {"the same word twice is one", "She grumbled. She grumbled.", "", Level::medium},
        {"nobody", "The crowd grumbled.", "", Level::none},
        {"a weak word alone", "She sighed.", "", Level::low},
        {"a weak word adds nothing to one", "She grumbled and sighed.", "", Level::medium},
        {"the name in the sentence before", "I saw Jane Specimen. Grumbled as ever.", "", Level::medium},
        {"a name long before", "I saw Jane Specimen. It rained. Then it stopped. The crowd grumbled.", "", Level::none},
        {"the writer's own name", "The crowd grumbled.\n\nJane Specimen", "", Level::none},
        {"a form about one person", "Patient: Jane\nDay: Monday\nWeather: wet\nGrumbled all day", "", Level::medium},
        {"it speaks of a person itself", "All about my grumble.", "", Level::medium},
        {"said in general", "In general she grumbled.", "", Level::none},
        {"a paper that is a policy", "She grumbled.", "Grumbling policy.docx", Level::low},
        {"whom a policy means", "Where the employee grumbled and moaned, write it down.", "Grumbling policy.docx", Level::low},
        {"somebody's own, in a policy's thread", "My daughter grumbled and moaned.", "Grumbling policy.docx", Level::medium},
        {"a paper about one person", "Jane Specimen\n\nWas here. The crowd grumbled.", "Grumble form.docx", Level::medium},
    };
    for (const auto& c : cases) {
        bool whole = true;
        const auto hits = topics->find(c.given, false, c.names, lists(), whole);
        EXPECT_EQ(hits.empty() ? Level::none : hits[0].level, c.want) << c.name;
        EXPECT_TRUE(whole) << c.name;
    }
}

TEST(Topics, CountWordsThatMeanSomethingTogether) {
    Topic t;
    t.id = "t";
    t.against = {"the mower"};
    t.most = Level::medium;
    t.together.push_back({{"her knee", "his knee"}, {"given out", "failing"}, 2, 30});
    t.together.push_back({{"limp", "crutch", "plaster"}, {}, 3, 60});
    std::string problem;
    const auto topics = Topics::load({t}, problem);
    ASSERT_NE(topics, nullptr);
    const struct {
        const char *name, *given;
        Level want;
    } cases[] = {
        {"both, near, of somebody", "Her knee has given out.", Level::medium},
        {"in either order", "It is failing, her knee.", Level::medium},
        {"one alone", "Her knee is fine.", Level::none},
        {"too far apart", "Her knee is fine, and the roof of the old barn by the mill is failing.", Level::none},
        {"the person in the line before", "Jane Specimen rang.\nWith a limp, a crutch and in plaster.", Level::medium},
        {"only two of three", "She has a limp and a crutch.", Level::none},
        {"of nobody", "A limp, a crutch and plaster stood there.", Level::none},
        {"of a machine", "Jane Specimen says the mower has a limp, a crutch and plaster.", Level::none},
        {"in another paragraph", "Jane Specimen rang.\n\nA limp, a crutch and plaster stood there.", Level::none},
    };
    for (const auto& c : cases) {
        bool whole = true;
        const auto hits = topics->find(c.given, false, "", lists(), whole);
        EXPECT_EQ(hits.empty() ? Level::none : hits[0].level, c.want) << c.name;
    }
}

}  // namespace
}  // namespace beadle::inspect
