// council.h — a small council for the tests of people.
#pragma once

#include <string>
#include <vector>

#include "people/directory.h"
#include "people/people.h"

namespace beadle::people {

inline const std::vector<std::string> own = {"council.example", "old.example"};

inline const std::string providers =
    "[[provider]]\nname = \"P\"\ndomains = [\"gmail.com\", \"googlemail.com\", \"outlook.com\"]\n";
inline const std::string nicknames =
    "[nicknames]\nnames = [\"margaret peggy meg\", \"ann anne annie nan\", \"robert bob bobby\", \"william bill\"]\n";
inline const std::string members = R"(
[[member]]
mailbox = "clerk@council.example"
name = "Mary Clerkson"
role = "clerk"
[[member]]
mailbox = "a.smith@council.example"
aliases = ["cllr.smith@council.example", "a.smith@old.example"]
name = "Anne Smith"
role = "councillor"
personal = ["annesmith72@gmail.com", "anne@home.example"]
household = ["thesmiths@lane.example"]
other_names = ["Anne Fairweather"]
until = 2027-05-06
[[member]]
mailbox = "b.jones@council.example"
name = "Bob Jones"
role = "officer"
personal = ["bob@jones.example"]
[[member]]
mailbox = "fwd@council.example"
delivers_to = ["fwd@council.example", "frank.forward@outlook.com"]
name = "Frank Forward"
role = "volunteer"
[[member]]
mailbox = "team@council.example"
delivers_to = ["clerk@council.example", "b.jones@council.example"]
name = "The Team"
role = "officer"
[[member]]
mailbox = "chain@council.example"
delivers_to = ["fwd@council.example", "team@council.example"]
name = "The Chain"
role = "officer"
[[member]]
mailbox = "loop1@council.example"
delivers_to = ["loop2@council.example"]
name = "Loop One"
role = "officer"
[[member]]
mailbox = "loop2@council.example"
delivers_to = ["loop1@council.example"]
name = "Loop Two"
role = "officer"
[[member]]
mailbox = "gone@council.example"
name = "Gerry Gone"
role = "former"
personal = ["gerry@gone.example"]
[[partner]]
domain = "bureau.example"
may_receive = ["national-insurance-number", "bank-account"]
agreement_until = 2027-03-31
[[partner]]
domain = "eu.bureau.example"
may_receive = ["iban"]
[[member]]
mailbox = "web@council.example"
name = "Wanda Webber"
role = "contractor"
agreement_until = 2027-03-31
[[member]]
mailbox = "new@council.example"
name = "Nina Newcomb"
role = "councillor"
from = 2027-05-10
[[partner]]
address = "adviser@gmail.com"
may_receive = ["personnel"]
[[contact]]
roles = ["councillor", "volunteer"]
name = "Mailhost"
telephone = "01632 960000"
[[contact]]
name = "the clerk"
[own]
bank_accounts = ["08-99-99 66374958"]
)";

inline Directory::Read read_directory(const std::string& file, const std::vector<std::string>& domains = own,
                                      const std::string& webmail = providers) {
    Bundle bundle;
    bundle.files = {{BundleRole::directory, "directory.toml", file},
                    {BundleRole::words, "/x/webmail-providers.toml", webmail},
                    {BundleRole::words, "/x/nicknames.toml", nicknames},
                    {BundleRole::words, "/x/look-alikes.toml",
                     "[[names]]\nid = \"council-words\"\nreason = \"r\"\nnames = [\"tc\"]\n"}};
    return Directory::read(bundle, domains);
}
inline const Directory& council() {
    static const Directory directory = read_directory(members).directory;
    return directory;
}

}  // namespace beadle::people
