// disposal.h — what is due under one class of the schedule, found and destroyed a window at a time.
//
// Takes    the class that counts; the first moment that is not due yet; where the last window ended.
// Gives    find_due(): pieces that are due and free, and what holds stop, of the next few hundred rows. destroy_pieces():
//              held      the key of the message (crypto-erase); the row stays
//              events    Message-ID, sender, recipients, subject, body, and the salt of their digest; of a verdict also the
//                        rows of its kept copies, questions, notices and work
//              acts      the same columns of what persons did, never of a matter that is open
//              notices   addresses and text
//              incidents what a closed one tells of persons and messages; none whose messages are on hold
//              requests  everything but kind, days and outcome; its review set
// Fails    as database.h. Runs in  record, within the caller's transaction. Never throws but std::bad_alloc.
#pragma once

#include <map>

#include "records/holds.h"
#include "records/schedule.h"

namespace beadle::records {

struct Piece {
    std::int64_t number = 0;  // of the row
    std::string id;           // as it stands in the list of a certificate
    std::int64_t octets = 0, at = 0;
};
struct DuePlace {
    std::int64_t at = -1, number = 0;  // of the last row looked at
};
struct DueWindow {
    std::vector<Piece> pieces;
    std::map<std::string, std::int64_t> stopped;  // by the name of each hold
    std::int64_t stopped_pieces = 0;
    DuePlace next;
    bool last = true;
};
// The first moment that is not due yet; nothing: the class is indefinite, or kept elsewhere.
std::optional<Milliseconds> due_before(const RetentionClass& c, Milliseconds wall);
Result<DueWindow> find_due(Store& store, const RetentionSchedule& schedule, const RetentionClass& c, Milliseconds before,
                           const DuePlace& from, const HoldsInForce& holds);

struct Destroyed {
    std::string words;  // for the column `held` of the event that tells of it
    std::vector<std::string> ids;
};
Result<Destroyed> destroy_pieces(Store& store, const RetentionClass& c, const std::vector<Piece>& pieces);

}  // namespace beadle::records
