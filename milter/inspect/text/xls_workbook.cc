#include "inspect/text/xls_workbook.h"

#include <algorithm>
#include <bit>

#include "base/text.h"

#include "inspect/text/codepage.h"
#include "inspect/text/document_flow.h"
#include "inspect/text/little_endian.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_sheets = 4096, most_strings = 4'000'000;
constexpr std::uint16_t kind_globals = 0x0005, kind_chart = 0x0020;
constexpr std::uint8_t listed_macros = 1, listed_basic = 6;

// "&L&"Arial,Bold"Page &P": what stands behind & says where and how it stands.
std::string without_codes(std::string_view line) {
    std::string out;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] != '&' || i + 1 >= line.size()) {
            out += line[i];
        } else if (line[++i] == '&') {
            out += '&';
        } else if (line[i] == '"') {
            i = std::min(line.find('"', i + 1), line.size());
        } else {
            out += ' ';
        }
    }
    return out;
}

}  // namespace

void XlsWorkbook::read(std::string_view stream) {
    Biff records(stream);
    BiffRecord r;
    std::size_t at = 0, count = 0;
    while (records.next(r)) {
        if (++count % 4096 == 0 && !reader_.budget().time_left()) {
            reader_.not_inspected(place_, NotInspectedReason::limit, reader_.budget().exhausted());
            break;
        }
        if (r.type == biff::bof)
            begin(r, at);
        else if (r.type == biff::eof)
            end();
        else if (!record(r))
            return;
        at = records.at();
    }
    const bool inside = depth_ > 0;  // behind the last sheet stands what it may
    while (!open_.empty()) end();
    if (records.cut() && inside)
        reader_.not_inspected(place_, NotInspectedReason::broken, "the workbook ends inside a record");
    reader_.text(SegmentKind::hidden, std::move(names_), place_.beside("names", "defined names"));
    reader_.text(SegmentKind::hidden, std::move(external_),
                 place_.beside("other workbooks", "values of other workbooks"));
    reader_.text(SegmentKind::hidden, std::move(user_), place_.beside("properties", "document properties"));
}

void XlsWorkbook::begin(const BiffRecord& r, std::size_t at) {
    ++depth_;
    const auto kind = le16(r.body, 2);
    if (depth_ == 1) biff8_ = le16(r.body, 0) >= 0x0600 || le16(r.body, 0) == 0;
    if (kind == kind_globals && open_.empty()) {
        globals_depth_ = depth_;
        return;
    }
    using State = XlsSheet::State;
    if (!open_.empty()) {  // a chart inside a sheet
        open_.emplace_back("in the sheet before", State::shown, true);
        return;
    }
    const auto it = list_.find(static_cast<std::uint32_t>(at));
    if (it == list_.end())
        open_.emplace_back("sheet", list_.empty() ? State::shown : State::unlisted, kind == kind_chart);
    else
        open_.emplace_back(it->second.name,
                           it->second.state == 2   ? State::very_hidden
                           : it->second.state == 1 ? State::hidden
                                                   : State::shown,
                           kind == kind_chart);
}

void XlsWorkbook::end() {
    if (depth_ == globals_depth_) globals_depth_ = 0;
    if (depth_ > 0) --depth_;
    if (open_.empty()) return;
    open_.back().emit(reader_, place_, strings_);
    open_.pop_back();
}

bool XlsWorkbook::record(const BiffRecord& r) {
    if (r.type == biff::filepass) {
        seal_ = read_file_pass(r.body, biff8_);
        judge_seal(reader_, seal_, place_);
        return !seal_.sealed();
    }
    if (open_.empty())
        of_globals(r);
    else
        of_sheet(r);
    return true;
}

std::string XlsWorkbook::counted(BiffText& text) const {
    const std::size_t count = text.word();
    return biff8_ ? text.characters(count) : text.octets(count, codepage_);
}

void XlsWorkbook::cosmetic(const char* why) {
    reader_.protect(place_, ProtectionMethod::office_legacy, ProtectionGrade::cosmetic, false, why);
}

void XlsWorkbook::of_globals(const BiffRecord& r) {
    BiffText text(r);
    switch (r.type) {
        case biff::codepage: {
            const auto page = text.word();
            codepage_ = page == 0x8000 ? 10000 : page == 0x8001 || page == 1200 ? 1252 : page;
            break;
        }
        case biff::datemode:
            since_1904_ = text.word() == 1;
            break;
        case biff::format: {
            const auto id = text.word();
            names_ += telling_words_in(r.body);
            formats_[id] = parse_format(biff8_ ? counted(text) : text.octets(text.byte(), codepage_));
            break;
        }
        case biff::xf:
            text.skip(2);
            xfs_.push_back(text.word());
            break;
        case biff::sst:
            shared_strings(r);
            break;
        case biff::boundsheet:
            listed(r);
            break;
        case biff::name:
            defined_name(r);
            break;
        case biff::external_book:
        case biff::external_cells:
            external(r);
            break;
        default:
            of_file(r);
    }
}

