// plan.h — from a decision to effects: what is kept back, who is deleted, which fields change, what is answered, who is
// told.
//
// Takes    the decision for each recipient, the envelope, the inspection, whether the directory knows the sender, and
// the
//          X-Beadle-* fields that the message brought.
// Gives    a Plan; the same input, the same plan. Nothing happens here.
// Bounds   linear in recipients x rules that matched.
// Fails    never; a recipient without a decision counts as quarantined (it was not judged).
// Runs in  session. No clock, disk, network or log.
// Source   ARCHITECTURE.md "Actions", "Marks"; milter protocol notes: one verdict for all recipients, deletion at the
// end.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mail/banner.h"
#include "mail/decision.h"
#include "mail/envelope.h"
#include "mail/inspection.h"
#include "notices/templates.h"
#include "verdict/reply_table.h"
#include "wire/messages.h"

namespace beadle::verdict {

// A field name of ours that the message brought, and how often: those are forged, whoever wrote them.
struct OwnField {
    std::string name;  // as first seen
    std::uint32_t count = 0;
};

// How the sender can be asked (decision 0012).
struct Ask {
    std::string person;  // folded mailbox of the member; "" = they cannot be
    bool by_reply = false;
    std::string public_address;  // where links lead; "" = none
    std::int64_t hours = 72;     // to answer
};

struct PlanInput {
    const Envelope& envelope;
    Origin origin = Origin::outside;
    const Inspection& inspection;
    const Decision& decision;
    std::string council;
    std::string clerk_address;  // "" = alerts have nowhere to go
    std::string deputy_address{};  // alerts go there too; "" = nobody
    bool sender_known = false;  // the directory knows the envelope sender
    std::string sender_name;
    std::string ask_whom{};        // for help with their mail: from the directory, by role
    std::string member_mailbox{};  // of the member whose personal address mail from outside came from; "" = nobody's
    std::string content_hash;      // part of the keys of notices
    std::vector<OwnField> own_fields;
    Ask ask{};
    std::vector<std::string> taken{};  // recipients that stand for Beadle itself: nothing is delivered to them
    wire::Answering answering{};       // what came to them
    const notices::Templates& templates = notices::Templates::standard();
    std::vector<std::uint32_t> forged_results{};  // Authentication-Results fields to take out, from 1 at the top
    std::vector<BodyEdit> banner{};  // where the warning on outside mail would go
};

struct FieldRemoval {
    std::string name;
    std::uint32_t index = 0;  // from 1, counted per name as received
    bool operator==(const FieldRemoval&) const = default;
};
struct FieldAddition {
    std::string name, body;
    bool operator==(const FieldAddition&) const = default;
};

enum class Disposition { accept, discard, reject, defer };

struct Plan {
    Disposition disposition = Disposition::accept;
    Reply reply;          // of reject and defer
    std::string outcome;  // accepted | flagged | rejected | quarantined | asked | split | answer | deferred
    std::string cause;    // of a deferral
    std::vector<wire::HeldPart> held;
    std::vector<std::string> deletions;  // forward-paths exactly as given
    std::vector<FieldRemoval> removals;  // in the order to do them: highest index first
    std::vector<FieldAddition> additions;
    std::vector<BodyEdit> edits;  // of the body
    std::vector<wire::Notice> notices;
    wire::Answering answering;
};

Plan plan(const PlanInput& input);

// Highest index down, so that no removal shifts the next.
std::vector<FieldRemoval> removals_of(const std::vector<OwnField>& own_fields);
// True for a hit that does something: not watched, not taken back by an exception.
bool in_force(const RuleHit& hit);
// True when a rule adds a banner to a copy that goes on now.
bool bears_banner(const Decision& decision);

}  // namespace beadle::verdict
