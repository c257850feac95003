// directory.h — who belongs to the council: config/directory.toml, read strictly.
//
// Takes    the octets of directory.toml, of webmail-providers.toml and nicknames.toml of signatures/words, and the TLS
// policy of
//          the mail server.
// Gives    look-ups by folded address; "a.smith+anything@" is a.smith@, and the dots of a Gmail local part do not
// count.
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
#include "people/nicknames.h"
#include "people/recipient_words.h"
#include "settings/bundle.h"

namespace beadle {

enum class MemberRole : std::uint8_t { clerk, officer, councillor, volunteer, contractor, former };
constexpr MemberRole last_of(MemberRole) { return MemberRole::former; }
std::string_view name(MemberRole r);

struct Member {
    std::string mailbox;
    std::vector<std::string> aliases, delivers_to, personal;
    std::vector<std::string> household;  // addresses of those they live with
    std::string name;
    std::vector<std::string> other_names;  // whole names: maiden, married, as the electoral roll has it
    MemberRole role = MemberRole::officer;
    std::string from;             // YYYY-MM-DD, the first day in office, or ""
    std::string until;            // the last day in office, or ""
    std::string trained;          // when they were last trained, or ""
    std::string agreement_until;  // of a contractor: the last day of the agreement, or ""

    // former once `until` has passed.
    MemberRole role_on(std::string_view today) const;
    bool not_yet_on(std::string_view today) const { return !from.empty() && today < from; }
    bool agreement_ended_on(std::string_view today) const {
        return !agreement_until.empty() && today > agreement_until;
    }
};
// An organisation by its domain, or one person there by address.
struct Partner {
    std::string domain;   // "" when it is an address
    std::string address;  // folded, "" when it is a domain
    std::vector<FindingKind> may_receive;
    bool named = false;           // may_receive stands in the file: a kind that is not in it may not go there
    std::string agreement_until;  // the last day of the agreement, or ""

    const std::string& who() const { return address.empty() ? domain : address; }
    bool may(FindingKind kind) const;
    bool ended_on(std::string_view today) const { return !agreement_until.empty() && today > agreement_until; }
};

// Whom members of some roles ask about their mail: not everybody's mailbox is in the same hands.
struct Contact {
    std::vector<MemberRole> roles;  // empty = everybody else
    std::string name, telephone, address;

    std::string words() const;  // "Sedcom, telephone 01277 633866"
};

class Directory {
  public:
    struct Read;
    // council_domains: those of the policy, to warn of a mailbox or alias at any other; empty = not checked.
    static Read read(const Bundle& bundle, const std::vector<std::string>& council_domains = {});

    const Member* by_council_address(const Address& address) const;   // mailbox or alias
    const Member* by_personal_address(const Address& address) const;  // known personal
    const Member* by_household_address(const Address& address) const;
    // The entry of the address itself, else the nearest that its domain is or lies below.
    const Partner* partner(const Address& address) const;
    const Contact* contact(MemberRole role) const;  // null = nobody is named for it
    bool is_webmail(std::string_view domain) const;
    const EnforcedTls& tls() const { return tls_; }  // what the mail server's own list of destinations says
    const people::LookAlikes& look_alikes() const { return look_alikes_; }  // of the domains known to the council
    const Member* clerk() const;                                            // the first with that role
    const RecipientWords& words() const { return words_; }
    const std::vector<Member>& members() const { return members_; }
    const std::vector<Partner>& partners() const { return partners_; }
    const people::Nicknames& nicknames() const { return nicknames_; }

  private:
    friend class DirectoryReader;
    std::vector<Member> members_;
    std::vector<Partner> partners_;
    std::vector<Contact> contacts_;
    std::map<std::string, std::size_t> council_, personal_, household_;
    people::Nicknames nicknames_;
    std::set<std::string> webmail_;
    EnforcedTls tls_;
    RecipientWords words_;
    people::LookAlikes look_alikes_;
};
struct Directory::Read {
    Directory directory;
    Diagnostics diagnostics;  // errors; empty = good
    Diagnostics warnings;
};


}  // namespace beadle
