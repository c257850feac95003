#include <algorithm>
#include <iterator>

#include "base/strict_toml.h"
#include "base/text.h"
#include "settings/own_details.h"

#include "people/directory.h"

namespace beadle {
namespace {

constexpr std::size_t most_members = 5000, most_partners = 2000, most_addresses = 50;

std::string quote(std::string_view s) { return '"' + printable(s, 100) + '"'; }

bool is_full_address(std::string_view text) {
    const auto at = text.rfind('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.front() != '*' &&
           is_address_pattern(text) && parse_address(text).domain.find('.') != std::string::npos;
}

const std::vector<std::string>& role_words() {
    static const std::vector<std::string> words = {"clerk",     "officer",    "councillor",
                                                   "volunteer", "contractor", "former"};
    return words;
}

}  // namespace

class DirectoryReader {
  public:
    explicit DirectoryReader(const std::vector<std::string>& council_domains) {
        for (const auto& d : council_domains) council_domains_.push_back(fold_domain(d));
    }
    void directory(const BundleFile& source);
    void webmail(const BundleFile& source);
    void take(EnforcedTls::Read tls) {
        out().tls_ = std::move(tls.tls);
        std::move(tls.warnings.begin(), tls.warnings.end(), std::back_inserter(read.warnings));
    }
    void take(people::ThreatWords::Read words);
    void none(const std::string& file, const std::string& what) { read.diagnostics.push_back({file, 0, 0, what, ""}); }

    Directory::Read read;

  private:
    void member(StrictTable& table);
    void partner(StrictTable& table);
    void own(StrictTable& root);
    std::string address(StrictTable& table, const PlacedText& given);
    std::vector<std::string> addresses(StrictTable& table, std::string_view key);
    void council_address(StrictTable& table, const std::string& address, Position at, std::size_t index);
    void personal_address(StrictTable& table, const std::string& address, Position at, std::size_t index);
    void check_domain(const Address& address, Position at);
    void keep(StrictFile& file);
    void warn(Position at, std::string message, std::string suggestion = "") {
        read.warnings.push_back({file_, at.line, at.column, std::move(message), std::move(suggestion)});
    }

