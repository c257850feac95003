// held.h — the quarantine: one row for each kept copy, one for each of its recipients.
//
// Takes    what session recorded; the reference that a person types ("7k2m-9xdq", with or without the dash, any case).
// Gives    rows in and out; move() is the only way to another state and refuses what states.h does not know. It gives
// the
//          word for the event's column `held`; every move, of a recipient too, is written with an event, so that verify
//          can hold one against the other.
// Fails    as database.h; malformed: a move that may not be. Never throws but std::bad_alloc.
// Runs in  record, within the caller's transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mail/envelope.h"
#include "records/states.h"
#include "records/store.h"
#include "wire/messages.h"

namespace beadle::records {

// Of one recipient of a kept copy.
//   held -> sending -> released | held (not accepted, or to be tried by a person again);
//   held -> discarding -> discarded | held;  held -> discarded | returned | expired;  journalled -> expired
struct HeldRecipient {
    std::int64_t number = 0;
    std::string address;  // as in the envelope
    std::string shown;
    std::string state;  // held | sending | released | discarding | discarded | returned | expired | journalled
    std::string note;   // what the MTA said
};
struct Held {
    std::int64_t id = 0;
    std::string reference, gateway;
    std::int64_t event = 0, message = 0;
    State state = State::pending;
    std::string reason;  // quarantine | refused | ask | journal
    std::int64_t release_needs = 1;
    bool sender_not_told = false;
    std::string origin, sender, subject, rules, clauses;
    std::int64_t size = 0;
    std::string content_hash, retry_key;
    Envelope envelope;
    std::string trace;
    std::int64_t at = 0, changed_at = 0;
    std::string superseded_by, note;
    std::string mac;  // under the chain key, over what never changes and the recipients
    std::string retain;  // retention class of the rule that keeps it; "" = the usual one
};
// What a copy is found by, beside what it is: in lower case, of which no octet is trusted more than its message is.
struct HeldIndex {
    std::string direction, kinds, words;  // kinds: " nhs-number malware "; words: Message-ID, file names, display names
    bool attachments = false;
};

std::string new_reference();
// The form in the store, or "" when it cannot be one.
std::string as_reference(std::string_view typed);

Result<std::optional<Held>> find_held(Store& store, const std::string& reference);
Result<std::optional<Held>> find_held(Store& store, std::int64_t id);
Result<std::vector<Held>> held_of_event(Store& store, std::int64_t event);
Result<std::vector<HeldRecipient>> recipients_of(Store& store, std::int64_t held);
extern const char* const held_columns;
Held held_of(const Row& row);

// Fills in id and reference. The message has to be there.
Status add_held(Store& store, Held& held, const std::vector<std::string>& recipients, const HeldIndex& index);
// True when nobody without the keys has changed whom it is for, what it holds or why: asked before it is sent.
Result<bool> is_as_recorded(Store& store, const Held& held);
// Same sender, recipients (of the envelope and of this copy), Message-ID and content: the sending client tried again.
std::string retry_key_of(const wire::RecordVerdict& verdict, const wire::HeldPart& part);

// Appends " reference:state" to `moves`.
Status move(Store& store, Held& held, State to, std::string& moves);
// Appends " reference/number:state" to `moves` when the state is another: for the column `held` of the event, as move().
Status set_recipient(Store& store, const Held& held, const HeldRecipient& recipient, const std::string& state,
                     const std::string& note, std::string& moves);
Status set_note(Store& store, std::int64_t held, const std::string& note);
// Destroys the message unless another kept copy still needs it or a legal hold is on one of them. True: destroyed, so forget_deleted() is due.
Result<bool> destroy_unneeded(Store& store, std::int64_t message);

}  // namespace beadle::records
