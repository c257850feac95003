// value.h — a small tree of values: what the records answered, and what a page is filled with.
//
// Takes    one JSON object or list (a line of an answer); what a page puts together.
// Gives    reading that never fails: what is missing or of another kind is "", 0, false or empty.
// Bounds   JSON of 4 MiB, nesting 64.
// Fails    parse_json(): nothing, when it is none.
// Runs in  console. Never throws but std::bad_alloc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace beadle::console {

class Value {
  public:
    enum class Kind : std::uint8_t { none, flag, number, text, list, map };
    Value() = default;
    Value(bool flag) : kind_(Kind::flag), number_(flag) {}
    Value(int number) : kind_(Kind::number), number_(number) {}
    Value(std::int64_t number) : kind_(Kind::number), number_(number) {}
    Value(std::size_t number) : kind_(Kind::number), number_(static_cast<std::int64_t>(number)) {}
    Value(const char* text) : kind_(Kind::text), text_(text) {}
    Value(std::string_view text) : kind_(Kind::text), text_(text) {}
    Value(std::string text) : kind_(Kind::text), text_(std::move(text)) {}
    static Value list();
    static Value map();
    static Value map(std::vector<std::pair<std::string, Value>> members);

    Kind kind() const { return kind_; }
    bool empty() const;  // none, false, "", 0, no items
    std::string text() const;  // numbers and flags as text
    std::int64_t number() const { return kind_ == Kind::number || kind_ == Kind::flag ? number_ : 0; }
    bool flag() const { return !empty(); }
    const std::vector<Value>& items() const { return items_; }        // of a map its values
    const std::vector<std::string>& keys() const { return keys_; }    // of a map
    const Value& operator[](std::string_view key) const;
    std::string text(std::string_view key) const { return (*this)[key].text(); }
    std::int64_t number(std::string_view key) const { return (*this)[key].number(); }
    bool flag(std::string_view key) const { return (*this)[key].flag(); }
    bool has(std::string_view word) const;  // of a list of texts

    Value& set(std::string key, Value value);
    Value& add(Value value);

  private:
    Kind kind_ = Kind::none;
    std::int64_t number_ = 0;
    std::string text_;
    std::vector<std::string> keys_;
    std::vector<Value> items_;
};

std::optional<Value> parse_json(std::string_view text);
std::string json_of(const Value& value);

}  // namespace beadle::console
