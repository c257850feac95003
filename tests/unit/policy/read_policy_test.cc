#include <gtest/gtest.h>

#include "policy/policy.h"
#include "support/facts_builder.h"

namespace beadle::policy {
namespace {

using beadle::testing::heading;
using beadle::testing::read;
using beadle::testing::rule;
using beadle::testing::small_base;

const std::string exception_of_r = R"([[exception]]
rule = "r"
from = "rfo@"
to = "*@payroll-bureau.example"
kinds = ["national-insurance-number"]
until = 2027-03-31
reason = "Payroll"
approved_by = "minute 7"
)";

TEST(ReadPolicy, a_kind_of_a_group_can_be_left_out) {
    const auto got = read(heading + rule("when = { finds = [\"@sensitive\", \"-cctv-footage\"] }\naction = \"flag\""));
    EXPECT_EQ(text(got.diagnostics), "");
    const auto& kinds = got.policy.rules.back().when->kinds;
    EXPECT_FALSE(kinds.test(static_cast<std::size_t>(FindingKind::cctv_footage)));
    EXPECT_TRUE(kinds.test(static_cast<std::size_t>(FindingKind::iban)));
    EXPECT_NE(explain(got.policy, got.policy.rules.back()).find("but not CCTV footage"), std::string::npos);
}

TEST(ReadPolicy, takes_every_key_of_the_language) {
    const auto got = read(heading + R"([[rule]]
id = "everything"
clause = "8"
purpose = "preventing crime"
when = { direction = ["outbound", "internal"], origin = "inside", sender_role = "officer", recipient_role = ["none"], from = ["rfo@", "<>"], to = "*@b.example", finds = ["@sensitive", "malware"], confidence = "medium", count_at_least = 3, unprotected = true, location = ["body", "*.csv"], size_over = "5 MB", hours = "Mon-Fri 08:00-18:00", coverage = ["crash", "limit"], protection = "weak" }
and = { size_over = 17 }
unless = { coverage = "complete" }
action = "quarantine"
tell = ["sender", "clerk"]
advice = "Do otherwise."
add = ["banner"]
alert = true
incident = true
retain = "seven-years"
journal = true
release_needs = 2
mode = "watch"
)");
    EXPECT_EQ(text(got.diagnostics), "");
    ASSERT_EQ(got.policy.rules.size(), 2u);
    const Rule& r = got.policy.rules[1];
    const Conditions& c = *r.when;
    EXPECT_EQ(c.direction, (std::vector{Direction::outbound, Direction::internal}));
    EXPECT_EQ(c.origin, Origin::inside);
    EXPECT_EQ(c.from, (std::vector<std::string>{"rfo@", "<>"}));
    EXPECT_TRUE(c.kinds.test(static_cast<std::size_t>(FindingKind::cctv_footage)));
    EXPECT_TRUE(c.kinds.test(static_cast<std::size_t>(FindingKind::malware)));
    EXPECT_FALSE(c.kinds.test(static_cast<std::size_t>(FindingKind::visible_recipients)));
    EXPECT_EQ(c.confidence, Confidence::medium);
    EXPECT_EQ(c.count_at_least, 3u);
    EXPECT_TRUE(c.unprotected);
    EXPECT_EQ(c.size_over, 5'000'000u);
    EXPECT_EQ(c.hours.size(), 1u);
    EXPECT_EQ(c.coverage, CoverageAsked::incomplete);
    EXPECT_EQ(c.reasons.count(), 2u);
    EXPECT_EQ(c.protection, std::vector{ProtectionGrade::weak});
    EXPECT_EQ(r.all_of->size_over, 17u);
    EXPECT_EQ(r.unless->coverage, CoverageAsked::complete);
    EXPECT_EQ(r.tell.size(), 2u);
    EXPECT_TRUE(r.alert && r.incident && r.journal && r.watch);
    EXPECT_FALSE(r.always);
    EXPECT_EQ(r.retain, "seven-years");
    EXPECT_EQ(r.release_needs, 2u);
    EXPECT_EQ(got.policy.domains, (std::vector<std::string>{"council.example", "old.example"}));
    EXPECT_EQ(got.policy.version.size(), 16u);
}

TEST(ReadPolicy, names_what_is_wrong_and_what_was_meant) {
    struct Row {
        const char* name;
        std::string council;
        std::string want;  // the whole text of the diagnostics must contain it
    };
    const std::string good = "when = { direction = \"outbound\" }\naction = \"flag\"";
    const std::vector<Row> table = {
        {"an unknown kind", rule("when = { finds = [\"nhs-numbre\"] }\naction = \"flag\""),
         "council.toml:14:19: \"nhs-numbre\" is not a kind of finding or @group (did you mean \"nhs-number\"?)"},
        {"a group without its @", rule("when = { finds = [\"sensitive\"] }\naction = \"flag\""),
         "did you mean \"@sensitive\"?"},
        {"an unknown group", rule("when = { finds = \"@senstive\" }\naction = \"flag\""),
         "did you mean \"@sensitive\"?"},
        {"an unknown condition", rule("when = { direktion = \"outbound\" }\naction = \"flag\""),
         "unknown key \"direktion\" (did you mean \"direction\"?)"},
        {"an unknown key of a rule", rule(good + "\nadvise = \"x\""),
         "unknown key \"advise\" (did you mean \"advice\"?)"},
        {"an unknown table", rule(good) + "[[rules]]\n", "unknown key \"rules\" (did you mean \"rule\"?)"},
        {"an unknown direction", rule("when = { direction = \"outgoing\" }\naction = \"flag\""),
         "\"outgoing\" is not a direction"},
        {"a word twice", rule("when = { direction = [\"inbound\", \"inbound\"] }\naction = \"flag\""),
         "stands here twice"},
        {"an unknown action", rule("when = { size_over = 1 }\naction = \"quarantain\""),
         "did you mean \"quarantine\"?"},
        {"an unknown purpose", "[[rule]]\nid = \"q\"\nclause = \"1\"\npurpose = \"curiosity\"\n" + good,
         "is not a purpose"},
        {"no purpose at all", "[[rule]]\nid = \"q\"\nclause = \"1\"\n" + good, "\"purpose\" is missing"},
        {"no clause", "[[rule]]\nid = \"q\"\npurpose = \"establishing facts\"\n" + good, "\"clause\" is missing"},
        {"no action", rule("when = { size_over = 1 }"), "\"action\" is missing"},
        {"no when", rule("action = \"flag\""), "\"when\" is missing; when = {} means every message"},
        {"no id", "[[rule]]\nclause = \"1\"\n", "\"id\" is missing"},
        {"an id with blanks", "[[rule]]\nid = \"a b\"\nclause = \"1\"\npurpose = \"establishing facts\"\n" + good,
         "an id is made of"},
        {"an id twice", rule(good) + rule(good), "a rule \"r\" already stands in line 10"},
        {"a rule that would stop everything", rule("when = {}\naction = \"quarantine\""), "would stop all mail"},
        {"and one that asks always", rule("when = {}\naction = \"ask\""), "would stop all mail"},
        {"all directions narrow nothing",
         rule("when = { direction = [\"inbound\", \"outbound\", \"internal\"] }\naction = \"reject\""),
         "would stop all mail"},
        {"defer for everything", rule("when = {}\naction = \"defer\""), "would stop all mail"},
        {"an unless that always holds", rule("when = { size_over = 1 }\nunless = {}\naction = \"flag\""),
         "the rule never would"},
        {"confidence without finds",
         rule("when = { confidence = \"high\", direction = \"inbound\" }\naction = \"flag\""),
         "\"finds\" is meant, which is missing"},
        {"location without finds", rule("when = { location = \"body\" }\naction = \"flag\""), "both are missing here"},
        {"unprotected = false", rule("when = { finds = \"malware\", unprotected = false }\naction = \"flag\""),
         "leave it out"},
        {"an unknown location", rule("when = { finds = \"malware\", location = \"boddy\" }\naction = \"flag\""),
         "did you mean \"body\"?"},
        {"an unknown role", rule("when = { sender_role = \"counsellor\" }\naction = \"flag\""),
         "did you mean \"councillor\"?"},
        {"a strange size", rule("when = { size_over = \"big\" }\naction = \"flag\""), "\"big\" is not a size"},
        {"a size of the wrong type", rule("when = { size_over = true }\naction = \"flag\""),
         "\"size_over\" must be a whole number"},
        {"strange hours", rule("when = { hours = \"daily\" }\naction = \"flag\""), "\"daily\" is not a span of hours"},
        {"strange coverage", rule("when = { coverage = \"crashed\" }\naction = \"flag\""), "did you mean \"crash\"?"},
        {"complete with a reason", rule("when = { coverage = [\"complete\", \"crash\"] }\naction = \"flag\""),
         "cannot stand beside"},
        {"a strange address", rule("when = { from = \"everyone\" }\naction = \"flag\""),
         "\"everyone\" is not an address or pattern"},
        {"a null recipient", rule("when = { to = \"<>\" }\naction = \"flag\""), "\"<>\" is not an address or pattern"},
        {"a kind left out that there is none of", rule("when = { finds = [\"@sensitive\", \"-cctv-footag\"] }\naction = \"flag\""),
         "\"-cctv-footag\" is not a kind of finding"},
        {"all left out", rule("when = { finds = [\"iban\", \"-iban\"] }\naction = \"flag\""), "leaves out all that it names"},
        {"a banner of nothing", "banner = \"--\"\n" + rule(good), "must say something"},
        {"an empty list", rule("when = { finds = [] }\naction = \"flag\""), "is an empty list"},
        {"an unknown teller", rule(good + "\ntell = [\"mayor\"]"), "\"mayor\" is not a person who can be told; known are sender, clerk"},
        {"an action that is none", rule("when = { finds = [\"iban\"] }\naction = \"stop\""), "\"stop\" is not an action"},
        {"a number by its everyday name", rule("when = { finds = [\"ni-number\"] }\naction = \"flag\""), "did you mean \"national-insurance-number\"?"},
        {"an unknown addition", rule(good + "\nadd = [\"baner\"]"), "did you mean \"banner\"?"},
        {"an unknown mode", rule(good + "\nmode = \"wach\""), "did you mean \"watch\"?"},
        {"release by nobody", rule(good + "\nrelease_needs = 0"), "\"release_needs\" must be"},
        {"watch and always", rule(good + "\nmode = \"watch\"\nalways = true"), "cannot be watched only"},
        {"a retention class with blanks", rule(good + "\nretain = \"seven years\""), "a retention class is made of"},
        {"an exception of no rule",
         rule(good) +
             "[[exception]]\nrule = \"s\"\nfrom = \"a@\"\nuntil = 2027-01-01\nreason = \"x\"\napproved_by = \"y\"",
         "no rule has the id \"s\""},
        {"an exception without end",
         rule(good) + "[[exception]]\nrule = \"r\"\nfrom = \"a@\"\nreason = \"x\"\napproved_by = \"y\"",
         "every exception ends"},
        {"an exception that ends on no date",
         rule(good) +
             "[[exception]]\nrule = \"r\"\nfrom = \"a@\"\nuntil = \"soon\"\nreason = \"x\"\napproved_by = \"y\"",
         "\"until\" must be a date"},
        {"an exception for everybody",
         rule(good) + "[[exception]]\nrule = \"r\"\nuntil = 2027-01-01\nreason = \"x\"\napproved_by = \"y\"",
         "\"from\" or \"to\" is missing"},
        {"an exception nobody approved",
         rule(good) + "[[exception]]\nrule = \"r\"\nfrom = \"a@\"\nuntil = 2027-01-01\nreason = \"x\"",
         "\"approved_by\" is missing"},
        {"an exception without reason",
         rule(good) + "[[exception]]\nrule = \"r\"\nfrom = \"a@\"\nuntil = 2027-01-01\napproved_by = \"x\"",
         "\"reason\" is missing"},
        {"an exception with a group",
         rule(good) + "[[exception]]\nrule = \"r\"\nfrom = \"a@\"\nkinds = [\"@sensitive\"]\nuntil = "
                      "2027-01-01\nreason = \"x\"\napproved_by = \"y\"",
         "\"@sensitive\" is not a kind"},
        {"an exception for kinds the rule never looks for",
         rule("when = { finds = \"malware\" }\naction = \"flag\"") + exception_of_r, "looks for none of these kinds"},
        {"an exception of a rule that holds always",
         "[[exception]]\nrule = \"base-rule\"\nfrom = \"a@\"\nuntil = 2027-01-01\nreason = \"x\"\napproved_by = \"y\"",
         "takes no exception"},
        {"switching off what holds always", "[[rule]]\nid = \"base-rule\"\naction = \"accept\"",
         "cannot be switched off"},
        {"taking always back", "[[rule]]\nid = \"base-rule\"\nalways = false", "cannot take that back"},
        {"watching what holds always", "[[rule]]\nid = \"base-rule\"\nmode = \"watch\"", "cannot be watched only"},
    };
    for (const auto& row : table) {
        const auto got = text(read(heading + row.council).diagnostics);
        EXPECT_NE(got.find(row.want), std::string::npos) << row.name << ": " << got;
    }
}

TEST(ReadPolicy, a_recipient_who_should_be_told_is_a_warning_and_is_not_told) {
    struct {
        const char *name, *tell;
        std::vector<Teller> want;
    } table[] = {{"alone", "tell = [\"recipient\"]", {}},
                 {"as one word", "tell = \"recipient\"", {}},
                 {"beside the clerk", "tell = [\"recipient\", \"clerk\"]", {Teller::clerk}}};
    const std::string good = "when = { direction = \"outbound\" }\naction = \"flag\"";
    for (const auto& row : table) {
        const auto got = read(heading + rule(good + "\n" + row.tell));
        EXPECT_EQ(text(got.diagnostics), "") << row.name;
        EXPECT_NE(text(got.warnings).find("tell = \"recipient\", which does nothing and is ignored"), std::string::npos) << row.name;
        ASSERT_FALSE(got.policy.rules.empty()) << row.name;
        EXPECT_EQ(got.policy.rules.back().tell, row.want) << row.name;
    }
}

TEST(ReadPolicy, tells_one_slip_once) {
    for (const auto& keys : {"when = { finds = [\"nhs-numbre\"] }\naction = \"quarantine\"",
                             "when = { direction = \"outgoing\" }\naction = \"quarantine\"",
                             "when = { size_over = 1 }\naction = \"quarantain\"", "when = 3\naction = \"quarantine\"",
                             "when = { size_over = \"big\" }\naction = \"flag\""})
        EXPECT_EQ(read(heading + rule(keys)).diagnostics.size(), 1u) << keys << "\n"
                                                                     << text(read(heading + rule(keys)).diagnostics);
}

TEST(ReadPolicy, tells_all_errors_of_both_files_at_once_in_order) {
    const auto got =
        read(heading + rule("when = { finds = \"x\" }\naction = \"y\"") + "[[exception]]\nrule = \"nothing\"\n",
             small_base + "colour = \"red\"\n");
    const auto& d = got.diagnostics;
    ASSERT_EQ(d.size(), 8u) << text(d);
    EXPECT_EQ(d[0].file, "base.toml");
    for (std::size_t i = 1; i < d.size(); ++i) EXPECT_EQ(d[i].file, "council.toml");
    for (std::size_t i = 2; i < d.size(); ++i) EXPECT_LE(d[i - 1].line, d[i].line);
}

TEST(ReadPolicy, a_missing_base_is_an_error_and_a_broken_one_is_told_alone) {
    const auto gone = read(heading, "");
    EXPECT_NE(text(gone.diagnostics).find("the base policy is missing or empty"), std::string::npos);
    const auto broken =
        read(heading +
                 "[[rule]]\nid = \"base-rule\"\nclause = \"8\"\n[[exception]]\nrule = \"x\"\nfrom = \"a@\"\n"
                 "until = 2027-01-01\nreason = \"x\"\napproved_by = \"y\"\n",
             "[[rule]\n");
    ASSERT_EQ(broken.diagnostics.size(), 1u) << text(broken.diagnostics);
    EXPECT_EQ(broken.diagnostics[0].file, "base.toml");
}

TEST(ReadPolicy, a_council_replaces_the_keys_it_gives_and_keeps_the_others) {
    const std::string base = small_base +
                             "[[rule]]\nid = \"second\"\nclause = \"words\"\npurpose = \"standards of users\"\n"
                             "when = { finds = [\"macro\"], confidence = \"high\" }\naction = \"ask\"\nadvice = \"A\"\n"
                             "tell = [\"sender\"]\nadd = [\"banner\"]\nalert = true\nincident = true\njournal = true\n"
                             "retain = \"x\"\nrelease_needs = 3\n";
    const auto changed = read(heading + rule("when = { size_over = 9 }\naction = \"flag\"") +
                                  "[[rule]]\nid = \"second\"\nclause = \"9\"\nwhen = { finds = [\"malware\"] }\n",
                              base);
    ASSERT_TRUE(changed.diagnostics.empty()) << text(changed.diagnostics);
    ASSERT_EQ(changed.policy.rules.size(), 3u);
    const Rule& r = changed.policy.rules[1];  // in its place
    EXPECT_EQ(r.clause, "9");
    EXPECT_EQ(r.when->confidence, Confidence::low);  // `when` is replaced as a whole
    EXPECT_EQ(r.action, Action::ask);
    EXPECT_EQ(r.advice, "A");
    EXPECT_EQ(r.purpose, "standards of users");
    EXPECT_TRUE(r.alert && r.incident && r.journal);
    EXPECT_EQ(r.release_needs, 3u);
    EXPECT_EQ(changed.policy.rules[2].id, "r");

    const auto off = read(heading + "[[rule]]\nid = \"second\"\naction = \"accept\"\nretain = \"y\"\n", base);
    ASSERT_TRUE(off.diagnostics.empty()) << text(off.diagnostics);
    const Rule& o = off.policy.rules[1];
    EXPECT_EQ(o.action, Action::accept);
    EXPECT_TRUE(o.tell.empty() && o.add.empty() && !o.alert && !o.incident && !o.journal);
    EXPECT_EQ(o.retain, "y");
}

TEST(ReadPolicy, more_than_500_rules_or_exceptions_are_refused) {
    std::string rules, exceptions = rule("when = { size_over = 1 }\naction = \"flag\"");
    for (int i = 0; i < 501; ++i) {
        rules += "[[rule]]\nid = \"r" + std::to_string(i) +
                 "\"\nclause = \"1\"\npurpose = \"establishing facts\"\n"
                 "when = { size_over = 1 }\naction = \"flag\"\n";
        exceptions +=
            "[[exception]]\nrule = \"r\"\nfrom = \"a@\"\nuntil = 2027-01-01\nreason = \"x\"\napproved_by = \"y\"\n";
    }
    for (const auto& [octets, what] : {std::pair(rules, "more than 500 rules"), std::pair(exceptions, "more than 500 exceptions")}) {
        const auto told = read(heading + octets).diagnostics;
        ASSERT_EQ(told.size(), 1u) << "and nothing of what is in them";
        EXPECT_NE(told[0].message.find(what), std::string::npos) << told[0].message;
    }
}

TEST(ReadPolicy, a_base_that_is_not_there_is_all_that_is_told) {
    const std::string change = "[[rule]]\nid = \"base-rule\"\nclause = \"8\"\n";
    const auto itself = read_policy(heading + change, "council.toml", heading + change, "council.toml", "2026-01-01");
    ASSERT_EQ(itself.diagnostics.size(), 1u) << text(itself.diagnostics);
    EXPECT_NE(itself.diagnostics[0].message.find("extends itself"), std::string::npos);
    std::string other = heading + change;
    other.replace(other.find("\"base\""), 6, "\"self\"");
    const auto unknown = read_policy(other, "self.toml", other, "council.toml", "2026-01-01");
    EXPECT_EQ(unknown.diagnostics.size(), 1u) << text(unknown.diagnostics);
}

TEST(ReadPolicy, a_rule_that_nobody_could_answer_is_refused_unless_it_says_what_it_does_instead) {
    const std::string text = heading + R"([[rule]]
id = "asks"
clause = "1"
purpose = "establishing facts"
when = { finds = "personal-address" }
action = "ask"
advice = "Look again."
)";
    auto bare = read(text);
    refuse_unanswerable(bare, "nobody could answer");
    ASSERT_EQ(bare.diagnostics.size(), 1u);
    EXPECT_NE(bare.diagnostics[0].message.find("\"asks\" asks the sender, but nobody could answer"), std::string::npos);
    EXPECT_GT(bare.diagnostics[0].line, 5);
    auto said = read(text + "otherwise = \"flag\"\n");
    const auto warnings = said.warnings.size();
    refuse_unanswerable(said, "nobody could answer");
    EXPECT_TRUE(said.diagnostics.empty());
    EXPECT_EQ(said.warnings.size(), warnings + 1);
}

