// directory.h — who belongs to the council: config/directory.toml, read strictly.
//
// Takes    the octets of directory.toml, of signatures/words/webmail-providers.toml, and the TLS policy of the mail server.
// Gives    look-ups by folded address; "a.smith+anything@" is a.smith@, and the dots of a Gmail local part do not count.
//          All errors at once with line, column, suggestion; warnings for what may be meant but is probably a slip.
// Runs in  session, cli; read once a generation, const afterwards. Never throws.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "mail/address.h"
#include "mail/finding.h"
#include "people/enforced_tls.h"
#include "people/look_alike.h"
#include "settings/bundle.h"

namespace beadle {

enum class MemberRole : std::uint8_t { clerk, officer, councillor, volunteer, contractor, former };
constexpr MemberRole last_of(MemberRole) { return MemberRole::former; }
std::string_view name(MemberRole r);

struct Member {
    std::string mailbox;
    std::vector<std::string> aliases, delivers_to, personal;
    std::string name;
    MemberRole role = MemberRole::officer;
    std::string until;  // YYYY-MM-DD, the last day in office, or ""

    // former once `until` has passed.
    MemberRole role_on(std::string_view today) const;
};
struct Partner {
    std::string domain;
    std::vector<FindingKind> may_receive;
    std::string agreement_until;  // the last day of the agreement, or ""

    bool ended_on(std::string_view today) const { return !agreement_until.empty() && today > agreement_until; }
};

class Directory {
  public:
    struct Read;
    // council_domains: those of the policy, to warn of a mailbox or alias at any other; empty = not checked.
    static Read read(const Bundle& bundle, const std::vector<std::string>& council_domains = {});

    const Member* by_council_address(const Address& address) const;   // mailbox or alias
    const Member* by_personal_address(const Address& address) const;  // known personal
    const Partner* partner(std::string_view domain) const;  // the nearest that the domain is or lies below
    bool is_webmail(std::string_view domain) const;
    const EnforcedTls& tls() const { return tls_; }  // what the mail server's own list of destinations says
    const people::LookAlikes& look_alikes() const { return look_alikes_; }  // of the domains known to the council
    const Member* clerk() const;  // the first with that role
    const std::vector<Member>& members() const { return members_; }

  private:
    friend class DirectoryReader;
    std::vector<Member> members_;
    std::vector<Partner> partners_;
    std::map<std::string, std::size_t> council_, personal_;
    std::set<std::string> webmail_;
    EnforcedTls tls_;
    people::LookAlikes look_alikes_;
};
struct Directory::Read {
    Directory directory;
    Diagnostics diagnostics;  // errors; empty = good
    Diagnostics warnings;
};

// The key by which an address is looked up: folded, without "+anything", Gmail's dots and second domain undone.
std::string lookup_key(const Address& address);

}  // namespace beadle
