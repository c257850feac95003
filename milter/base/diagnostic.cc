#include "base/diagnostic.h"

namespace beadle {

std::string text(const Diagnostic& d) {
    std::string out = d.file;
    if (d.line > 0) {
        out += ':' + std::to_string(d.line);
        if (d.column > 0) out += ':' + std::to_string(d.column);
    }
    if (!out.empty()) out += ": ";
    out += d.message;
    if (!d.suggestion.empty()) out += " (did you mean \"" + d.suggestion + "\"?)";
    return out;
}

std::string text(const Diagnostics& d) {
    std::string out;
    for (std::size_t i = 0; i < d.size() && i < most_told; ++i) out += text(d[i]) + '\n';
    if (d.size() > most_told) out += "and " + std::to_string(d.size() - most_told) + " more\n";
    return out;
}

}  // namespace beadle
