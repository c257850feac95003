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
        {"national-insurance-number-told", judge_nino_told, "its pieces (groups 1 to 5), words between them"},
        {"nhs-number-told", judge_nhs_told, "its pieces (groups 1 to 5), words between them, modulus 11"},
        {"payment-card-told", judge_card_told, "its pieces (groups 1 to 5), words between them, Luhn"},
        {"iban", judge_iban, "length of the country, modulus 97"},
        {"sort-code", judge_sort_code, "six digits, told from a date"},
        {"account-number", judge_account, "eight digits"},
        {"marking", judge_marking, "a marking (group 1) that stands alone and heads no disclaimer"},
        {"secret", judge_secret, "the token after a label such as password:"},
        {"secret-cell", judge_secret_cell, "a cell below a header such as Password"},
        {"login-pair", judge_login_pair, "user name (group 2) and password (group 3) in one line"},
        {"memorable-word", judge_memorable_word, "any word (group 1) that a bank asks for"},
        {"opening-word", judge_opening_word, "a made-up word that opens a file (group 2)"},
        {"code", judge_code, "a PIN or a code of a door, alarm or safe (group 2)"},
        {"token", judge_token, "an access key: its shape and enough variety"},
        {"chi-number", judge_chi, "a date and a modulus 11 check"},
        {"health-and-care-number", judge_health_and_care, "320 000 001 and up, modulus 11"},
        {"taxpayer-reference", judge_taxpayer, "ten digits, the first a modulus 11 check"},
        {"passport-number", judge_passport, "nine digits, or letters and digits of older books"},
        {"machine-zone", judge_machine_zone, "second line of a passport, checks correct"},
        {"card-zone", judge_card_zone, "second line of a permit, checks of the first two lines correct"},
        {"machine-zone-birth", judge_zone_birth, "date of birth in the second line of a passport, checks correct"},
        {"card-zone-birth", judge_card_birth, "date of birth in the second line of a permit, checks correct"},
        {"driving-licence", judge_driving_licence, "surname, date of birth and initials in 16 characters"},
        {"pupil-number", judge_pupil, "check letter, 12 digits or letters"},
        {"labelled", judge_labelled, "a value (group 2) behind its label, no lower-case word"},
        {"home-address", judge_home_address, "a postcode with a house and a road before it"},
        {"birth-date", judge_birth_date, "a day of a year in which somebody living can be born"},
        {"birth-date-of-old", judge_birth_date_of_old, "such a day, of before 2019"},
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
