#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

#include "base/text.h"

#include "inspect/text/package.h"
#include "inspect/text/xml_text.h"
#include "inspect/text/xml_walk.h"

namespace beadle::inspect {
namespace {

constexpr unsigned most_columns = 16384, most_gap = 256;
constexpr std::size_t most_sheets = 4096;
constexpr std::size_t most_table = 32u << 20;  // one long shared string may stand in a million cells

// 9.43476591E9 is how a long number may be kept: written out as a person would see it.
std::string number_text(std::string_view v) {
    if (v.find_first_of("eE") == std::string_view::npos) return std::string(v);
    double d = 0;
    const auto [end, error] = std::from_chars(v.data(), v.data() + v.size(), d);
    if (error != std::errc() || end != v.data() + v.size() || std::fabs(d) > 1e18 || d != std::floor(d))
        return std::string(v);
    return std::to_string(static_cast<long long>(d));
}

// "AB12" -> 27; the reader's own count when it says nothing.
unsigned column_of(std::string_view reference, unsigned next) {
    unsigned column = 0;
    for (char c : reference) {
        if (c < 'A' || c > 'Z') break;
        column = column * 26 + static_cast<unsigned>(c - 'A' + 1);
        if (column > most_columns) return next;
    }
    return column == 0 ? next : column - 1;
}

// Text of <t> inside, without the readings of Japanese words.
std::string rich_text(const pugi::xml_node& node) {
    std::string out;
    for (const auto& child : node.children()) {
        const auto name = local_name(child);
        if (name == "t")
            out += child.child_value();
        else if (name == "r")
            for (const auto& t : child.children())
                if (local_name(t) == "t") out += t.child_value();
    }
    return out;
}

void put_cell(std::string& row, std::string_view text) {
    for (char c : text) row += c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
}

// "&CPage &P": the letters behind & say where and how it stands.
std::string without_codes(std::string_view line) {
    std::string out;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool code = line[i] == '&' && i + 1 < line.size() && line[i + 1] != '&';
        out += code ? ' ' : line[i];
        if (code) ++i;
    }
    return out;
}

struct Sheet {
    std::string name, state, target;
};

class Workbook {
  public:
    explicit Workbook(Package& package) : package_(package) {}

    void read() {
        shared_strings();
        const auto sheets = list();
        for (const auto& sheet : sheets)
            if (const ZipMember* member = package_.find(sheet.target)) one(*member, sheet);
        // A sheet that the workbook does not list is hidden from everyone but who opens the file's parts.
        for (const auto* member : package_.parts("xl/worksheets/", ".xml"))
            if (std::none_of(sheets.begin(), sheets.end(),
                             [&](const Sheet& s) { return ascii_iequal(s.target, member->name); }))
                one(*member, {member->name, "hidden", member->name});
        beside("xl/comments", "comments", FindingKind::document_comment, "comments on cells");
        beside("xl/threadedcomments/", "comments", FindingKind::document_comment, "comments on cells");
        beside("xl/pivotcache/", "pivot cache", FindingKind::pivot_cache, "rows behind a pivot table");
    }

  private:
    void shared_strings() {
        const ZipMember* member = package_.find("xl/sharedStrings.xml");
        if (!member) return;
        const std::string octets = package_.load(*member);
        pugi::xml_document document;
        if (!document.load_buffer(octets.data(), octets.size(), xml_flags) && !octets.empty()) {
            package_.broken(*member);
            package_.reader().text(SegmentKind::hidden, read_xml(octets, false).text, package_.place());
        }
        for (const auto& si : document.first_child().children())
            if (local_name(si) == "si") strings_.push_back(rich_text(si));
    }

    std::vector<Sheet> list() {
        std::vector<Sheet> out;
        const ZipMember* member = package_.find("xl/workbook.xml");
        if (!member) return out;
        const std::string octets = package_.load(*member);
        const auto targets = package_.relations("xl/workbook.xml");
        pugi::xml_document document;
        if (!document.load_buffer(octets.data(), octets.size(), xml_flags)) package_.broken(*member);
        std::string names;
        for (const auto& group : document.first_child().children()) {
            const auto kind = local_name(group);
            if ((kind == "workbookProtection" || kind == "fileSharing") && group.first_attribute())
                cosmetic(package_.place(), std::string(kind));
            for (const auto& n : group.children()) {
                if (kind == "definedNames") names += std::string(attribute(n, "name")) + " " + n.child_value() + "\n";
                if (kind != "sheets" || too_many_sheets(out.size())) continue;
                const auto it = targets.find(std::string(attribute(n, "id")));
                out.push_back({std::string(attribute(n, "name")), std::string(attribute(n, "state")),
                               it == targets.end() ? std::string() : it->second});
                package_.reader().name(out.back().name, package_.place());
            }
        }
        package_.reader().text(SegmentKind::hidden, names, package_.place().beside("names", "defined names"));
        return out;
    }

