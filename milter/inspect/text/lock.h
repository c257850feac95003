// lock.h — one seal that a password may open, as the reader of its format notes it.
//
// Gives    values only.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "inspect/text/place.h"
#include "mail/finding.h"

namespace beadle::inspect {

struct Lock {
    enum class Kind { archive, pdf, office, word, excel, powerpoint, odf, openpgp, none };  // none: nobody here opens it
    Kind kind = Kind::none;
    std::string_view octets;    // of the file; they live as long as the Reading
    std::uint32_t storage = 0;  // number of the entry of the compound file that holds the document
    Place place;
    std::optional<std::size_t> protection;  // its entry in the Reading
    NotInspected said;
};

}  // namespace beadle::inspect
