// view_message.h — a stored message made ready for a person: rebuilt text and pages, or where words occur in it.
//
// Takes    the octets and what is asked of them (wire/view.h). Hostile.
// Gives    content: header fields, entities, the text of each segment and the rebuilt HTML of each HTML part; every
// value
//          that was found is masked, with its span, unless it is to be revealed; no octet that a terminal obeys.
//          terms: which words occur where, letters of either case and accents as they are alike in NFKC.
// Bounds   the budget, wire::ViewLimits; what is left out says so (`cut`).
// Fails    never: what a stage throws is an entry of not_inspected.
// Runs in  inspect worker (view pool). Never throws.
#pragma once

#include <string_view>

#include "inspect/worker/inspect_message.h"
#include "wire/view.h"

namespace beadle::inspect {

wire::Viewed view_message(std::string_view octets, const wire::View& asked, const Tools& tools,
                          Budget& budget) noexcept;

// What a worker answered, checked by who receives it: within the limits, spans inside their texts, nothing that a
// terminal obeys.
Status check_view(const wire::Viewed& answer, const wire::View& asked);

}  // namespace beadle::inspect
