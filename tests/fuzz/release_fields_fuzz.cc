// library: beadle_records
// The header section of a release: the same whatever pieces it comes in, never longer than the input and one To, the
// octets behind the first empty line as they were.
#include <cstdlib>
#include <string>

#include "records/release_octets.h"

namespace {

std::string filtered(const std::string& in, const std::string& recipient, std::size_t piece) {
    beadle::records::ReleaseFields filter(recipient);
    std::string out;
    for (std::size_t i = 0; i < in.size(); i += piece) out += filter.add(std::string_view(in).substr(i, piece));
    return out += filter.end();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string in(reinterpret_cast<const char*>(data), size);
    for (const char* recipient : {"", "<one@a.example>"}) {
        const auto whole = filtered(in, recipient, in.size() + 1);
        if (whole != filtered(in, recipient, 1) || whole != filtered(in, recipient, 7)) std::abort();
        if (whole.size() > in.size() + 32) std::abort();
        const auto end = in.find("\r\n\r\n");
        if (end != in.npos && in.find("\n\n") == in.npos && in.find("\n\r\n") == end + 1 &&
            !whole.ends_with(in.substr(end + 4)))
            std::abort();
    }
    return 0;
}
