// direction.h — where a recipient's mail really goes.
//
// Takes    an address, the directory (delivers_to) and the council's domains.
// Gives    the addresses at which it ends, following delivers_to; the address itself when it is forwarded nowhere.
// Bounds   32 addresses followed, each once: a loop of forwards ends.
// Runs in  session, cli. Never throws but std::bad_alloc.
// Source   ARCHITECTURE.md "Direction".
#pragma once

#include <string>
#include <vector>

#include "mail/address.h"
#include "people/directory.h"

namespace beadle::people {

bool is_council(const Address& address, const std::vector<std::string>& council_domains);
std::vector<Address> delivered_to(const Address& recipient, const Directory& directory,
                                  const std::vector<std::string>& council_domains);

}  // namespace beadle::people
