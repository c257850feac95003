#include "console/table_file.h"

#include <algorithm>

#include "base/text.h"
#include "console/value.h"

namespace beadle::console {
namespace {

constexpr std::size_t most_of_a_cell = 4000;

std::string line_of(const std::vector<std::string>& cells) {
    std::string out;
    for (const auto& cell : cells) out += (out.empty() ? "" : ",") + quoted_cell(cell);
    return out + "\r\n";
}

}  // namespace

// = + - @ and their wide forms, | and %: what spreadsheets run, also behind blanks.
std::string quoted_cell(std::string_view text) {
    const std::string clean = printable(text, most_of_a_cell);
    const std::string_view start = trim(clean);
    bool runs = !text.empty() && (text.front() == '\t' || text.front() == '\r' || text.front() == '\n');
    for (const char* sign : {"=", "+", "-", "@", "|", "%", "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0"}) runs = runs || start.starts_with(sign);
    return "\"" + std::string(runs ? "'" : "") + replace_all(clean, "\"", "\"\"") + "\"";
}

std::string csv_of(const TableFile& table) {
    std::string out = line_of(table.columns);
    for (const auto& row : table.rows) out += line_of(row);
    return out;
}

std::string json_of(const TableFile& table) {
    Value out = Value::list();
    for (const auto& row : table.rows) {
        Value one = Value::map();
        for (std::size_t i = 0; i < std::min(row.size(), table.columns.size()); ++i) one.set(table.columns[i], row[i]);
        out.add(std::move(one));
    }
    return json_of(out) + "\n";
}

}  // namespace beadle::console
