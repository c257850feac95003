// package.h — Office Open XML documents: docx, xlsx, pptx and their macro kinds, by what is in the ZIP, not by the
// name.
//
// Takes    a ZipFile that holds [Content_Types].xml, and a Reader for what is found.
// Gives    segments for body, tables, notes, comments, deleted text, hidden sheets and slides, properties; findings for
// what
//          is hidden or tracked; embedded files are read by content.
// Bounds   the Reader's budget. XML without document type or entities (xml_walk.h).
// Fails    a part that cannot be unpacked or parsed stands in not_inspected, with its words read as mark-up.
// Runs in  inspect worker. Never throws but std::bad_alloc.
// Source   ECMA-376 parts 1 and 2.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/text/reader.h"
#include "inspect/text/zip_file.h"

namespace beadle::inspect {

class Package {
  public:
    enum class Kind { none, word, sheet, slides };
    Package(const ZipFile& zip, Reader& reader, const Place& place) : zip_(zip), reader_(reader), place_(place) {}

    static Kind kind_of(const ZipFile& zip);
    static std::string_view type_of(Kind kind);
    void read(Kind kind);

    // For the readers of one kind:
    const ZipMember* find(std::string_view name) const;
    std::string load(const ZipMember& member);  // octets of a part; what fails is noted
    void seen(const ZipMember& member) { done_[member.name] = true; }
    std::vector<const ZipMember*> parts(std::string_view prefix, std::string_view suffix) const;
    void broken(const ZipMember& member);  // its XML does not parse: noted, words read as mark-up
    Reader& reader() { return reader_; }
    const Place& place() const { return place_; }
    // Target of each relationship id of a part: "xl/workbook.xml" -> rId1 -> "xl/worksheets/sheet1.xml".
    std::map<std::string, std::string> relations(std::string_view part);

  private:
    void rest();
    void one_of_rest(const ZipMember& member);

    const ZipFile& zip_;
    Reader& reader_;
    const Place& place_;
    std::map<std::string, bool> done_;
};

void read_word(Package& package);
void read_sheets(Package& package);
void read_slides(Package& package);

}  // namespace beadle::inspect
