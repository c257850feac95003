// stream.h — packed files that hold one stream and no directory: gzip, bzip2, xz, lzma, lzip, zstd, lz4, compress.
//
// Takes    octets of the file. Hostile.
// Gives    what it unpacks to, over all members and frames that follow each other; the name and comment a gzip header
//          carries; how many octets of the file belong to it: what comes after is the caller's to look at.
// Bounds   the budget's ratio, unpacked octets and time; a dictionary of at most 128 MiB. What came before a fault is
//          kept.
// Fails    Unpacked says how. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   RFC 1952, 8878; the xz, lzip and LZ4 frame formats.
#pragma once

#include <string>
#include <string_view>

#include "base/budget.h"
#include "inspect/text/zip_file.h"

namespace beadle::inspect {

enum class StreamKind { none, gzip, bzip2, xz, lzma, lzip, zstd, lz4, compress };

struct Stream {
    Unpacked data;
    std::string name, comment;  // UTF-8
    std::size_t used = 0;       // of the file
};

StreamKind stream_kind(std::string_view octets);
Stream unpack_stream(StreamKind kind, std::string_view octets, Budget& budget);

// Where a decoder puts its output; says when to stop.
class Sink {
  public:
    Sink(Budget& budget, std::uint64_t packed);
    bool add(const char* octets, std::size_t size);  // false: a limit was reached, and the Unpacked says which
    void damaged(std::string why, Unpacked::State state = Unpacked::State::damaged);
    Unpacked take() { return std::move(out_); }
    bool empty() const { return out_.octets.empty(); }
    bool stopped() const { return out_.state != Unpacked::State::whole; }

  private:
    Budget& budget_;
    std::uint64_t most_;
    Unpacked out_;
};

// One for each library; each gives the octets of the file that it used.
std::size_t undo_gzip(std::string_view octets, Sink& sink, Stream& names);
std::size_t undo_bzip2(std::string_view octets, Sink& sink);
std::size_t undo_lzma(StreamKind kind, std::string_view octets, Sink& sink);
std::size_t undo_zstd(std::string_view octets, Sink& sink);
std::size_t undo_lz4(std::string_view octets, Sink& sink);
std::size_t undo_compress(std::string_view octets, Sink& sink);

}  // namespace beadle::inspect
