// mask.h — a value shown so that a person who knows it recognises it and nobody else can use it.
//
// Takes    kind, the value without separators, the pattern's name. Gives UTF-8 of at most 60 characters.
// Runs in  inspect workers: the raw value goes no further. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <string_view>

#include "mail/finding.h"

namespace beadle::inspect {

// A marking is what somebody wrote over a paper to be seen, and no value of a person's: it is shown as it is.
constexpr bool is_marking(FindingKind kind) {
    return kind == FindingKind::protective_marking || kind == FindingKind::exempt_information;
}
std::string mask(FindingKind kind, std::string_view value, std::string_view pattern_name);

}  // namespace beadle::inspect
