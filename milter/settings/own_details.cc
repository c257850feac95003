#include "settings/own_details.h"

#include "base/strict_toml.h"

namespace beadle {

std::string bank_account_digits(std::string_view text) {
    std::string digits;
    for (const char c : text) {
        if (c >= '0' && c <= '9')
            digits += c;
        else if (c != ' ' && c != '-')
            return "";
    }
    return digits.size() == 14 ? digits : "";
}

OwnDetails own_details(const Bundle& bundle) {
    OwnDetails own;
    const BundleFile* source = bundle.first(BundleRole::directory);
    if (source == nullptr) return own;
    StrictFile file(source->path, source->octets);
    if (!file.parsed()) return own;
    auto table = file.root().table("own");
    if (!table) return own;
    for (const auto& given : table->text_or_texts("bank_accounts").value_or(std::vector<PlacedText>{}))
        if (auto digits = bank_account_digits(given.text); !digits.empty()) own.bank_accounts.insert(std::move(digits));
    return own;
}

}  // namespace beadle
