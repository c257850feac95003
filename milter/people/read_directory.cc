#include <algorithm>
#include <iterator>

#include "base/strict_toml.h"
#include "base/text.h"

#include "people/directory_reader.h"

namespace beadle {
namespace {

constexpr std::size_t most_members = 5000, most_addresses = 50;

bool is_full_address(std::string_view text) {
    const auto at = text.rfind('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.front() != '*' &&
           is_address_pattern(text) && parse_address(text).domain.find('.') != std::string::npos;
}

}  // namespace

const std::vector<std::string>& role_words() {
    static const std::vector<std::string> words = {"clerk",     "officer",    "councillor",
                                                   "volunteer", "contractor", "former"};
    return words;
}

// What may be imitated: the council's own domains, its partners', and those where members have addresses of their own.
void DirectoryReader::take(people::ThreatWords::Read words) {
    std::move(words.diagnostics.begin(), words.diagnostics.end(), std::back_inserter(read.diagnostics));
    std::move(words.warnings.begin(), words.warnings.end(), std::back_inserter(read.warnings));
    std::vector<people::KnownDomain> known;
    for (const auto& d : council_domains_) known.push_back({d, true});
    for (const auto& p : out().partners_)
        if (!p.domain.empty()) known.push_back({p.domain, false});
    for (const auto& m : out().members_)
        for (const auto& address : m.personal)
            if (const auto domain = parse_address(address).domain; !out().is_webmail(domain))
                known.push_back({domain, false});
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
        for (auto& table : root.tables("contact")) contact(table);
        own(root);
        if (members.size() > most_members) file.report({1, 1}, "more than 5000 members");
        if (!members.empty() && !out().clerk())
            warn({1, 1}, "no member has the role \"clerk\": nobody is told of incidents");
    }
    keep(file);
}

std::string DirectoryReader::address(StrictTable& table, const PlacedText& given) {
    if (is_full_address(given.text)) return parse_address(given.text).folded();
    table.report(given.at, quoted(given.text) + " is not an address; write name@example.org");
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
        if (key == "household") household_address(table, one, given.at, index);
        list.push_back(std::move(one));
    }
    if (list.size() > most_addresses) table.report(table.at(key), "more than 50 addresses");
    return list;
}

void DirectoryReader::council_address(StrictTable& table, const std::string& address, Position at, std::size_t index) {
    const auto parsed = parse_address(address);
    if (out().personal_.contains(lookup_key(parsed)))
        table.report(at, quoted(address) + " is a personal address of a member and cannot be a mailbox too");
    else if (!out().council_.emplace(lookup_key(parsed), index).second)
        table.report(at, quoted(address) + " already belongs to a member");
    check_domain(parsed, at);
}

void DirectoryReader::personal_address(StrictTable& table, const std::string& address, Position at, std::size_t index) {
    const auto parsed = parse_address(address);
    const bool own =
        std::find(council_domains_.begin(), council_domains_.end(), parsed.domain) != council_domains_.end();
    if (own || out().council_.contains(lookup_key(parsed)))
        table.report(at, quoted(address) + " is an address of the council, not a personal one");
    // Two members of one household may share a mailbox; the first is named in findings.
    else if (!out().personal_.emplace(lookup_key(parsed), index).second)
        warn(at, quoted(address) + " is the personal address of another member too; findings name the first");
}

void DirectoryReader::household_address(StrictTable& table, const std::string& address, Position at,
                                        std::size_t index) {
    const auto parsed = parse_address(address);
    const bool own =
        std::find(council_domains_.begin(), council_domains_.end(), parsed.domain) != council_domains_.end();
    if (own || out().council_.contains(lookup_key(parsed)))
        table.report(at, quoted(address) + " is an address of the council; a household's are private ones");
    else
        out().household_.emplace(lookup_key(parsed), index);
}

void DirectoryReader::check_domain(const Address& address, Position at) {
    const auto& own = council_domains_;
    if (own.empty() || std::find(own.begin(), own.end(), address.domain) != own.end()) return;
    if (strange_domains_.insert(address.domain).second)
        warn(at, quoted(address.domain) + " is not a domain of the council ([council] domains of the policy)",
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
    m.household = addresses(table, "household");
    for (const auto& other : table.text_or_texts("other_names").value_or(std::vector<PlacedText>{})) {
        m.other_names.push_back(other.text);
        if (trim(other.text).find(' ') == std::string_view::npos)
            table.report(other.at,
                         quoted(other.text) + " is half a name; write first name and surname, \"Anne Jones\"");
    }
    dates(table, m);
    out().members_.push_back(std::move(m));
}

void DirectoryReader::dates(StrictTable& table, Member& m) {
    m.from = table.date("from").value_or("");
    m.until = table.date("until").value_or("");
    m.trained = table.date("trained").value_or("");
    m.agreement_until = table.date("agreement_until").value_or("");
    if (!m.from.empty() && !m.until.empty() && m.until < m.from)
        table.report(table.at("until"), "the term ends on " + m.until + ", before it begins on " + m.from);
    if (!m.agreement_until.empty() && m.role != MemberRole::contractor && m.role != MemberRole::former)
        table.report(table.at("agreement_until"),
                     "only a contractor works by an agreement; a term of office ends with \"until\"");
    if (m.role == MemberRole::contractor && m.agreement_until.empty() && m.until.empty())
        warn(table.at(), quoted(m.name) + " is a contractor whose agreement never ends; give \"agreement_until\"");
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
                    table.report(at, quoted(domain) + " is not a mail domain");
                else if (!out().webmail_.insert(folded).second)
                    table.report(at, quoted(domain) + " stands here twice");
            }
        }
    }
    keep(file);
}

void DirectoryReader::nicknames(const BundleFile& source) {
    StrictFile file(source.path, source.octets);
    if (file.parsed()) {
        auto root = file.root();
        if (auto table = root.table("nicknames"))
            for (const auto& forms : table->texts("names").value_or(std::vector<PlacedText>{})) {
                if (forms.text.find_first_not_of("abcdefghijklmnopqrstuvwxyz ") != std::string::npos)
                    table->report(forms.at, quoted(forms.text) + " holds more than lower-case letters and blanks");
                out().nicknames_.add(forms.text);
            }
    }
    keep(file);
}

Directory::Read Directory::read(const Bundle& bundle, const std::vector<std::string>& council_domains) {
    DirectoryReader reader(council_domains);
    const BundleFile* providers = nullptr;
    for (const auto* words : bundle.all(BundleRole::words)) {
        if (words->path.ends_with("webmail-providers.toml")) providers = words;
        if (words->path.ends_with("nicknames.toml")) reader.nicknames(*words);
    }
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
    reader.take(RecipientWords::read(bundle));
    return std::move(reader.read);
}

}  // namespace beadle
