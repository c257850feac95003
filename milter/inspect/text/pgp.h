// pgp.h — what OpenPGP octets are, by walking their packets; what is only signed or compressed is unwrapped.
//
// Takes    binary octets, or text with armour in it. Hostile.
// Gives    Pgp: sealed how, or the literal content; Armour: where blocks stand in a text, decoded.
// Bounds   1000 packets, 4 levels of compression; what unpacks is taken from the budget, level by level, and its time is kept.
// Fails    Kind::none when the packets do not fit; `limit` when the budget is spent. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   RFC 9580, RFC 4880, RFC 3156.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/budget.h"

namespace beadle::inspect {

struct Pgp {
    enum class Kind { none, encrypted, readable, signature, keys, secret_keys };
    Kind kind = Kind::none;
    std::string why;  // "public-key", "password", "no-integrity"
    bool weak = false;
    bool password = false;  // one would open it
    bool unread = false;  // readable, but packed in a way nobody here unpacks
    std::string limit;    // readable, but the budget ended before it; "" = read
    std::string inner, name;  // of a readable one: literal data and its file name
};

struct Armour {
    std::size_t from = 0, to = 0;  // in the text, lines of begin and end included
    std::string label;             // "PGP MESSAGE", "PKCS7", "PRIVATE KEY"
    std::string octets;            // decoded
    std::string headers;           // lines before the empty one: anyone reads them
    bool closed = false;
    bool clean = true;  // nothing but base64 in it
};

bool is_pgp(std::string_view octets);  // all of them are well-formed packets
Pgp read_pgp(std::string_view octets, Budget& budget);
std::optional<Armour> find_armour(std::string_view text, std::size_t from);

}  // namespace beadle::inspect
