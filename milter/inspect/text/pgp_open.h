// pgp_open.h — an OpenPGP message that a password seals, tried with one.
//
// Takes    binary packets, and a password in UTF-8. Hostile.
// Gives    pgp_needs(): what a try asks for, nothing when none can be made here. open_pgp(): the packets inside, proved
//          by their own digest, or where an old form has none by being packets to their last octet.
// Bounds   the budget's time and octets for each try; 8 session keys.
// Fails    nothing: the password is another. Messages under OCB, EAX or GCM, and under IDEA, SAFER or Twofish, are not
//          opened here. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   RFC 9580 3.7 (key of a password), 5.3, 5.7, 5.13.1; RFC 4880 13.9 (feedback).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/budget.h"

namespace beadle::inspect {

struct PgpNeeds {
    struct Key {
        int cipher = 0, digest = 0;
        std::string salt, sealed;  // sealed: of the session key, "" = the password's own key is it
        std::size_t octets = 0;    // that are digested; 0 = once
    };
    std::vector<Key> keys;
    std::string sealed;
    bool proved = false;  // by a digest
};

std::optional<PgpNeeds> pgp_needs(std::string_view octets);
std::optional<std::string> open_pgp(const PgpNeeds& needs, std::string_view password, Budget& budget);

}  // namespace beadle::inspect
