// threat_words.h — the lists by which imitated addresses and misleading links are told from innocent ones.
//
// Takes    signatures/words/look-alikes.toml, read strictly.
// Gives    names by list; has() counts a domain with all below it.
// Fails    diagnostics with line and column; without the file the lists are empty and a warning says so.
// Runs in  session, cli; read once a generation, const afterwards. Never throws but std::bad_alloc.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "settings/bundle.h"

namespace beadle::people {

struct ThreatWords {
    std::set<std::string, std::less<>> council, bait, controlled, rewriters, mailers, redirectors, famous;

    struct Read;
    static Read read(const Bundle& bundle);
    // The domain, or one that it lies below, stands in the list.
    static bool has(const std::set<std::string, std::less<>>& list, std::string_view domain);
};
struct ThreatWords::Read {
    ThreatWords words;
    Diagnostics diagnostics, warnings;
};

}  // namespace beadle::people
