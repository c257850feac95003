// ppt_records.h — the records of a PowerPoint presentation of 1997 to 2003, and which of them still count.
//
// Takes    the streams PowerPoint Document and Current User. Hostile: lengths lie, offsets loop.
// Gives    PptRecord from an offset; PptEdits: where the records of the newest version stand, and how it is sealed.
// Bounds   100,000 edits; views only. Never throws but std::bad_alloc.
// Fails    `known` is false when the edits cannot be followed: then every record counts.
// Runs in  inspect worker.
// Source   MS-PPT 2.1.2 (reading a presentation), 2.3 (records of a document).
#pragma once

#include <cstdint>
#include <map>
#include <string_view>

#include "inspect/text/legacy_seal.h"

namespace beadle::inspect {

struct PptRecord {
    std::uint16_t type = 0, instance = 0;
    bool container = false, cut = false;
    std::size_t at = 0, end = 0;  // of the body, in the stream
    std::string_view body;
};
// False when no record begins there.
bool ppt_record(std::string_view stream, std::size_t at, std::size_t end, PptRecord& out);

struct PptEdits {
    bool known = false;
    LegacySeal seal;
    std::map<std::uint32_t, std::uint32_t> places;  // number of a record -> offset
    std::map<std::uint32_t, bool> live;             // offsets that count
};
PptEdits ppt_edits(std::string_view stream, std::string_view current_user);

namespace ppt {
constexpr std::uint16_t document = 0x03E8, slide = 0x03EE, notes = 0x03F0, main_master = 0x03F8, handout = 0x0FC9,
                        slide_show_info = 0x03F9, shape_options = 0xF00B, slide_persist = 0x03F3, slide_list = 0x0FF0, text_chars = 0x0FA0,
                        text_bytes = 0x0FA8, c_string = 0x0FBA, comment = 0x2EE0, tag_blob = 0x138B,
                        headers_footers = 0x0FD9, ole_storage = 0x1011, user_edit = 0x0FF5, persist_directory = 0x1772,
                        current_user = 0x0FF6, crypt_session = 0x2F14, newer_table_styles = 0x0428;
}

}  // namespace beadle::inspect
