// pack.h — the files of a pack that are made from the review set of a request: index, record of searches, draft letter.
//
// Takes    the answer to request.show as values. Its texts are a stranger's.
// Gives    an accessible page (index.html), a table whose cells no spreadsheet takes for formulas (index.csv), what was kept
//          back and why (for the council), a draft of the letter. In a redacted item the marked strings are taken out, never
//          covered: redacted() rebuilds the text without them, in any case and whatever white space stands between words.
// Runs in  cli. Pure. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <vector>

#include "cli/value.h"

namespace beadle::cli {

struct PackedItem {
    std::string number, at, sender, recipients, subject, attachments;
    std::string decision, reason;
    std::string file;  // within the folder; "" = no copy is kept
};
// With the marked strings of the item taken out where it is to be redacted.
PackedItem packed_item(const Value& item);
bool goes_out(const Value& item);     // include, redact
bool is_undecided(const Value& item);

std::string redacted(std::string_view text, const std::vector<std::string>& strings);
// A redacted message as plain text, from the lines of quarantine.content: what a reader sees, without what is hidden in it.
std::string redacted_message(const Value& item, const std::vector<Value>& lines);
std::string csv_cell(std::string_view text);
std::string index_html(const Value& request, const std::vector<PackedItem>& items);
std::string index_csv(const std::vector<PackedItem>& items);
std::string withheld_csv(const std::vector<Value>& items);
std::string search_record(const Value& request);
std::string draft_letter(const Value& request, std::size_t going, std::size_t withheld);

}  // namespace beadle::cli
