// People out of exports, alias files of mail servers, and the changing of directory.toml.
#include "cli/directory_changes.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "unit/people/council.h"

namespace beadle::cli {
namespace {

const std::vector<std::string> ours = {"council.example", "old.example"};

std::string told(const PersonList& list) {
    std::string out = list.problem;
    for (const auto& p : list.people)
        out += p.mailbox + "|" + join(p.aliases, ",") + "|" + p.name + "|" + p.role + (p.blocked ? "|blocked" : "") +
               (p.personal.empty() ? "" : "|" + join(p.personal, ",")) + (p.until.empty() ? "" : "|" + p.until) + "\n";
    return out;
}

TEST(PersonLists, read_what_programs_export) {
    struct Row {
        const char* name;
        std::string file;
        std::string want;
    };
    const std::vector<Row> table = {
        {"Microsoft 365 with a byte order mark and lines within quotes",
         "\xEF\xBB\xBF\"Block credential\",\"Department\",\"Display name\",\"Licenses\",\"Proxy "
         "addresses\",\"Title\",\"User principal name\"\r\n"
         "\"False\",\"Parks,\nand grounds\",\"Pat \"\"Paddy\"\" "
         "Green\",\"M365\",\"SMTP:p.green@council.example+smtp:parks@old.example+SPO:x@y\",\"Groundsman\",\"p.green@"
         "tenant.example\"\r\n"
         "\"True\",\"Members\",\"Jo Blue\",\"\",\"\",\"Councillor\",\"jo@council.example\"\r\n",
         "p.green@council.example|parks@old.example|Pat \"Paddy\" Green|officer\njo@council.example||Jo "
         "Blue|councillor|blocked\n"},
        {"plain columns with semicolons and a British day",
         "Email;Full name;Role;Personal;Until\njo@council.example;Jo Blue;councillor;jo@home.example;06/05/2027\n",
         "jo@council.example||Jo Blue|councillor|jo@home.example|2027-05-06\n"},
        {"first and last names", "mailbox,first name,last name,title\njo@council.example,Jo,Blue,Town Clerk\n",
         "jo@council.example||Jo Blue|clerk\n"},
        {"somebody elsewhere", "email,name\njo@elsewhere.example,Jo Blue\n", ""},
        {"somebody twice", "email,name\njo@council.example,Jo Blue\nJO@council.example,Jo\n",
         "jo@council.example||Jo Blue|\n"},
        {"an alias that two have, and one with an extension",
         "email,name,aliases\njo@council.example,Jo Blue,all@council.example\nbo+x@council.example,Bo "
         "Red,all@council.example "
         "bo@council.example\n",
         "jo@council.example|all@council.example|Jo Blue|\nbo+x@council.example||Bo Red|\n"},
        {"deleted users",
         "\"User principal name\",\"Display name\",\"Soft deletion time stamp\"\njo@council.example,Jo,2025-01-01\n",
         ""},
        {"no column that is known", "a,b\n1,2\n",
         "no column of the first line is one that is known; it needs \"User principal name\", \"mailbox\" or "
         "\"email\""},
        {"nothing", "", "the file is empty"},
        {"UTF-16",
         "\xFF\xFE"
         "a",
         "the file is in UTF-16; save it as CSV UTF-8"},
        {"LDIF with folded lines, base64 and a reference",
         "version: 1\n\n# people\ndn: uid=jo,dc=x\ncn:: U2nDom4gQmx1ZQ==\nmail: jo@coun\n "
         "cil.example\nmailAlternateAddress: j.blue@council.example\n"
         "title: Deputy Clerk\njpegPhoto:< file:///x\nuserAccountControl: 514\n\ndn: uid=gone\nchangetype: "
         "delete\nmail: gone@council.example\n",
         "jo@council.example|j.blue@council.example|Siân Blue|officer|blocked\n"},
    };
    for (const auto& row : table) EXPECT_EQ(told(read_person_list(row.file, ours)), row.want) << row.name;
}

TEST(PersonLists, say_whom_they_passed_over) {
    const auto list =
        read_person_list("email,name\njo@elsewhere.example,Jo\nx@council.example,X Y\nx@council.example,X Y\n", ours);
    ASSERT_EQ(list.notes.size(), 2u);
    EXPECT_NE(list.notes[0].find("row 2: jo@elsewhere.example is at no domain"), std::string::npos);
    EXPECT_NE(list.notes[1].find("twice"), std::string::npos);
}

TEST(PersonLists, know_addresses_that_hold_a_plus_sign) {
    EXPECT_EQ(proxy_addresses("smtp:b+x@a.example+SMTP:c@a.example+sip:c@a.example"),
              (std::vector<std::string>{"c@a.example", "b+x@a.example"}));
    EXPECT_TRUE(proxy_addresses("").empty());
    EXPECT_TRUE(proxy_addresses("+++:::").empty());
}

AliasFiles files(const std::map<std::string, std::string>& given, const std::vector<std::string>& names) {
    AliasFiles out(
        [given](const std::string& path) -> std::optional<std::string> {
            const auto found = given.find(path);
            return found == given.end() ? std::nullopt : std::optional(found->second);
        },
        ours);
    for (const auto& n : names) out.read(n);
    return out;
}

std::string ends(const AliasFiles& f, const std::string& address) {
    const auto sent = f.sent_on(address);
    return sent ? join(sent->to, " ") + (sent->programs.empty() ? "" : " run " + join(sent->programs, ";"))
                : "not named";
}

TEST(AliasFiles, follow_postfix_and_sendmail) {
    const auto postfix =
        files({{"/etc/postfix/main.cf",
                "# x\nalias_maps = hash:$config_directory/aliases,\n    nis:x\nvirtual_alias_maps = "
                "lmdb:${config_directory}/virtual\n"},
               {"/etc/postfix/aliases",
                "postmaster: root\nroot: clerk\n\"odd name\": a@x.example\nteam: :include:/lists/team\n"
                "prog: \"|/bin/prog a, b\", /var/mail/x\nloop: pool\npool: loop, b@x.example\n"},
               {"/lists/team", "# members\nclerk@council.example\nhelper@home.example, jo\n"},
               {"/etc/postfix/virtual",
                "planning@council.example team\nkeep@council.example keep,\n   out@home.example\n"
                "a@old.example b@council.example\nb@council.example c@x.example\n@old.example other@x.example\n"}},
              {"/etc/postfix/main.cf"});
    EXPECT_EQ(ends(postfix, "clerk@council.example"), "not named");
    EXPECT_EQ(ends(postfix, "root@council.example"), "root@council.example") << "clerk is a mailbox of the mail server";
    EXPECT_EQ(ends(postfix, "Planning@council.example"),
              "clerk@council.example helper@home.example planning@council.example");
    EXPECT_EQ(ends(postfix, "keep@council.example"), "keep@council.example out@home.example");
    EXPECT_EQ(ends(postfix, "a@old.example"), "c@x.example");
    EXPECT_EQ(ends(postfix, "anybody@old.example"), "other@x.example");
    EXPECT_EQ(ends(postfix, "prog@council.example"), " run |/bin/prog a, b;/var/mail/x");
    EXPECT_EQ(ends(postfix, "loop@council.example"), "b@x.example");
    EXPECT_NE(join(postfix.notes(), "\n").find("nis:x is not a text file"), std::string::npos);
    EXPECT_NE(join(postfix.notes(), "\n").find("@old.example takes every address"), std::string::npos);

    const auto sendmail = files({{"virtusertable",
                                  "info@council.example\tclerk@x.example\nno@council.example\terror:nouser 550 "
                                  "no\n@old.example\t%1@council.example\n"},
                                 {"aliases", "clerk: \\clerk, home@home.example\n"}},
                                {"virtusertable", "aliases"});
    EXPECT_EQ(ends(sendmail, "info@council.example"), "clerk@x.example");
    EXPECT_EQ(ends(sendmail, "no@council.example"), "");
    EXPECT_EQ(ends(sendmail, "clerk@council.example"), "clerk@council.example home@home.example");
    EXPECT_EQ(ends(sendmail, "clerk@old.example"), "clerk@council.example home@home.example");
    EXPECT_EQ(files({}, {"missing"}).notes(), std::vector<std::string>{"missing cannot be read"});
}

TEST(DirectoryText, keeps_everything_that_it_does_not_change) {
    const std::string before =
        "# our people\n[[member]]  # the clerk\nmailbox = \"a@council.example\"\naliases = [\n  \"x@council.example\", "
        "# old\n]\nname = \"A B\" # known as Bee\nrole = 'clerk'\n\n"
        "# second\n[[member]]\nmailbox = \"c@council.example\"\nname = \"C D\"\nrole = \"officer\"\n# note at the "
        "end\n\n# firms\n[[partner]]\ndomain = \"b.example\"\n";
    DirectoryText text(before);
    EXPECT_FALSE(text.set_text("nobody@council.example", "role", "former"));
    EXPECT_EQ(text.text(), before);
    EXPECT_TRUE(text.set_text("A@council.example", "role", "former"));
    EXPECT_TRUE(text.add_to_list("a@council.example", "aliases", {"y@council.example"}));
    EXPECT_TRUE(text.add_to_list("c@council.example", "aliases", {"z@council.example"}));
    EXPECT_TRUE(text.set_list("c@council.example", "delivers_to", {"c@council.example", "c@home.example"}));
    text.add_member({{"mailbox", toml_text("n@council.example")},
                     {"name", toml_text("N \"Nick\" O")},
                     {"role", toml_text("officer")}});
    EXPECT_EQ(
        text.text(),
        "# our people\n[[member]]  # the clerk\nmailbox = \"a@council.example\"\naliases = [\"y@council.example\", \n  "
        "\"x@council.example\", # old\n]\nname = \"A B\" # known as Bee\nrole = \"former\"\n\n"
        "# second\n[[member]]\nmailbox = \"c@council.example\"\nname = \"C D\"\nrole = \"officer\"\naliases = "
        "[\"z@council.example\"]\ndelivers_to = [\"c@council.example\", \"c@home.example\"]\n\n"
        "[[member]]\nmailbox = \"n@council.example\"\nname = \"N \\\"Nick\\\" O\"\nrole = \"officer\"\n# note at the "
        "end\n\n# firms\n[[partner]]\ndomain = \"b.example\"\n");
}

TEST(DirectoryText, finds_the_end_of_every_value) {
    struct Row {
        const char* text;
        std::size_t want;
    };
    for (const auto& row : std::vector<Row>{{"\"a\" # x", 3},
                                            {"'a#b'", 5},
                                            {"\"a\\\"b\"", 6},
                                            {"\"\"\"a\n\"b\"\"\"\n", 10},
                                            {"[1, [2], \"]\"] # c", 13},
                                            {"[ # ]\n 1]\n", 9},
                                            {"2027-01-01 # d", 10},
                                            {"true\nx", 4},
                                            {"", 0},
                                            {"[", 1},
                                            {"\"", 1}})
        EXPECT_EQ(toml_value_end(row.text, 0), row.want) << row.text;
}

std::string lines(const std::vector<DirectoryChange>& changes) {
    std::string out;
    for (const auto& c : changes)
        out += std::string(name(c.kind)) + " " + c.mailbox + " " + c.field + " [" + c.was + "] [" + c.now + "]\n";
    return out;
}

TEST(DirectoryChanges, show_what_a_list_would_change) {
    const auto read = people::read_directory(people::members);
    PersonList list;
    list.people.resize(3);
    list.people[0] = {
        "cllr.smith@council.example", {"anne@old.example"}, "Cllr Anne Smith", "officer", {}, {}, "", "", false};
    list.people[1] = {"b.jones@council.example",
                      {"clerk@council.example"},
                      "Robert Jones",
                      "",
                      {"bj@home.example"},
                      {},
                      "",
                      "",
                      true};
    list.people[2] = {"new.one@council.example", {}, "New One", "", {}, {}, "", "", false};
    const auto changes = list_changes(read.directory, list, "2026-11-18");
    const auto text = lines(changes);
    for (const char* want :
         {"changed a.smith@council.example aliases [cllr.smith@council.example, a.smith@old.example] "
          "[anne@old.example]",
          "told a.smith@council.example role [councillor] [officer]",
          "told b.jones@council.example name [Bob Jones] [Robert Jones]", "told b.jones@council.example log-in",
          "changed b.jones@council.example personal [bob@jones.example] [bj@home.example]",
          "told b.jones@council.example aliases [] [clerk@council.example belongs to clerk@council.example in the "
          "directory: left there]",
          "gone clerk@council.example role [clerk] [former]", "added new.one@council.example"})
        EXPECT_NE(text.find(want), std::string::npos) << want << "\n" << text;
    EXPECT_EQ(text.find("gone gone@"), std::string::npos) << "who is former already";
    DirectoryText file(people::members);
    EXPECT_TRUE(apply(changes, true, file));
    const auto after = people::read_directory(file.text());
    EXPECT_EQ(beadle::text(after.diagnostics), "");
    EXPECT_EQ(after.directory.members().size(), read.directory.members().size() + 1);
    EXPECT_EQ(after.directory.clerk()->mailbox, "clerk@council.example") << "the missing were kept";
    EXPECT_NE(after.directory.by_council_address(parse_address("anne@old.example")), nullptr);
    DirectoryText all(people::members);
    EXPECT_TRUE(apply(changes, false, all));
    EXPECT_EQ(
        people::read_directory(all.text()).directory.by_council_address(parse_address("clerk@council.example"))->role,
        MemberRole::former);
}

TEST(DirectoryChanges, show_loudly_what_leaves_the_council) {
    const auto read = people::read_directory(people::members);
    const auto changes =
        forwarding_changes(read.directory,
                           files({{"virtual",
                                   "b.jones@council.example b.jones, bob@jones.example\nfwd@council.example "
                                   "fwd@council.example frank.forward@outlook.com\n"
                                   "unknown@council.example x@gmail.com\nclerk@council.example clerk\n"}},
                                 {"virtual"}),
                           ours);
    const auto text = lines(changes);
    EXPECT_NE(text.find("changed b.jones@council.example delivers_to [] [b.jones@council.example, bob@jones.example]"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("outside b.jones@council.example delivers_to [] [bob@jones.example]"), std::string::npos)
        << text;
    EXPECT_NE(text.find("outside unknown@council.example delivers_to [] [x@gmail.com]"), std::string::npos) << text;
    EXPECT_EQ(text.find("clerk@council.example"), std::string::npos) << text;
}

}  // namespace
}  // namespace beadle::cli
