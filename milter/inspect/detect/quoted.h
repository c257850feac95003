// quoted.h — the blocks and lines that mail programs put before a quoted original.
//
// Takes    the text of one body or attachment, folded (forward_words.h).
// Gives    one Original for each block (From, Sent, To, Subject in any order and language, one label a line), each line
// like
//          "On 3 May at 10:12, Anne <a@b.example> wrote:", each line like "---- Forwarded message ----", in their
//          order. A block counts when its senders or recipients are addresses, or when it has a date label that only
//          programs write and a time of day; prose and agendas that begin a line with "From:" have neither. After a
//          line of dashes, or where one is expected, an address is asked for in one line and a time in another,
//          whatever the labels are called.
// Bounds   most_text octets, most_lines lines, PassedOn::most_originals. Linear but for blocks, which are at most 40
// lines. Runs in  inspect workers. Never throws but std::bad_alloc.
#pragma once

#include <string_view>
#include <vector>

#include "inspect/detect/forward_words.h"
#include "mail/passed_on.h"

namespace beadle::inspect {

struct QuotedOptions {
    bool expected = false;  // the subject or the HTML says that an original follows
    bool top_only = false;  // a document: only a block at its beginning makes it a printed message
};
std::vector<Original> quoted_originals(std::string_view folded_text, const ForwardWords& words,
                                       QuotedOptions options = {});

}  // namespace beadle::inspect
