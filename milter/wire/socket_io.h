// socket_io.h — the octets and descriptors of frames on a stream Unix socket; for frame.cc, connection.cc and
// channel.cc.
//
// Takes    a connected stream Unix socket. Every call here returns at once; await() is the only one that waits.
// Gives    how far a write or a read came; descriptors received are owned and close-on-exec from the first moment.
// Bounds   max_descriptors a packet; a head is checked before anything is kept for its body.
// Fails    malformed, unavailable. Never throws but std::bad_alloc.
// Runs in  every process.
// Source   unix(7), cmsg(3).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "wire/frame.h"

namespace beadle::wire {

struct Head {
    std::uint8_t descriptors = 0;
    std::uint16_t type = 0;
    std::uint32_t id = 0;
    std::uint32_t length = 0;
};
// Head and body as octets. limit: more body or descriptors than a frame may have (a defect of the sender).
Result<std::string> octets_of(const Frame& frame);
Result<Head> parse_head(std::string_view octets);  // of head_octets octets

enum class Progress : std::uint8_t { some, none, ended };  // none: the socket would block; ended: the peer is gone
struct Moved {
    Progress progress = Progress::none;
    std::size_t octets = 0;
};
// Writes what fits; the descriptors go with the first octet.
Moved write_some(int socket, std::string_view octets, const std::vector<Descriptor>& descriptors);
// Appends at most `most` octets and what descriptors came with them. malformed: the peer sent more than
// max_descriptors.
Result<Moved> read_some(int socket, std::size_t most, std::string& into, std::vector<Descriptor>& descriptors);
// Until poll() says so or the steady time has passed (0 = never). false = too late.
bool await(int socket, short events, Milliseconds until);

// All of the octets, `sent` of them so far; what could not go in time is the caller's to send before anything else.
Status send_octets(int socket, std::string_view octets, const std::vector<Descriptor>& descriptors, Milliseconds until,
                   std::size_t& sent);

}  // namespace beadle::wire
