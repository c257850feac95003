#include "inspect/text/table_text.h"

#include <algorithm>
#include <array>
#include <vector>

namespace beadle::inspect {
namespace {

std::size_t count_outside_quotes(std::string_view line, char separator) {
    std::size_t n = 0;
    bool quoted = false;
    for (char c : line) {
        if (c == '"') quoted = !quoted;
        n += !quoted && c == separator;
    }
    return n;
}

}  // namespace

char guess_separator(std::string_view text) {
    if (text.starts_with("sep=") && text.size() > 4) return text[4];  // Excel's own hint
    std::vector<std::string_view> lines;
    for (auto rest = text.substr(0, 16384); !rest.empty() && lines.size() < 20;) {
        const auto end = std::min(rest.find('\n'), rest.size());
        if (end > 1) lines.push_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    char best = '\0';
    std::size_t most = 0;
    for (const char separator : std::array{',', ';', '\t', '|'}) {
        if (lines.size() < 2) break;
        const auto first = count_outside_quotes(lines[0], separator);
        if (first == 0) continue;
        std::size_t same = 0;
        for (auto line : lines) same += count_outside_quotes(line, separator) == first;
        const std::size_t score = same * 100 + first;
        if (same * 10 >= lines.size() * 8 && score > most) {
            best = separator;
            most = score;
        }
    }
    return best;
}

char separator_of_first_line(std::string_view text) {
    const auto line = text.substr(0, text.find('\n'));
    char best = '\0';
    std::size_t most = 0;
    for (const char separator : std::array{',', ';', '\t', '|'})
        if (const auto n = count_outside_quotes(line, separator); n > most) most = n, best = separator;
    return best;
}

std::string read_table(std::string_view text, char separator) {
    std::string out;
    out.reserve(text.size());
    bool quoted = false, start = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted && c == '"') {
            if (i + 1 < text.size() && text[i + 1] == '"')
                out += text[i++];
            else
                quoted = false;
        } else if (quoted) {
            out += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
        } else if (c == '"' && start) {
            quoted = true;
        } else if (c == separator && separator != '\0') {
            out += '\t';
            start = true;
            continue;
        } else if (c == '\n') {
            out += '\n';
            start = true;
            continue;
        } else if (c != '\r') {
            out += c;
        }
        start = false;
    }
    return out;
}

}  // namespace beadle::inspect
