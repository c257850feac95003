#include "records/roles.h"

#include <algorithm>
#include <array>

#include "records/verbs.h"

namespace beadle::records {
namespace {

constexpr std::array<std::string_view, 8> role_names = {"clerk", "deputy", "rfo", "admin",
                                                        "auditor", "chair", "contractor", "member"};
constexpr std::uint32_t bit(AccountRole role) { return 1u << static_cast<unsigned>(role); }
constexpr std::uint32_t clerk = bit(AccountRole::clerk), deputy = bit(AccountRole::deputy), rfo = bit(AccountRole::rfo),
                        admin = bit(AccountRole::admin), auditor = bit(AccountRole::auditor),
                        chair = bit(AccountRole::chair), contractor = bit(AccountRole::contractor),
                        member = bit(AccountRole::member);
constexpr std::uint32_t deciders = clerk | deputy | admin, readers = deciders | rfo | auditor | chair,
                        tracers = deciders | auditor,  // of all mail: who wrote to whom about what
                        everybody = readers | contractor | member;

constexpr bool anybody = true, fresh = true, quiet = true;

}  // namespace

std::string_view name(AccountRole role) { return role_names[static_cast<std::size_t>(role)]; }

std::optional<AccountRole> account_role(std::string_view word) {
    for (std::size_t i = 0; i < role_names.size(); ++i)
        if (role_names[i] == word) return static_cast<AccountRole>(i);
    return std::nullopt;
}

const std::vector<VerbRight>& verb_rights() {
    static const std::vector<VerbRight> table = {
        // signing in, and one's own account
        {"session.salt", 0, anybody},
        {"session.open", 0, anybody},
        {"setup.show", 0, anybody},
        {"setup.begin", 0, anybody},
        {"setup.finish", 0, anybody},
        {"session.look", everybody},
        {"session.peek", everybody, !anybody, !fresh, quiet},
        {"session.prove", everybody},
        {"session.close", everybody},
        {"session.list", everybody},
        {"session.end", everybody},
        {"session.codes", everybody, !anybody, fresh},
        {"session.password", everybody, !anybody, fresh},
        // accounts
        {"user.list", clerk | admin | auditor | chair},
        {"user.add", admin, !anybody, fresh},
        {"user.reset", admin, !anybody, fresh},
        {"user.remove", admin, !anybody, fresh},
        // kept messages
        {"quarantine.list", readers},
        {"quarantine.show", readers},
        {"quarantine.release", deciders | chair},  // the chair as second person
        {"quarantine.discard", deciders},
        {"quarantine.undo", deciders},
        {"quarantine.return", deciders},
        {"quarantine.content", deciders | rfo},  // of the rfo what scope.h says
        {"quarantine.export", deciders, !anybody, fresh},
        {"exception.list", readers},
        {"exception.end", deciders},
        {"journal.list", tracers},
        {"journal.show", tracers},
        {"journal.search", deciders, !anybody, fresh},
        // the policy
        {"policy.versions", readers},
        {"policy.version", readers},
        {"policy.check", clerk | admin},
        {"policy.propose", clerk | admin},
        {"policy.adopt", clerk | admin, !anybody, fresh},
        {"policy.try", clerk | admin},
        {"policy.signatures", readers},
        {"policy.replay", 0},  // answers for the command line of the same release
        // what is kept, for how long, and what was asked for
        {"hold.list", readers},
        {"hold.show", readers},
        {"hold.add", deciders},
        {"hold.lift", deciders | chair, !anybody, fresh},
        {"retention.due", readers},
        {"retention.schedule", readers},
        {"retention.certificates", readers},
        {"retention.certificate", readers},
        {"retention.run", deciders | chair, !anybody, fresh},
        {"retention.approve", deciders | chair, !anybody, fresh},
        {"request.list", readers},
        {"request.show", readers},
        {"request.open", deciders},
        {"request.note", deciders},
        {"request.acknowledge", deciders},
        {"request.id-shown", deciders},
        {"request.pause", deciders},
        {"request.resume", deciders},
        {"request.extend", deciders},
        {"request.search", deciders},
        {"request.content", deciders},
        {"request.review", deciders},
        {"request.packed", deciders},
        {"request.close", deciders | chair},
        // incidents and those who may not send
        {"incident.list", readers},
        {"incident.show", readers},
        {"incident.who", readers},
        {"incident.open", deciders},
        {"incident.set", deciders},
        {"incident.note", deciders},
        {"incident.proof", readers},
        {"incident.close", deciders},
        {"incident.reopen", deciders},
        {"incident.export", deciders | auditor, !anybody, fresh},
        {"suspend.list", readers},
        {"suspend.add", deciders},
        {"suspend.approve", deciders | chair},
        {"suspend.lift", deciders},
        {"acknowledge.list", readers},
        {"acknowledge.record", deciders},
        {"report", readers},
        {"console.today", readers | contractor},
        {"console.counts", readers, !anybody, !fresh, quiet},
        {"console.held", readers},
        {"console.story", tracers},
        {"search.list", tracers},
        {"search.save", tracers},
        {"search.forget", tracers},
        {"console.rules", readers},
        {"console.ages", readers | contractor},
        {"console.exported", readers, !anybody, fresh},
        {"people.list", readers},
        // one's own
        {"own.list", everybody},
        {"own.withdraw", everybody},
        // what was done, and whether all is well
        {"events.search", tracers},
        {"events.show", tracers},
        {"events.export", admin | auditor, !anybody, fresh},
        {"figures", readers | contractor},
        {"backup", 0},  // root and the admin group alone: it makes a file
        {"events.verify", readers | contractor},
        {"status", readers | contractor},
    };
    return table;
}

const VerbRight* right_of(std::string_view verb) {
    const auto& table = verb_rights();
    const auto found = std::find_if(table.begin(), table.end(), [&](const auto& r) { return r.verb == verb; });
    return found == table.end() ? nullptr : &*found;
}

bool may(AccountRole role, std::string_view verb) {
    const auto* right = right_of(verb);
    return right && (right->anybody || (right->roles & bit(role)) != 0);
}

std::vector<std::string_view> rights_of(AccountRole role) {
    std::vector<std::string_view> out;
    for (const auto& right : verb_rights())
        if (!right.anybody && (right.roles & bit(role)) != 0 && verb_named(right.verb) != nullptr) out.push_back(right.verb);
    return out;
}

}  // namespace beadle::records
