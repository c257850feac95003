#include "people/enforced_tls.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/text.h"
#include "mail/address.h"

namespace beadle {
namespace {

constexpr int most_lines = 100'000;
constexpr std::size_t most_warnings = 20;
constexpr std::string_view blanks = " \t\r\v\f";

// From the weakest; what stands before `encrypt` may send in clear.
constexpr std::array<std::string_view, 8> levels{"none",      "may",         "dane",   "encrypt",
                                                 "dane-only", "fingerprint", "verify", "secure"};
constexpr std::size_t first_mandatory = 3, first_proving = 4, levels_known = levels.size();

std::size_t rank(std::string_view level) {
    return static_cast<std::size_t>(std::find(levels.begin(), levels.end(), level) - levels.begin());
}

std::string_view next_word(std::string_view& rest, std::string_view ends) {
    rest.remove_prefix(std::min(rest.find_first_not_of(ends), rest.size()));
    const auto word = rest.substr(0, rest.find_first_of(ends));
    rest.remove_prefix(word.size());
    return word;
}

// The host of "[mail.example.org]:25", "example.org:25" or "example.org".
std::string host_of(std::string_view next_hop) {
    if (next_hop.starts_with('[')) {
        const auto end = next_hop.find(']');
        return end == std::string_view::npos ? "" : std::string(next_hop.substr(1, end - 1));
    }
    return std::string(next_hop.substr(0, next_hop.find(':')));
}

// pcre:, regexp: and cidr: files have such keys, and so has a quoted one; all of them say something else than their letters.
bool is_plain_key(std::string_view key) {
    return key.find_first_of("/\"\\^$(){}|") == std::string_view::npos && key != "if" && key != "endif";
}

class TableReader {
  public:
    explicit TableReader(const BundleFile& file) : file_(file) {}
    // "" or why nothing of this file may be relied on.
    std::string read();

    std::map<std::string, std::string, std::less<>> found;
    Diagnostics warnings;

  private:
    void take(std::string_view entry, int line);
    void warn(int line, std::string what) {
        if (warnings.size() < most_warnings) warnings.push_back({file_.path, line, 1, std::move(what), ""});
    }
    const BundleFile& file_;
    std::string odd_;
};

void TableReader::take(std::string_view entry, int line) {
    const std::string key = ascii_lower(next_word(entry, blanks));
    const std::string level = ascii_lower(next_word(entry, " ,\t\r\n"));
    if (key.empty()) return;
    if (!is_plain_key(key)) {
        odd_ = "line " + std::to_string(line) + " is not of a plain table (destination, level)";
        return;
    }
    if (level.empty()) return warn(line, "this line has no level and is left out");
    if (rank(level) == levels_known) warn(line, "this line has no TLS level that Postfix knows: nothing is enforced there");
    const std::string held = rank(level) >= first_mandatory && rank(level) < levels_known ? level : "";
    const auto [at, fresh] = found.try_emplace(key, held);
    if (fresh) return;
    if (at->second != held) warn(line, "this destination stands in an earlier line too: the weaker level counts");
    if (held.empty() || (!at->second.empty() && rank(held) < rank(at->second))) at->second = held;
}

std::string TableReader::read() {
    if (!file_.fault.empty()) return file_.fault;
    if (file_.octets.find('\0') != std::string::npos) return "is not text: name the file that postmap is given, not the .db";
    std::string entry;
    std::string_view rest = file_.octets;
    int first = 0;
    for (int number = 1; !rest.empty(); ++number) {
        if (number > most_lines) return "has more than 100000 lines";
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        const auto begin = line.find_first_not_of(blanks);
        if (begin == std::string_view::npos || line[begin] == '#') continue;  // also between a line and its continuation
        if (begin > 0) {
            entry.append(line);
            continue;
        }
        take(entry, first);
        entry = line;
        first = number;
    }
    take(entry, first);
    return odd_;
}

}  // namespace

EnforcedTls::Read EnforcedTls::read(const Bundle& bundle) {
    Read out;
    bool all_read = true;
    for (const auto* file : bundle.all(BundleRole::tls_policy)) {
        TableReader table(*file);
        if (const std::string fault = table.read(); !fault.empty()) {
            out.warnings.push_back({file->path, 0, 0, fault + "; no enforced TLS counts as protection", ""});
            all_read = false;
        }
        std::move(table.warnings.begin(), table.warnings.end(), std::back_inserter(out.warnings));
        out.tls.levels_.merge(table.found);  // a key of an earlier file stays
    }
    // What cannot be read may hold the line that Postfix goes by.
    if (!all_read) out.tls.levels_.clear();
    return out;
}

bool EnforcedTls::proves_the_server(std::string_view level) {
    return rank(level) >= first_proving && rank(level) < levels_known;
}

std::string EnforcedTls::level(std::string_view domain, std::string_view next_hop) const {
    std::string hop = ascii_lower(next_hop);
    // Letters beyond ASCII are not folded here as Postfix folds them: such a key might be missed.
    const bool plain = std::none_of(hop.begin(), hop.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    if (levels_.empty() || domain.empty() || !plain || !domain_within(host_of(hop), domain)) return "";
    // Postfix looks for parents of a bare domain only; brackets or a port make one key of it.
    const bool bare = hop.find_first_of("[:") == std::string::npos;
    while (bare && hop.ends_with('.')) hop.pop_back();
    for (std::string_view key = hop; !key.empty();) {
        if (const auto at = levels_.find(key); at != levels_.end()) return at->second;
        const auto dot = bare ? key.find('.', 1) : std::string_view::npos;
        key = dot == std::string_view::npos ? std::string_view() : key.substr(dot);
    }
    return "";
}

}  // namespace beadle
