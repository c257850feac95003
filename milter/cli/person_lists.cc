#include "cli/person_lists.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/text.h"
#include "people/directory.h"

namespace beadle::cli {
namespace {

using Fields = std::multimap<std::string, std::string>;  // by meaning: "mailbox", "name" …

// What programs call their columns and attributes, compared in lower case without blanks, dashes and underscores.
constexpr std::array<std::pair<std::string_view, std::string_view>, 62> meanings = {{
    {"userprincipalname", "mailbox"},
    {"mailbox", "mailbox"},
    {"email", "mailbox"},
    {"emailaddress", "mailbox"},
    {"mail", "mailbox"},
    {"primaryemail", "mailbox"},
    {"primarysmtpaddress", "mailbox"},
    {"address", "mailbox"},
    {"workemail", "mailbox"},
    {"username", "mailbox"},
    {"displayname", "name"},
    {"name", "name"},
    {"fullname", "name"},
    {"cn", "cn"},
    {"firstname", "first"},
    {"givenname", "first"},
    {"lastname", "last"},
    {"surname", "last"},
    {"sn", "last"},
    {"proxyaddresses", "proxy"},
    {"emailaddresses", "proxy"},
    {"aliases", "aliases"},
    {"alias", "aliases"},
    {"otheraddresses", "aliases"},
    {"mailalternateaddress", "aliases"},
    {"maillocaladdress", "aliases"},
    {"gosamailalternateaddress", "aliases"},
    {"mailalternate", "aliases"},
    {"role", "role"},
    {"title", "title"},
    {"jobtitle", "title"},
    {"position", "title"},
    {"employeetype", "title"},
    {"department", "department"},
    {"departmentnumber", "department"},
    {"ou", "department"},
    {"blockcredential", "blocked"},
    {"accountenabled", "enabled"},
    {"blocksignin", "blocked"},
    {"signinblocked", "blocked"},
    {"softdeletiontimestamp", "deleted"},
    {"personal", "personal"},
    {"personalemail", "personal"},
    {"privateemail", "personal"},
    {"homeemail", "personal"},
    {"alternateemailaddress", "personal"},
    {"alternateemailaddresses", "personal"},
    {"othermails", "personal"},
    {"deliversto", "delivers_to"},
    {"forwardingsmtpaddress", "delivers_to"},
    {"forwardingaddress", "delivers_to"},
    {"mailforwardingaddress", "delivers_to"},
    {"gosamailforwardingaddress", "delivers_to"},
    {"forwardto", "delivers_to"},
    {"from", "from"},
    {"elected", "from"},
    {"started", "from"},
    {"until", "until"},
    {"termends", "until"},
    {"left", "until"},
    {"useraccountcontrol", "account"},
    {"changetype", "change"},
}};

std::string meaning_of(std::string_view column) {
    std::string plain;
    for (const char c : ascii_lower(column))
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) plain += c;
    for (const auto& [word, meaning] : meanings)
        if (plain == word) return std::string(meaning);
    return "";
}

std::string one(const Fields& f, const std::string& key) {
    const auto found = f.find(key);
    return found == f.end() ? std::string() : std::string(trim(found->second));
}

std::vector<std::string> addresses(const Fields& f, const std::string& key) {
    std::vector<std::string> out;
    const auto [from, to] = f.equal_range(key);
    for (auto at = from; at != to; ++at) {
        std::string value = at->second;
        std::replace_if(
            value.begin(), value.end(), [](char c) { return c == ';' || c == ',' || c == '\n' || c == '|'; }, ' ');
        for (auto word : split(value, ' ')) {
            if (ascii_istarts(word, "smtp:")) word = word.substr(5);
            const auto address = parse_address(trim(word));
            if (!address.local.empty() && address.domain.find('.') != std::string::npos)
                out.push_back(address.folded());
        }
    }
    return out;
}

// 2027-05-06, 06/05/2027 or 6.5.2027; "" = no day.
std::string day(std::string_view given) {
    std::vector<std::string> numbers(1);
    for (const char c : trim(given).substr(0, std::min<std::size_t>(10, trim(given).size()))) {
        if (c >= '0' && c <= '9')
            numbers.back() += c;
        else if (c == '-' || c == '/' || c == '.')
            numbers.emplace_back();
        else
            break;
    }
    if (numbers.size() != 3) return "";
    if (numbers[0].size() != 4) std::swap(numbers[0], numbers[2]);
    if (numbers[0].size() != 4 || numbers[1].empty() || numbers[2].empty() || numbers[1].size() > 2 ||
        numbers[2].size() > 2)
        return "";
    for (std::size_t i : {1u, 2u})
        if (numbers[i].size() == 1) numbers[i] = "0" + numbers[i];
    return join(numbers, "-");
}

bool says_yes(std::string_view s) { return ascii_iequal(s, "true") || ascii_iequal(s, "yes") || s == "1"; }

class Maker {
  public:
    Maker(PersonList& out, const std::vector<std::string>& domains) : out_(out) {
        for (const auto& d : domains) domains_.push_back(fold_domain(d));
    }
    void person(const Fields& f, const std::string& where);

