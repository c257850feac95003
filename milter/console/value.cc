#include "console/value.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/json_depth.h"

namespace beadle::console {
namespace {

using nlohmann::json;

constexpr std::size_t most_json = 4u << 20;
constexpr int most_depth = 64;

Value value_of(const json& j) {
    if (j.is_boolean()) return Value(j.get<bool>());
    if (j.is_number_integer()) return Value(j.get<std::int64_t>());
    if (j.is_number()) return Value(j.dump());
    if (j.is_string()) return Value(j.get<std::string>());
    Value out = j.is_array() ? Value::list() : j.is_object() ? Value::map() : Value();
    if (j.is_array())
        for (const auto& one : j) out.add(value_of(one));
    if (j.is_object())
        for (const auto& [key, one] : j.items()) out.set(key, value_of(one));
    return out;
}

json json_from(const Value& v) {
    switch (v.kind()) {
        case Value::Kind::flag:
            return v.flag();
        case Value::Kind::number:
            return v.number();
        case Value::Kind::text:
            return v.text();
        case Value::Kind::list: {
            json out = json::array();
            for (const auto& one : v.items()) out.push_back(json_from(one));
            return out;
        }
        case Value::Kind::map: {
            json out = json::object();
            for (std::size_t i = 0; i < v.keys().size(); ++i) out[v.keys()[i]] = json_from(v.items()[i]);
            return out;
        }
        default:
            return nullptr;
    }
}

}  // namespace

Value Value::list() {
    Value v;
    v.kind_ = Kind::list;
    return v;
}
Value Value::map() {
    Value v;
    v.kind_ = Kind::map;
    return v;
}
Value Value::map(std::vector<std::pair<std::string, Value>> members) {
    Value v = map();
    for (auto& [key, value] : members) v.set(std::move(key), std::move(value));
    return v;
}

bool Value::empty() const {
    switch (kind_) {
        case Kind::flag:
        case Kind::number:
            return number_ == 0;
        case Kind::text:
            return text_.empty();
        default:
            return items_.empty();
    }
}

std::string Value::text() const {
    if (kind_ == Kind::number) return std::to_string(number_);
    if (kind_ == Kind::flag) return number_ != 0 ? "yes" : "no";
    return text_;
}

const Value& Value::operator[](std::string_view key) const {
    static const Value none;
    const auto at = std::find(keys_.begin(), keys_.end(), key);
    return at == keys_.end() ? none : items_[static_cast<std::size_t>(at - keys_.begin())];
}

bool Value::has(std::string_view word) const {
    return std::any_of(items_.begin(), items_.end(), [&](const auto& v) { return v.text() == word; });
}

Value& Value::set(std::string key, Value value) {
    kind_ = Kind::map;
    const auto at = std::find(keys_.begin(), keys_.end(), key);
    if (at != keys_.end()) {
        items_[static_cast<std::size_t>(at - keys_.begin())] = std::move(value);
    } else {
        keys_.push_back(std::move(key));
        items_.push_back(std::move(value));
    }
    return *this;
}

Value& Value::add(Value value) {
    kind_ = Kind::list;
    items_.push_back(std::move(value));
    return *this;
}

std::optional<Value> parse_json(std::string_view text) {
    if (text.size() > most_json || is_json_deeper_than(text, most_depth)) return std::nullopt;
    const json j = json::parse(text, nullptr, false);
    if (j.is_discarded()) return std::nullopt;
    return value_of(j);
}

std::string json_of(const Value& value) { return json_from(value).dump(-1, ' ', false, json::error_handler_t::replace); }

}  // namespace beadle::console