    Directory& out() { return read.directory; }
    std::vector<std::string> council_domains_;
    std::set<std::string> strange_domains_;  // told once each
    std::string file_;
};

// What may be imitated: the council's own domains, its partners', and those where members have addresses of their own.
void DirectoryReader::take(people::ThreatWords::Read words) {
    std::move(words.diagnostics.begin(), words.diagnostics.end(), std::back_inserter(read.diagnostics));
    std::move(words.warnings.begin(), words.warnings.end(), std::back_inserter(read.warnings));
    std::vector<people::KnownDomain> known;
    for (const auto& d : council_domains_) known.push_back({d, true});
    for (const auto& p : out().partners_) known.push_back({p.domain, false});
    for (const auto& m : out().members_)
        for (const auto& address : m.personal)
            if (const auto domain = parse_address(address).domain; !out().is_webmail(domain)) known.push_back({domain, false});
    for (const auto& d : words.words.famous) known.push_back({d, false, true});
    out().look_alikes_ = people::LookAlikes(known, std::move(words.words));
}

void DirectoryReader::keep(StrictFile& file) {
    if (file.parsed()) file.finish();
    std::move(file.diagnostics().begin(), file.diagnostics().end(), std::back_inserter(read.diagnostics));
}

void DirectoryReader::directory(const BundleFile& source) {
    file_ = source.path;
    StrictFile file(source.path, source.octets);
    if (file.parsed()) {
        auto root = file.root();
        auto members = root.tables("member");
        if (members.empty() && !root.has("member"))
            file.report({1, 1}, "no [[member]]: the directory says who belongs to the council");
        for (auto& table : members) member(table);
        for (auto& table : root.tables("partner")) partner(table);
        own(root);
        if (members.size() > most_members) file.report({1, 1}, "more than 5000 members");
        if (!members.empty() && !out().clerk())
            warn({1, 1}, "no member has the role \"clerk\": nobody is told of incidents");
    }
    keep(file);
}

std::string DirectoryReader::address(StrictTable& table, const PlacedText& given) {
    if (is_full_address(given.text)) return parse_address(given.text).folded();
    table.report(given.at, quote(given.text) + " is not an address; write name@example.org");
    return "";
}

std::vector<std::string> DirectoryReader::addresses(StrictTable& table, std::string_view key) {
    std::vector<std::string> list;
    for (const auto& given : table.text_or_texts(key).value_or(std::vector<PlacedText>{})) {
        auto one = address(table, given);
        if (one.empty()) continue;
        const auto index = out().members_.size();
        if (key == "aliases") council_address(table, one, given.at, index);
        if (key == "personal") personal_address(table, one, given.at, index);
        list.push_back(std::move(one));
    }
    if (list.size() > most_addresses) table.report(table.at(key), "more than 50 addresses");
    return list;
}

void DirectoryReader::council_address(StrictTable& table, const std::string& address, Position at, std::size_t index) {
    const auto parsed = parse_address(address);
    if (out().personal_.contains(lookup_key(parsed)))
        table.report(at, quote(address) + " is a personal address of a member and cannot be a mailbox too");
    else if (!out().council_.emplace(lookup_key(parsed), index).second)
        table.report(at, quote(address) + " already belongs to a member");
    check_domain(parsed, at);
}

void DirectoryReader::personal_address(StrictTable& table, const std::string& address, Position at, std::size_t index) {
    const auto parsed = parse_address(address);
    const bool own =
        std::find(council_domains_.begin(), council_domains_.end(), parsed.domain) != council_domains_.end();
    if (own || out().council_.contains(lookup_key(parsed)))
        table.report(at, quote(address) + " is an address of the council, not a personal one");
    // Two members of one household may share a mailbox; the first is named in findings.
    else if (!out().personal_.emplace(lookup_key(parsed), index).second)
        warn(at, quote(address) + " is the personal address of another member too; findings name the first");
}

void DirectoryReader::check_domain(const Address& address, Position at) {
    const auto& own = council_domains_;
    if (own.empty() || std::find(own.begin(), own.end(), address.domain) != own.end()) return;
    if (strange_domains_.insert(address.domain).second)
        warn(at, quote(address.domain) + " is not a domain of the council ([council] domains of the policy)",
             nearest(address.domain, own));
}

void DirectoryReader::member(StrictTable& table) {
    const auto index = out().members_.size();
    Member m;
    if (const auto mailbox = table.required_text("mailbox"); !mailbox.empty()) {
        m.mailbox = address(table, {mailbox, table.at("mailbox")});
        if (!m.mailbox.empty()) council_address(table, m.mailbox, table.at("mailbox"), index);
    }
    m.aliases = addresses(table, "aliases");
    m.personal = addresses(table, "personal");
    m.delivers_to = addresses(table, "delivers_to");
    m.name = table.required_text("name");
    const auto& known = role_words();
    const auto role = table.required_word("role", known);
    if (const auto found = std::find(known.begin(), known.end(), role); found != known.end())
        m.role = static_cast<MemberRole>(found - known.begin());
    m.until = table.date("until").value_or("");
    out().members_.push_back(std::move(m));
}

void DirectoryReader::partner(StrictTable& table) {
    Partner p;
    const auto domain = table.required_text("domain");
    p.domain = fold_domain(domain);
    if (!domain.empty() && (!is_address_pattern(domain) || domain.find('@') != std::string::npos))
        table.report(table.at("domain"), quote(domain) + " is not a mail domain");
    else if (std::any_of(out().partners_.begin(), out().partners_.end(),
                         [&](const Partner& o) { return o.domain == p.domain; }))
        table.report(table.at("domain"), quote(domain) + " stands here twice");
    if (out().is_webmail(p.domain))
        table.report(table.at("domain"), quote(domain) + " is a provider that anybody may use, not a partner");
    for (const auto& given : table.text_or_texts("may_receive").value_or(std::vector<PlacedText>{})) {
        const auto kind = finding_kind(given.text);
        if (kind && group_of(*kind) == FindingGroup::sensitive)
            p.may_receive.push_back(*kind);
        else
            table.report(given.at, quote(given.text) + " is not a kind of sensitive data",
                         nearest(given.text, finding_kind_names()));
    }
    p.agreement_until = table.date("agreement_until").value_or("");
    if (out().partners_.size() == most_partners) table.report(table.at(), "more than 2000 partners");
    out().partners_.push_back(std::move(p));
}

void DirectoryReader::own(StrictTable& root) {
    auto table = root.table("own");
    if (!table) return;
    for (const auto& given : table->text_or_texts("bank_accounts").value_or(std::vector<PlacedText>{})) {
        if (bank_account_digits(given.text).empty())
            table->report(given.at,
                          quote(given.text) + " is not a sort code and account number; write 08-99-99 66374958");
    }
}

void DirectoryReader::webmail(const BundleFile& source) {
    StrictFile file(source.path, source.octets);
    if (file.parsed()) {
        for (auto& table : file.root().tables("provider")) {
            table.required_text("name");
            const auto domains = table.texts("domains");
            if (!table.has("domains")) table.report(table.at(), "\"domains\" is missing");
            for (const auto& [domain, at] : domains.value_or(std::vector<PlacedText>{})) {
                const auto folded = fold_domain(domain);
                if (!is_address_pattern(domain) || domain.find('@') != std::string::npos)
                    table.report(at, quote(domain) + " is not a mail domain");
                else if (!out().webmail_.insert(folded).second)
                    table.report(at, quote(domain) + " stands here twice");
            }
        }
    }
    keep(file);
}

Directory::Read Directory::read(const Bundle& bundle, const std::vector<std::string>& council_domains) {
    DirectoryReader reader(council_domains);
    const BundleFile* providers = nullptr;
    for (const auto* words : bundle.all(BundleRole::words))
        if (words->path.ends_with("webmail-providers.toml")) providers = words;
    if (providers)
        reader.webmail(*providers);
    else
        reader.none("webmail-providers.toml",
                    "the list of webmail providers is missing from the words of the signatures folder");
    if (const auto* file = bundle.first(BundleRole::directory))
        reader.directory(*file);
    else
        reader.none("directory.toml", "the directory is missing");
    reader.take(people::ThreatWords::read(bundle));
    auto tls = EnforcedTls::read(bundle);
    reader.take(std::move(tls));
    return std::move(reader.read);
}

}  // namespace beadle
