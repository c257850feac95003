// inline_file.h — files written out in a text: uuencode, its base64 form, yEnc and BinHex.
//
// Takes    octets of a text, or of a body that claims one of these encodings. Hostile.
// Gives    one file after the other: its name, its octets and where it stands. What mail programs take is
//          taken: quoted lines, a missing end, lines cut of their blanks, bare CR.
// Bounds   linear; octets <= input, BinHex <= input + 16 MiB. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   POSIX uuencode; yEnc 1.3; RFC 1741.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace beadle::inspect {

struct InlineFile {
    std::size_t from = 0, to = 0;
    std::string_view kind;  // "uuencoded", "yEnc", "BinHex"
    std::string name;       // as written
    std::string octets;
    bool cut = false;  // BinHex that unpacks to more than its bound
};

class InlineFiles {
  public:
    explicit InlineFiles(std::string_view text) : text_(text) {}
    std::optional<InlineFile> next();

  private:
    std::string_view text_;
    std::size_t at_ = 0, begin_ = 0, binhex_ = 0;  // where the next of each word stands, npos = nowhere
};

// Bodies that claim the encoding: without a first line every line is data.
std::string decode_uuencode(std::string_view s);
std::string decode_yenc(std::string_view s);
std::string decode_binhex(std::string_view s);

}  // namespace beadle::inspect
