#include <algorithm>

#include "people/directory_reader.h"
#include "settings/own_details.h"

namespace beadle {
namespace {

constexpr std::size_t most_partners = 2000;

}  // namespace

void DirectoryReader::whose(StrictTable& table, Partner& p) {
    if (table.has("address")) {
        p.address = address(table, {table.required_text("address"), table.at("address")});
        if (table.has("domain")) table.report(table.at("domain"), "a partner is a domain or an address, not both");
        (void)table.text("domain");
    } else {
        const auto domain = table.required_text("domain");
        p.domain = fold_domain(domain);
        if (!domain.empty() && (!is_address_pattern(domain) || domain.find('@') != std::string::npos))
            table.report(table.at("domain"), quoted(domain) + " is not a mail domain");
        if (out().is_webmail(p.domain))
            table.report(table.at("domain"),
                         quoted(domain) + " is a provider that anybody may use, not a partner; give an \"address\"");
    }
    const auto same = [&](const Partner& o) { return o.domain == p.domain && o.address == p.address; };
    if (!p.who().empty() && std::any_of(out().partners_.begin(), out().partners_.end(), same))
        table.report(table.at(p.address.empty() ? "domain" : "address"), quoted(p.who()) + " stands here twice");
}

void DirectoryReader::contact(StrictTable& table) {
    Contact c;
    const auto& known = role_words();
    for (const auto& given : table.text_or_texts("roles").value_or(std::vector<PlacedText>{})) {
        const auto found = std::find(known.begin(), known.end(), given.text);
        if (found == known.end())
            table.report(given.at, quoted(given.text) + " is no role; one of " + join(known, ", "),
                         nearest(given.text, known));
        else
            c.roles.push_back(static_cast<MemberRole>(found - known.begin()));
    }
    c.name = table.required_text("name");
    c.telephone = table.text("telephone").value_or("");
    if (const auto given = table.text("address")) c.address = address(table, {*given, table.at("address")});
    out().contacts_.push_back(std::move(c));
}

void DirectoryReader::partner(StrictTable& table) {
    Partner p;
    whose(table, p);
    p.named = table.has("may_receive");
    for (const auto& given : table.text_or_texts("may_receive").value_or(std::vector<PlacedText>{})) {
        const auto kind = finding_kind(given.text);
        if (kind && group_of(*kind) == FindingGroup::sensitive)
            p.may_receive.push_back(*kind);
        else
            table.report(given.at, quoted(given.text) + " is not a kind of sensitive data",
                         nearest_finding_kind(given.text));
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
                          quoted(given.text) + " is not a sort code and account number; write 08-99-99 66374958");
    }
}

}  // namespace beadle