  private:
    bool at_council(const std::string& address) const {
        return std::find(domains_.begin(), domains_.end(), parse_address(address).domain) != domains_.end();
    }
    void sort_addresses(const Fields& f, Listed& p, const std::string& where);
    void note(const std::string& where, const std::string& words) {
        if (out_.notes.size() < 200) out_.notes.push_back(where + ": " + words);
    }
    PersonList& out_;
    std::vector<std::string> domains_;
    std::map<std::string, std::string> taken_;  // addresses by key, and the row that had them first
};

// The primary address may be at the tenant's own domain while an alias is the council's.
void Maker::sort_addresses(const Fields& f, Listed& p, const std::string& where) {
    std::vector<std::string> all;
    const auto [from, to] = f.equal_range("proxy");
    for (auto at = from; at != to; ++at)
        for (const auto& a : proxy_addresses(at->second)) all.push_back(parse_address(a).folded());
    const bool typed = !all.empty();  // "SMTP:a@b+smtp:c@d"; other programs list bare addresses there
    for (const char* key : {"proxy", "mailbox", "aliases"})
        for (auto& a : typed&& key == std::string_view("proxy") ? std::vector<std::string>() : addresses(f, key))
            if (std::find(all.begin(), all.end(), a) == all.end()) all.push_back(std::move(a));
    // "a.smith+news@" is a.smith@ to the directory.
    std::set<std::string> keys;
    for (auto& a : all) {
        if (!at_council(a) || !keys.insert(lookup_key(parse_address(a))).second) continue;
        if (const auto [owner, fresh] = taken_.try_emplace(lookup_key(parse_address(a)), where);
            !fresh && !p.mailbox.empty()) {
            note(where, printable(a, 100) + " belongs to " + owner->second + " already: left there");
        } else if (p.mailbox.empty()) {
            p.mailbox = std::move(a);
        } else {
            p.aliases.push_back(std::move(a));
        }
    }
    if (p.mailbox.empty() && !all.empty())
        note(where, printable(all.front(), 100) + " is at no domain of the council: passed over");
}

void Maker::person(const Fields& f, const std::string& where) {
    if (!one(f, "deleted").empty() || ascii_iequal(one(f, "change"), "delete")) return;
    Listed p;
    sort_addresses(f, p, where);
    if (p.mailbox.empty()) return;
    p.name = one(f, "name").empty() ? one(f, "cn") : one(f, "name");
    if (p.name.empty() || p.name.find(' ') == std::string::npos) {
        const std::string whole(trim(one(f, "first") + " " + one(f, "last")));
        if (whole.find(' ') != std::string::npos) p.name = whole;
    }
    if (p.name.empty()) p.name = parse_address(p.mailbox).local;
    p.role = role_in_words(one(f, "role"));
    if (p.role.empty()) p.role = role_in_words(one(f, "title") + " " + p.name);
    if (p.role.empty()) p.role = role_in_words(one(f, "department"));
    p.personal = addresses(f, "personal");
    std::erase_if(p.personal, [&](const auto& a) { return at_council(a); });
    p.delivers_to = addresses(f, "delivers_to");
    p.from = day(one(f, "from"));
    p.until = day(one(f, "until"));
    const std::string account = one(f, "account");  // Active Directory: bit 2 is "disabled"
    const bool disabled = !account.empty() && account.size() < 10 &&
                          account.find_first_not_of("0123456789") == std::string::npos &&
                          (std::stoul(account) & 2u) != 0;
    p.blocked = says_yes(one(f, "blocked")) || ascii_iequal(one(f, "enabled"), "false") || disabled;
    const bool twice =
        std::any_of(out_.people.begin(), out_.people.end(), [&](const Listed& o) { return o.mailbox == p.mailbox; });
    if (twice) return note(where, printable(p.mailbox, 100) + " stands in the file twice: the first counts");
    out_.people.push_back(std::move(p));
}

void from_rows(const Rows& rows, Maker& maker, PersonList& out) {
    std::vector<std::string> columns;
    for (const auto& cell : rows.front()) columns.push_back(meaning_of(cell));
    const auto has = [&](std::string_view m) { return std::find(columns.begin(), columns.end(), m) != columns.end(); };
    if (!has("mailbox") && !has("proxy")) {
        out.problem =
            "no column of the first line is one that is known; it needs \"User principal name\", \"mailbox\" or "
            "\"email\"";
        return;
    }
    for (std::size_t r = 1; r < rows.size(); ++r) {
        Fields f;
        for (std::size_t c = 0; c < rows[r].size() && c < columns.size(); ++c)
            if (!columns[c].empty() && !trim(rows[r][c]).empty()) f.emplace(columns[c], rows[r][c]);
        maker.person(f, "row " + std::to_string(r + 1));
    }
}

}  // namespace

PersonList read_person_list(std::string_view octets, const std::vector<std::string>& council_domains) {
    PersonList out;
    Maker maker(out, council_domains);
    if (octets.starts_with("\xEF\xBB\xBF")) octets.remove_prefix(3);
    if (octets.starts_with("\xFF\xFE") || octets.starts_with("\xFE\xFF")) {
        out.problem = "the file is in UTF-16; save it as CSV UTF-8";
        return out;
    }
    const auto head = ascii_lower(octets.substr(0, 4096));
    const bool ldif =
        head.starts_with("version:") || head.starts_with("dn:") || head.find("\ndn:") != std::string::npos;
    if (!ldif) {
        const auto rows = read_csv(octets);
        if (rows.empty())
            out.problem = "the file is empty";
        else
            from_rows(rows, maker, out);
        return out;
    }
    std::size_t n = 0;
    for (const auto& entry : read_ldif(octets)) {
        Fields f;
        for (const auto& [name, value] : entry)
            if (const auto meaning = meaning_of(name); !meaning.empty()) f.emplace(meaning, value);
        maker.person(f, "entry " + std::to_string(++n));
    }
    return out;
}

}  // namespace beadle::cli
