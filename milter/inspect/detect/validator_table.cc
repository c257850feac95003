#include "inspect/detect/figures.h"
#include "inspect/detect/validators.h"

namespace beadle::inspect {

Judged judge_shape(const Candidate& c) {
    const Span span = c.span();
    if (touches_left(c.text, span.begin) || touches_right(c.text, span.end)) return {};
    return {Strength::plain, span, read_figures(c.matched()).characters, "right format"};
}

const std::vector<Validator>& validator_table() {
    static const std::vector<Validator> table{
        {"shape", judge_shape, "the expression alone, touching no letter or digit"},
        {"national-insurance-number", judge_nino, "prefixes in use, suffix A to D"},
        {"nhs-number", judge_nhs, "ranges in use, modulus 11"},
        {"payment-card", judge_card, "prefix and length of a scheme, Luhn"},
        {"iban", judge_iban, "length of the country, modulus 97"},
        {"sort-code", judge_sort_code, "six digits, told from a date"},
        {"account-number", judge_account, "eight digits"},
        {"marking", judge_marking, "a marking (group 1) that stands alone and heads no disclaimer"},
        {"secret", judge_secret, "the token after a label such as password:"},
        {"secret-cell", judge_secret_cell, "a cell below a header such as Password"},
        {"login-pair", judge_login_pair, "user name (group 2) and password (group 3) in one line"},
        {"opening-word", judge_opening_word, "a made-up word that opens a file (group 2)"},
        {"code", judge_code, "a PIN or a code of a door, alarm or safe (group 2)"},
        {"token", judge_token, "an access key: its shape and enough variety"},
        {"private-key", judge_private_key, "a PEM header with a key's body after it"},
    };
    return table;
}

const Validator* find_validator(std::string_view name) {
    for (const auto& v : validator_table())
        if (v.name == name) return &v;
    return nullptr;
}

}  // namespace beadle::inspect
