#include "mail/address.h"

#include <idn2.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>

#include "base/owned.h"
#include "base/text.h"

namespace beadle {
namespace {

constexpr std::size_t most_octets = 4096;
constexpr std::size_t most_domain = 1024;  // no domain of 253 ASCII octets has a longer UTF-8 form

// Domains of one provider at which a name is one mailbox.
constexpr std::pair<std::string_view, std::string_view> same_mailboxes[] = {
    {"googlemail.com", "gmail.com"}, {"me.com", "icloud.com"},       {"mac.com", "icloud.com"}, {"protonmail.com", "proton.me"},
    {"protonmail.ch", "proton.me"},  {"pm.me", "proton.me"},         {"ya.ru", "yandex.ru"},    {"yandex.com", "yandex.ru"}};

bool is_ascii(std::string_view s) {
    return std::all_of(s.begin(), s.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}
bool is_blank_or_control(char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; }

// RFC 5322 atext, and any octet of UTF-8 (RFC 6531).
bool is_atext(char c) {
    if (static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9')) return true;
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return true;
    return c != '\0' && std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

bool is_dot_atom(std::string_view s) {
    char last = '.';
    for (const char c : s) {
        if (c == '.' ? last == '.' : !is_atext(c)) return false;
        last = c;
    }
    return last != '.';
}

// Where `wanted` stands outside quotes and brackets, or npos; the last one when `last`.
std::size_t find_outside(std::string_view s, char wanted, bool last) {
    std::size_t found = s.npos;
    bool quoted = false, bracketed = false;
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (s[i] == '\\' && quoted)
            ++i;
        else if (s[i] == '"')
            quoted = !quoted;
        else if (!quoted && s[i] == '[')
            bracketed = true;
        else if (!quoted && s[i] == ']')
            bracketed = false;
        else if (!quoted && !bracketed && s[i] == wanted) {
            found = i;
            if (!last) break;
        }
    }
    return found;
}

std::string_view without_brackets(std::string_view s) {
    if (s.empty() || s.front() != '<') return s;
    s.remove_prefix(1);
    const std::size_t end = find_outside(s, '>', false);
    if (end != s.npos) return s.substr(0, end);
    return !s.empty() && s.back() == '>' ? s.substr(0, s.size() - 1) : s;
}

// RFC 5321 4.1.2: "@one,@two:a@b"; the route must be accepted and should be ignored.
std::string_view without_route(std::string_view s) {
    if (s.empty() || s.front() != '@') return s;
    const std::size_t colon = find_outside(s, ':', false);
    return colon == s.npos ? s : s.substr(colon + 1);
}

std::string unquoted_when_needless(std::string_view local) {
    if (local.size() < 3 || local.front() != '"' || local.back() != '"') return std::string(local);
    std::string bare;
    for (std::size_t i = 1; i + 1 < local.size(); ++i) {
        if (local[i] == '\\' && i + 2 < local.size()) ++i;
        bare += local[i];
    }
    return is_dot_atom(bare) ? bare : std::string(local);
}

std::optional<std::string> to_a_labels(const std::string& domain) {
    for (const int flags : {IDN2_NONTRANSITIONAL, IDN2_TRANSITIONAL}) {
        char* out = nullptr;
        const int result = idn2_to_ascii_8z(domain.c_str(), &out, flags);
        const Owned<char, std::free> owned(out);
        if (result == IDN2_OK && out) return ascii_lower(out);
    }
    return std::nullopt;
}

bool is_rubbish_domain(std::string_view domain) {
    return domain.empty() || std::any_of(domain.begin(), domain.end(), [](char c) {
               return is_blank_or_control(c) || c == '<' || c == '>' || c == '"' || c == '@';
           });
}

bool among(std::string_view domain, const std::vector<std::string>& own) {
    return std::any_of(own.begin(), own.end(), [&](const auto& o) { return fold_domain(o) == domain; });
}

bool is_domain_pattern(std::string_view domain) {
    const std::string folded = fold_domain(domain);
    if (folded.empty() || folded.size() > 253 || !is_ascii(folded)) return false;
    for (const std::string& label : split(folded, '.')) {
        if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
        for (const char c : label)
            if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-' && c != '_') return false;
    }
    return true;
}

bool is_quoted_string(std::string_view s) {
    if (s.size() < 2 || s.front() != '"' || s.back() != '"') return false;
    for (std::size_t i = 1; i + 1 < s.size(); ++i) {
        if (static_cast<unsigned char>(s[i]) < 0x20 || s[i] == 0x7f || s[i] == '"') return false;
        if (s[i] == '\\' && ++i + 1 >= s.size()) return false;
    }
    return true;
}

bool is_plain_domain(std::string_view s) {
    if (s.size() > 2 && s.front() == '[' && s.back() == ']')
        return s.find_first_not_of("0123456789abcdefABCDEFIPvip:.", 1) == s.size() - 1;
    if (!s.empty() && s.back() == '.') s.remove_suffix(1);
    if (s.empty() || s.front() == '.' || s.find("..") != s.npos) return false;
    return std::all_of(s.begin(), s.end(), [](char c) {
        return static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
               (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_';
    });
}

}  // namespace

bool is_mailbox_path(std::string_view path) {
    if (!path.empty() && path.front() == '<') {
        if (path.size() < 2 || path.back() != '>') return false;
        path = path.substr(1, path.size() - 2);
    }
    const auto at = find_outside(path, '@', true);
    const auto local = path.substr(0, at);
    return (is_dot_atom(local) || is_quoted_string(local)) && (at == path.npos || is_plain_domain(path.substr(at + 1)));
}

std::string Address::folded() const {
    const std::string folded_local = ascii_lower(local);
    return domain.empty() ? folded_local : folded_local + '@' + domain;
}

Address parse_address(std::string_view argument) {
    Address out;
    std::string_view s = trim(argument.substr(0, most_octets));
    s = trim(without_route(trim(without_brackets(s))));
    out.text = std::string(s);
    std::size_t at = find_outside(s, '@', true);
    if (at == s.npos) at = s.rfind('@');  // unbalanced quotes or brackets: the last one is what an MTA routes by
    if (at == s.npos || is_rubbish_domain(s.substr(at + 1))) {
        out.local = unquoted_when_needless(s.substr(0, at));
        return out;
    }
    out.local = unquoted_when_needless(s.substr(0, at));
    out.domain = fold_domain(s.substr(at + 1));
    return out;
}

std::string fold_domain(std::string_view domain) {
    std::string folded = ascii_lower(domain);
    // What has no A-label keeps its octets: an outside domain must not become "no domain".
    const bool may_be_idn = folded.size() <= most_domain && !is_ascii(folded) && folded.find('\0') == folded.npos;
    if (may_be_idn) folded = to_a_labels(folded).value_or(folded);
    while (!folded.empty() && folded.back() == '.') folded.pop_back();
    return folded;
}

bool domain_within(std::string_view domain, std::string_view parent) {
    const std::string d = fold_domain(domain), p = fold_domain(parent);
    if (p.empty() || d.size() < p.size() || d.compare(d.size() - p.size(), p.size(), p) != 0) return false;
    return d.size() == p.size() || d[d.size() - p.size() - 1] == '.';
}

std::string lookup_key(const Address& address) {
    std::string local = ascii_lower(address.local);
    std::string domain = address.domain;
    if (const auto plus = local.find('+'); plus != std::string::npos && plus > 0) local.resize(plus);
    for (const auto& [alias, of] : same_mailboxes)
        if (domain == alias) domain = of;
    if (domain == "gmail.com") local = replace_all(local, ".", "");
    if (domain == "proton.me")  // takes mail for any way of parting the name
        for (const char* between : {".", "-", "_"}) local = replace_all(local, between, "");
    return local + '@' + domain;
}

bool address_matches(std::string_view pattern, const Address& address, const std::vector<std::string>& own) {
    const std::size_t at = find_outside(pattern, '@', true);
    if (at == pattern.npos) return domain_within(address.domain, pattern);
    const std::string_view local = pattern.substr(0, at), domain = pattern.substr(at + 1);
    if (address.domain.empty()) return false;
    if (local != "*" && !ascii_iequal(local, address.local)) return false;
    if (domain.empty()) return among(address.domain, own);
    if (domain.substr(0, 2) == "*.") {
        const std::string parent = fold_domain(domain.substr(2));
        return address.domain != parent && domain_within(address.domain, parent);
    }
    return address.domain == fold_domain(domain);
}

bool is_address_pattern(std::string_view pattern) {
    if (pattern.size() > most_octets) return false;
    const std::size_t at = find_outside(pattern, '@', true);
    if (at == pattern.npos) return pattern.find('.') != pattern.npos && is_domain_pattern(pattern);
    const std::string_view local = pattern.substr(0, at), domain = pattern.substr(at + 1);
    const bool any = local == "*";
    const bool quoted = local.size() > 2 && local.front() == '"' && local.back() == '"';
    if (!any && !quoted && !is_dot_atom(local)) return false;
    if (!any && local.find('*') != local.npos) return false;
    if (domain.empty()) return !any;
    return is_domain_pattern(any && domain.substr(0, 2) == "*." ? domain.substr(2) : domain);
}

}  // namespace beadle
