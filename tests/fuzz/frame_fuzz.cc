// library: beadle_wire
// What arrives on a socket, whole and in pieces of the size that the first octet says, gives the same frames.
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "wire/frame.h"

using namespace beadle;
using namespace beadle::wire;

namespace {

std::string frames_of(std::string_view octets, std::size_t step) {
    auto pair = socket_pair();
    if (!pair) std::abort();
    Connection connection(std::move(pair->second));
    std::string seen;
    for (std::size_t at = 0; at < octets.size(); at += step) {
        const std::string_view part = octets.substr(at, step);
        if (::send(pair->first.get(), part.data(), part.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(part.size()))
            break;
        const Status read = connection.read_ready();
        while (auto f = connection.next())
            seen += std::to_string(f->type) + ":" + std::to_string(f->id) + ":" + f->body + ";";
        if (!read) return seen + name(read.failure().kind);
    }
    return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 1 || size > 60'000) return 0;
    const std::string_view octets(reinterpret_cast<const char*>(data) + 1, size - 1);
    if (octets.empty()) return 0;
    if (frames_of(octets, octets.size()) != frames_of(octets, data[0] % 64 + 1u)) std::abort();
    return 0;
}
