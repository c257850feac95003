// argument_reader.h — one JSON object of arguments, read strictly into plain values.
//
// Takes    one JSON object from a peer that may be anybody allowed to connect: hostile. Each key it may hold is named first.
// Gives    the values in the places named. A key that is absent or null leaves its place as it was.
// Bounds   64 KiB of text; nesting 8; texts 1000 octets unless another bound is named; lists 100 entries.
// Fails    malformed, with a sentence that names the key: unknown key (with the nearest known one), wrong type, out of bounds,
//          a word that is not in its list, a time that is none, a text that was needed and is blank. Never throws.
// Runs in  record.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace beadle::records {

class ArgumentReader {
  public:
    ArgumentReader();
    ~ArgumentReader();
    ArgumentReader& text(const char* key, std::string& out, std::size_t most = 1000);
    // As text, but read() fails when it is absent or blank; `why` ends the sentence "\"key\" is missing: …".
    ArgumentReader& needed(const char* key, std::string& out, const char* why, std::size_t most = 1000);
    // Of a value that another line reads: read() fails when it is still blank.
    ArgumentReader& require(const char* key, const std::string& out, const char* why);
    ArgumentReader& reference(const char* key, std::string& out);       // of a kept message; "" = absent
    ArgumentReader& time(const char* key, std::int64_t& out);           // wall milliseconds
    ArgumentReader& end(const char* key, std::int64_t& out);            // a day named is wholly within
    ArgumentReader& whole(const char* key, std::int64_t& out, std::int64_t least, std::int64_t most);
    ArgumentReader& flag(const char* key, bool& out);
    ArgumentReader& word(const char* key, std::string& out, std::initializer_list<const char*> allowed);
    ArgumentReader& texts(const char* key, std::vector<std::string>& out, std::size_t most_entries = 100);
    Status read(std::string_view json);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// "2026-11-21", "2026-11-21T19:35:00Z", with or without fraction: wall milliseconds (UTC).
Result<std::int64_t> wall_time(std::string_view text);

}  // namespace beadle::records
