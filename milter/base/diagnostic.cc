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
    for (const Diagnostic& one : d) out += text(one) + '\n';
    return out;
}

}  // namespace beadle
