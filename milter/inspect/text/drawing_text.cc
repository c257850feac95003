#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/text.h"

#include "inspect/text/cell_format.h"
#include "inspect/text/drawing_part.h"
#include "inspect/text/package.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;
using Channel = PageFlow::Channel;
using Event = XmlPull::Event;

constexpr std::array roots{"sld"sv,           "notes"sv,       "sldLayout"sv, "sldMaster"sv, "notesMaster"sv,
                           "handoutMaster"sv, "wsDr"sv,        "cmLst"sv,     "dataModel"sv, "drawing"sv,
                           "userShapes"sv,    "cmAuthorLst"sv, "authorLst"sv, "tagLst"sv};

constexpr std::array words{"descr"sv, "title"sv, "tooltip"sv, "name"sv, "initials"sv, "val"sv};

constexpr std::size_t most_points = 1u << 20;

// The series of a chart: a name, and for each point a category and a value.
struct Series {
    std::string name;
    std::map<unsigned, std::string> categories, values;
};

}  // namespace

bool is_drawing_root(std::string_view root) { return std::find(roots.begin(), roots.end(), root) != roots.end(); }

void DrawingPart::run() {
    for (auto event = xml_.next(); event != Event::stop; event = xml_.next()) {
        if (event == Event::start)
            enter();
        else if (event == Event::end)
            leave();
        else if (event == Event::comment)
            flow_.line(Channel::code, xml_.text());
        else if (in_text_ > 0)
            flow_.put(xml_.text());
        else if (!trim(xml_.text()).empty())
            flow_.line(Channel::code, xml_.text());
    }
}

void DrawingPart::enter() {
    const auto name = xml_.name();
    if (name == "t" || name == "text") {
        in_text_ = xml_.depth();
    } else if (name == "br") {
        flow_.gap('\n');
    } else if (name == "tab") {
        flow_.gap('\t');
    } else if (name == "tbl") {
        flow_.start_table();
    } else if (name == "tr") {
        flow_.start_row();
    } else if (name == "tc") {
        flow_.start_cell();
    } else if (name == "cNvPr" || name == "hlinkClick" || name == "hlinkHover") {
        for (const auto attribute : {"descr"sv, "title"sv, "tooltip"sv})
            flow_.line(Channel::code, xml_.attribute(attribute));
        // The shape is the element around the one that holds its properties.
        if (name == "cNvPr" && xml_.is_on("hidden") && hidden_ == 0 && xml_.depth() > 2) {
            hidden_ = xml_.depth() - 2;
            flow_.open(Channel::hidden);
        }
    } else if (name == "cmAuthor" || name == "author" || name == "tag") {
        for (const auto attribute : words) flow_.line(Channel::code, xml_.attribute(attribute));
    } else if (name == "Fallback" && fallback_ == 0) {
        fallback_ = xml_.depth();
        flow_.open(Channel::code);
    } else if (xml_.depth() == 1) {
        shown_ = xml_.attribute("show") != "0" && xml_.attribute("show") != "false";
    }
}

void DrawingPart::leave() {
    const auto name = xml_.name();
    if (xml_.depth() == in_text_) {
        in_text_ = 0;
        if (name == "text") flow_.end_paragraph();
    } else if (name == "tc") {
        flow_.end_cell();
    } else if (name == "tr") {
        flow_.end_row();
    } else if (name == "tbl") {
        flow_.end_table();
    } else if (name == "p") {
        flow_.end_paragraph();
    } else if (xml_.depth() == fallback_) {
        fallback_ = 0;
        flow_.close();
    }
    if (hidden_ > 0 && xml_.depth() == hidden_) {
        hidden_ = 0;
        flow_.close();
    }
}

void read_drawing_xml(Package& package, const Package::Part& part, const Place& at, SegmentKind kind) {
    DrawingPart drawing(part.octets);
    drawing.run();
    package.judge(drawing.xml(), part.name);
    // A diagram keeps the same words once as data and once as drawn.
    if (package.first_time(std::string(drawing.flow().text(Channel::shown)) + "drawing"))
        drawing.flow().emit(package.reader(), at, kind);
}

namespace {

std::string chart_table(const std::vector<Series>& all) {
    std::string out;
    for (const auto& s : all) {
        out += "\t" + s.name + "\n";
        auto points = s.values;
        for (const auto& c : s.categories) points.try_emplace(c.first);
        for (const auto& [index, value] : points) {
            const auto category = s.categories.find(index);
            out += (category == s.categories.end() ? std::string() : category->second) + "\t" + value + "\n";
        }
    }
    return out;
}

class ChartPart {
  public:
    explicit ChartPart(std::string_view octets) : xml_(octets) {}
    void run() {
        for (auto event = xml_.next(); event != Event::stop; event = xml_.next()) {
            if (event == Event::start)
                enter();
            else if (event == Event::end)
                leave();
            else
                value_ += event == Event::comment ? std::string_view{} : xml_.text();
        }
    }
    const XmlPull& xml() const { return xml_; }
    std::vector<Series> series;
    std::string titles;

  private:
    void enter() {
        const auto name = xml_.name();
        value_.clear();
        if (name == "ser" && series.size() < 4096) series.emplace_back();
        if (name == "tx" || name == "cat" || name == "val" || name == "xVal" || name == "yVal" || name == "bubbleSize")
            role_ = name;
        if (name == "numCache" || name == "strCache" || name == "lvl") format_ = CellFormat();
        if (name == "pt") index_ = static_cast<unsigned>(std::strtoul(xml_.attribute("idx").c_str(), nullptr, 10));
    }
    void leave() {
        const auto name = xml_.name();
        if (name == "formatCode") format_ = parse_format(value_);
        if (name == "t" || name == "f") titles += value_ + (name == "f" ? "\n" : "");
        if (name == "p") titles += '\n';
        if (name == "v") point();
        value_.clear();
    }
    void point() {
        std::string text = format_cell(format_, trim(value_), false);
        if (series.empty() || role_ == "tx") {
            (series.empty() ? titles : series.back().name) += text + " ";
            return;
        }
        if (++points_ > most_points) return;
        auto& to = role_ == "cat" || role_ == "xVal" ? series.back().categories : series.back().values;
        auto& cell = to[index_];
        cell += (cell.empty() ? "" : " ") + text;
    }

    XmlPull xml_;
    std::string value_, role_;
    CellFormat format_;
    unsigned index_ = 0;
    std::size_t points_ = 0;
};

}  // namespace

void read_chart_xml(Package& package, const Package::Part& part, const Place& at) {
    ChartPart chart(part.octets);
    chart.run();
    package.judge(chart.xml(), part.name);
    package.reader().text(SegmentKind::document, std::move(chart.titles), at);
    package.reader().text(SegmentKind::hidden, chart_table(chart.series),
                          at.beside("values", "values behind the chart"), true);
}

}  // namespace beadle::inspect
