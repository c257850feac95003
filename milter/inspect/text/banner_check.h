// banner_check.h — is a message with the banner in it still the same message?
//
// Takes    the message as it was read, its octets, and the edits.
// Gives    true when, read again with the edits made, it has the same entities, each with the content it had, and those of the
//          body's text theirs with something more in one place; and when it reads no more than before in two ways.
// Bounds   a second reading of the structure; messages over 64 MiB are not read again: false.
// Fails    false. Never throws but std::bad_alloc.
// Runs in  inspect worker.
#pragma once

#include <string_view>
#include <vector>

#include "inspect/message/message.h"
#include "mail/banner.h"

namespace beadle::inspect {

bool still_the_same(const ParsedMessage& before, std::string_view octets, const std::vector<BodyEdit>& edits);

}  // namespace beadle::inspect
