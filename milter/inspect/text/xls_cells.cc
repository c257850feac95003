// The cells of a sheet, each kind of record that holds some.
#include <bit>

#include "inspect/text/document_flow.h"
#include "inspect/text/little_endian.h"
#include "inspect/text/ole_reader.h"
#include "inspect/text/xls_workbook.h"

namespace beadle::inspect {
namespace {

// The 30 bits of an RK number: an integer or the top of a double, perhaps times 100.
double rk_number(std::uint32_t rk) {
    const double value = (rk & 2) != 0 ? static_cast<double>(static_cast<std::int32_t>(rk) >> 2)
                                       : std::bit_cast<double>(std::uint64_t{rk & 0xFFFFFFFC} << 32);
    return (rk & 1) != 0 ? value / 100 : value;
}

double double_at(std::string_view s, std::size_t at) { return std::bit_cast<double>(le64(s, at)); }

}  // namespace

std::string XlsWorkbook::number(double value, std::uint32_t xf) const {
    const std::uint32_t format = xf < xfs_.size() ? xfs_[xf] : 0;
    const auto known = formats_.find(format);
    return format_cell(known == formats_.end() ? builtin_format(format) : known->second, value, since_1904_);
}

void XlsWorkbook::cells(const BiffRecord& r) {
    XlsSheet& sheet = open_.back();
    const auto row = le16(r.body, 0), column = le16(r.body, 2), xf = le16(r.body, 4);
    BiffText text(r);
    text.skip(6);
    switch (r.type) {
        case biff::label_sst:
            sheet.shared(row, column, le32(r.body, 6));
            break;
        case biff::label:
        case biff::rich_label:
            sheet.cell(row, column, counted(text));
            break;
        case biff::number:
            sheet.cell(row, column, number(double_at(r.body, 6), xf));
            break;
        case biff::rk:
            sheet.cell(row, column, number(rk_number(le32(r.body, 6)), xf));
            break;
        case biff::mul_rk:
            for (std::size_t at = 4; at + 8 <= r.body.size(); at += 6)
                sheet.cell(row, column + static_cast<std::uint32_t>((at - 4) / 6),
                           number(rk_number(le32(r.body, at + 2)), le16(r.body, at)));
            break;
        case biff::formula:
            formula(r);
            break;
        case biff::string: {
            BiffText result(r);
            sheet.cell(formula_row_, formula_column_, counted(result));
            break;
        }
        case biff::bool_error:
            if (r.body.size() >= 8 && r.body[7] == 0) sheet.cell(row, column, r.body[6] != 0 ? "TRUE" : "FALSE");
            break;
        default:
            sheet.beside(telling_words_in(r.body));  // formats on condition, scenarios, drawings
    }
}

void XlsWorkbook::formula(const BiffRecord& r) {
    open_.back().beside(telling_words_in(r.body));
    formula_row_ = le16(r.body, 0);
    formula_column_ = le16(r.body, 2);
    if (le16(r.body, 12) != 0xFFFF) {
        open_.back().cell(formula_row_, formula_column_, number(double_at(r.body, 6), le16(r.body, 4)));
        return;
    }
    if (r.body.size() > 8 && r.body[6] == 1)
        open_.back().cell(formula_row_, formula_column_, r.body[8] != 0 ? "TRUE" : "FALSE");
}

// Where other workbooks lie, and what was in their cells when they were last seen.
void XlsWorkbook::external(const BiffRecord& r) {
    BiffText text(r);
    if (r.type == biff::external_book) {
        external_ += words_in(r.body);
        return;
    }
    const int last = text.byte(), first = text.byte();
    text.skip(2);
    for (int i = first; i <= last && !text.empty(); ++i) {
        const auto kind = text.byte();
        if (kind == 2) {
            external_ += counted(text);
        } else {
            const std::uint64_t low = text.number(), high = text.number();
            if (kind == 1) external_ += format_cell({}, std::bit_cast<double>(low | high << 32), false);
        }
        external_ += i == last ? '\n' : '\t';
    }
}

void read_pivot_cache(Reader& reader, std::string_view stream, const Place& place) {
    Biff records(stream);
    BiffRecord r;
    std::string text;
    while (records.next(r) && text.size() <= stream.size() * 4) {
        BiffText in(r);
        if (r.type == biff::cache_string)
            text += in.characters(in.word());
        else if (r.type == biff::cache_number)
            text += format_cell({}, double_at(r.body, 0), false);
        else if (r.type == biff::cache_integer)
            text += std::to_string(static_cast<std::int16_t>(in.word()));
        else
            continue;
        text += '\n';
    }
    const Place at = place.beside("pivot cache", "pivot cache");
    if (!text.empty()) reader.found(FindingKind::pivot_cache, at, Confidence::medium, "rows behind a pivot table");
    reader.text(SegmentKind::hidden, std::move(text), at);
}

namespace {

// A workbook that several people wrote in keeps what each cell was before.
void read_revisions(OleReader& ole, const CompoundFile::Entry& storage, const Place& place) {
    const Place at = place.beside("tracked changes", "tracked changes");
    for (const char* name : {"Revision Log", "User Names"}) {
        const auto* entry = ole.file().child(storage, name);
        if (!entry || !entry->stream) continue;
        const std::string words = words_in(ole.load(*entry, place));
        if (!words.empty())
            ole.reader().found(FindingKind::tracked_changes, at, Confidence::medium,
                               "changes of a shared workbook are kept");
        ole.reader().text(SegmentKind::hidden, words, at);
    }
}

void read_pivot_caches(OleReader& ole, const CompoundFile::Entry& storage, const Place& place) {
    for (const char* name : {"_SX_DB_CUR", "_SX_DB"}) {
        const auto* folder = ole.file().child(storage, name);
        if (!folder || !folder->storage) continue;
        ole.seen(*folder);
        for (const auto id : folder->children) {
            const std::string octets = ole.load(ole.file().entries()[id], place);
            read_pivot_cache(ole.reader(), octets, place);
        }
    }
}

}  // namespace

void read_xls(OleReader& ole, const CompoundFile::Entry& storage, const Place& place) {
    for (const char* name : {"Workbook", "Book"}) {
        const auto* entry = ole.file().child(storage, name);
        if (!entry || !entry->stream) continue;
        const std::string stream = ole.load(*entry, place);
        if (le16(stream, 0) != biff::bof) {
            ole.reader().not_inspected(place, NotInspectedReason::broken, "claims to be an Excel workbook, is not");
            ole.reader().text(SegmentKind::hidden, words_in(stream), place);
            continue;
        }
        XlsWorkbook workbook(ole.reader(), place);
        workbook.read(stream);
        if (workbook.seal().sealed()) ole.lock(Lock::Kind::excel, storage, place);
    }
    read_pivot_caches(ole, storage, place);
    read_revisions(ole, storage, place);
}

}  // namespace beadle::inspect
