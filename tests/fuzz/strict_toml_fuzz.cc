// library: beadle_base
// An operator's file of any octets: errors have places within the file, and never throw.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "base/strict_toml.h"

using namespace beadle;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    StrictFile file("fuzz.toml", octets);
    if (file.parsed()) {
        StrictTable root = file.root();
        for (const std::string& key : root.keys()) {
            if (key.size() % 2)
                root.text(key);
            else
                root.texts(key);
            root.word(key, {"low", "high"});
            root.integer(key, -5, 5);
            root.date(key);
            for (StrictTable& t : root.tables(key)) t.required_text("id");
            if (auto t = root.table(key)) t->required_word("kind", {"mx"});
        }
        file.finish();
    }
    const auto lines = std::count(octets.begin(), octets.end(), '\n') + 1;
    for (const Diagnostic& d : file.diagnostics())
        if (d.line < 0 || d.line > lines + 1 || d.column < 0 || text(d).find('\n') != std::string::npos) std::abort();
    return 0;
}