    bool too_many_sheets(std::size_t count) {
        if (count < most_sheets) return false;
        package_.reader().not_inspected(package_.place(), NotInspectedReason::limit, "more sheets than are read");
        return true;
    }

    void cosmetic(const Place& at, std::string why) {
        package_.reader().protect(at, ProtectionMethod::ooxml, ProtectionGrade::cosmetic, false, std::move(why));
    }

    void one(const ZipMember& member, const Sheet& sheet) {
        const std::string octets = package_.load(member);
        pugi::xml_document document;
        const bool whole = static_cast<bool>(document.load_buffer(octets.data(), octets.size(), xml_flags));
        const bool hidden = sheet.state == "hidden" || sheet.state == "veryHidden";
        const std::string name = printable(sheet.name, 60);
        const Place at = package_.place().beside(name, (hidden ? "hidden sheet \"" : "sheet \"") + name + '"');
        std::string table, concealed;
        for (const auto& part : document.first_child().children()) sheet_part(part, at, table, concealed);
        Reader& reader = package_.reader();
        if (hidden && !trim(table).empty())
            reader.found(FindingKind::hidden_content, at, Confidence::high, sheet.state + " sheet \"" + name + '"');
        if (!concealed.empty())
            reader.found(FindingKind::hidden_content, at, Confidence::medium,
                         "hidden " + concealed + " in sheet \"" + name + '"');
        reader.text(hidden ? SegmentKind::hidden : SegmentKind::sheet, std::move(table), at, true);
        if (whole) return;
        package_.broken(member);
        reader.text(SegmentKind::hidden, read_xml(octets, false).text, at);
    }

    void sheet_part(const pugi::xml_node& part, const Place& at, std::string& table, std::string& concealed) {
        const auto kind = local_name(part);
        if (kind == "sheetProtection") cosmetic(at, "sheetProtection");
        if (kind == "headerFooter")
            for (const auto& line : part.children())
                package_.reader().text(SegmentKind::document, without_codes(line.child_value()), at);
        if (kind == "cols")
            for (const auto& col : part.children())
                if (is_on(col, "hidden")) concealed = "columns";
        if (kind != "sheetData") return;
        for (const auto& row : part.children()) {
            if (is_on(row, "hidden") && row.first_child()) concealed = concealed.empty() ? "rows" : concealed;
            const std::string line = row_text(row);
            if (!line.empty()) table += line + "\n";
            if (table.size() < most_table && package_.reader().budget().time_left()) continue;
            package_.reader().not_inspected(at, NotInspectedReason::limit, "the sheet holds more than is read");
            return;
        }
    }

    std::string row_text(const pugi::xml_node& row) {
        std::string line;
        unsigned at = 0;
        for (const auto& cell : row.children()) {
            const unsigned column = std::max(at, column_of(attribute(cell, "r"), at));
            const std::string text = cell_text(cell);
            if (text.empty()) continue;
            line.append(std::min(column - at, most_gap), '\t');
            at = column;
            put_cell(line, text);
            if (line.size() > most_table) break;
        }
        return line;
    }

    std::string cell_text(const pugi::xml_node& cell) {
        const auto type = attribute(cell, "t");
        std::string value;
        for (const auto& child : cell.children()) {
            const auto name = local_name(child);
            if (name == "is") return rich_text(child);
            if (name == "v") value = child.child_value();
        }
        if (type == "s") {
            std::size_t index = 0;
            const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), index);
            return error == std::errc() && index < strings_.size() ? strings_[index] : std::string();
        }
        return type.empty() || type == "n" ? number_text(value) : value;
    }

    void beside(std::string_view prefix, const char* words, FindingKind kind, const char* evidence) {
        for (const auto* member : package_.parts(prefix, ".xml")) {
            const std::string octets = package_.load(*member);
            const XmlText xml = read_xml(octets, kind == FindingKind::pivot_cache);
            if (!xml.whole && !octets.empty()) package_.broken(*member);
            const Place at = package_.place().beside(words, words);
            if (!trim(xml.text).empty()) package_.reader().found(kind, at, Confidence::medium, evidence);
            package_.reader().text(SegmentKind::hidden, xml.text, at);
        }
    }

    Package& package_;
    std::vector<std::string> strings_;
};

}  // namespace

void read_sheets(Package& package) { Workbook(package).read(); }

}  // namespace beadle::inspect
