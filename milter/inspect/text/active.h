// active.h — what a document or a page does by itself once it is opened: macros, fields, fetched parts, scripts.
//
// Takes    source text of macros, text with field codes, targets of relationships, mark-up of pages and drawings; UTF-8
// or
//          octets. Hostile.
// Gives    one line that a clerk understands, and how sure: low, it is there; medium, it runs by itself or reaches for
// the
//          system; high, both, or what no honest document does. Names of hosts and programs, never other content.
// Bounds   linear; macros are looked at up to 4 MiB, pages up to 2 MiB. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   MS-OVBA; ECMA-376 17.16 (fields); WHATWG HTML; what attackers' documents did in published reports.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mail/finding.h"

namespace beadle::inspect {

struct Active {
    std::string what;
    Confidence confidence = Confidence::low;
};

// Visual Basic or StarBasic. `modules`: how many have code.
Active judge_macros(std::string_view source, std::size_t modules);
// Fields and formulas that start programs: DDEAUTO, =cmd|'...'!A0.
std::optional<Active> judge_fields(std::string_view text);
// What a document fetches when it is opened; kind is the relationship's: attachedTemplate, oleObject, frame …
std::optional<Active> judge_target(std::string_view kind, std::string_view target);
// Scripts of a PDF; `at_once`: they run when it is opened.
Active judge_pdf_script(std::string_view source, bool at_once);
// A page that is opened from a message (attached), or read in it (body: mail programs run no script).
std::optional<Active> judge_page(std::string_view html, bool attached);
std::optional<Active> judge_drawing(std::string_view svg);

}  // namespace beadle::inspect
