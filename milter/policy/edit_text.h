// edit_text.h — a policy's text with one rule changed: what a button or a form of the console writes.
//
// Takes    the council's text as it stands, which rule, and keys with their values as TOML.
// Gives    the text with just these lines changed: comments, order and everything else stay. A rule that the text does not have
//          (it is base's) gets a table of its own at the end, which changes those keys of it. Line ends become LF.
// Bounds   those of StrictFile; a value of most_value_lines lines.
// Fails    malformed: the text cannot be parsed, or is written so that lines do not tell (tables in one line): edit it as text.
//          Whether the outcome is a good policy is for read_policy() to say.
// Runs in  console. No clock, disk, network or log. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace beadle::policy {

constexpr int most_value_lines = 200;

// "" as a value takes the key out.
using Edits = std::vector<std::pair<std::string, std::string>>;
Result<std::string> edit_rule(std::string_view text, const std::string& id, const Edits& edits);
Result<std::string> edit_heading(std::string_view text, const Edits& edits);  // the table [policy]

std::string toml_text(std::string_view text);                      // "…" with what must be escaped
std::string toml_texts(const std::vector<std::string>& texts);    // ["…", "…"]

// How sure a finding must be: "confidence" in the condition of a rule that this text has whole, on one line.
Result<std::string> edit_confidence(std::string_view text, const std::string& id, const std::string& word);
// Another table at the end. The values are texts, not TOML; `until` is a day.
struct NewException {
    std::string rule, until, reason, approved_by;
    std::vector<std::string> from, to, kinds;
};
std::string add_exception(std::string_view text, const NewException& exception);

// What the text itself says of the condition of a rule: whether it stands here, and not only in base.
bool has_condition(std::string_view text, const std::string& id);

}  // namespace beadle::policy
