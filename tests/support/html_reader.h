// html_reader.h — rebuilt HTML read by another reader than the one that wrote it: what is in it that may not be.
#pragma once

#include <libxml/HTMLparser.h>

#include <cctype>
#include <set>
#include <string>

#include "inspect/text/html_rebuild.h"

namespace beadle::test {

inline std::string name_of(const xmlNode* node) { return reinterpret_cast<const char*>(node->name); }

// "" or the first thing that is not allowed. html, head and body are the reader's own.
inline std::string forbidden_in(const std::string& html) {
    if (html.empty()) return "";
    htmlDocPtr document = htmlReadMemory(html.data(), static_cast<int>(html.size()), nullptr, "UTF-8",
                                         HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    if (document == nullptr) return "not readable";
    std::string out;
    for (xmlNode* node = xmlDocGetRootElement(document); node != nullptr && out.empty();) {
        if (node->type == XML_ELEMENT_NODE) {
            const std::string element = name_of(node);
            if (!inspect::is_allowed_element(element) && element != "html" && element != "body") out = "element " + element;
            for (const xmlAttr* a = node->properties; a != nullptr; a = a->next) {
                const std::string attribute = reinterpret_cast<const char*>(a->name);
                if (attribute != "colspan" && attribute != "rowspan") out = "attribute " + attribute;
            }
        } else if (node->type != XML_TEXT_NODE && node->type != XML_DTD_NODE) {
            out = "node of type " + std::to_string(node->type);
        }
        if (node->children != nullptr) {
            node = node->children;
            continue;
        }
        while (node != nullptr && node->next == nullptr) node = node->parent && node->parent->type == XML_ELEMENT_NODE ? node->parent : nullptr;
        if (node != nullptr) node = node->next;
    }
    xmlFreeDoc(document);
    return out;
}

// The same by letters alone: every "<" begins one of the tags that we write.
inline std::string loose_tag_in(const std::string& html) {
    for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
        const auto end = html.find('>', at);
        if (end == std::string::npos) return "an open tag";
        std::string tag = html.substr(at + 1, end - at - 1);
        if (!tag.empty() && tag[0] == '/') tag.erase(0, 1);
        const auto blank = tag.find(' ');
        const std::string element = tag.substr(0, blank);
        if (!inspect::is_allowed_element(element)) return "tag " + tag;
        if (blank == std::string::npos) continue;
        const std::string rest = tag.substr(blank);
        const std::set<char> letters(rest.begin(), rest.end());
        for (const char c : letters)
            if (std::string(" =\"colspanrw0123456789").find(c) == std::string::npos) return "attributes " + rest;
    }
    return "";
}

}  // namespace beadle::test
