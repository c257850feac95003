// library: beadle_cli
// The first octet chooses: a list of people, an alias file, or a directory that is changed. A changed directory still reads.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/strict_toml.h"
#include "cli/alias_files.h"
#include "cli/directory_text.h"
#include "cli/person_lists.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace beadle;
    using namespace beadle::cli;
    if (size == 0) return 0;
    const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
    if (data[0] % 3 == 0) {
        if (read_person_list(text, {"council.example"}).people.size() > 5000) std::abort();
    } else if (data[0] % 3 == 1) {
        AliasFiles files([&](const std::string&) -> std::optional<std::string> { return text; }, {"council.example"});
        files.read("x");
        for (const auto& a : files.council_addresses()) (void)files.sent_on(a);
    } else if (StrictFile("x", text).parsed()) {
        DirectoryText changed(text);
        const bool done = changed.set_list("a@council.example", "delivers_to", {"b@council.example"}) &&
                          changed.add_to_list("a@council.example", "aliases", {"c@council.example"}) &&
                          changed.set_text("a@council.example", "role", "former");
        changed.add_member({{"mailbox", toml_text("d@council.example")}});
        if (done && !StrictFile("x", changed.text()).parsed()) std::abort();
    }
    return 0;
}
