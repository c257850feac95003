// reading.h — everything that could be read of a message, as text with its place, and everything that could not.
//
// Takes    a ParsedMessage (its contents stay owned by the caller and outlive the Reading).
// Gives    segments of UTF-8 in reading order; entities with type by content and digest; protection by structure; what
// was
//          not inspected and why. By content, not by name: a .docx that is really a ZIP of pictures is read as that.
// Bounds   budget. A segment is at most 4 MiB, longer text is cut into several that overlap by 256 octets.
// Fails    never; what fails stands in not_inspected.
// Runs in  inspect worker. Libraries are started by start_text() before the fork. Never throws but std::bad_alloc.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/message/message.h"

namespace beadle::inspect {

enum class SegmentKind : std::uint8_t {
    subject,     // and other header fields worth reading (display names, X- fields)
    body,        // text or HTML body a person reads
    attachment,  // text of an attached file
    document,    // body of a document
    sheet,       // table: cells parted by \t, rows by \n
    name,        // file name, member name, sheet name
    hidden,      // hidden sheet, row, column, comment, property …; location says which
};

struct Segment {
    SegmentKind kind = SegmentKind::body;
    bool table = false;    // cells parted by \t, rows by \n: a header row vouches for its column
    std::string text;      // UTF-8
    std::string location;  // for a person: attachment "list.xlsx" › sheet "A"
    std::vector<std::string> path;
    std::string part;
};

// One decoded MIME entity, for the malware engine; archives go whole, libclamav opens them itself.
struct Leaf {
    std::string_view octets;
    std::string location;
    std::vector<std::string> path;
    std::string part;
    std::string filename;
    std::string media_type;
};

struct Reading {
    std::vector<Segment> segments;
    std::vector<Leaf> leaves;
    std::vector<Entity> entities;
    std::vector<Protection> protection;
    std::vector<NotInspected> not_inspected;
    std::vector<Link> links;             // once each
    std::vector<Inaccessible> inaccessible;
    std::vector<std::string> passwords;  // that opened something: never shown
    std::vector<Finding> findings;       // what reading itself shows: ambiguous-structure, hidden-content …
    // What leaves point into besides the caller's message: messages and files found inside others. A deque, so that
    // moving the Reading leaves them where they are; it must not be copied.
    std::deque<ParsedMessage> unwrapped;
    std::deque<std::string> kept;
};

void start_text();  // before the fork: opens every converter and keeps it (seams: gconv, ICU, libxml2, libarchive)
// One known word per supported charset is converted and compared; "" or which failed. A start-up canary of each worker.
std::string check_text();
Reading read_message(const ParsedMessage& message, Budget& budget);

}  // namespace beadle::inspect
