// xml_walk.h — a parsed XML tree walked without recursion: its depth is the sender's choice.
//
// Gives    names without their prefix; walk() calls enter and leave of a visitor for every node in order.
// Runs in  inspect worker. Edge of pugixml: only the readers of document formats include it.
#pragma once

#include <cstring>
#include <string>
#include <string_view>

#include <pugixml.hpp>

namespace beadle::inspect {

inline constexpr unsigned xml_flags = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_ws_pcdata;

inline std::string_view local_name(const pugi::xml_node& node) {
    const std::string_view name = node.name();
    const auto colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// By local name: prefixes are the sender's choice too.
inline std::string_view attribute(const pugi::xml_node& node, std::string_view name) {
    for (const auto& a : node.attributes()) {
        const std::string_view full = a.name();
        const auto colon = full.find(':');
        if ((colon == std::string_view::npos ? full : full.substr(colon + 1)) == name) return a.value();
    }
    return {};
}

inline bool is_on(const pugi::xml_node& node, std::string_view name) {
    const auto v = attribute(node, name);
    return v == "1" || v == "true" || v == "on";
}

inline bool is_text(const pugi::xml_node& n) { return n.type() == pugi::node_pcdata || n.type() == pugi::node_cdata; }

// visitor.enter(node) -> bool: go into it; visitor.leave(node) after what lies in it.
template <class Visitor>
void walk(const pugi::xml_node& root, Visitor& visitor) {
    pugi::xml_node node = root.first_child();
    while (node) {
        const bool inside = visitor.enter(node);
        if (inside && node.first_child()) {
            node = node.first_child();
            continue;
        }
        visitor.leave(node);
        while (!node.next_sibling()) {
            node = node.parent();
            if (!node || node == root) return;
            visitor.leave(node);
        }
        node = node.next_sibling();
    }
}

}  // namespace beadle::inspect
