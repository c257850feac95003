#include "notices/layout.h"

#include "base/text.h"

namespace beadle::notices {
namespace {

constexpr std::size_t columns = 72;
constexpr std::size_t most_items = 20;

std::size_t code_points(std::string_view s) {
    std::size_t n = 0;
    for (const char c : s) n += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    return n;
}

}  // namespace

std::string shown(std::string_view hostile, std::size_t most) {
    return std::string(trim(printable(replace_all(replace_all(hostile, "\r", " "), "\n", " "), most)));
}

std::string escape_html(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
    return out;
}

std::string wrap(std::string_view text, std::string_view indent) {
    std::string out, line;
    for (const auto& word : split(text, ' ')) {
        if (!line.empty() && code_points(line) + 1 + code_points(word) > columns) {
            out += line + "\n" + std::string(indent);
            line.clear();
        }
        if (!line.empty()) line += ' ';
        line += word;
    }
    return out + line + "\n";
}

void Layout::heading(const std::string& words) {
    text_ += "\n" + words + "\n" + std::string(code_points(words), '-') + "\n";
    html_ += "<h2>" + escape_html(words) + "</h2>\n";
}

void Layout::paragraph(const std::string& words) {
    text_ += (text_.empty() ? "" : "\n") + wrap(words, "");
    html_ += "<p>" + escape_html(words) + "</p>\n";
}

void Layout::link(const std::string& words, const std::string& address) {
    text_ += (text_.empty() ? "" : "\n") + wrap(words, "") + "  " + address + "\n";
    const std::string safe = escape_html(address);
    html_ += "<p>" + escape_html(words) + " <a href=\"" + safe + "\">" + safe + "</a></p>\n";
}

void Layout::list(const std::vector<std::string>& items) {
    html_ += "<ul>\n";
    std::size_t n = 0;
    for (const auto& item : items) {
        if (n++ == most_items) {
            const auto rest = "and " + std::to_string(items.size() - most_items) + " more";
            text_ += "  - " + rest + "\n";
            html_ += "<li>" + rest + "</li>\n";
            break;
        }
        text_ += wrap("  - " + item, "    ");
        html_ += "<li>" + escape_html(item) + "</li>\n";
    }
    html_ += "</ul>\n";
}

std::string Layout::html(const std::string& title) const {
    return "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head><meta charset=\"utf-8\"><title>" + escape_html(title) +
           "</title></head>\n<body>\n<h1>" + escape_html(title) + "</h1>\n" + html_ + "</body>\n</html>\n";
}

}  // namespace beadle::notices
