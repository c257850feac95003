// library: beadle_console
// A posted form: within its bounds or refused; a seal that was not made here is never good.
#include <cstdlib>
#include <string>

#include "console/form.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace beadle::console;
    static const Seals seals;
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto form = parse_form(text);
    if (form && (form->size() > most_fields || text.size() > most_form)) std::abort();
    if (form)
        for (const auto& [name, value] : *form)
            if (name.size() + value.size() > text.size() || seals.is_good(value, "ask-x", 1'790'000'000'000))
                std::abort();
    return 0;
}
