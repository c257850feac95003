#include "inspect/text/properties_text.h"

#include <algorithm>

#include "base/text.h"

#include "inspect/text/package.h"

namespace beadle::inspect {
namespace {

std::string list(const std::vector<std::string>& names) {
    const auto count = std::min<std::size_t>(names.size(), 5);
    std::vector<std::string> some(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(count));
    for (auto& name : some) name = printable(name, 40);
    return join(some, ", ");
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

void PropertyFields::field(const std::string& name, std::string_view value, bool custom) {
    value = trim(value);
    if (value.empty()) return;
    text_.append(name).append(": ").append(value).append("\n");
    const bool free = custom || is_one_of(name, {"description", "keywords", "keyword", "category"});
    // Labels of the organisation's own classification say nothing of a person.
    const bool label =
        name.starts_with("MSIP_Label_") || name.starts_with("ContentTypeId") || name.starts_with("_dlc_");
    if (is_one_of(name, {"creator", "lastModifiedBy", "Manager", "initial-creator", "printed-by"}) &&
        people_.size() < 10)
        people_.push_back(name);
    if (free && !label && value.size() > 3 && words_.size() < 10) words_.push_back(name);
}

void PropertyFields::more(std::string_view words) {
    if (!trim(words).empty()) text_.append(words).append("\n");
}

void PropertyFields::emit(Reader& reader, const Place& at) {
    if (!words_.empty())
        reader.found(FindingKind::document_properties, at, Confidence::low, "filled in: " + list(words_));
    else if (!people_.empty())
        reader.found(FindingKind::document_properties, at, Confidence::low, "names: " + list(people_));
    reader.text(SegmentKind::hidden, std::move(text_), at);
    *this = PropertyFields();
}

void read_properties_xml(Package& package, const Package::Part& part) {
    using Event = XmlPull::Event;
    XmlPull xml(part.octets);
    PropertyFields fields;
    std::string name, value;
    bool custom = false;
    for (auto event = xml.next(); event != Event::stop; event = xml.next()) {
        if (event == Event::start && xml.depth() == 2) {
            custom = xml.name() == "property";
            name = custom ? xml.attribute("name") : std::string(xml.name());
            value = custom ? xml.attribute("linkTarget") : std::string();
        } else if (event == Event::text) {
            value += xml.text();
        } else if (event == Event::end && xml.depth() == 2) {
            fields.field(name, value, custom);
            value.clear();
        } else if (event == Event::end) {
            value += ' ';
        } else if (event == Event::comment) {
            fields.more(xml.text());
        }
    }
    package.judge(xml, part.name);
    fields.emit(package.reader(), package.place().beside("properties", "document properties"));
}

}  // namespace beadle::inspect
