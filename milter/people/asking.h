// asking.h — whether the sender of a message can be asked about it, and who it is that answers.
//
// Takes    settings, directory, what the connection proves.
// Gives    sender_is_proven(): what exceptions and answers ask for. ways_to_ask(): by reply when [mail] answers is an address of a
//          council domain or below one, by link when [console] public_address is set. proven_member(): the member
//          whom both the connection and the envelope name.
// Fails    Ways::problem says which setting is missing or wrong; nobody is asked then.
// Runs in  session, cli. Never throws but std::bad_alloc.
// Source   ARCHITECTURE.md "Asking the sender"; decision 0012; RFC 3834.
#pragma once

#include <string>
#include <vector>

#include "mail/facts.h"
#include "people/directory.h"
#include "settings/settings.h"

namespace beadle::people {

struct Ways {
    bool by_reply = false, by_link = false;
    std::string problem;  // a sentence when there is neither
};
Ways ways_to_ask(const Settings& settings, const std::vector<std::string>& council_domains);

// Only a member who sends from inside, and never an automatic or bulk mail or the null sender.
Asking asking_of(const Facts& facts, const Directory& directory, const Ways& ways);

// The member that a log-in names, by a whole address of the council or by the local part of one; nullptr: it names none.
const Member* member_of_login(const std::string& login, const Directory& directory);

// nullptr: nobody, or the log-in names one member and the envelope sender another.
const Member* proven_member(const Envelope& envelope, Origin origin, const Directory& directory);

// Whether what is granted to the envelope sender alone may be had: an exception, an answer to a question. The envelope sender
// is anybody's to write, so one of the council's needs a log-in that does not name another member, the council's own networks
// or its own cloud relay; that a client reached the submission listener without a log-in is not enough. An outside address
// cannot be proven and is taken as given.
bool sender_is_proven(const Envelope& envelope, Origin origin, const Directory& directory,
                      const std::vector<std::string>& council_domains, const std::vector<std::string>& own_networks);

// "beadle-answers@council.example" and "beadle-answers+anything@council.example".
bool is_answers_address(std::string_view recipient, const Settings& settings);
// The same of the address to which members report mail.
bool is_reports_address(std::string_view recipient, const Settings& settings);

}  // namespace beadle::people
