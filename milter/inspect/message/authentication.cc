#include "inspect/message/authentication.h"

#include "base/text.h"
#include "mail/address.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t longest_field = 16u << 10, longest_word = 250;
constexpr int deepest_comment = 20;

// Comments are a blank; a quoted string keeps its words.
std::string without_comments(std::string_view s) {
    std::string out;
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < s.size(); ++i) {
        const char c = s[i];
        if (c == '\\' && i + 1 < s.size()) {
            ++i;
            if (depth == 0) out += s[i];
        } else if (c == '"' && depth == 0) {
            quoted = !quoted;
        } else if (c == '(' && !quoted) {
            if (++depth > deepest_comment) return out;
            out += ' ';
        } else if (c == ')' && !quoted && depth > 0) {
            --depth;
        } else if (depth == 0) {
            const bool sign = quoted && (c == ';' || c == '=');  // within quotes they part nothing
            out += sign ? ' ' : c == '\t' || c == '\r' || c == '\n' ? ' ' : c;
        }
    }
    return out;
}

// "a = b" is "a=b".
std::string tightened(std::string_view s) {
    std::string out;
    for (const char c : s) {
        if (c == '=')
            while (!out.empty() && out.back() == ' ') out.pop_back();
        if (c == ' ' && !out.empty() && (out.back() == '=' || out.back() == ' ')) continue;
        out += c;
    }
    return out;
}

std::string word(std::string_view s) { return ascii_lower(trim(s).substr(0, longest_word)); }

std::string domain_of(std::string_view value) {
    const auto at = value.rfind('@');
    return fold_domain(value.substr(at == std::string_view::npos ? 0 : at + 1).substr(0, longest_word));
}

bool speaks_of_domain(std::string_view property) {
    return property == "header.from" || property == "header.d" || property == "header.i" ||
           property == "smtp.mailfrom" || property == "smtp.helo" || property == "policy.from";
}

bool is_known(std::string_view method) { return method == "spf" || method == "dkim" || method == "dmarc"; }

// "dmarc=fail reason=… header.from=a.example"
bool read_result(std::string_view info, AuthenticationResult& out) {
    bool first = true;
    for (const auto& token : split(trim(info), ' ')) {
        const auto sign = token.find('=');
        if (sign == std::string::npos) continue;
        const std::string name = word(std::string_view(token).substr(0, sign));
        const auto value = std::string_view(token).substr(sign + 1);
        if (first) {
            out.method = name.substr(0, name.find('/'));
            out.result = word(value);
            first = false;
        } else if (speaks_of_domain(name) && (out.domain.empty() || name == "header.d" || name == "header.from")) {
            out.domain = domain_of(value);
        }
    }
    return is_known(out.method) && !out.result.empty();
}

void read_field(std::string_view value, std::uint32_t index, bool below, std::vector<AuthenticationResult>& out) {
    const auto parts = split(tightened(without_comments(value.substr(0, longest_field))), ';');
    if (parts.empty()) return;
    const auto id = trim(parts[0]);
    const std::string server = word(id.substr(0, id.find(' ')));
    bool any = false;
    for (std::size_t i = 1; i < parts.size() && out.size() < InspectionLimits::authentication; ++i) {
        AuthenticationResult result;
        if (!read_result(parts[i], result)) continue;
        result.server = server;
        result.field = index;
        result.below_received = below;
        out.push_back(std::move(result));
        any = true;
    }
    // A field without results is one still: a forged one is taken out all the same.
    if (!any && out.size() < InspectionLimits::authentication) out.push_back({server, "", "", "", index, below});
}

}  // namespace

std::vector<AuthenticationResult> authentication_of(const std::vector<HeaderField>& fields) {
    std::vector<AuthenticationResult> out;
    std::uint32_t index = 0;
    bool below = false;
    for (const auto& f : fields) {
        if (ascii_iequal(f.name, "received")) below = true;
        if (!ascii_iequal(f.name, "authentication-results")) continue;
        read_field(f.raw, ++index, below, out);
        if (out.size() >= InspectionLimits::authentication) break;
    }
    return out;
}

}  // namespace beadle::inspect
