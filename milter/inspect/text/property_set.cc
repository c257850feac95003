#include <algorithm>
#include <map>
#include <string>

#include "base/text.h"

#include "inspect/text/codepage.h"
#include "inspect/text/little_endian.h"
#include "inspect/text/ole_reader.h"

namespace beadle::inspect {
namespace {

constexpr std::uint32_t type_short_string = 0x1E, type_wide_string = 0x1F, type_blob = 0x41, type_vector = 0x1000,
                        type_variant = 0x0C, most_properties = 4096;

// What a program writes by itself: never words of a person.
constexpr std::string_view summary_program_names[] = {"Normal", "Normal.dot", "Normal.dotm"};

struct Personal {
    std::uint32_t set, id;  // first number of the set's identifier
    const char* words;
};
constexpr std::uint32_t summary_set = 0xF29F85E0, document_set = 0xD5CDD502;
constexpr Personal personal_properties[] = {{summary_set, 4, "author"},
                                            {summary_set, 8, "last author"},
                                            {document_set, 14, "manager"},
                                            {document_set, 15, "company"}};

// One section of a property set: values by their number, names of the custom ones.
class PropertySection {
  public:
    explicit PropertySection(std::string_view section) : section_(section) {
        const auto count = std::min(le32(section, 4), most_properties);
        for (std::uint32_t i = 0; i < count && 8 + 8 * std::size_t{i} + 8 <= section.size(); ++i)
            places_[le32(section, 8 + 8 * std::size_t{i})] = le32(section, 12 + 8 * std::size_t{i});
        const auto page = places_.find(1);
        if (page != places_.end()) codepage_ = le16(section_, page->second + std::size_t{4});
        const auto dictionary = places_.find(0);
        if (dictionary != places_.end()) name_properties(dictionary->second);
    }

    bool has(std::uint32_t id) const {
        const auto it = places_.find(id);
        return it != places_.end() && le32(section_, it->second + std::size_t{4}) > 1;
    }
    bool has_names() const {
        return std::any_of(names_.begin(), names_.end(), [](const auto& n) { return !n.second.starts_with("_PID_"); });
    }

    std::string text() const {
        std::string out;
        for (const auto& [id, at] : places_) {
            if (id < 2 || at >= section_.size()) continue;
            const auto value =
                value_text(le32(section_, at), section_.substr(std::min<std::size_t>(at + 4, section_.size())));
            const auto name = names_.find(id);
            if (trim(value).empty()) continue;
            if (name != names_.end() && name->second == "_PID_GUID") continue;
            if (name != names_.end()) out += name->second + ": ";
            out += value;
            if (!out.ends_with('\n')) out += '\n';
        }
        return out;
    }

  private:
    void name_properties(std::size_t at) {
        const auto count = std::min(le32(section_, at), most_properties);
        at += 4;
        for (std::uint32_t i = 0; i < count && at + 8 <= section_.size(); ++i) {
            const auto id = le32(section_, at);
            const std::size_t length = std::size_t{le32(section_, at + 4)} * (codepage_ == 1200 ? 2 : 1);
            at += 8;
            if (length > section_.size() - at) return;
            names_[id] = codepage_text(section_.substr(at, length), codepage_);
            at += codepage_ == 1200 ? (length + 3) / 4 * 4 : length;
        }
    }

    // Text of one value; `used` says how far it reached, for vectors.
    std::string string_value(std::uint32_t type, std::string_view s, std::size_t& used) const {
        const std::size_t length = std::size_t{le32(s, 0)} * (type == type_wide_string ? 2 : 1);
        used = 4 + length;
        read_ += length;
        if (s.size() < 4 || length > s.size() - 4 || too_much()) {
            used = s.size();
            return {};
        }
        if (type == type_wide_string) used = (used + 3) / 4 * 4;
        return type == type_wide_string ? utf16_text(s.substr(4, length))
                                        : codepage_text(s.substr(4, length), codepage_);
    }

    std::string value_text(std::uint32_t type, std::string_view s) const {
        std::size_t used = 0;
        if (type == type_short_string || type == type_wide_string) {
            std::string out = string_value(type, s, used);
            for (const auto known : summary_program_names)
                if (out == known) return {};
            return out;
        }
        // The links of a document: a vector of variants inside a blob, most of it UTF-16.
        if (type == type_blob) {
            const auto blob = s.substr(std::min<std::size_t>(8, s.size()), le32(s, 0));
            read_ += blob.size();
            return too_much() ? std::string() : utf16_text(blob);
        }
        if ((type & type_vector) == 0) return {};
        return vector_text(type & 0xFFF, s);
    }

    std::string vector_text(std::uint32_t type, std::string_view s) const {
        std::string out;
        const auto count = std::min(le32(s, 0), most_properties);
        s.remove_prefix(std::min<std::size_t>(4, s.size()));
        for (std::uint32_t i = 0; i < count && s.size() >= 8; ++i) {
            std::size_t used = 0;
            auto each = type;
            if (type == type_variant) {
                each = le32(s, 0);
                s.remove_prefix(4);
            }
            if (each == type_short_string || each == type_wide_string) {
                const std::string value = string_value(each, s, used);
                if (type != type_variant && !trim(value).empty()) out += value + "\n";  // pairs only head the titles
                if (type == type_variant) used = (used + 3) / 4 * 4;
            } else {
                used = 4;
            }
            s.remove_prefix(std::min(used, s.size()));
        }
        return out;
    }

    // Every property may point at the same long text.
    bool too_much() const { return read_ > 4 * section_.size(); }

    std::string_view section_;
    mutable std::uint64_t read_ = 0;
    std::uint32_t codepage_ = 1252;
    std::map<std::uint32_t, std::uint32_t> places_;
    std::map<std::uint32_t, std::string> names_;
};

}  // namespace

void read_property_set(Reader& reader, std::string_view octets, const Place& place) {
    if (le16(octets, 0) != 0xFFFE || octets.size() < 48) return;
    const auto sets = std::min<std::uint32_t>(le32(octets, 24), 8);
    std::string text, personal;
    for (std::uint32_t i = 0; i < sets; ++i) {
        const auto id = octets.substr(std::min<std::size_t>(28 + 20 * std::size_t{i}, octets.size()), 4);
        const auto at = le32(octets, 28 + 20 * std::size_t{i} + 16);
        if (at >= octets.size()) continue;
        const PropertySection section(octets.substr(at));
        text += section.text();
        for (const auto& p : personal_properties)
            if (p.set == le32(id, 0) && section.has(p.id))
                personal += std::string(personal.empty() ? "" : ", ") + p.words;
        if (section.has_names()) personal += std::string(personal.empty() ? "" : ", ") + "custom properties";
    }
    if (!personal.empty()) reader.found(FindingKind::document_properties, place, Confidence::low, personal);
    reader.text(SegmentKind::hidden, std::move(text), place);
}

}  // namespace beadle::inspect
