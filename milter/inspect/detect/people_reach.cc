#include "inspect/detect/people_reach.h"

#include "base/text.h"
#include "inspect/detect/figures.h"

namespace beadle::inspect {

namespace {

bool personal_mail(std::string_view mailbox, std::string_view host, const Lists& lists) {
    const std::string h = ascii_lower(host), m = ascii_lower(mailbox);
    for (const auto end :
         {".gov.uk", ".nhs.uk", ".police.uk", ".ac.uk", ".sch.uk", ".mod.uk", ".parliament.uk", ".nhs.net"})
        if (h.ends_with(end)) return false;
    const bool council = h == "gov" || h.starts_with("gov.") || h.find(".gov.") != std::string::npos ||
                         h.find("council") != std::string::npos || h.find("-tc.") != std::string::npos ||
                         h.find("-pc.") != std::string::npos;
    if (council) return false;
    return !lists.has("role-address", m);
}

}  // namespace

void mail_addresses(std::string_view row, const Lists& lists, std::vector<std::string>& out, bool& official) {
    for (auto at = row.find('@'); at != std::string_view::npos; at = row.find('@', at + 1)) {
        std::size_t from = at, to = at + 1;
        const auto mark = [](char c) {
            return is_alnum(c) || c == '.' || c == '-' || c == '_' || c == '+' || c == '\'';
        };
        while (from > 0 && at - from < 64 && mark(row[from - 1])) --from;
        while (to < row.size() && to - at < 120 && (is_alnum(row[to]) || row[to] == '.' || row[to] == '-')) ++to;
        while (to > at + 1 && row[to - 1] == '.') --to;
        const auto host = row.substr(at + 1, to - at - 1);
        if (from == at || host.find('.') == std::string_view::npos) continue;
        if (personal_mail(row.substr(from, at - from), host, lists))
            out.push_back(ascii_lower(row.substr(from, to - from)));
        else
            official = true;
    }
}

bool has_telephone(std::string_view row) {
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (row[i] != '0' && row[i] != '+') continue;
        if (i > 0 && (is_alnum(row[i - 1]) || row[i - 1] == '-' || row[i - 1] == '/')) continue;
        std::string digits;
        std::size_t j = i + (row[i] == '+' ? 1u : 0u);
        for (; j < row.size() && digits.size() < 14; ++j) {
            if (is_digit(row[j]))
                digits.push_back(row[j]);
            else if (row[j] != ' ' && row[j] != '-' && row[j] != '(' && row[j] != ')')
                break;
        }
        if (digits.starts_with("440"))
            digits = "0" + digits.substr(3);
        else if (digits.starts_with("44") && row[i] == '+')
            digits = "0" + digits.substr(2);
        if ((digits.size() == 10 || digits.size() == 11) && (digits[1] == '1' || digits[1] == '2' || digits[1] == '7'))
            return true;
        if (digits.size() > 6) i = j;
    }
    return false;
}

}  // namespace beadle::inspect
