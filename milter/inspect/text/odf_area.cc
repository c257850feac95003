#include <string>

#include "base/text.h"

#include "inspect/text/odf_part.h"

namespace beadle::inspect {

using Channel = PageFlow::Channel;

namespace {

constexpr std::size_t most_areas = 8;

}  // namespace

void OdfPart::enter_area(Tag tag) {
    if (tag == Tag::spreadsheet) {
        in_spreadsheet_ = true;
    } else if (tag == Tag::page && xml_.prefix() == "draw") {
        const std::string words = "slide " + std::to_string(++slides_);
        const bool hidden = styles_.pages.count(xml_.attribute("style-name")) > 0;
        const std::string name = xml_.attribute("name");
        open_area(words, hidden ? "hidden " + words : words, hidden ? SegmentKind::hidden : SegmentKind::document);
        if (hidden) area().evidence = "hidden slide";
        reader_.name(name, area().at);
    } else if (tag == Tag::notes) {
        const std::string words = slides_ > 0 ? "notes " + std::to_string(slides_) : "notes master";
        open_area(words, words, SegmentKind::hidden);
    } else if (tag == Tag::header || tag == Tag::footer) {
        const char* words = tag == Tag::header ? "page header" : "page footer";
        open_area(words, words, SegmentKind::document);
    }
}

void OdfPart::enter_style(Tag tag) {
    switch (tag) {
        case Tag::style: {
            style_name_ = xml_.attribute("name");
            background_ = false;
            const std::string base = xml_.attribute("parent-style-name");
            for (auto* set : {&styles_.text, &styles_.tables, &styles_.pages})
                if (!base.empty() && set->count(base) > 0) set->insert(style_name_);
            break;
        }
        case Tag::text_properties:
            if (xml_.attribute("display") == "none") styles_.text.insert(style_name_);
            if (const auto back = xml_.attribute("background-color");
                !back.empty() && back != "transparent" && back != "#ffffff")
                background_ = true;
            if (!background_ && ascii_iequal(xml_.attribute("color"), "#ffffff")) styles_.white.insert(style_name_);
            break;
        case Tag::cell_properties:
            if (const auto back = xml_.attribute("background-color");
                !back.empty() && back != "transparent" && back != "#ffffff")
                background_ = true;
            break;
        case Tag::table_properties:
            if (xml_.attribute("display") == "false") styles_.tables.insert(style_name_);
            break;
        case Tag::page_properties:
            if (xml_.attribute("visibility") == "hidden") styles_.pages.insert(style_name_);
            break;
        default:
            break;
    }
}

void OdfPart::lock(const Place& at, const char* why) {
    if (locks_.insert(at.location + why).second)
        reader_.protect(at, ProtectionMethod::odf, ProtectionGrade::cosmetic, false, why);
}

void OdfPart::enter_lock(Tag tag) {
    if (tag == Tag::section && xml_.is_on("protected")) lock(place_, "protected-section");
    if (tag == Tag::table && xml_.is_on("protected")) lock(area().at, "protected-sheet");
    if (tag == Tag::spreadsheet && xml_.is_on("structure-protected")) lock(place_, "protected-structure");
    if (tag == Tag::config_map && xml_.attribute("name") == "ModifyPasswordInfo") lock(place_, "modify-password");
}

void OdfPart::end_module() {
    module_depth_ = 0;
    if (!trim(module_).empty()) {
        macros_ = true;
        const std::string name = printable(module_name_, 60);
        reader_.text(SegmentKind::hidden, std::move(module_), place_.beside("macros", "macro module \"" + name + '"'));
    }
    module_.clear();
}

void OdfPart::binary_data() {
    const auto octets = unbase64(base64_);
    base64_.clear();
    const std::string name = "embedded " + std::to_string(++files_);
    const Place at = area().at.inside(name, name);
    if (!octets) {
        reader_.not_inspected(at, NotInspectedReason::broken, "octets that are not base64");
    } else if (!reader_.budget().spend_member() || !reader_.budget().spend_unpacked(octets->size())) {
        reader_.not_inspected(at, NotInspectedReason::limit, reader_.budget().exhausted());
    } else {
        reader_.content({}, *octets, at);
    }
}

void OdfPart::open_area(const std::string& name, const std::string& words, SegmentKind kind) {
    if (areas_.size() >= most_areas) return;
    areas_.emplace_back();
    area().at = place_.beside(name, words);
    area().kind = kind;
    area().depth = xml_.depth();
    area().name = name;
}

void OdfPart::close_area() {
    Area& a = area();
    bool any = a.sheet && a.grid.emit(reader_, a.at, a.kind == SegmentKind::hidden, a.name);
    any = any || !trim(a.flow.text(Channel::shown)).empty() || a.flow.has_tables();
    if (any && !a.evidence.empty()) reader_.found(FindingKind::hidden_content, a.at, Confidence::high, a.evidence);
    if (areas_.size() == 1 && unseen_)
        reader_.found(FindingKind::hidden_content, a.at, Confidence::low, "text in white");
    a.flow.emit(reader_, a.at, a.kind);
    areas_.pop_back();
}

void OdfPart::open_region(Channel channel) {
    regions_.push_back({xml_.depth(), false, paragraphs_});
    paragraphs_ = 0;
    flow().open(channel);
}

void OdfPart::close_regions() {
    while (!regions_.empty() && regions_.back().depth >= xml_.depth()) {
        paragraphs_ = regions_.back().paragraphs;
        const bool cell = regions_.back().cell;
        regions_.pop_back();
        if (cell)
            close_cell();
        else
            flow().close();
    }
}

}  // namespace beadle::inspect
