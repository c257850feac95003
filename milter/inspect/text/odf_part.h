// odf_part.h — one XML part of an OpenDocument file, or a whole flat one: areas (a sheet, a slide, a header) with the
// words in each, in the order of the file.
//
// Takes    octets; the styles that earlier parts named, and adds its own. Hostile.
// Gives    segments and findings through the Reader as soon as an area ends.
// Bounds   8 areas inside each other; as XmlPull, PageFlow, SheetGrid.
// Fails    xml().trouble() is noted by the caller. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   ODF 1.3 part 3.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/text/page_flow.h"
#include "inspect/text/properties_text.h"
#include "inspect/text/sheet_grid.h"
#include "inspect/text/xml_pull.h"

namespace beadle::inspect {

// Styles by what they hide. Automatic styles of one part may reuse names of another: the union is taken.
struct OdfStyles {
    std::set<std::string> text, tables, pages, white;
};

class OdfPart {
  public:
    // `words`: of the text that stands in no area of its own, "" = the document itself.
    OdfPart(Reader& reader, const Place& place, OdfStyles& styles, std::string_view octets, std::string_view words = {})
        : reader_(reader), place_(place), styles_(styles), xml_(octets), words_(words) {}
    void run();
    const XmlPull& xml() const { return xml_; }
    bool has_macros() const { return macros_; }

  private:
    // clang-format off
    enum class Tag : std::uint8_t {
        other, paragraph, span, space, tab, line_break, link, field, note, citation, annotation, creator, changes,
        insertion, deletion, hidden_text, hidden_paragraph, conditional, section, box, shape, table, column, row,
        cell, covered, described, validations, named, control, header, footer, page, notes, spreadsheet, style,
        text_properties, cell_properties, table_properties, page_properties, meta, config_item, config_map, binary,
        module, region, change_start, change_end, ruby,
    };
    // clang-format on
    struct Area {
        PageFlow flow;
        SheetGrid grid;
        Place at;
        SegmentKind kind = SegmentKind::document;
        std::uint32_t depth = 0;
        std::string name, evidence;  // of a sheet; why it is hidden, "" = it is not
        bool sheet = false;
    };
    struct Region {  // what goes elsewhere until the element of this depth ends
        std::uint32_t depth = 0;
        bool cell = false;
        unsigned paragraphs = 0;  // open around it
    };
    static Tag tag_of(std::string_view name);
    void enter(Tag tag);
    void enter_text(Tag tag);
    void enter_table(Tag tag);
    void enter_sheet(Tag tag);
    void enter_area(Tag tag);
    void enter_aside(Tag tag);
    void enter_change(Tag tag);
    void enter_fields(Tag tag);
    void enter_lock(Tag tag);
    void enter_style(Tag tag);
    void leave(Tag tag);
    void leave_table(Tag tag);
    void leave_property(Tag tag);
    void text(std::string_view words);
    void put(std::string_view words);
    void note(std::string_view words);
    void lock(const Place& at, const char* why);

    void open_area(const std::string& name, const std::string& words, SegmentKind kind);
    void close_area();
    void open_region(PageFlow::Channel channel);
    void close_regions();
    bool in_cell() const { return !regions_.empty() && regions_.back().cell; }
    bool on_sheet() const { return areas_.back().sheet && regions_.empty(); }
    void open_cell();
    void close_cell();
    std::string cell_value();
    void binary_data();
    void end_module();

    Area& area() { return areas_.back(); }
    PageFlow& flow() { return areas_.back().flow; }

    Reader& reader_;
    const Place& place_;
    OdfStyles& styles_;
    XmlPull xml_;
    std::string words_;
    std::vector<Tag> tags_;
    std::vector<Area> areas_;
    std::vector<Region> regions_;
    PropertyFields properties_;
    std::string style_name_, property_, property_name_, base64_, module_, module_name_, formula_;
    std::string cell_, cell_type_, cell_kept_, cell_date_, cell_style_;
    std::uint32_t hidden_depth_ = 0, meta_ = 0, module_depth_ = 0;
    unsigned paragraphs_ = 0, column_ = 0, repeated_ = 1, span_ = 1;
    int slides_ = 0, files_ = 0;
    bool in_spreadsheet_ = false, deleting_ = false, ruby_ = false, macros_ = false, background_ = false, unseen_ = false;
    std::set<std::string> locks_, deletions_;
    std::string region_;
};

}  // namespace beadle::inspect
