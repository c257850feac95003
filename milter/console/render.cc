#include "console/render.h"

#include <kainjow/mustache.hpp>

#include "console/embedded.h"

namespace beadle::console {
namespace {

namespace mustache = kainjow::mustache;
constexpr std::string_view suffix = ".mustache";

mustache::data data_of(const Value& v) {
    switch (v.kind()) {
        case Value::Kind::list: {
            mustache::data out(mustache::data::type::list);
            for (const auto& one : v.items()) out.push_back(data_of(one));
            return out;
        }
        case Value::Kind::map: {
            mustache::data out(mustache::data::type::object);
            for (std::size_t i = 0; i < v.keys().size(); ++i) out.set(v.keys()[i], data_of(v.items()[i]));
            return out;
        }
        default:
            if (v.empty() && v.kind() != Value::Kind::number) return mustache::data(false);
            return v.kind() == Value::Kind::flag ? mustache::data(true) : mustache::data(v.text());
    }
}

std::string text_of(std::string_view name) { return std::string(embedded(std::string(name) + std::string(suffix))); }

void add_partials(mustache::data& data) {
    for (const auto& file : embedded_files()) {
        if (!file.name.starts_with('_') || !file.name.ends_with(suffix)) continue;
        const std::string name(file.name.substr(0, file.name.size() - suffix.size()));
        const std::string octets(file.octets);
        data.set(name, mustache::data(mustache::partial([octets] { return octets; })));
    }
}

}  // namespace

std::string render(std::string_view page, const Value& data) {
    mustache::mustache shown(text_of(page));
    mustache::data filled = data_of(data);
    add_partials(filled);
    return shown.render(filled);
}

Status check_templates() {
    for (const auto& file : embedded_files()) {
        if (!file.name.ends_with(suffix)) continue;
        mustache::mustache one{std::string(file.octets)};
        if (!one.is_valid())
            return fail(FailureKind::misconfigured, std::string(file.name), "the page is not well made: " + one.error_message());
    }
    return Done{};
}

}  // namespace beadle::console
