// prescan.h — what would cost a MIME parser more time, memory or stack than a message is worth, seen before it is
// tried.
//
// Takes    octets of a message. Hostile.
// Gives    "" or why it is not parsed: GMime's stack grows with the groups of an address field, its time with the
// square of
//          the parameters of a field and of the encoded-words of a Subject, its memory with every delimiter and field.
// Bounds   one pass. Never throws but std::bad_alloc.
// Runs in  inspect worker.
#pragma once

#include <string>
#include <string_view>

namespace beadle::inspect {

std::string too_much(std::string_view octets);

}  // namespace beadle::inspect
