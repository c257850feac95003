// threat_rows.h — given and expected for the rules about threats: what is found, which rule and clause, what T and B
// do.
#pragma once

#include "mail/decision.h"
#include "mail/envelope.h"
#include "mail/finding.h"

namespace beadle::testing {

struct ThreatRow {
    const char* name;
    Direction direction;
    FindingKind kind;
    Confidence confidence;
    const char* rule;
    const char* clause_t;
    const char* clause_b;
    Action towcester, billericay;
};

inline constexpr ThreatRow threat_rows[] = {
    {"a program comes", Direction::inbound, FindingKind::dangerous_file, Confidence::high, "dangerous-file", "5", "4",
     Action::reject, Action::reject},
    {"a program leaves", Direction::outbound, FindingKind::dangerous_file, Confidence::high, "dangerous-file", "5", "4",
     Action::reject, Action::reject},
    {"a program to a colleague", Direction::internal, FindingKind::dangerous_file, Confidence::high, "dangerous-file",
     "5", "4", Action::reject, Action::reject},
    {"what is likely a program", Direction::inbound, FindingKind::dangerous_file, Confidence::medium,
     "dangerous-file-likely", "5", "4", Action::quarantine, Action::quarantine},
    {"an odd name on a harmless file", Direction::inbound, FindingKind::dangerous_file, Confidence::low, "", "", "",
     Action::accept, Action::accept},
    {"a macro that attacks", Direction::inbound, FindingKind::macro, Confidence::high, "macro", "8", "7",
     Action::quarantine, Action::quarantine},
    {"a macro that attacks leaves", Direction::outbound, FindingKind::macro, Confidence::high, "macro", "8", "7",
     Action::quarantine, Action::quarantine},
    {"a macro that runs by itself", Direction::inbound, FindingKind::macro, Confidence::medium, "macro-likely", "8",
     "7", Action::flag, Action::flag},
    {"a plain macro", Direction::inbound, FindingKind::macro, Confidence::low, "macro-present", "8", "7", Action::log,
     Action::log},
    {"a look-alike writes", Direction::inbound, FindingKind::look_alike_domain, Confidence::high, "look-alike-domain",
     "8", "7", Action::quarantine, Action::quarantine},
    {"what may be one", Direction::inbound, FindingKind::look_alike_domain, Confidence::medium,
     "look-alike-domain-likely", "8", "7", Action::flag, Action::flag},
    {"a look-alike is written to", Direction::outbound, FindingKind::look_alike_recipient, Confidence::medium,
     "look-alike-recipient", "6", "5", Action::flag, Action::flag},
    {"a link that deceives", Direction::inbound, FindingKind::deceptive_link, Confidence::high, "deceptive-link", "8",
     "7", Action::quarantine, Action::quarantine},
    {"a link that leads elsewhere", Direction::inbound, FindingKind::deceptive_link, Confidence::medium,
     "deceptive-link-likely", "8", "7", Action::flag, Action::flag},
    {"a newsletter's link", Direction::inbound, FindingKind::deceptive_link, Confidence::low, "", "", "",
     Action::accept, Action::accept},
    {"the council's name borrowed", Direction::inbound, FindingKind::impersonation, Confidence::high, "impersonation",
     "8", "7", Action::quarantine, Action::quarantine},
    {"a member's name on another address", Direction::inbound, FindingKind::impersonation, Confidence::medium,
     "impersonation-likely", "8", "7", Action::flag, Action::flag},
    {"the same from our own tenant, through a shared relay", Direction::internal, FindingKind::impersonation,
     Confidence::medium, "impersonation-likely", "8", "7", Action::flag, Action::flag},
    {"DMARC failed", Direction::inbound, FindingKind::authentication_failed, Confidence::high, "authentication-failed",
     "8", "7", Action::quarantine, Action::quarantine},
    {"SPF failed", Direction::inbound, FindingKind::authentication_failed, Confidence::medium,
     "authentication-doubtful", "8", "7", Action::flag, Action::flag},
    {"bank details from a doubtful sender", Direction::inbound, FindingKind::payment_change, Confidence::high,
     "payment-change", "8", "7", Action::quarantine, Action::quarantine},
    {"bank details of a supplier", Direction::inbound, FindingKind::payment_change, Confidence::medium,
     "payment-change-likely", "8", "7", Action::flag, Action::flag},
    {"somebody new writes", Direction::inbound, FindingKind::first_time_sender, Confidence::high, "first-time-sender",
     "8", "7", Action::log, Action::log},
    {"somebody new to this recipient alone", Direction::inbound, FindingKind::first_time_sender, Confidence::low, "",
     "", "", Action::accept, Action::accept},
    {"our own change of bank leaves", Direction::outbound, FindingKind::payment_change, Confidence::medium, "", "", "",
     Action::accept, Action::accept},
};

}  // namespace beadle::testing
