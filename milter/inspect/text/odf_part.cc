#include "inspect/text/odf_part.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "base/text.h"

namespace beadle::inspect {

using Channel = PageFlow::Channel;
using Event = XmlPull::Event;
using namespace std::string_view_literals;

namespace {

constexpr std::size_t most_module = 4u << 20;

std::size_t number(std::string_view s, std::size_t otherwise) {
    std::size_t n = otherwise;
    std::from_chars(s.data(), s.data() + s.size(), n);
    return n;
}

}  // namespace

OdfPart::Tag OdfPart::tag_of(std::string_view name) {
    // clang-format off
    static const std::unordered_map<std::string_view, Tag> tags{
        {"p", Tag::paragraph}, {"h", Tag::paragraph}, {"span", Tag::span}, {"s", Tag::space}, {"tab", Tag::tab},
        {"line-break", Tag::line_break}, {"a", Tag::link}, {"event-listener", Tag::link}, {"table-source", Tag::link},
        {"dde-source", Tag::link}, {"object", Tag::link}, {"note-citation", Tag::citation}, {"note-body", Tag::note},
        {"annotation", Tag::annotation}, {"creator", Tag::creator}, {"tracked-changes", Tag::changes},
        {"insertion", Tag::insertion}, {"deletion", Tag::deletion}, {"cell-content-change", Tag::deletion},
        {"hidden-text", Tag::hidden_text}, {"hidden-paragraph", Tag::hidden_paragraph}, {"conditional-text", Tag::conditional},
        {"section", Tag::section}, {"text-box", Tag::box}, {"frame", Tag::shape}, {"custom-shape", Tag::shape},
        {"rect", Tag::shape}, {"ellipse", Tag::shape}, {"polygon", Tag::shape}, {"path", Tag::shape}, {"caption", Tag::shape},
        {"table", Tag::table}, {"table-column", Tag::column}, {"table-row", Tag::row}, {"table-cell", Tag::cell},
        {"covered-table-cell", Tag::covered}, {"content-validations", Tag::validations}, {"content-validation", Tag::field},
        {"named-range", Tag::named}, {"named-expression", Tag::named}, {"data-pilot-member", Tag::named},
        {"user-field-decl", Tag::field}, {"variable-set", Tag::field}, {"variable-decl", Tag::field}, {"placeholder", Tag::field},
        {"database-display", Tag::field}, {"scenario", Tag::field}, {"header", Tag::header}, {"header-left", Tag::header},
        {"header-first", Tag::header}, {"footer", Tag::footer}, {"footer-left", Tag::footer}, {"footer-first", Tag::footer},
        {"page", Tag::page}, {"notes", Tag::notes}, {"spreadsheet", Tag::spreadsheet}, {"style", Tag::style},
        {"text-properties", Tag::text_properties}, {"table-cell-properties", Tag::cell_properties},
        {"paragraph-properties", Tag::cell_properties}, {"table-properties", Tag::table_properties},
        {"drawing-page-properties", Tag::page_properties}, {"meta", Tag::meta}, {"config-item", Tag::config_item},
        {"config-item-map-indexed", Tag::config_map}, {"binary-data", Tag::binary}, {"module", Tag::module},
        {"script", Tag::module}, {"changed-region", Tag::region}, {"change-start", Tag::change_start},
        {"change-end", Tag::change_end}, {"ruby-text", Tag::ruby},
    };
    // clang-format on
    const auto it = tags.find(name);
    return it == tags.end() ? Tag::other : it->second;
}

void OdfPart::run() {
    areas_.emplace_back();
    area().at = words_.empty() ? place_ : place_.beside(words_, words_);
    for (auto event = xml_.next(); event != Event::stop; event = xml_.next()) {
        switch (event) {
            case Event::start:
                tags_.push_back(xml_.prefix() == "form" ? Tag::control : tag_of(xml_.name()));
                enter(tags_.back());
                break;
            case Event::end:
                if (tags_.empty()) break;
                leave(tags_.back());
                tags_.pop_back();
                break;
            case Event::text:
                text(xml_.text());
                break;
            case Event::comment:
                note(xml_.text());
                break;
            case Event::stop:
                break;
        }
    }
    while (!areas_.empty()) close_area();
    properties_.emit(reader_, place_.beside("properties", "document properties"));
}

void OdfPart::enter(Tag tag) {
    enter_text(tag);
    enter_aside(tag);
    enter_change(tag);
    enter_fields(tag);
    enter_table(tag);
    enter_area(tag);
    enter_style(tag);
    enter_lock(tag);
}

void OdfPart::enter_text(Tag tag) {
    if (tag == Tag::paragraph || tag == Tag::span) {
        // A paragraph inside a paragraph stands on a shape of its own.
        if (tag == Tag::paragraph && paragraphs_ > 0) open_region(Channel::box);
        paragraphs_ += tag == Tag::paragraph;
        const std::string style = xml_.attribute("style-name");
        if (hidden_depth_ == 0 && styles_.text.count(style) > 0) hidden_depth_ = xml_.depth();
        const bool page = area().kind == SegmentKind::document && !area().sheet && area().depth == 0;
        if (page && regions_.empty() && styles_.white.count(style) > 0) unseen_ = true;
    } else if (tag == Tag::space) {
        put(std::string(std::clamp<std::size_t>(number(xml_.attribute("c"), 1), 1, 100), ' '));
    } else if (tag == Tag::tab || tag == Tag::line_break) {
        put(in_cell() ? " " : tag == Tag::tab ? "\t" : "\n");
    } else if (tag == Tag::hidden_text) {
        flow().aside(Channel::hidden, xml_.attribute("string-value"));
    } else if (tag == Tag::hidden_paragraph && xml_.attribute("is-hidden") == "true" && hidden_depth_ == 0 &&
               xml_.depth() > 1) {
        hidden_depth_ = xml_.depth() - 1;
    }
}

void OdfPart::enter_aside(Tag tag) {
    const bool inside = paragraphs_ > 0 || in_cell();
    switch (tag) {
        case Tag::annotation:
            open_region(Channel::comment);
            break;
        case Tag::note:
            open_region(Channel::note);
            break;
        case Tag::citation:
        case Tag::validations:
            open_region(Channel::code);
            paragraphs_ = tag == Tag::citation ? 1 : 0;
            break;
        case Tag::changes:
            open_region(Channel::deleted);
            break;
        case Tag::section:
            if (const auto display = xml_.attribute("display"); display == "none" || display == "condition")
                open_region(Channel::hidden);
            break;
        case Tag::shape:
            if (xml_.prefix() == "draw" && xml_.attribute("display") == "none") {
                open_region(Channel::hidden);
                break;
            }
            [[fallthrough]];
        case Tag::box:
            if (inside) open_region(Channel::box);
            break;
        default:
            break;
    }
}

// What was deleted stands in its region, or in the text between two marks.
void OdfPart::enter_change(Tag tag) {
    if (tag == Tag::ruby) ruby_ = true;
    if (tag == Tag::region) {
        region_ = xml_.attribute("id");
    } else if (tag == Tag::insertion) {
        flow().tracked(true);
    } else if (tag == Tag::deletion) {
        flow().tracked(false);
        if (!region_.empty()) deletions_.insert(region_);
    } else if (tag == Tag::change_start && deletions_.count(xml_.attribute("change-id")) > 0) {
        deleting_ = true;
    } else if (tag == Tag::change_end && deletions_.count(xml_.attribute("change-id")) > 0) {
        deleting_ = false;
    }
}

// Attributes that are words a reader may be shown, or could be.
void OdfPart::enter_fields(Tag tag) {
    switch (tag) {
        case Tag::link:
            if (const auto href = xml_.attribute("href"); !href.starts_with("./") && !href.starts_with("#")) note(href);
            break;
        case Tag::field:
            for (const auto name : {"string-value"sv, "condition"sv, "comment"sv, "formula"sv})
                note(xml_.attribute(name));
            break;
        case Tag::conditional:
            note(xml_.attribute("string-value-if-true"));
            note(xml_.attribute("string-value-if-false"));
            break;
        case Tag::named:
            note(xml_.attribute("name") + " " + xml_.attribute("expression") + xml_.attribute("cell-range-address"));
            break;
        case Tag::control:
            for (const auto name : {"value"sv, "current-value"sv, "label"sv, "title"sv, "text"sv, "string-value"sv})
                note(xml_.attribute(name));
            break;
        case Tag::meta:
            if (meta_ == 0) meta_ = xml_.depth();
            break;
        case Tag::config_item:
            property_name_ = xml_.attribute("name");
            property_.clear();
            break;
        case Tag::module:
            module_depth_ = xml_.depth();  // of the innermost: libraries hold modules
            module_name_ = xml_.attribute("name");
            break;
        default:
            break;
    }
    if (meta_ > 0 && xml_.depth() == meta_ + 1) {
        property_name_ = xml_.name() == "user-defined" ? xml_.attribute("name") : std::string(xml_.name());
        property_ = xml_.name() == "template" ? xml_.attribute("title") + " " + xml_.attribute("href") : std::string();
    }
}

void OdfPart::put(std::string_view words) {
    if (deleting_)
        flow().aside(Channel::deleted, words);
    else if (ruby_)
        flow().aside(Channel::code, words);
    else if (hidden_depth_ > 0)
        flow().aside(Channel::hidden, words);
    else if (in_cell())
        cell_ += words;
    else
        flow().put(words);
}

void OdfPart::note(std::string_view words) { flow().line(Channel::code, words); }

void OdfPart::text(std::string_view words) {
    if (words.empty()) return;
    const Tag tag = tags_.empty() ? Tag::other : tags_.back();
    if (tag == Tag::binary) {
        base64_ += words;
    } else if (module_depth_ > 0) {
        if (module_.size() < most_module) module_ += words;
    } else if (paragraphs_ > 0) {
        std::string line(words);
        std::replace_if(
            line.begin(), line.end(), [](char c) { return c == '\n' || c == '\t' || c == '\r'; }, ' ');
        put(line);
    } else if (tag == Tag::meta) {
        properties_.more(words);
    } else if (meta_ > 0 || tag == Tag::config_item) {
        property_ += words;
    } else if (tag == Tag::creator) {
        if (!regions_.empty() && flow().channel() == Channel::comment)
            flow().put(std::string(words) + ": ");
        else
            flow().author(words);
    } else if (!(xml_.name() == "date" && words.size() <= 30) && !(xml_.prefix() == "number" && words.size() < 4)) {
        note(words);
    }
}

void OdfPart::leave_property(Tag tag) {
    if (meta_ > 0 && xml_.depth() == meta_ + 1) {
        properties_.field(property_name_, property_, xml_.name() == "user-defined");
    } else if (tag == Tag::meta && xml_.depth() == meta_) {
        meta_ = 0;
        if (!properties_.titled()) reader_.inaccessible(place_, "a title");
    } else if (tag == Tag::config_item) {
        const std::string value(trim(property_));
        if (property_name_ == "LoadReadonly" && value == "true") lock(place_, "read-only");
        if (property_name_ == "RedlineProtectionKey" && !value.empty()) lock(place_, "protected-changes");
        const bool of_the_machine = property_name_.starts_with("Printer") || property_name_.ends_with("TableURL");
        if (!of_the_machine && value.size() >= 6 && value.find_first_not_of("0123456789.-") != std::string::npos)
            properties_.more(property_name_ + ": " + value);
    }
}

void OdfPart::leave(Tag tag) {
    leave_property(tag);
    if (tag == Tag::ruby) ruby_ = false;
    if (tag == Tag::paragraph && paragraphs_ > 0) {
        --paragraphs_;
        if (in_cell())
            cell_ += ' ';
        else
            flow().end_paragraph();
    }
    if (hidden_depth_ > 0 && xml_.depth() <= hidden_depth_) hidden_depth_ = 0;
    if (tag == Tag::binary) binary_data();
    if (module_depth_ > 0 && xml_.depth() <= module_depth_) end_module();
    leave_table(tag);
    close_regions();
    if (areas_.size() > 1 && area().depth == xml_.depth()) close_area();
}

}  // namespace beadle::inspect
