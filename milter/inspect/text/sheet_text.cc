#include <algorithm>
#include <charconv>
#include <string>

#include "base/text.h"

#include "inspect/text/workbook.h"

namespace beadle::inspect {
namespace {

using Event = XmlPull::Event;

// "AB12" -> 27; the reader's own count when it says nothing.
unsigned column_of(std::string_view reference, unsigned next) {
    unsigned column = 0;
    for (const char c : reference) {
        if (c < 'A' || c > 'Z') break;
        column = column * 26 + static_cast<unsigned>(c - 'A' + 1);
        if (column > SheetGrid::most_columns) return next;
    }
    return column == 0 ? next : column - 1;
}

std::size_t number(std::string_view s, std::size_t otherwise) {
    std::size_t n = otherwise;
    std::from_chars(s.data(), s.data() + s.size(), n);
    return n;
}

// "&C&"Arial,Bold"&12Page &P": the letters, quotes and digits behind & say where and how it stands.
std::string without_codes(std::string_view line) {
    std::string out;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] != '&' || i + 1 >= line.size()) {
            out += line[i];
            continue;
        }
        const char code = line[++i];
        const bool digit = code >= '0' && code <= '9';
        if (code == '&') out += '&';
        if (code == '"') i = std::min(line.find('"', i + 1), line.size());
        while (digit && i + 1 < line.size() && line[i + 1] >= '0' && line[i + 1] <= '9') ++i;
        if (code != '&' && !out.empty() && out.back() != ' ') out += ' ';
    }
    return out;
}

// Attributes of a sheet that are words: of prompts, links, filters, scenarios.
constexpr std::string_view spoken[] = {"prompt",  "promptTitle", "error",   "errorTitle",
                                       "display", "tooltip",     "comment", "location"};

class SheetXml {
  public:
    SheetXml(Workbook& workbook, std::string_view octets, const Place& at)
        : workbook_(workbook), xml_(octets), at_(at) {}

    void run() {
        for (auto event = xml_.next(); event != Event::stop; event = xml_.next()) {
            if (event == Event::start)
                start();
            else if (event == Event::end)
                end();
            else
                text(event);
            // One long shared string may stand in every cell: the grid is asked each time.
            if ((++events_ % 4096 == 0 || grid.full()) && !goes_on()) return;
        }
    }
    const XmlPull& xml() const { return xml_; }
    SheetGrid grid;
    std::string lines, more, formulas;

  private:
    enum class In { nothing, value, formula, string, reading, line };

    bool goes_on() {
        if (!grid.full() && workbook_.package().reader().budget().time_left()) return true;
        workbook_.package().reader().not_inspected(at_, NotInspectedReason::limit, "the sheet holds more than is read");
        return false;
    }

    void start() {
        const auto name = xml_.name();
        if (name == "c") return cell();
        if (in_cell_) {
            in_ = name == "v"   ? In::value
                  : name == "f" ? In::formula
                  : name == "t" ? (phonetic_ ? In::reading : In::string)
                                : In::nothing;
            if (name == "rPh") phonetic_ = true;
            return;
        }
        if (name == "row") {
            const auto height = xml_.attribute("ht");
            grid.start_row(xml_.is_on("hidden") || height == "0");
            next_ = 0;
        } else {
            around(name);
        }
    }

    // What is not cells.
    void around(std::string_view name) {
        if (name == "col") {
            const auto first = number(xml_.attribute("min"), 0), last = number(xml_.attribute("max"), 0);
            if ((xml_.is_on("hidden") || xml_.attribute("width") == "0") && first > 0)
                grid.hide_columns(
                    static_cast<unsigned>(std::min<std::size_t>(first - 1, SheetGrid::most_columns)),
                    static_cast<unsigned>(std::min<std::size_t>(last - (last > 0), SheetGrid::most_columns)));
        } else if (name == "sheetProtection" || name == "protectedRange") {
            if (!protected_) workbook_.package().cosmetic(at_, "sheetProtection");
            protected_ = true;
        } else if (name == "oddHeader" || name == "oddFooter" || name == "evenHeader" || name == "evenFooter" ||
                   name == "firstHeader" || name == "firstFooter") {
            in_ = In::line;
        } else if (name == "filter" || name == "customFilter" || name == "inputCells") {
            note(xml_.attribute("val"));
        } else if (name == "dataValidation" || name == "hyperlink" || name == "scenario" || name == "cfRule") {
            for (const auto attribute : spoken) note(xml_.attribute(attribute));
            if (name == "cfRule") note(xml_.attribute("text"));
        }
    }

    void cell() {
        in_cell_ = true;
        phonetic_ = false;
        in_ = In::nothing;
        value_.clear();
        string_.clear();
        style_ = 0;
        type_ = '\0';
        column_ = next_;
        XmlPull::Attribute a;
        for (std::size_t at = 0; xml_.attributes(at, a);) {
            if (a.name == "r")
                column_ = column_of(a.raw, next_);
            else if (a.name == "s")
                style_ = number(a.raw, 0);
            else if (a.name == "t")
                type_ = a.raw == "s"                    ? 's'
                        : a.raw == "d"                  ? 'd'
                        : a.raw == "b"                  ? 'b'
                        : a.raw.empty() || a.raw == "n" ? '\0'
                                                        : 't';
        }
    }

