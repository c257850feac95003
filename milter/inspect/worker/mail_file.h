// mail_file.h — the header section and the words of a message as one mail file, for signatures that only look at mail.
//
// Takes    the message as received and its parsed parts. Hostile.
// Gives    a line by which libclamav knows a mail, the header section with the fields of the structure left out, and the
//          decoded texts that are not attachments. The structure itself has been taken apart already: each entity is scanned
//          by its own decoded octets.
// Bounds   1 MiB of header section, 4 MiB of text. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   ARCHITECTURE.md "What libclamav does not say"; ClamAV signature target 4.
#pragma once

#include <string>
#include <string_view>

#include "inspect/message/message.h"

namespace beadle::inspect {

std::string mail_file(std::string_view octets, const ParsedMessage& parsed);

}  // namespace beadle::inspect
