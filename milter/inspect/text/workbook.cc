#include "inspect/text/workbook.h"

#include <algorithm>

#include "base/text.h"

#include "inspect/text/active.h"
#include "inspect/text/xml_text.h"

namespace beadle::inspect {
namespace {

// A cell whose value another program gives: what it starts stands in two attributes, read as the formula that shows
// them.
std::optional<Active> dde_link(std::string_view octets) {
    XmlPull xml(octets);
    for (auto event = xml.next(); event != XmlPull::Event::stop; event = xml.next()) {
        if (event != XmlPull::Event::start || xml.name() != "ddeLink") continue;
        const std::string service = xml.attribute("ddeService");
        if (const auto active = judge_fields("=" + service + "|'" + xml.attribute("ddeTopic") + "'!A0")) return active;
        return Active{"cells that another program fills (" + printable(service, 40) + ")", Confidence::low};
    }
    return std::nullopt;
}

using Event = XmlPull::Event;

constexpr std::size_t most_sheets = 4096, most_formats = 65'536;

bool is_binary(std::string_view name) { return ascii_lower(name).ends_with(".bin"); }

bool is_sheet_root(std::string_view root) {
    return root == "worksheet" || root == "chartsheet" || root == "dialogsheet" || root == "macrosheet";
}

}  // namespace

const CellFormat& Workbook::format(std::size_t style) const {
    static const CellFormat general;
    return style < formats_.size() ? formats_[style] : general;
}

void Workbook::add_format(CellFormat format, bool unseen) {
    if (formats_.size() >= most_formats) return;
    formats_.push_back(std::move(format));
    unseen_.push_back(unseen);
}

void Workbook::add_sheet(Sheet sheet) {
    if (sheets_.size() < most_sheets)
        sheets_.push_back(std::move(sheet));
    else
        too_many_ = true;
}

std::string Workbook::person(const std::string& id) const {
    const auto it = people_.find(id);
    return it == people_.end() ? std::string() : it->second;
}

const ZipMember* Workbook::known(std::string_view type, std::string_view usual) {
    const ZipMember* member = package_.target(package_.main(), type);
    if (!member) member = package_.find(usual);
    return member && !package_.is_seen(*member) ? member : nullptr;
}

void Workbook::read() {
    read_workbook();
    read_strings();
    read_styles();
    read_people();
    for (const auto& s : sheets_) sheet(s);
    package_.rest([&](const Package::Part& part) { return other(part); });
    finish();
}

void Workbook::read_workbook() {
    const ZipMember* member = package_.find(package_.main());
    if (!member) return;
    const std::string octets = package_.load(*member);
    if (is_binary(member->name))
        read_binary_workbook(*this, octets);
    else
        read_workbook_xml(octets, member->name);
    for (auto& s : sheets_) {
        for (const auto& r : package_.relations(package_.main()))
            if (r.id == s.id && !r.external) s.target = r.target;
        package_.reader().name(s.name, package_.place());
    }
    if (too_many_)
        package_.reader().not_inspected(package_.place(), NotInspectedReason::limit, "more sheets than are read");
    package_.reader().text(SegmentKind::hidden, std::move(names_), package_.place().beside("names", "defined names"));
}

void Workbook::read_workbook_xml(std::string_view octets, std::string_view name) {
    XmlPull xml(octets);
    bool in_name = false;
    for (auto event = xml.next(); event != Event::stop; event = xml.next()) {
        if (event == Event::text || event == Event::comment) {
            if (!trim(xml.text()).empty())
                names_ += in_name ? std::string(xml.text()) : std::string(trim(xml.text())) + "\n";
            continue;
        }
        const auto element = xml.name();
        if (event == Event::end) {
            if (element == "definedName") names_ += '\n';
            in_name = in_name && element != "definedName";
        } else if (element == "sheet") {
            add_sheet({xml.attribute("name"), xml.attribute("state"), xml.attribute("id", true), {}});
        } else if (element == "definedName") {
            in_name = true;
            names_ += xml.attribute("name") + " " + xml.attribute("comment") + " ";
        } else if (element == "workbookPr") {
            since_1904_ = xml.is_on("date1904");
        } else if (element == "workbookProtection" || element == "fileSharing") {
            XmlPull::Attribute any;
            std::size_t at = 0;
            if (xml.attributes(at, any)) package_.cosmetic(package_.place(), std::string(element));
        }
    }
    package_.judge(xml, name);
}

void Workbook::read_strings() {
    const ZipMember* member = known("sharedStrings", "xl/sharedStrings.xml");
    if (!member) return;
    const std::string octets = package_.load(*member);
    if (is_binary(member->name)) return read_binary_strings(*this, octets);
    XmlPull xml(octets);
    std::string one, readings;
    bool in_text = false, phonetic = false, fits = true;
    for (auto event = xml.next(); event != Event::stop; event = xml.next()) {
        if (event == Event::text || event == Event::comment) {
            if (event == Event::text && in_text && !phonetic)
                one += xml.text();
            else if (!trim(xml.text()).empty())
                readings.append(xml.text()).append("\n");
            continue;
        }
        const auto name = xml.name();
        if (name == "t") in_text = event == Event::start;
        if (name == "rPh") phonetic = event == Event::start;
        if (name != "si" || event != Event::end) continue;
        fits = fits && strings_.add(one);
        one.clear();
    }
    if (!one.empty()) strings_.add(one);
    package_.judge(xml, member->name);
    const Place at = package_.place().beside("shared strings", "shared strings");
    if (!fits) package_.reader().not_inspected(at, NotInspectedReason::limit, "more strings than are read");
    package_.reader().text(SegmentKind::hidden, std::move(readings), at);
}

void Workbook::read_styles() {
    const ZipMember* member = known("styles", "xl/styles.xml");
    if (!member) return;
    const std::string octets = package_.load(*member);
    if (is_binary(member->name)) return read_binary_styles(*this, octets);
    read_styles_xml(octets, *this);
    package_.other_part({*member, member->name, xml_root(octets), octets});
}

void Workbook::read_people() {
    for (const auto& r : std::vector(package_.relations(package_.main()))) {
        const ZipMember* member = r.type == "person" && !r.external ? package_.find(r.target) : nullptr;
        if (!member || package_.is_seen(*member)) continue;
        const std::string octets = package_.load(*member);
        XmlPull xml(octets);
        std::string all;
        for (auto event = xml.next(); event != Event::stop; event = xml.next()) {
            if (event != Event::start || xml.name() != "person" || people_.size() > 10'000) continue;
            people_[xml.attribute("id")] = xml.attribute("displayName");
            all += xml.attribute("displayName") + " " + xml.attribute("userId") + "\n";
        }
        package_.reader().text(SegmentKind::hidden, std::move(all),
                               package_.place().beside("comment authors", "comment authors"));
    }
}

void Workbook::sheet(const Sheet& sheet) {
    const ZipMember* member = sheet.target.empty() ? nullptr : package_.find(sheet.target);
    if (!member) return package_.missing("sheet \"" + sheet.name + "\"");
    if (package_.is_seen(*member)) return;
    const std::string octets = package_.load(*member);
    const bool hidden = sheet.state == "hidden" || sheet.state == "veryHidden";
    const std::string name = printable(sheet.name, 60);
    const Place at = package_.place().beside(name, (hidden ? "hidden sheet \"" : "sheet \"") + name + '"');
    sheet_part({*member, member->name, is_binary(member->name) ? "" : xml_root(octets), octets}, sheet, at, hidden);
}

void Workbook::sheet_part(const Package::Part& part, const Sheet& sheet, const Place& at, bool hidden) {
    Reader& reader = package_.reader();
    if (part.root == "macrosheet" || part.name.find("macrosheets/") != std::string::npos)
        reader.found(FindingKind::macro, at, Confidence::high, "sheet of Excel 4 macros");
    const bool any = part.root.empty() ? read_binary_sheet(*this, part.octets, sheet, at, hidden)
                                       : read_sheet_xml(*this, part, sheet, at, hidden);
    if (hidden && any)
        reader.found(FindingKind::hidden_content, at, Confidence::high,
                     (sheet.state.empty() ? "hidden" : sheet.state) + " sheet \"" + printable(sheet.name, 60) + '"');
    beside(part, at);
}

// Comments, drawings, charts and tables belong to their sheet.
void Workbook::beside(const Package::Part& part, const Place& at) {
    for (const auto& r : std::vector(package_.relations(part.name))) {
        const ZipMember* member = r.external ? nullptr : package_.find(r.target);
        const bool ours = r.type == "comments" || r.type == "threadedComment" || r.type == "drawing";
        if (!member || !ours || package_.is_seen(*member)) continue;
        const std::string octets = package_.load(*member);
        const Package::Part other{*member, member->name, xml_root(octets), octets};
        if (r.type == "drawing")
            read_drawing_xml(package_, other, at.beside("drawing", "drawing"), SegmentKind::document);
        else
            comments(other, at);
    }
}

void Workbook::comments(const Package::Part& part, const Place& at) {
    std::string text;
    if (part.root.empty()) {
        text = binary_comments(part.octets);
    } else {
        XmlPull xml(part.octets);
        int in_text = 0;
        for (auto event = xml.next(); event != Event::stop; event = xml.next()) {
            const auto name = xml.name();
            const bool words = name == "t" || name == "text" || name == "author";
            if (event == Event::text && in_text > 0)
                text += xml.text();
            else if (event == Event::comment || (event == Event::text && trim(xml.text()).size() > 12))
                text.append("\n").append(trim(xml.text())).append("\n");  // shorter ones say where it stands
            if (event == Event::start && words) ++in_text;
            if (event == Event::end && words && in_text > 0) --in_text;
            const bool whole = name == "comment" || name == "threadedComment";
            if (event == Event::start && whole)
                text += xml.attribute("ref") + " " + person(xml.attribute("personId")) + ": ";
            if (event == Event::end && (whole || name == "author")) text += '\n';
        }
        package_.judge(xml, part.name);
    }
    const Place place = at.beside("comments", "comments");
    if (!trim(text).empty())
        package_.reader().found(FindingKind::document_comment, place, Confidence::medium, "comments on cells");
    package_.reader().text(SegmentKind::hidden, std::move(text), place);
}

bool Workbook::other(const Package::Part& part) {
    const std::string lower = ascii_lower(part.name);
    if (is_sheet_root(part.root) ||
        (part.root.empty() && lower.find("sheets/sheet") != std::string::npos && is_binary(lower))) {
        // A sheet that the workbook does not list is hidden from everyone but who opens the file's parts.
        const std::string name = printable(part.name, 60);
        sheet_part(part, {part.name, "unlisted", {}, {}}, package_.place().beside(name, "hidden sheet \"" + name + '"'),
                   true);
    } else if (part.root == "comments" || part.root == "ThreadedComments" ||
               (part.root.empty() && lower.find("/comments") != std::string::npos && is_binary(lower))) {
        comments(part, package_.place());
    } else if (part.root == "pivotCacheDefinition") {
        read_pivot_cache(*this, part);
    } else if (part.root == "externalLink") {
        if (const auto link = dde_link(part.octets))
            package_.reader().found(FindingKind::macro, package_.place().beside("linked content", "linked content"),
                                    link->confidence, link->what);
        read_external_cells(*this, part);
    } else if (part.root == "revisions") {
        const Place at = package_.place().beside("tracked changes", "tracked changes");
        package_.reader().found(FindingKind::tracked_changes, at, Confidence::medium, "history of a shared workbook");
        package_.reader().text(SegmentKind::hidden, read_xml(part.octets, true).text, at);
    } else if (part.root.empty() && is_binary(lower) && lower.starts_with("xl/") &&
               part.octets.substr(0, 4) != std::string_view("\xD0\xCF\x11\xE0") &&
               lower.find("printersettings") == std::string::npos) {
        return binary_part(part);
    } else {
        return false;
    }
    return true;
}

// Other parts of an xlsb: records whose strings are words.
bool Workbook::binary_part(const Package::Part& part) {
    if (!is_binary(package_.main())) return false;
    const std::string name = printable(part.name, 80);
    const bool pivot = ascii_lower(part.name).find("pivotcache") != std::string::npos;
    const Place at = pivot ? package_.place().beside("pivot cache", "pivot cache")
                           : package_.place().beside(name, "part \"" + name + '"');
    std::string words = binary_words(part.octets);
    if (pivot && !trim(words).empty())
        package_.reader().found(FindingKind::pivot_cache, at, Confidence::medium, "rows behind a pivot table");
    package_.reader().text(SegmentKind::hidden, std::move(words), at);
    return true;
}

void Workbook::finish() {
    package_.reader().text(SegmentKind::hidden, strings_.unused(),
                           package_.place().beside("unused strings", "strings that no cell shows"));
}

void read_sheets(Package& package) { Workbook(package).read(); }

}  // namespace beadle::inspect
