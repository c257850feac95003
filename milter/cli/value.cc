#include "cli/value.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace beadle::cli {

namespace {
constexpr std::size_t longest = 4u << 20;
constexpr std::size_t deepest = 32;
constexpr std::size_t most_values = 200'000;
}  // namespace

// Fills a Value from the parser's events: depth is counted here, before any recursion could happen.
struct ValueMaker : nlohmann::json_sax<nlohmann::json> {
    Value root;
    std::vector<Value*> open;
    std::size_t made = 0;

    Value* place() {
        if (++made > most_values) return nullptr;
        if (open.empty()) return &root;
        Value& parent = *open.back();
        if (parent.kind_ == Value::Kind::object) return &parent.fields_.back().second;
        return &parent.items_.emplace_back();
    }
    bool simple(Value::Kind kind, bool truth, double number) {
        Value* v = place();
        if (v == nullptr) return false;
        v->kind_ = kind;
        v->truth_ = truth;
        v->number_ = number;
        return true;
    }
    bool begin(Value::Kind kind) {
        Value* v = place();
        if (v == nullptr || open.size() >= deepest) return false;
        v->kind_ = kind;
        open.push_back(v);
        return true;
    }
    bool end() {
        open.pop_back();
        return true;
    }

    bool null() override { return simple(Value::Kind::null, false, 0); }
    bool boolean(bool b) override { return simple(Value::Kind::truth, b, 0); }
    bool number_integer(number_integer_t n) override { return simple(Value::Kind::number, false, static_cast<double>(n)); }
    bool number_unsigned(number_unsigned_t n) override { return simple(Value::Kind::number, false, static_cast<double>(n)); }
    bool number_float(number_float_t n, const string_t&) override { return simple(Value::Kind::number, false, n); }
    bool string(string_t& s) override {
        Value* v = place();
        if (v == nullptr) return false;
        v->kind_ = Value::Kind::text;
        v->text_ = std::move(s);
        return true;
    }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return begin(Value::Kind::object); }
    bool key(string_t& k) override {
        open.back()->fields_.emplace_back(std::move(k), Value{});
        return true;
    }
    bool end_object() override { return end(); }
    bool start_array(std::size_t) override { return begin(Value::Kind::list); }
    bool end_array() override { return end(); }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }
};

std::optional<Value> Value::parse(std::string_view json) {
    if (json.size() > longest) return std::nullopt;
    ValueMaker maker;
    if (!nlohmann::json::sax_parse(json.begin(), json.end(), &maker)) return std::nullopt;
    return std::move(maker.root);
}

const Value& Value::operator[](std::string_view key) const {
    static const Value none;
    for (const auto& [name, value] : fields_)
        if (name == key) return value;
    return none;
}

std::string Value::text(std::size_t most) const {
    switch (kind_) {
        case Kind::null: return "";
        case Kind::truth: return truth_ ? "yes" : "no";
        case Kind::number: {
            if (std::abs(number_) < 1e15 && number_ == std::floor(number_)) return std::to_string(static_cast<std::int64_t>(number_));
            std::string s = std::to_string(number_);
            while (s.ends_with('0')) s.pop_back();
            return s;
        }
        case Kind::text: return printable(text_, most);
        case Kind::list:
        case Kind::object: break;
    }
    std::vector<std::string> parts;
    for (const auto& item : items_) parts.push_back(item.text(most));
    for (const auto& [name, value] : fields_) parts.push_back(printable(name, 60) + ": " + value.text(most));
    return printable(join(parts, ", "), most);
}

std::string json_text(std::string_view s) {
    return nlohmann::json(s).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string json_list(const std::vector<std::string>& values) { return "[" + join(values, ",") + "]"; }

std::string json_texts(const std::vector<std::string>& texts) {
    std::vector<std::string> values;
    for (const auto& t : texts) values.push_back(json_text(t));
    return json_list(values);
}

std::string json_object(const std::vector<std::pair<std::string, std::string>>& fields) {
    std::vector<std::string> parts;
    for (const auto& [key, value] : fields) parts.push_back(json_text(key) + ":" + value);
    return "{" + join(parts, ",") + "}";
}

}  // namespace beadle::cli
