// tnef.h — winmail.dat: a message of Outlook with its attachments in one entity.
//
// Takes    octets that begin with 0x223E9F78. Hostile: lengths lie, attributes repeat.
// Gives    TnefAttributes: one attribute after the other; read_properties() the MAPI properties in one.
// Bounds   views only; a list of properties ends where its octets do. Never throws but std::bad_alloc.
// Fails    `cut` when an attribute says more than there is.
// Runs in  inspect worker.
// Source   MS-OXTNEF.
#pragma once

#include <cstdint>
#include <string_view>

#include "inspect/text/mapi.h"

namespace beadle::inspect {

struct TnefAttribute {
    std::uint32_t id = 0;
    std::string_view octets;
};

class TnefAttributes {
  public:
    explicit TnefAttributes(std::string_view octets) : octets_(octets) {}
    bool next(TnefAttribute& attribute);  // false at the end
    bool cut() const { return cut_; }
    std::string_view left() const { return octets_.substr(at_); }

  private:
    std::string_view octets_;
    std::size_t at_ = 6;
    bool cut_ = false;
};

// Takes the octets it read from the front; false when the list is broken.
bool read_tnef_properties(std::string_view& octets, MapiProperties& out);

}  // namespace beadle::inspect
