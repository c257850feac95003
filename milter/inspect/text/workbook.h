// workbook.h — a spreadsheet document: what its sheets share, and its sheets one by one.
//
// Takes    a Package whose main part is a workbook, in XML or in the binary form of xlsb. Hostile.
// Gives    a SheetGrid for each sheet, strings rejoined and numbers as a person reads them; formulas with words in
//          them, comments, defined names, pivot caches, cached cells of other workbooks, strings no cell shows.
// Bounds   4 million shared strings, 4,096 sheets, 65,536 formats, 1 million pivot cells; the Reader's budget.
// Fails    what is cut or missing stands in not_inspected. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   ECMA-376 part 1, 18; MS-XLSB; MS-XLSX 2.6 (threaded comments).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/text/cell_format.h"
#include "inspect/text/package.h"
#include "inspect/text/shared_strings.h"
#include "inspect/text/sheet_grid.h"

namespace beadle::inspect {

struct Sheet {
    std::string name, state, id, target;
};

class Workbook {
  public:
    explicit Workbook(Package& package) : package_(package) {}
    void read();

    // For the readers of sheets:
    Package& package() { return package_; }
    SharedStrings& strings() { return strings_; }
    const CellFormat& format(std::size_t style) const;
    bool is_unseen(std::size_t style) const { return style < unseen_.size() && unseen_[style]; }
    bool since_1904() const { return since_1904_; }
    void use_1904() { since_1904_ = true; }
    void add_sheet(Sheet sheet);
    void add_name(const std::string& words) { names_ += words + "\n"; }
    void add_format(CellFormat format, bool unseen);
    std::string person(const std::string& id) const;

  private:
    void read_workbook();
    void read_workbook_xml(std::string_view octets, std::string_view name);
    void read_strings();
    void read_styles();
    void read_people();
    void sheet(const Sheet& sheet);
    void sheet_part(const Package::Part& part, const Sheet& sheet, const Place& at, bool hidden);
    void beside(const Package::Part& part, const Place& at);
    bool other(const Package::Part& part);
    void comments(const Package::Part& part, const Place& at);
    bool binary_part(const Package::Part& part);
    void finish();
    const ZipMember* known(std::string_view type, std::string_view usual);

    Package& package_;
    SharedStrings strings_;
    std::vector<CellFormat> formats_;
    std::vector<bool> unseen_;
    std::vector<Sheet> sheets_;
    std::map<std::string, std::string> people_;
    std::string names_;
    bool since_1904_ = false, too_many_ = false;
};

// The parts of a workbook; each fills it or gives segments.
void read_styles_xml(std::string_view octets, Workbook& workbook);
// True when the sheet holds something.
bool read_sheet_xml(Workbook& workbook, const Package::Part& part, const Sheet& sheet, const Place& at, bool hidden);
void read_pivot_cache(Workbook& workbook, const Package::Part& definition);
void read_external_cells(Workbook& workbook, const Package::Part& part);
// xlsb
void read_binary_workbook(Workbook& workbook, std::string_view octets);
void read_binary_strings(Workbook& workbook, std::string_view octets);
void read_binary_styles(Workbook& workbook, std::string_view octets);
bool read_binary_sheet(Workbook& workbook, std::string_view octets, const Sheet& sheet, const Place& at, bool hidden);
std::string binary_comments(std::string_view octets);
std::string binary_words(std::string_view octets);  // every string of a binary part that nobody here knows

}  // namespace beadle::inspect
