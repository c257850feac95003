#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/text.h"

#include "inspect/text/workbook.h"

namespace beadle::inspect {
namespace {

using Event = XmlPull::Event;

constexpr std::size_t most_fields = 16'384, most_items = 1u << 20, most_text = 32u << 20;

struct Field {
    std::string name;
    std::vector<std::string> items;
    std::vector<bool> used;
};

struct Cache {
    std::vector<Field> fields;
    std::size_t items = 0;
    bool cut = false;
};

// A value of a cache: <s v="words"/>, <n v="1"/>, <d v="1985-03-12T00:00:00"/>.
std::string value_of(const XmlPull& xml) {
    const std::string v = xml.attribute("v");
    if (xml.name() == "d") return readable_date(v);
    if (xml.name() == "n") return format_cell(CellFormat(), v, false);
    return v;
}

bool is_value(std::string_view name) {
    return name.size() == 1 && std::string_view("sndbe").find(name[0]) != std::string_view::npos;
}

Cache read_definition(Package& package, const Package::Part& part) {
    Cache out;
    XmlPull xml(part.octets);
    for (auto event = xml.next(); event != Event::stop; event = xml.next()) {
        if (event != Event::start) continue;
        if (xml.name() == "cacheField" && out.fields.size() < most_fields) {
            out.fields.push_back({xml.attribute("name"), {}, {}});
        } else if ((is_value(xml.name()) || xml.name() == "m") && !out.fields.empty()) {
            if (++out.items > most_items) {
                out.cut = true;
                continue;
            }
            out.fields.back().items.push_back(value_of(xml));
            out.fields.back().used.push_back(false);
        }
    }
    package.judge(xml, part.name);
    return out;
}

std::string record_value(Cache& cache, std::size_t field, const XmlPull& xml) {
    if (xml.name() != "x") return value_of(xml);
    if (field >= cache.fields.size()) return {};
    const auto index = std::strtoul(xml.attribute("v").c_str(), nullptr, 10);
    Field& f = cache.fields[field];
    if (index >= f.items.size()) return {};
    f.used[index] = true;
    return f.items[index];
}

void put(std::string& row, std::size_t& gap, std::string_view text) {
    if (!text.empty()) {
        row.append(gap, '\t');
        gap = 0;
        for (const char c : text) row += c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
    }
    ++gap;
}

std::string read_records(Package& package, const Package::Part& part, Cache& cache) {
    XmlPull xml(part.octets);
    std::string out, row;
    std::size_t field = 0, gap = 0;
    for (auto event = xml.next(); event != Event::stop; event = xml.next()) {
        const bool record = xml.name() == "r" && xml.depth() == 2;
        if (event == Event::start && record) {
            field = gap = 0;
            row.clear();
        } else if (event == Event::start && xml.depth() == 3) {
            put(row, gap, record_value(cache, field++, xml));
        } else if (event == Event::end && record && !row.empty()) {
            out.append(row).push_back('\n');
        }
        cache.cut = cache.cut || out.size() > most_text;
        if (out.size() > most_text) break;
    }
    package.judge(xml, part.name);
    return out;
}

// Items that no record uses: of rows that are gone, or of a cache without records.
std::string unused_items(const Cache& cache) {
    std::string out;
    std::size_t longest = 0;
    for (const auto& f : cache.fields) longest = std::max(longest, f.items.size());
    for (std::size_t i = 0; i < longest && out.size() < most_text; ++i) {
        std::string row;
        std::size_t gap = 0;
        for (const auto& f : cache.fields) put(row, gap, i < f.items.size() && !f.used[i] ? f.items[i] : std::string());
        if (!row.empty()) out.append(row).push_back('\n');
    }
    return out;
}

std::string header(const Cache& cache) {
    std::string row;
    std::size_t gap = 0;
    for (const auto& f : cache.fields) put(row, gap, f.name);
    return row + "\n";
}

}  // namespace

void read_pivot_cache(Workbook& workbook, const Package::Part& definition) {
    Package& package = workbook.package();
    Cache cache = read_definition(package, definition);
    const Place at = package.place().beside("pivot cache", "pivot cache");
    std::string rows;
    const ZipMember* records = package.target(definition.name, "pivotCacheRecords");
    if (records && !package.is_seen(*records)) {
        const std::string octets = package.load(*records);
        rows = read_records(package, {*records, records->name, "pivotCacheRecords", octets}, cache);
    }
    rows += unused_items(cache);
    if (cache.cut)
        package.reader().not_inspected(at, NotInspectedReason::limit, "the pivot cache holds more than is read");
    if (!trim(rows).empty())
        package.reader().found(FindingKind::pivot_cache, at, Confidence::medium, "rows behind a pivot table");
    package.reader().text(SegmentKind::hidden, header(cache) + rows, at, true);
}

// Cells of another workbook, kept so that formulas can be worked out without it.
void read_external_cells(Workbook& workbook, const Package::Part& part) {
    Package& package = workbook.package();
    XmlPull xml(part.octets);
    std::string rows, names;
    bool any = false;
    for (auto event = xml.next(); event != Event::stop; event = xml.next()) {
        const auto name = xml.name();
        if (event == Event::text || event == Event::comment) {
            const auto words = trim(xml.text());
            if (words.empty()) continue;
            any = true;
            rows.append(words).push_back('\t');
        } else if (event == Event::start && (name == "sheetName" || name == "definedName")) {
            names += xml.attribute("val") + xml.attribute("name") + " " + xml.attribute("refersTo") + "\n";
        } else if (event == Event::end && name == "row" && !rows.empty()) {
            rows += '\n';
        }
    }
    package.judge(xml, part.name);
    const Place at = package.place().beside("external cells", "cells kept of another workbook");
    if (any)
        package.reader().found(FindingKind::hidden_content, at, Confidence::medium, "cells kept of another workbook");
    package.reader().text(SegmentKind::hidden, std::move(names), at);
    package.reader().text(SegmentKind::hidden, std::move(rows), at, true);
}

}  // namespace beadle::inspect
