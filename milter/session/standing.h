// standing.h — what the records are told of the council, and whose mail to outside they say is suspended.
//
// Takes    the running generation; the facts of a message from inside.
// Gives    tell_council(): posted to the records, which know neither policy nor directory. senders_of(): every mailbox that the
//          message may be said to come from. suspend(): recipients outside are refused with a plain reason, whatever else was
//          decided about them; mail within the council and to the clerk goes on.
// Fails    tell_council(): a connection that is gone is told again when another comes.
// Runs in  session. Never throws but std::bad_alloc.
// Source   controls T19/B14.
#pragma once

#include <string>
#include <vector>

#include "mail/facts.h"
#include "session/gateway.h"
#include "wire/council.h"

namespace beadle::session {

std::string clerk_of(const Generation& generation);
void tell_council(const Gateway& gateway);

// The log-in, the envelope sender and the From field, each as the mailbox it stands for; empty for mail from outside.
std::vector<std::string> senders_of(const Facts& facts, const Directory& directory);
void suspend(Decision& decision, const wire::Standing& standing, const Generation& generation);

}  // namespace beadle::session
