// banner_transfer.h — octets put into a body where it stands, in the transfer encoding that it is in.
//
// Takes    the encoded octets of a leaf, what they decode to, an index into that, and a maker of the octets to put there:
//          given 0, 1 or 2 it makes them longer by as many blanks, since base64 goes by threes.
// Gives    the one edit (its offset counted from the leaf's first octet); lines of at most 76 octets in the two encodings.
//          Nothing where the encoding is broken, or another than these.
// Bounds   linear in the octets before the index. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   RFC 2045 6.7, 6.8.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "mail/banner.h"

namespace beadle::inspect {

struct EncodedLeaf {
    std::string_view raw, content;
    std::string_view encoding;  // Content-Transfer-Encoding, lower case
    bool wide = false;          // units of two or four octets: a line end is no CR LF
};
using Padded = std::function<std::string(std::size_t blanks)>;

std::optional<BodyEdit> put_in(const EncodedLeaf& leaf, std::size_t at, const Padded& make);

}  // namespace beadle::inspect
