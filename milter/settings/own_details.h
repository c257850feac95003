// own_details.h — the council's own published details out of the directory: what detection must not take for a leak.
//
// Takes    the bundle of a generation. Read here, not in people/, because the workers that need it know no people.
// Gives    bank accounts as fourteen digits, sort code first. What is no account is left out: people/ reports it with its place.
// Runs in  beadle-inspect, before the fork. Never throws but std::bad_alloc.
// Source   ARCHITECTURE.md "Directory": [own] is published and never a finding.
#pragma once

#include <set>
#include <string>

#include "settings/bundle.h"

namespace beadle {

struct OwnDetails {
    std::set<std::string> bank_accounts;
};

OwnDetails own_details(const Bundle& bundle);
// 08-99-99 66374958, however it is parted: its fourteen digits, "" when it is no sort code with an account number.
std::string bank_account_digits(std::string_view text);

}  // namespace beadle
