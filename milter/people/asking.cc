#include "people/asking.h"

#include <algorithm>

#include "base/text.h"
#include "people/direction.h"
#include "people/network.h"

namespace beadle::people {
namespace {

bool names(const std::string& login, const Member& member) {
    const auto is = [&](const std::string& address) {
        const Address a = parse_address(address);
        return ascii_iequal(a.local, login);
    };
    return is(member.mailbox) || std::any_of(member.aliases.begin(), member.aliases.end(), is);
}

}  // namespace

Ways ways_to_ask(const Settings& settings, const std::vector<std::string>& council_domains) {
    Ways out;
    const std::string domain = parse_address(settings.mail_answers).domain;
    out.by_reply = !domain.empty() && std::any_of(council_domains.begin(), council_domains.end(),
                                                  [&](const auto& own) { return domain_within(domain, own); });
    out.by_link = !settings.console_public_address.empty();
    if (out.by_reply || out.by_link) return out;
    out.problem =
        domain.empty()
            ? "nobody could answer: set [mail] answers to an address of a council domain whose mail passes Beadle, or "
              "[console] public_address"
            : "nobody could answer: [mail] answers = \"" + printable(settings.mail_answers, 200) +
                  "\" is not at a domain of the council, so replies to it would not pass Beadle";
    return out;
}

Asking asking_of(const Facts& facts, const Directory& directory, const Ways& ways) {
    const auto& marks = facts.inspection.marks;
    const Address sender = parse_address(facts.envelope.sender);
    const bool can = facts.origin == Origin::inside && !sender.is_null() && directory.by_council_address(sender) &&
                     !marks.automatic && !marks.bulk && facts.sender_role != name(MemberRole::former);
    if (!can) return Asking::cannot;
    // A reply comes the same way as the mail: where that proves nobody it would not count.
    if (ways.by_reply && facts.sender_proven) return Asking::by_reply;
    return ways.by_link ? Asking::by_link : Asking::cannot;
}

const Member* member_of_login(const std::string& login, const Directory& directory) {
    const Address a = parse_address(login);
    if (const Member* whole = directory.by_council_address(a)) return whole;
    const std::string& local = a.domain.empty() ? login : a.local;
    const Member* found = nullptr;
    for (const auto& member : directory.members())
        if (names(local, member)) {
            if (found) return nullptr;  // two domains, one local part: it says nothing
            found = &member;
        }
    return found;
}

const Member* proven_member(const Envelope& envelope, Origin origin, const Directory& directory) {
    if (origin != Origin::inside || envelope.sender.empty()) return nullptr;
    const Member* sender = directory.by_council_address(parse_address(envelope.sender));
    if (!sender || envelope.authenticated.empty()) return sender;
    const Member* login = member_of_login(envelope.authenticated, directory);
    return !login || login == sender ? sender : nullptr;
}

bool sender_is_proven(const Envelope& envelope, Origin origin, const Directory& directory,
                      const std::vector<std::string>& council_domains, const std::vector<std::string>& own_networks) {
    const Address sender = parse_address(envelope.sender);
    const Member* member = directory.by_council_address(sender);
    // Also what patterns of exceptions match: hosts below a domain, and local parts that route on.
    const bool ours = std::any_of(council_domains.begin(), council_domains.end(),
                                  [&](const auto& own) { return domain_within(sender.domain, own); });
    if (!member && !ours && !is_council(sender, council_domains)) return true;
    if (origin != Origin::inside) return false;
    if (!envelope.authenticated.empty()) {
        const Member* login = member_of_login(envelope.authenticated, directory);
        return !login || login == member;
    }
    return envelope.listener_kind == ListenerKind::relay || within_networks(envelope.client.address, own_networks);
}

namespace {

bool is_address(std::string_view recipient, const std::string& wanted) {
    if (wanted.empty()) return false;
    const Address to = parse_address(recipient), own = parse_address(wanted);
    const std::string local = to.local.substr(0, to.local.find('+'));
    return to.domain == own.domain && ascii_iequal(local, own.local);
}

}  // namespace

bool is_answers_address(std::string_view recipient, const Settings& settings) {
    return is_address(recipient, settings.mail_answers);
}

bool is_reports_address(std::string_view recipient, const Settings& settings) {
    return is_address(recipient, settings.mail_reports);
}

}  // namespace beadle::people
