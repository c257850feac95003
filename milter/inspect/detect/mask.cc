#include "inspect/detect/mask.h"

namespace beadle::inspect {

namespace {

std::string dots(std::size_t n) {
    std::string out;
    for (std::size_t i = 0; i < n; ++i) out += "\xe2\x80\xa2";
    return out;
}

std::string last(std::string_view value, std::size_t n) { return std::string(value.substr(value.size() - n)); }
std::string first(std::string_view value, std::size_t n) { return std::string(value.substr(0, n)); }

// What a person sees of a value of an unknown shape: its last two characters, when it is long enough for that.
std::string plainly(std::string_view value) {
    if (value.size() < 6) return dots(6);
    return dots(std::min<std::size_t>(value.size() - 2, 12)) + last(value, 2);
}

}  // namespace

std::string mask(FindingKind kind, std::string_view value, std::string_view pattern_name) {
    const std::size_t n = value.size();
    switch (kind) {
        case FindingKind::nhs_number:
            if (n == 10) return first(value, 3) + " " + dots(3) + " " + dots(3) + last(value, 1);
            break;
        case FindingKind::national_insurance_number:
            if (n >= 8)
                return first(value, 2) + " " + dots(2) + " " + dots(2) + " " + dots(2) +
                       (n > 8 ? " " + last(value, 1) : "");
            break;
        case FindingKind::payment_card:
            if (n >= 12) return dots(4) + " " + last(value, 4);
            break;
        case FindingKind::iban:
            if (n >= 15)
                return first(value, 2) + dots(2) + " " + dots(4) + " " + dots(4) + " \xe2\x80\xa6 " + last(value, 2);
            break;
        case FindingKind::bank_account:
            if (n == 14) return dots(2) + "-" + dots(2) + "-" + dots(2) + " " + dots(4) + last(value, 4);
            break;
        case FindingKind::credential:
            return std::string(pattern_name.empty() ? "password" : pattern_name) + ", " + std::to_string(n) +
                   " characters";
        case FindingKind::private_key:
            return std::string(pattern_name.empty() ? "private key" : pattern_name);
        case FindingKind::protective_marking:
        case FindingKind::exempt_information:
            return first(value, 60);  // a marking is said, not hidden: it is no person's secret
        default:
            break;
    }
    return plainly(value);
}

}  // namespace beadle::inspect