    void text(Event event) {
        if (event == Event::comment) return note(xml_.text());
        switch (in_) {
            case In::value:
                value_ += xml_.text();
                break;
            case In::string:
                string_ += xml_.text();
                break;
            case In::formula:
                formula_ += xml_.text();
                break;
            case In::line:
                lines += without_codes(xml_.text()) + "\n";
                break;
            case In::reading:
            case In::nothing:
                note(xml_.text());
                break;
        }
    }

    void end() {
        const auto name = xml_.name();
        if (name == "c" && in_cell_) {
            in_cell_ = false;
            end_cell();
        } else if (name == "row") {
            grid.end_row();
        } else if (name == "f") {
            // Words and links stand between quotes; a formula of references alone says nothing.
            if (formula_.find('"') != std::string::npos && formula_ != last_formula_) {
                formulas += formula_ + "\n";
                last_formula_ = formula_;
            }
            formula_.clear();
        } else if (name == "rPh") {
            phonetic_ = false;
        }
        in_ = In::nothing;
    }

    void end_cell() {
        next_ = column_ + 1;
        const bool unseen = workbook_.is_unseen(style_);
        // A string and a value both: programs take one or the other.
        if (!string_.empty()) {
            grid.cell(column_, string_, unseen);
            if (type_ != 's') note(value_);
            return;
        }
        if (value_.empty()) return;
        if (type_ == 's') {
            grid.cell(column_, workbook_.strings().at(number(trim(value_), SharedStrings::most)), unseen);
        } else if (type_ == 'd') {
            grid.cell(column_, readable_date(value_), unseen);
        } else if (type_ == 'b') {
            grid.cell(column_, trim(value_) == "0" ? "FALSE" : "TRUE", unseen);
        } else if (type_ == 't') {
            grid.cell(column_, value_, unseen);
        } else {
            grid.cell(column_, format_cell(workbook_.format(style_), trim(value_), workbook_.since_1904()), unseen);
        }
    }

    void note(std::string_view words) {
        words = trim(words);
        if (!words.empty() && more.size() < (8u << 20)) more.append(words).push_back('\n');
    }

    Workbook& workbook_;
    XmlPull xml_;
    const Place& at_;
    std::string value_, string_, formula_, last_formula_;
    std::size_t style_ = 0, events_ = 0;
    unsigned column_ = 0, next_ = 0;
    In in_ = In::nothing;
    char type_ = '\0';
    bool in_cell_ = false, phonetic_ = false, protected_ = false;
};

}  // namespace

bool read_sheet_xml(Workbook& workbook, const Package::Part& part, const Sheet& sheet, const Place& at, bool hidden) {
    SheetXml xml(workbook, part.octets, at);
    xml.run();
    workbook.package().judge(xml.xml(), part.name);
    Reader& reader = workbook.package().reader();
    const bool any = xml.grid.emit(reader, at, hidden, printable(sheet.name, 60));
    reader.text(SegmentKind::document, std::move(xml.lines), at);
    reader.text(SegmentKind::hidden, std::move(xml.formulas), at.beside("formulas", "formulas"));
    reader.text(SegmentKind::hidden, std::move(xml.more), at.beside("prompts", "prompts and links"));
    return any;
}

// Fonts that are white, fills that are none, formats: a cell's style names one of each.
void read_styles_xml(std::string_view octets, Workbook& workbook) {
    XmlPull xml(octets);
    std::map<std::size_t, CellFormat> codes;
    std::vector<bool> white;
    std::string group;
    for (auto event = xml.next(); event != Event::stop; event = xml.next()) {
        if (event != Event::start) continue;
        const auto name = xml.name();
        if (xml.depth() == 2) group = name;
        if (name == "numFmt" && group == "numFmts" && codes.size() < 65'536) {
            codes[number(xml.attribute("numFmtId"), 0)] = parse_format(xml.attribute("formatCode"));
        } else if (name == "font" && group == "fonts" && xml.depth() == 3 && white.size() < 65'536) {
            white.push_back(false);
        } else if (name == "color" && group == "fonts" && !white.empty()) {
            white.back() = ascii_iequal(xml.attribute("rgb"), "FFFFFFFF") || xml.attribute("theme") == "0";
        } else if (name == "xf" && group == "cellXfs") {
            const auto id = number(xml.attribute("numFmtId"), 0), font = number(xml.attribute("fontId"), 0);
            const auto it = codes.find(id);
            const CellFormat format =
                it == codes.end() ? builtin_format(static_cast<unsigned>(std::min<std::size_t>(id, 1000))) : it->second;
            const bool on_white = font < white.size() && white[font] && number(xml.attribute("fillId"), 0) == 0;
            workbook.add_format(format, on_white || format.kind == CellFormat::Kind::nothing);
        }
    }
}

}  // namespace beadle::inspect
