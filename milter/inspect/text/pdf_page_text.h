// pdf_page_text.h — every page of an opened PDF into a Reader: lines, what is hidden or covered, what is a picture
// only; layers that are off and earlier revisions where they hold other words.
//
// Takes    octets that open with the password; the pages that qpdf knows of.
// Gives    how it went; `unreadable` is for the caller to say.
// Bounds   the budget's time between pages; earlier revisions: most_revisions of files of most_old_pages pages.
// Fails    pages that cannot be read stand in not_inspected, together where they follow each other.
// Runs in  inspect worker. Never throws but std::bad_alloc.
#pragma once

#include "inspect/text/reader.h"

namespace beadle::inspect {

struct ExpectedPages {
    int count = 0;           // 0 = unknown
    std::vector<int> stray;  // objects that are pages, and that the document does not lead to
    int highest = 0;         // object number
};

enum class PagesRead { some, none, unreadable };

PagesRead put_pages(Reader& reader, std::string_view octets, const std::string& password, const ExpectedPages& expected,
                    const Place& place);

}  // namespace beadle::inspect
