// library: beadle_console
// A posted form, a query, what is typed to search, cookies, where to go on: within its bounds or refused; a seal that was not made here is never good.
#include <cstdlib>
#include <string>

#include "console/form.h"
#include "console/portal.h"
#include "console/search_words.h"
#include "console/value.h"

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
    if (const auto fields = Fields::parse(text)) {
        std::size_t octets = 0;
        for (const auto& [name, value] : fields->pairs()) octets += name.size() + value.size();
        const auto again = Fields::parse(fields->encoded());
        if (octets > text.size() || fields->pairs().size() > Fields::most || (text.size() * 3 <= Fields::most_octets && !again)) std::abort();
    }
    (void)json_of(understand(text).arguments);
    if (const auto value = parse_json(text); value && !parse_json(json_of(*value))) std::abort();
    for (const auto* const address : {"https://mail.example", "http://127.0.0.1:8125"}) {
        const std::string token = token_of(address, text);
        if (!token.empty() && (token.size() != 64 || token_of(address, cookie_of(address, token)) != token)) std::abort();
    }
    if (safe_path(text).find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789/-_") != std::string::npos) std::abort();
    return 0;
}
