#include <cstring>
#include <string>

#include "base/text.h"

#include "inspect/text/codepage.h"
#include "inspect/text/document_flow.h"
#include "inspect/text/little_endian.h"
#include "inspect/text/workbook.h"

namespace beadle::inspect {
namespace {

// Records of MS-XLSB 2.3: a type and a size of seven bits an octet, then that many octets.
struct Record {
    unsigned type = 0;
    std::string_view octets;
};

class Records {
  public:
    explicit Records(std::string_view octets) : rest_(octets) {}
    bool next(Record& out) {
        unsigned type = 0, size = 0;
        if (rest_.empty() || !number(type, 2) || !number(size, 4)) return false;
        cut_ = size > rest_.size();
        out = {type, rest_.substr(0, size)};
        rest_.remove_prefix(out.octets.size());
        return true;
    }
    bool cut() const { return cut_ || !rest_.empty(); }

  private:
    bool number(unsigned& out, int most) {
        // BrtBundleSh, 156, stands as 0x9C 0x01.
        for (int i = 0; i < most && !rest_.empty(); ++i) {
            const auto octet = static_cast<unsigned char>(rest_[0]);
            rest_.remove_prefix(1);
            out |= (octet & 0x7Fu) << (7 * i);
            if ((octet & 0x80) == 0) return true;
        }
        return most == 2 && !rest_.empty();
    }
    std::string_view rest_;
    bool cut_ = false;
};

enum : unsigned {
    row_header = 0,
    cell_rk = 2,
    cell_bool = 4,
    cell_real = 5,
    cell_string = 6,
    cell_shared = 7,
    formula_string = 8,
    formula_number = 9,
    formula_bool = 10,
    shared_item = 19,
    defined_name = 39,
    number_format = 44,
    cell_format = 47,
    column_info = 60,
    cell_rich = 62,
    workbook_properties = 153,
    sheet_entry = 156,
    header_footer = 479,
    book_protection = 534,
    sheet_protection = 535,
    begin_cell_formats = 617,
    end_cell_formats = 618,
    comment_author = 632,
    comment_text = 637,
};

// A count of characters and so many of UTF-16; `at` moves behind it.
std::string wide_string(std::string_view s, std::size_t& at) {
    if (at + 4 > s.size()) return {};
    const std::size_t count = le32(s, at);
    at += 4;
    if (count == 0xFFFFFFFF) return {};
    if (count > (s.size() - at) / 2) {
        const auto all = s.substr(at);
        at = s.size();
        return utf16_text(all);
    }
    const auto text = s.substr(at, count * 2);
    at += count * 2;
    return utf16_text(text);
}

std::string wide_string_at(std::string_view s, std::size_t at) { return wide_string(s, at); }

double real_of(std::uint64_t bits) {
    double d = 0;
    std::memcpy(&d, &bits, sizeof d);
    return d;
}

double rk_number(std::uint32_t rk) {
    const double d = rk & 2 ? static_cast<double>(static_cast<std::int32_t>(rk) >> 2)
                            : real_of(static_cast<std::uint64_t>(rk & 0xFFFFFFFCu) << 32);
    return rk & 1 ? d / 100 : d;
}

std::string cell_text(Workbook& workbook, const Record& r, std::size_t style) {
    const auto number = [&](double d) { return format_cell(workbook.format(style), d, workbook.since_1904()); };
    switch (r.type) {
        case cell_rk:
            return number(rk_number(le32(r.octets, 8)));
        case cell_real:
        case formula_number:
            return r.octets.size() >= 16 ? number(real_of(le64(r.octets, 8))) : std::string();
        case cell_bool:
        case formula_bool:
            return r.octets.size() > 8 && r.octets[8] == 0 ? "FALSE" : "TRUE";
        case cell_string:
        case formula_string:
            return wide_string_at(r.octets, 8);
        case cell_rich:
            return wide_string_at(r.octets, 9);
        case cell_shared:
            return std::string(workbook.strings().at(le32(r.octets, 8)));
        default:
            return {};
    }
}

bool is_cell(unsigned type) { return (type > 0 && type < 12) || type == cell_rich; }

std::string header_lines(std::string_view s) {
    std::string out;
    std::size_t at = 2;
    for (int i = 0; i < 6; ++i) out += wide_string(s, at) + "\n";
    return out;
}

}  // namespace

void read_binary_workbook(Workbook& workbook, std::string_view octets) {
    static constexpr const char* states[] = {"visible", "hidden", "veryHidden"};
    Records records(octets);
    for (Record r; records.next(r);) {
        if (r.type == sheet_entry) {
            Sheet sheet;
            sheet.state = states[std::min<std::uint32_t>(le32(r.octets, 0), 2)];
            std::size_t at = 8;
            sheet.id = wide_string(r.octets, at);
            sheet.name = wide_string(r.octets, at);
            workbook.add_sheet(std::move(sheet));
        } else if (r.type == workbook_properties && (le32(r.octets, 0) & 1) != 0) {
            workbook.use_1904();
        } else if (r.type == book_protection) {
            workbook.package().cosmetic(workbook.package().place(), "workbookProtection");
        } else if (r.type == defined_name) {
            workbook.add_name(wide_string_at(r.octets, 9));
        }
    }
    if (records.cut())
        workbook.package().reader().not_inspected(workbook.package().place(), NotInspectedReason::broken,
                                                  "workbook.bin: cut off");
}

void read_binary_strings(Workbook& workbook, std::string_view octets) {
    Records records(octets);
    bool fits = true;
    for (Record r; records.next(r);)
        if (r.type == shared_item) fits = fits && workbook.strings().add(wide_string_at(r.octets, 1));
    Package& package = workbook.package();
    if (!fits) package.reader().not_inspected(package.place(), NotInspectedReason::limit, "more strings than are read");
    if (records.cut())
        package.reader().not_inspected(package.place(), NotInspectedReason::broken, "sharedStrings.bin: cut off");
}

void read_binary_styles(Workbook& workbook, std::string_view octets) {
    Records records(octets);
    std::map<unsigned, CellFormat> codes;
    bool cells = false;
    for (Record r; records.next(r);) {
        if (r.type == number_format && codes.size() < 65'536)
            codes[le16(r.octets, 0)] = parse_format(wide_string_at(r.octets, 2));
        if (r.type == begin_cell_formats) cells = true;
        if (r.type == end_cell_formats) cells = false;
        if (r.type != cell_format || !cells) continue;
        const auto it = codes.find(le16(r.octets, 2));
        const CellFormat format = it == codes.end() ? builtin_format(le16(r.octets, 2)) : it->second;
        workbook.add_format(format, format.kind == CellFormat::Kind::nothing);
    }
}

bool read_binary_sheet(Workbook& workbook, std::string_view octets, const Sheet& sheet, const Place& at, bool hidden) {
    Package& package = workbook.package();
    Reader& reader = package.reader();
    Records records(octets);
    SheetGrid grid;
    std::string lines, other;
    std::size_t count = 0;
    bool stopped = false;
    for (Record r; records.next(r);) {
        if (r.type == row_header) {
            grid.start_row(r.octets.size() > 11 && (r.octets[11] & 0x10) != 0);
        } else if (is_cell(r.type)) {
            const std::size_t style = le32(r.octets, 4) & 0xFFFFFF;
            grid.cell(le32(r.octets, 0), cell_text(workbook, r, style), workbook.is_unseen(style));
        } else if (r.type == column_info && (le16(r.octets, 16) & 1) != 0) {
            grid.hide_columns(le32(r.octets, 0), le32(r.octets, 4));
        } else if (r.type == sheet_protection) {
            package.cosmetic(at, "sheetProtection");
        } else if (r.type == header_footer) {
            lines += header_lines(r.octets);
        } else if (r.octets.size() > 16) {
            other += words_in(r.octets);
        }
        const bool late = ++count % 4096 == 0 && !reader.budget().time_left();
        if (!grid.full() && !late) continue;
        reader.not_inspected(at, NotInspectedReason::limit, "the sheet holds more than is read");
        stopped = true;
        break;
    }
    if (!stopped && records.cut())
        reader.not_inspected(at, NotInspectedReason::broken, "sheet \"" + printable(sheet.name, 60) + "\": cut off");
    const bool any = grid.emit(reader, at, hidden, printable(sheet.name, 60));
    reader.text(SegmentKind::document, std::move(lines), at);
    reader.text(SegmentKind::hidden, std::move(other), at.beside("prompts", "prompts and links"));
    return any;
}

std::string binary_comments(std::string_view octets) {
    Records records(octets);
    std::string out;
    for (Record r; records.next(r);) {
        if (r.type == comment_author) out += wide_string_at(r.octets, 0) + "\n";
        if (r.type == comment_text) out += wide_string_at(r.octets, 1) + "\n";
    }
    return out;
}

std::string binary_words(std::string_view octets) {
    Records records(octets);
    std::string out;
    for (Record r; records.next(r);)
        if (r.octets.size() > 8) out += words_in(r.octets);
    return out;
}

}  // namespace beadle::inspect
