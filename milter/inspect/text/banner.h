// banner.h — where the warning on outside mail goes: a few octets put before the text of the body, and nothing else.
//
// Takes    the octets of the message, how they were read, and the wording (UTF-8).
// Gives    edits for the first text of the body, in each alternative of it (text/plain, text/html), in their charset and
//          transfer encoding; what the charset cannot say is said in the default's plain words. None at all when something in
//          the message is signed or encrypted (S/MIME, PGP, inline PGP), when programs may read it differently, in a report of
//          a mail server, in an invitation (calendar programs take its text from any alternative); none for a part that cannot
//          be changed safely, nor at all when the changed message would read otherwise than the banner (banner_check.h). A part whose visible text bears the wording already, as quoted mail does, gets none (`borne`).
//          thread: who it answers, so that the records can tell a thread that bears it.
// Bounds   BannerLimits; HTML is looked through for 256 KiB.
// Fails    never: what cannot be done is not in the plan. Never throws but std::bad_alloc.
// Runs in  inspect worker; session carries it out.
// Source   controls T8 B7; RFC 2045, 2046, 3676, 1847.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inspect/message/message.h"
#include "inspect/text/reading.h"
#include "mail/banner.h"

namespace beadle::inspect {

BannerPlan plan_banner(const ParsedMessage& parsed, const Reading& reading, std::string_view octets,
                       std::string_view wording);
std::vector<std::string> thread_of(const std::vector<HeaderField>& fields);

}  // namespace beadle::inspect
