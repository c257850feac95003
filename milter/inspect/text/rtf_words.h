// rtf_words.h — what the control words of RTF mean to somebody who only wants the words.
//
// Source   RTF 1.9.1; MS-OXRTFEX for HTML inside RTF.
#pragma once

#include <cstdint>
#include <string_view>

namespace beadle::inspect {

enum class RtfAct : std::uint8_t {
    none,       // known, says nothing about the words
    into,       // destination: RtfInto says which
    character,  // the value is the character
    paragraph,
    line,
    cell,
    row,
    inner_cell,
    inner_row,
    tab,
    hidden,
    deleted,
    revised,
    in_table,
    pard,
    plain,
    font,
    default_font,
    font_charset,
    font_codepage,
    codepage,
    unicode,
    unicode_skip,
    from_html,
    html_rtf,
};

enum class RtfInto : std::uint8_t {
    same,     // destination whose words belong to where it stands
    nothing,  // how it looks: styles, colours, pictures
    fonts,
    info,
    headers,
    notes,
    comments,
    code,
    shape_value,
    object_class,
    object_data,
    html_tag,
    ansi_twin,
    unicode_twin,
};

struct RtfWord {
    std::string_view name;
    RtfAct act = RtfAct::none;
    std::uint32_t value = 0;
};

const RtfWord* rtf_word(std::string_view name);

}  // namespace beadle::inspect
