// package.h — documents that are ZIP files of parts joined by relationships: docx, xlsx, xlsb, pptx, their macro and
// template kinds, and other packages of that build. What a part is, its root element says, not its name or its
// content type.
//
// Takes    a ZipFile, and a Reader for what is found. Hostile.
// Gives    segments for body, tables, notes, comments, deleted text, hidden sheets, rows, columns and slides, caches,
//          properties, scripts; findings for what is hidden, tracked or remarked; cosmetic locks; embedded files are
//          read by content. Every part is read once, also one that no relationship names or whose name another part
//          has too.
// Bounds   the Reader's budget; 4 MiB of relationships a part. XML by xml_pull.h: no document type, no entities.
// Fails    a part that cannot be unpacked, is missing or damaged stands in not_inspected, and what is there is read.
// Runs in  inspect worker. Never throws but std::bad_alloc.
// Source   ECMA-376 parts 1, 2 and 4 (transitional and strict).
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/text/page_flow.h"
#include "inspect/text/reader.h"
#include "inspect/text/xml_pull.h"
#include "inspect/text/zip_file.h"

namespace beadle::inspect {

class Package {
  public:
    enum class Kind { none, word, sheet, slides, other };
    struct Relation {
        std::string id, type, target;  // type: the last word of its URI
        bool external = false;
    };
    struct Part {
        const ZipMember& member;
        std::string name;  // as written
        std::string root;  // local name of its root element, "" = no XML
        std::string_view octets;
    };
    using Take = std::function<bool(const Part&)>;  // true = read

    Package(const ZipFile& zip, Reader& reader, const Place& place);

    static Kind kind_of(const ZipFile& zip);
    static std::string_view type_of(Kind kind);
    std::string_view read(Kind kind);  // the media type of what it is

    // For the readers of one kind:
    const ZipMember* find(std::string_view name) const;
    const ZipMember* target(std::string_view part, std::string_view type);  // the first that is there
    std::string load(const ZipMember& member);                              // octets of a part; what fails is noted
    bool is_seen(const ZipMember& member) const;
    const std::vector<Relation>& relations(std::string_view part);
    void missing(const std::string& what);
    void rest(const Take& take);  // every part that nobody has read
    // What the XML of a part did wrong is noted; its document type is text.
    void judge(const XmlPull& xml, std::string_view name);
    bool first_time(std::string_view text);  // false: the same words were given before
    void cosmetic(const Place& at, std::string why);
    void other_part(const Part& part);  // XML of no kind that is known, or an embedded file
    void note_title() { titled_ = true; }
    Reader& reader() { return reader_; }
    const Place& place() const { return place_; }
    const std::string& main() const { return main_; }
    const ZipFile& zip() const { return zip_; }

  private:
    void find_main();
    Kind kind_by_root(Kind guessed);
    void note_twins();
    void external(const Relation& relation);
    void xml_part(const Part& part);
    void foreign_part(const Part& part);
    void drawn_part(const Part& part);
    void embedded(const Part& part);

    const ZipFile& zip_;
    Reader& reader_;
    const Place& place_;
    std::vector<bool> seen_;
    std::map<std::string, std::size_t> names_;  // lower case -> first member of that name
    std::map<std::string, std::vector<Relation>> relations_;
    std::set<std::string> said_;
    std::string main_;
    bool titled_ = false;
};

void read_word(Package& package);
void read_sheets(Package& package);
void read_slides(Package& package);

// Readers of single parts, shared by the kinds.
void read_drawing_xml(Package& package, const Package::Part& part, const Place& at, SegmentKind kind);
void read_chart_xml(Package& package, const Package::Part& part, const Place& at);
void read_properties_xml(Package& package, const Package::Part& part);
bool is_drawing_root(std::string_view root);
// A document of Word as one XML file: its form of 2003, or a package laid flat. False: these octets are none.
bool read_flat_word(Reader& reader, std::string_view octets, const Place& place);

}  // namespace beadle::inspect
