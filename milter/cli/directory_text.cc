#include "cli/directory_text.h"

#include <algorithm>

#include "base/strict_toml.h"
#include "base/text.h"
#include "mail/address.h"

namespace beadle::cli {
namespace {

std::vector<std::size_t> line_starts(std::string_view text) {
    std::vector<std::size_t> out = {0};
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '\n') out.push_back(i + 1);
    return out;
}

std::size_t string_end(std::string_view text, std::size_t at) {
    const char quote = text[at];
    const std::string_view three = quote == '"' ? "\"\"\"" : "'''";
    const bool many = text.substr(at).starts_with(three);
    for (std::size_t i = at + (many ? 3 : 1); i < text.size(); ++i) {
        if (quote == '"' && text[i] == '\\')
            ++i;
        else if (many ? text.substr(i).starts_with(three) : text[i] == quote)
            return i + (many ? 3 : 1);
    }
    return text.size();
}

bool is_blank_or_comment(std::string_view line) {
    line = trim(line);
    return line.empty() || line.front() == '#';
}

}  // namespace

std::string toml_text(std::string_view s) {
    std::string out = "\"";
    for (const char c : printable(s, 400)) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

std::string toml_texts(const std::vector<std::string>& values) {
    std::vector<std::string> quoted;
    for (const auto& v : values) quoted.push_back(toml_text(v));
    return "[" + join(quoted, ", ") + "]";
}

std::size_t toml_value_end(std::string_view text, std::size_t at) {
    int depth = 0;
    for (std::size_t i = at; i < text.size();) {
        const char c = text[i];
        if (c == '"' || c == '\'') {
            i = string_end(text, i);
            if (depth == 0) return i;
            continue;
        }
        if (c == '#' && depth > 0) {
            i = std::min(text.find('\n', i), text.size());
            continue;
        }
        if (c == '[' || c == '{') ++depth;
        if ((c == ']' || c == '}') && --depth == 0) return i + 1;
        if (depth == 0 && (c == '\n' || c == '#')) {
            while (i > at && (text[i - 1] == ' ' || text[i - 1] == '\t' || text[i - 1] == '\r')) --i;
            return i;
        }
        ++i;
    }
    return text.size();
}

// value: where the key's value begins, npos when the member has no such key.
bool DirectoryText::find(std::string_view mailbox, Block& block, std::string_view key, std::size_t& value) const {
    StrictFile file("directory.toml", text_);
    if (!file.parsed()) return false;
    StrictTable root = file.root();
    const auto lines = line_starts(text_);
    const auto offset = [&](Position p) {
        return p.line > 0 && static_cast<std::size_t>(p.line) <= lines.size()
                   ? lines[static_cast<std::size_t>(p.line) - 1]
                   : text_.size();
    };
    std::vector<std::size_t> starts = {text_.size()};
    for (const char* name : {"member", "partner", "contact"})
        for (const auto& t : root.tables(name)) starts.push_back(offset(t.at()));
    if (const auto own = root.table("own")) starts.push_back(offset(own->at()));
    std::sort(starts.begin(), starts.end());
    const std::string wanted = parse_address(mailbox).folded();
    for (auto& t : root.tables("member")) {
        if (parse_address(t.text("mailbox").value_or("")).folded() != wanted) continue;
        block.begin = offset(t.at());
        block.end = *std::upper_bound(starts.begin(), starts.end() - 1, block.begin);
        for (auto line = std::upper_bound(lines.begin(), lines.end(), block.end - 1) - 1; line != lines.begin();
             --line) {
            const std::size_t to = std::min(text_.find('\n', *line), block.end);
            if (*line <= block.begin || !is_blank_or_comment(std::string_view(text_).substr(*line, to - *line))) break;
            block.end = *line;
        }
        value = std::string::npos;
        if (t.has(key)) {
            const auto begin = offset(t.at(key));
            const auto equals = text_.find('=', begin);
            value = text_.find_first_not_of(" \t", equals + 1);
        }
        return true;
    }
    return false;
}

bool DirectoryText::put(std::string_view mailbox, std::string_view key, const std::string& toml) {
    Block block;
    std::size_t value = 0;
    if (!find(mailbox, block, key, value)) return false;
    if (value != std::string::npos) {
        text_.replace(value, toml_value_end(text_, value) - value, toml);
        return true;
    }
    const bool ends = block.end > 0 && text_[block.end - 1] == '\n';
    text_.insert(block.end, (ends ? "" : "\n") + std::string(key) + " = " + toml + "\n");
    return true;
}

bool DirectoryText::set_list(std::string_view mailbox, std::string_view key, const std::vector<std::string>& values) {
    return put(mailbox, key, toml_texts(values));
}
bool DirectoryText::set_text(std::string_view mailbox, std::string_view key, std::string_view value) {
    return put(mailbox, key, toml_text(value));
}

// At the head of the list, so that comments behind the others stay where they are.
bool DirectoryText::add_to_list(std::string_view mailbox, std::string_view key,
                                const std::vector<std::string>& values) {
    Block block;
    std::size_t value = 0;
    if (values.empty() || !find(mailbox, block, key, value)) return false;
    if (value == std::string::npos) return put(mailbox, key, toml_texts(values));
    std::string inside = toml_texts(values);
    inside = inside.substr(1, inside.size() - 2);
    if (text_[value] == '[') {
        const auto body = std::string_view(text_).substr(value + 1, toml_value_end(text_, value) - value - 2);
        const bool empty = body.find_first_of("\"'") == std::string_view::npos;
        text_.insert(value + 1, inside + (empty ? "" : ", "));
        return true;
    }
    const auto end = toml_value_end(text_, value);  // one text counts as a list of one
    text_.replace(value, end - value, "[" + inside + ", " + text_.substr(value, end - value) + "]");
    return true;
}

void DirectoryText::add_member(const std::vector<std::pair<std::string, std::string>>& keys) {
    std::string block = "[[member]]\n";
    for (const auto& [key, toml] : keys) block += key + " = " + toml + "\n";
    StrictFile file("directory.toml", text_);
    std::string last;
    if (file.parsed())
        for (auto& t : file.root().tables("member")) last = t.text("mailbox").value_or("");
    Block at;
    std::size_t value = 0;
    if (last.empty() || !find(last, at, "mailbox", value)) {
        text_ += (text_.empty() || text_.ends_with('\n') ? "\n" : "\n\n") + block;
        return;
    }
    const bool ends = text_[at.end - 1] == '\n';
    text_.insert(at.end, (ends ? "\n" : "\n\n") + block);
}

}  // namespace beadle::cli
