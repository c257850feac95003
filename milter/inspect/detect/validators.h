// validators.h — the functions behind the validator names of the pattern files: is this candidate one, and how much
// does it prove by itself? Pure; each with its source.
#pragma once

#include "inspect/detect/pattern.h"

namespace beadle::inspect {

Judged judge_shape(const Candidate& c);  // the expression alone, clean at both ends
Judged judge_nino(const Candidate& c);
Judged judge_nhs(const Candidate& c);
Judged judge_card(const Candidate& c);
// Told in pieces with words between: the groups in order are the whole.
Judged judge_nino_told(const Candidate& c);
Judged judge_nhs_told(const Candidate& c);
Judged judge_card_told(const Candidate& c);
Judged judge_iban(const Candidate& c);
Judged judge_sort_code(const Candidate& c);
Judged judge_account(const Candidate& c);
// Their label stands right before them: then the other half may stand farther off.
bool labelled_sort_code(std::string_view text, std::size_t begin);
bool labelled_account(std::string_view text, std::size_t begin);
Judged judge_marking(const Candidate& c);       // group 1 is the marking
Judged judge_secret(const Candidate& c);        // the token after a label such as "password:"
Judged judge_login_pair(const Candidate& c);    // user name and password in one line
Judged judge_memorable_word(const Candidate& c);  // "the memorable word is marmalade"
Judged judge_opening_word(const Candidate& c);  // "use Granite-Heron-28 to open it"
Judged judge_secret_cell(const Candidate& c);   // a cell below a header such as "Password"
Judged judge_code(const Candidate& c);          // PIN, door and alarm codes
Judged judge_token(const Candidate& c);         // API keys: shape and enough variety
Judged judge_private_key(const Candidate& c);
Judged judge_chi(const Candidate& c);
Judged judge_health_and_care(const Candidate& c);
Judged judge_taxpayer(const Candidate& c);
Judged judge_passport(const Candidate& c);
Judged judge_machine_zone(const Candidate& c);  // second line of a passport
Judged judge_card_zone(const Candidate& c);     // second line of a permit
Judged judge_driving_licence(const Candidate& c);
Judged judge_pupil(const Candidate& c);
Judged judge_labelled(const Candidate& c);  // group 2 is the value behind its label
Judged judge_birth_date(const Candidate& c);
Judged judge_birth_date_of_old(const Candidate& c);
Judged judge_zone_birth(const Candidate& c);    // in the second line of a passport
Judged judge_card_birth(const Candidate& c);    // in the second line of a permit
Judged judge_home_address(const Candidate& c);  // a postcode, with the house before it

}  // namespace beadle::inspect
