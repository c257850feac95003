// xls_workbook.h — what all sheets of an Excel workbook of 1993 to 2003 share, and their records one by one.
//
// Takes    the stream Workbook or Book. Hostile.
// Gives    read(): segments for every sheet and what lies around, findings, protection. A sealed workbook is judged.
// Bounds   4096 sheets; strings and cells are no more than the stream holds; XlsSheet bounds what they grow to.
// Fails    cut or broken streams stand in not_inspected. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   MS-XLS; for Excel 5 and 95 the documentation of the OpenOffice.org project.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/text/biff.h"
#include "inspect/text/cell_format.h"
#include "inspect/text/legacy_seal.h"
#include "inspect/text/reader.h"
#include "inspect/text/xls_sheet.h"

namespace beadle::inspect {

class XlsWorkbook {
  public:
    XlsWorkbook(Reader& reader, const Place& place) : reader_(reader), place_(place) {}
    void read(std::string_view stream);
    const LegacySeal& seal() const { return seal_; }

  private:
    struct Listed {
        std::uint8_t state, kind;
        std::string name;
    };
    void begin(const BiffRecord& r, std::size_t at);
    void end();
    bool record(const BiffRecord& r);  // false: sealed
    void of_globals(const BiffRecord& r);
    void of_file(const BiffRecord& r);
    void of_sheet(const BiffRecord& r);
    void cells(const BiffRecord& r);
    void notes(const BiffRecord& r);
    void listed(const BiffRecord& r);
    void shared_strings(const BiffRecord& r);
    void defined_name(const BiffRecord& r);
    void external(const BiffRecord& r);
    void formula(const BiffRecord& r);
    std::string counted(BiffText& text) const;  // 16-bit count, then characters of this version
    std::string number(double value, std::uint32_t xf) const;
    void cosmetic(const char* why);

    Reader& reader_;
    const Place& place_;
    LegacySeal seal_;
    bool biff8_ = true, since_1904_ = false, note_next_ = false;
    std::uint32_t codepage_ = 1252;
    std::map<std::uint32_t, CellFormat> formats_;
    std::vector<std::uint16_t> xfs_;
    std::vector<std::string> strings_;
    std::map<std::uint32_t, Listed> list_;  // by where the sheet begins
    std::vector<XlsSheet> open_;            // a chart stands inside its sheet
    int globals_depth_ = 0, depth_ = 0;
    std::uint32_t formula_row_ = 0, formula_column_ = 0;
    std::string names_, external_, user_;
};

void read_pivot_cache(Reader& reader, std::string_view stream, const Place& place);

}  // namespace beadle::inspect
