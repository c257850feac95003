// canaries.h — harmless files that every malware engine must find: without them nobody knows that it looks at all.
//
// Gives    the EICAR test file bare, stored in a ZIP, and as a data: link in pages of UTF-16 and UTF-32.
// Runs in  beadle-inspect (warms the charset converters before the fork) and every worker at its start.
// Source   EICAR anti-malware test file; the text is put together here so that scanners leave this source alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace beadle::inspect {

struct Canary {
    std::string_view name;
    std::string octets;
};
std::string test_virus();
std::string stored_zip(std::string_view name, std::string_view octets);  // one member, not compressed
std::vector<Canary> canaries();

}  // namespace beadle::inspect
