// directory.h — who belongs to the council: config/directory.toml, read strictly.
//
// Takes    the octets of directory.toml and of signatures/words/webmail-providers.toml.
// Gives    look-ups by folded address. All errors at once with line, column, suggestion.
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
    std::string until;  // YYYY-MM-DD or ""
};
struct Partner {
    std::string domain;
    std::vector<FindingKind> may_receive;
    std::string agreement_until;
};

class Directory {
  public:
    struct Read;
    static Read read(const Bundle& bundle);

    const Member* by_council_address(const Address& address) const;   // mailbox or alias
    const Member* by_personal_address(const Address& address) const;  // known personal
    const Partner* partner(std::string_view domain) const;
    bool is_webmail(std::string_view domain) const;
    const Member* clerk() const;  // the first with that role
    const std::vector<Member>& members() const { return members_; }
    const std::vector<std::string>& own_bank_accounts() const { return own_bank_accounts_; }

  private:
    std::vector<Member> members_;
    std::vector<Partner> partners_;
    std::map<std::string, std::size_t> council_, personal_;
    std::set<std::string> webmail_;
    std::vector<std::string> own_bank_accounts_;
};
struct Directory::Read {
    Directory directory;
    Diagnostics diagnostics;
};

}  // namespace beadle
