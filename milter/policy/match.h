// match.h — whether a rule applies to a recipient, and which findings made it.
//
// Takes    policy and facts, which outlive the Matcher; a rule, a recipient, the kinds that exceptions take back.
// Gives    the findings that made it match (none for rules that ask for no finding), or nothing when it does not apply.
// Bounds   what concerns the whole message is worked out once a rule, not once a recipient.
// Runs in  session, cli. Never throws but std::bad_alloc.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mail/address.h"
#include "mail/facts.h"
#include "policy/policy.h"

namespace beadle::policy {

// Kinds that do not count for this recipient.
struct Taken {
    KindSet everywhere;  // by an exception
    KindSet disclosure;  // by a partner's may_receive: being allowed to have data is not being allowed to have it in
                         // clear, so this eases only conditions without `unprotected`
};

class Matcher {
  public:
    Matcher(const Policy& policy, const Facts& facts);

    using Indices = std::vector<std::uint32_t>;  // into Inspection::findings, ascending
    std::optional<Indices> applies(const Rule& rule, std::size_t recipient, const Taken& taken);
    // Address patterns of a rule or exception; an empty list holds for everybody.
    bool from_holds(const std::vector<std::string>& patterns) const;
    bool to_holds(const std::vector<std::string>& patterns, std::size_t recipient) const;

  private:
    struct Seen {
        Indices indices;
        std::uint64_t count = 0;
    };
    std::optional<Indices> holds(const Conditions& c, std::size_t recipient, const Taken& taken);
    bool envelope_holds(const Conditions& c, std::size_t recipient) const;
    bool tls_counts(std::size_t recipient) const;  // as protection, by the policy
    bool message_holds(const Conditions& c) const;
    bool counts(const Conditions& c, const KindSet& kinds, std::uint32_t index) const;
    const Seen& seen_by_all(const Conditions& c, const KindSet& kinds);
    std::optional<Indices> finds_hold(const Conditions& c, std::size_t recipient, const Taken& taken);
    std::optional<Indices> coverage_holds(const Conditions& c) const;

    const Policy& policy_;
    const Facts& facts_;
    Address sender_;
    std::vector<Address> recipients_;
    std::vector<bool> covered_;                                       // by finding
    Indices common_;                                                  // findings that concern the whole message
    std::map<std::string_view, Indices> of_recipient_;                // findings that concern one recipient
    std::map<std::pair<const Conditions*, std::string>, Seen> seen_;  // Conditions of the policy, which do not move
};

}  // namespace beadle::policy
