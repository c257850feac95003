// Edge of zlib, beside inflate.cc: gzip members one after another.
#include <algorithm>
#include <array>

#include <zlib.h>

#include "inspect/message/charset.h"
#include "inspect/text/stream.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_name = 4096;

struct Inflater {
    Inflater() { ready = inflateInit2(&z, 15 + 16) == Z_OK; }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
    ~Inflater() {
        if (ready) inflateEnd(&z);
    }
    z_stream z{};
    bool ready = false;
};

// One member from `at`; how many octets it took, 0 when it is none.
std::size_t one_member(std::string_view octets, Sink& sink, Stream& names) {
    Inflater in;
    if (!in.ready) return sink.damaged("not enough memory"), 0;
    std::array<Bytef, most_name + 1> name{}, comment{};
    gz_header header{};
    header.name = name.data(), header.name_max = most_name;
    header.comment = comment.data(), header.comm_max = most_name;
    inflateGetHeader(&in.z, &header);
    static thread_local std::array<char, 65536> block;
    in.z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(octets.data()));
    in.z.avail_in = static_cast<uInt>(std::min<std::size_t>(octets.size(), 0xFFFFFFFFu));
    int result = Z_OK;
    while (result == Z_OK) {
        in.z.next_out = reinterpret_cast<Bytef*>(block.data());
        in.z.avail_out = block.size();
        result = ::inflate(&in.z, Z_NO_FLUSH);
        if (!sink.add(block.data(), block.size() - in.z.avail_out)) return octets.size();
    }
    for (auto [from, to] : {std::pair{name.data(), &names.name}, {comment.data(), &names.comment}})
        if (const auto text = reinterpret_cast<const char*>(from); *text != '\0')
            *to += (to->empty() ? "" : "\n") + guess_text(text);
    if (result != Z_STREAM_END)
        sink.damaged(result == Z_BUF_ERROR ? "the packed data end early" : "the packed data are damaged");
    return octets.size() - in.z.avail_in;
}

}  // namespace

std::size_t undo_gzip(std::string_view octets, Sink& sink, Stream& names) {
    std::size_t used = 0;
    while (!sink.stopped() && stream_kind(octets.substr(used)) == StreamKind::gzip) {
        // A second member that is damaged from its start on is garbage after the first.
        const auto step = one_member(octets.substr(used), sink, names);
        if (step == 0) break;
        used += step;
    }
    return used;
}

}  // namespace beadle::inspect
