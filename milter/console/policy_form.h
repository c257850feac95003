// policy_form.h — what a button or the form of one rule asks for, as a text of the policy.
//
// Takes    the fields of the form: `rule` ("" = the whole policy) and what is to change; the text that is adopted.
// Gives    that text with the change in it (policy/edit_text.h). A field that is as it was changes nothing.
// Fails    malformed, with a sentence: a word that is none, or a text that only a person can change.
// Runs in  console. Never throws but std::bad_alloc.
#pragma once

#include <string>

#include "base/result.h"
#include "console/form.h"

namespace beadle::console {

// "file" or the number of a version, as it stands in a path.
bool is_policy_version(const std::string& id);
Result<std::string> edited_policy(const Fields& form, const std::string& toml);

}  // namespace beadle::console
