// value.h — a JSON answer as a plain tree, for reading: what is missing is null, never an error.
//
// Takes    one line of JSON from the records, the gateway or mail/json.h. Its texts come from mail: hostile.
// Gives    a tree of copies; text() is made printable for a terminal, raw() is as it came.
// Bounds   4 MiB a line, 32 levels, 200 000 values; beyond that nullopt.
// Runs in  cli. Never throws but std::bad_alloc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace beadle::cli {

class Value {
  public:
    enum class Kind : std::uint8_t { null, truth, number, text, list, object };
    static std::optional<Value> parse(std::string_view json);

    const Value& operator[](std::string_view key) const;  // null when there is none
    bool is_null() const { return kind_ == Kind::null; }
    bool truth() const { return kind_ == Kind::truth && truth_; }
    double number() const { return kind_ == Kind::number ? number_ : 0; }
    const std::string& raw() const { return text_; }  // of a text; "" otherwise
    // For a person: texts printable, numbers and truths in words, lists joined with ", ", objects as "key: value".
    std::string text(std::size_t most = 400) const;
    const std::vector<Value>& items() const { return items_; }
    const std::vector<std::pair<std::string, Value>>& fields() const { return fields_; }
    Kind kind() const { return kind_; }

  private:
    friend struct ValueMaker;
    Kind kind_ = Kind::null;
    bool truth_ = false;
    double number_ = 0;
    std::string text_;
    std::vector<Value> items_;
    std::vector<std::pair<std::string, Value>> fields_;
};

// A JSON text with its quotes; invalid UTF-8 is replaced.
std::string json_text(std::string_view s);
// {"key":"value"} from pairs whose values are JSON already.
std::string json_object(const std::vector<std::pair<std::string, std::string>>& fields);
std::string json_list(const std::vector<std::string>& values);  // of JSON values
std::string json_texts(const std::vector<std::string>& texts);

}  // namespace beadle::cli
