#include <algorithm>
#include <charconv>

#include "base/text.h"

#include "inspect/text/cell_format.h"
#include "inspect/text/odf_part.h"

namespace beadle::inspect {
namespace {

unsigned repeats(std::string_view s) {
    unsigned n = 1;
    std::from_chars(s.data(), s.data() + s.size(), n);
    return std::clamp(n, 1u, SheetGrid::most_columns);
}

bool is_hidden(std::string_view visibility) { return visibility == "collapse" || visibility == "filter"; }

std::string digits(std::string_view s) {
    std::string out;
    for (const char c : s)
        if (c >= '0' && c <= '9') out += c;
    return out;
}

}  // namespace

void OdfPart::enter_table(Tag tag) {
    if (tag == Tag::table && in_spreadsheet_ && regions_.empty() && !area().sheet) {
        enter_sheet(tag);
    } else if (on_sheet()) {
        if (tag == Tag::column) {
            const unsigned count = repeats(xml_.attribute("number-columns-repeated"));
            if (is_hidden(xml_.attribute("visibility"))) area().grid.hide_columns(column_, column_ + count - 1);
            column_ = std::min(column_ + count, SheetGrid::most_columns);
        } else if (tag == Tag::row) {
            area().grid.start_row(is_hidden(xml_.attribute("visibility")));
            column_ = 0;
        } else if (tag == Tag::cell || tag == Tag::covered) {
            open_cell();
        }
    } else if (tag == Tag::table) {
        flow().start_table();
    } else if (tag == Tag::row) {
        flow().start_row(is_hidden(xml_.attribute("visibility")));
    } else if (tag == Tag::cell || tag == Tag::covered) {
        flow().start_cell();
    }
}

void OdfPart::enter_sheet(Tag) {
    const std::string name = xml_.attribute("name"), shown = printable(name, 60);
    const bool outside = name.starts_with("'file:");  // cells kept of another document
    const bool hidden = outside || styles_.tables.count(xml_.attribute("style-name")) > 0;
    open_area(shown, (hidden ? "hidden sheet \"" : "sheet \"") + shown + '"',
              hidden ? SegmentKind::hidden : SegmentKind::sheet);
    area().sheet = true;
    if (hidden) area().evidence = outside ? "cells kept of another document" : "hidden sheet \"" + shown + '"';
    reader_.name(name, place_);
    column_ = 0;
}

void OdfPart::leave_table(Tag tag) {
    if (on_sheet()) {
        if (tag == Tag::row) area().grid.end_row();
    } else if (in_cell() || tag == Tag::other) {
        return;
    } else if (tag == Tag::cell || tag == Tag::covered) {
        flow().end_cell();
    } else if (tag == Tag::row) {
        flow().end_row();
    } else if (tag == Tag::table) {
        flow().end_table();
    }
}

void OdfPart::open_cell() {
    regions_.push_back({xml_.depth(), true, paragraphs_});
    paragraphs_ = 0;
    cell_.clear();
    cell_type_ = xml_.attribute("value-type");
    cell_kept_ = xml_.attribute("value");
    if (cell_kept_.empty()) cell_kept_ = xml_.attribute("string-value");
    cell_date_ = xml_.attribute("date-value");
    cell_style_ = xml_.attribute("style-name");
    repeated_ = repeats(xml_.attribute("number-columns-repeated"));
    const std::string formula = xml_.attribute("formula");
    if (formula.find('"') != std::string::npos && formula != formula_) note(formula_ = formula);
}

void OdfPart::close_cell() {
    const bool unseen = !cell_style_.empty() && styles_.white.count(cell_style_) > 0;
    area().grid.cell(column_, cell_value(), unseen);
    column_ = std::min(column_ + repeated_, SheetGrid::most_columns);  // what is repeated says nothing new
    if (area().grid.full())
        reader_.not_inspected(area().at, NotInspectedReason::limit, "the sheet holds more than is read");
    cell_.clear();
}

// What a cell shows and the value behind it may differ: the fuller one stands in the table, the other beside it.
std::string OdfPart::cell_value() {
    std::string shown(trim(cell_));
    if (cell_type_ == "date" && !cell_date_.empty()) {
        if (digits(shown).size() > 8) note(shown);
        return readable_date(cell_date_);
    }
    if (cell_kept_.empty() || bare(cell_kept_) == bare(shown)) return shown;
    if (shown.empty()) return cell_kept_;
    const bool is_number = cell_type_ == "float" || cell_type_ == "currency" || cell_type_ == "percentage";
    if (!is_number) {
        note(cell_kept_);
        return shown;
    }
    const std::string value = format_cell(CellFormat(), cell_kept_, false);
    const std::string whole = digits(value.substr(0, value.find('.')));
    if (digits(shown).find(whole) != std::string::npos || whole.size() < 5) return shown;
    if (digits(shown).size() >= 6) note(shown);
    return value;
}

}  // namespace beadle::inspect
