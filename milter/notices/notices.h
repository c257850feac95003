// notices.h — what a person is told in words: the sender whose mail was stopped, the clerk who has to look.
//
// Takes    what happened, as values. Field content (subject, file names, addresses, samples) is hostile: control and
//          bidirectional characters are made visible, lengths are cut, HTML is escaped.
// Gives    subject, plain text and HTML that say the same: which clause, what was seen (masked) and where, what to do
//          instead, the reference, whom to ask.
// Bounds   20 rules, 20 things seen, 20 recipients are listed; "and N more" says the rest.
// Runs in  session (words), mail (sends them). Never throws but std::bad_alloc.
// Source   controls T17/B12, T18/B13; WCAG 2.2 AA (language, headings, no colour alone); RFC 3834 for the sending.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace beadle::notices {

struct RuleWords {
    std::string id;
    std::string clause;  // "8"; "" = the policy names none
    std::string advice;
};
struct SeenWords {
    std::string what;      // "National Insurance number"
    std::string sample;    // masked
    std::string location;  // attachment list.xlsx › sheet "A"
    std::uint32_t count = 1;
};

// One message and what became of it, for one reader.
struct Matter {
    std::string council;
    std::string clerk_address;  // "" = only "the Town Clerk" is named
    std::string sender;         // envelope sender; "" = null sender
    std::string sender_name;    // as the directory has it, "" = unknown
    std::string subject;        // masked
    std::string reference;
    std::vector<std::string> recipients;  // whom it concerns
    std::vector<RuleWords> rules;
    std::vector<SeenWords> seen;
    std::string ask_whom;     // for help with their mail: "Sedcom, telephone 01277 633866"; "" = nobody else
    std::string what_became;  // alerts: "kept back for you to decide"
    bool delivered_to_others = false;
};

struct Words {
    std::string subject;
    std::string text;  // lines end with \n
    std::string html;
};

// One line for each thing seen, as the notices list it.
std::vector<std::string> seen_lines(const std::vector<SeenWords>& seen);

class Templates;
Words held(const Templates& templates, const Matter& matter);     // to the sender: the clerk decides
Words refused(const Templates& templates, const Matter& matter);  // to the sender: these recipients do not get it
Words flagged(const Templates& templates, const Matter& matter);  // to the sender: it went, but
Words alert(const Templates& templates, const Matter& matter, bool at_once);  // to the clerk

}  // namespace beadle::notices
