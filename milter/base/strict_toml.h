// strict_toml.h — TOML read strictly: every key is asked for by name, what nobody asked for is an error.
//
// Takes    the octets of one file and the name to print in messages.
// Gives    a tree of StrictTable; getters report wrong types, ranges and unknown words into one Diagnostics list, so that
//          all errors of a file are told at once, each with line, column and suggestion. A syntax error stops at the first
//          (the parser cannot recover).
// Bounds   a file of at most 4 MiB, nesting 256 (toml++).
// Runs in  supervise, session, inspect (before the sandbox), record, mail, cli. Never throws.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace beadle {

struct Position {
    int line = 0;
    int column = 0;
};

class StrictTable;

std::string with_article(std::string_view noun);  // "an action", "a direction"

// One value with its place; used for lists whose elements are checked one by one.
struct PlacedText {
    std::string text;
    Position at;
};

class StrictFile {
  public:
    StrictFile(std::string name, std::string_view octets);
    ~StrictFile();
    StrictFile(const StrictFile&) = delete;
    StrictFile& operator=(const StrictFile&) = delete;

    bool parsed() const;       // false: diagnostics() holds the syntax error
    StrictTable root();        // only when parsed()
    void report(Position at, std::string message, std::string suggestion = "");
    void finish();             // reports every key that nobody asked for
    Diagnostics& diagnostics();
    const std::string& name() const;

    struct State;

  private:
    std::unique_ptr<State> state_;
};

// A view of one table; cheap to copy, valid as long as its StrictFile.
class StrictTable {
  public:
    // nullopt when absent; a value of the wrong type is reported and also nullopt.
    std::optional<std::string> text(std::string_view key);
    std::optional<std::int64_t> integer(std::string_view key, std::int64_t least, std::int64_t most);
    std::optional<double> real(std::string_view key, double least, double most);
    std::optional<bool> boolean(std::string_view key);
    std::optional<std::string> date(std::string_view key);  // YYYY-MM-DD
    std::optional<std::vector<PlacedText>> texts(std::string_view key);            // a list of strings
    std::optional<std::vector<PlacedText>> text_or_texts(std::string_view key);    // one string counts as a list of one
    // One of `words`; another word is reported with the nearest.
    std::optional<std::string> word(std::string_view key, const std::vector<std::string>& words);
    std::string required_text(std::string_view key);  // "" and a report when absent or empty
    std::string required_word(std::string_view key, const std::vector<std::string>& words);

    std::optional<StrictTable> table(std::string_view key);
    std::vector<StrictTable> tables(std::string_view key);  // [[key]], in file order

    bool has(std::string_view key) const;
    bool is_text(std::string_view key) const;         // there, and a string
    std::vector<std::string> keys() const;            // in file order
    Position at() const;                              // where the table starts
    Position at(std::string_view key) const;          // where the key stands
    void report(Position at, std::string message, std::string suggestion = "");
    void pass_over();  // nobody will ask for its keys, and that is no fault of theirs

    struct Node;

  private:
    friend class StrictFile;
    StrictTable(StrictFile::State* state, const void* table) : state_(state), table_(table) {}
    StrictFile::State* state_;
    const void* table_;
};

}  // namespace beadle