// Who wrote it, and locks that keep nobody from reading.
void XlsWorkbook::of_file(const BiffRecord& r) {
    BiffText text(r);
    switch (r.type) {
        case biff::write_access:
            user_ += biff8_ ? counted(text) : text.octets(text.byte(), codepage_);
            user_ += '\n';
            break;
        case biff::protect:
            if (text.word() == 1) cosmetic("workbookProtection");
            break;
        case biff::file_sharing:
            text.skip(2);
            if (text.word() != 0) cosmetic("fileSharing");
            break;
        default:
            names_ += telling_words_in(r.body);
    }
}

void XlsWorkbook::listed(const BiffRecord& r) {
    BiffText text(r);
    Listed l{};
    const auto at = text.number();
    l.state = text.byte() & 3;
    l.kind = text.byte();
    const std::size_t count = text.byte();
    l.name = biff8_ ? text.characters(count) : text.octets(count, codepage_);
    if (list_.size() >= most_sheets) {
        reader_.not_inspected(place_, NotInspectedReason::limit, "more sheets than are read");
        return;
    }
    reader_.name(l.name, place_);
    if (l.kind == listed_macros || l.kind == listed_basic)
        reader_.found(FindingKind::macro, place_.beside("macros", "macro sheet"), Confidence::high,
                      "Excel 4.0 macro sheet");
    list_.emplace(at, std::move(l));
}

void XlsWorkbook::shared_strings(const BiffRecord& r) {
    BiffText text(r);
    text.skip(4);
    const auto count = text.number();
    for (std::uint32_t i = 0; i < count && !text.empty(); ++i) {
        if (strings_.size() >= most_strings) {
            reader_.not_inspected(place_, NotInspectedReason::limit, "more texts in cells than are read");
            return;
        }
        strings_.push_back(counted(text));
    }
}

void XlsWorkbook::defined_name(const BiffRecord& r) {
    BiffText text(r);
    const bool built_in = (text.word() & 0x20) != 0;
    text.skip(1);
    const std::size_t count = text.byte();
    text.skip(10);
    const std::string name = biff8_ ? text.characters(count) : text.octets(count, codepage_);
    if (!built_in) names_ += name;
    if (text.byte() == 0x17) {  // a text constant
        const std::size_t length = text.byte();
        names_ += " " + (biff8_ ? text.characters(length) : text.octets(length, codepage_));
    }
    if (!names_.empty() && !names_.ends_with('\n')) names_ += '\n';
}

void XlsWorkbook::of_sheet(const BiffRecord& r) {
    XlsSheet& sheet = open_.back();
    BiffText text(r);
    switch (r.type) {
        case biff::row:
            if ((le16(r.body, 12) & 0x20) != 0) sheet.hide_row(text.word());
            break;
        case biff::column:
            if ((le16(r.body, 8) & 1) != 0) sheet.hide_columns(le16(r.body, 0), le16(r.body, 2));
            break;
        case biff::protect:
            if (text.word() == 1) sheet.protect();
            break;
        case biff::header:
        case biff::footer:
            sheet.around(without_codes(biff8_ ? counted(text) : text.octets(text.byte(), codepage_)));
            break;
        case biff::header_footer:
            sheet.around(without_codes(words_in(r.body)));
            break;
        case biff::link:
        case biff::validation:
            sheet.beside(words_in(r.body));
            break;
        case biff::series_text: {
            text.skip(2);
            const std::size_t count = text.byte();
            sheet.around(biff8_ ? text.characters(count) : text.octets(count, codepage_));
            break;
        }
        case biff::note:
        case biff::object:
        case biff::text_object:
            notes(r);
            break;
        default:
            cells(r);
    }
}

void XlsWorkbook::notes(const BiffRecord& r) {
    XlsSheet& sheet = open_.back();
    BiffText text(r);
    if (r.type == biff::object) {
        note_next_ = le16(r.body, 4) == 0x19;
        if (!biff8_) sheet.around(words_in(r.body));
    } else if (r.type == biff::text_object) {
        const std::size_t count = le16(r.body, 10);
        BiffRecord words{r.type, {}, r.more};
        BiffText behind(words);
        const std::string shown = count > 0 ? behind.characters(count) : std::string();
        if (note_next_)
            sheet.comment(shown);
        else
            sheet.around(shown);
        note_next_ = false;
    } else if (biff8_) {
        text.skip(8);
        sheet.beside(counted(text));  // who wrote it
    } else {
        text.skip(6);
        sheet.comment(text.octets(r.body.size(), codepage_));
    }
}

}  // namespace beadle::inspect