TEST(ReadPolicy, otherwise_stands_beside_ask_alone) {
    const std::string text = heading + R"([[rule]]
id = "flags"
clause = "1"
purpose = "establishing facts"
when = { finds = "personal-address" }
action = "flag"
otherwise = "quarantine"
)";
    const auto got = read(text);
    ASSERT_EQ(got.diagnostics.size(), 1u);
    EXPECT_NE(got.diagnostics[0].message.find("otherwise"), std::string::npos);
}

TEST(ReadPolicy, warns_of_a_flag_that_nobody_sees) {
    const auto warned = [](const std::string& keys) {
        const auto got = read(heading + rule(keys));
        EXPECT_TRUE(got.diagnostics.empty()) << text(got.diagnostics);
        return text(got.warnings).find("bears no mark") != std::string::npos;
    };
    const std::string leaving = "when = { direction = 'outbound', finds = '@sensitive' }\naction = 'flag'\n";
    EXPECT_TRUE(warned(leaving));
    EXPECT_FALSE(warned(leaving + "tell = ['sender']\n"));
    EXPECT_FALSE(warned(leaving + "alert = true\n"));
    EXPECT_FALSE(warned("when = { direction = 'inbound', finds = '@sensitive' }\naction = 'flag'\n"));
    EXPECT_FALSE(warned("when = { finds = '@sensitive' }\naction = 'flag'\n"));
}

}  // namespace
}  // namespace beadle::policy
