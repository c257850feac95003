// pgp_packet.h — one packet of OpenPGP after the other.
//
// Takes    octets that begin with a packet. Hostile.
// Gives    its tag and body; a body in pieces is joined. is_plausible(): its first octets are what the tag asks for.
// Bounds   linear.
// Fails    false: no packet, or one longer than what is there. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   RFC 9580 4.
#pragma once

#include <string>
#include <string_view>

namespace beadle::inspect {

constexpr int most_pgp_packets = 1000;

struct PgpPacket {
    int tag = 0;
    std::string_view body;  // of a body in pieces: the first piece
    std::string joined;     // of a body in pieces: all of it
    std::string_view octets() const { return joined.empty() ? body : std::string_view(joined); }
};

bool next_pgp_packet(std::string_view& rest, PgpPacket& out);  // takes it off the front
bool is_plausible(const PgpPacket& p);

}  // namespace beadle::inspect
