// hold_marks.h — what is known of the text of kept mail and the terms of holds: how far each hold has come, where its terms stand.
//
// Gives    rows of hold_texts and hold_found in and out. A copy that no hold has come to yet may bear its terms.
// Fails    misconfigured: the mark of a hold was changed by another hand; then nothing counts as free. As database.h.
// Runs in  record. Never throws but std::bad_alloc.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "records/store.h"

namespace beadle::records {

struct HoldMark {
    std::int64_t upto = 0;           // kept copies up to this one were looked through
    std::int64_t unlooked_from = 0;  // wall: when the first one after it was kept; the end of time = there is none
};
Result<HoldMark> hold_mark(Store& store, const std::string& hold);
// Gateway and number of the verdict, the hold -> "found" | "unread".
using HoldTextsFound = std::map<std::pair<std::pair<std::string, std::int64_t>, std::string>, std::string>;
Result<HoldTextsFound> hold_texts_found(Store& store);

Status note_text_found(Store& store, const std::string& hold, std::int64_t held, const std::string& how);
Status note_texts_through(Store& store, const std::string& hold, std::int64_t upto);
Status forget_hold_texts(Store& store, const std::string& hold);
Result<std::int64_t> texts_to_look_through(Store& store, const std::string& hold);

}  // namespace beadle::records
