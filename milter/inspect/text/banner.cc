#include "inspect/text/banner.h"

#include <algorithm>

#include "base/text.h"
#include "inspect/message/charset_map.h"
#include "inspect/message/content_type.h"
#include "inspect/text/banner_check.h"
#include "inspect/text/banner_html.h"
#include "inspect/text/banner_place.h"
#include "inspect/text/banner_transfer.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_html = 256u << 10, line = 72;
constexpr std::string_view line_end = "\r\n";

// What is left of words when marks of quoting, line ends and blanks are not counted.
std::string bare(std::string_view s) {
    std::string out;
    for (const char c : s)
        if (static_cast<unsigned char>(c) > 127 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out += c;
        else if (c >= 'A' && c <= 'Z')
            out += static_cast<char>(c + 32);
    return out;
}

bool bears(const Reading& reading, const std::string& number, std::string_view wording) {
    std::string visible;
    for (const auto& segment : reading.segments)
        if (segment.kind == SegmentKind::body && segment.part == number) visible += segment.text + "\n";
    visible = bare(visible);
    return visible.find(bare(wording)) != std::string::npos || visible.find(bare(default_banner)) != std::string::npos;
}

std::vector<std::string> wrapped(std::string_view words) {
    std::vector<std::string> out(1);
    for (const auto& word : split(words, ' ')) {
        if (!out.back().empty() && out.back().size() + 1 + word.size() > line) out.emplace_back();
        if (!out.back().empty()) out.back() += ' ';
        out.back() += word;
    }
    return out;
}

struct Flow {
    bool flowed = false, delete_space = false;
};

Flow flow_of(const Part& part) {
    for (const auto& field : part.fields) {
        if (!ascii_iequal(field.name, "content-type")) continue;
        const auto type = parse_structured(field.raw);
        return {ascii_iequal(parameter(type, "format"), "flowed"), ascii_iequal(parameter(type, "delsp"), "yes")};
    }
    return {};
}

// One paragraph and an empty line. In flowed text a blank at the end of a line says that the next one belongs to it; a blank
// too many would be one there, so that what base64 needs more is empty lines.
std::string as_plain(std::string_view words, Flow flow, std::size_t blanks) {
    const auto lines = wrapped(words);
    std::string out;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        out += lines[i];
        if (i + 1 < lines.size() && flow.flowed) out += flow.delete_space ? "  " : " ";
        if (i + 1 == lines.size() && !flow.flowed) out.append(blanks, ' ');
        out += line_end;
    }
    for (std::size_t i = 0; flow.flowed && i < blanks; ++i) out += line_end;
    return out + std::string(line_end);
}

// In any charset: what is no ASCII is written as a number.
std::string as_html(std::string_view words, std::size_t blanks) {
    std::string out =
        "\r\n<div style=\"border:1px solid #946c00;background:#fff4d6;color:#222;\r\n"
        "padding:8px;margin:0 0 12px 0;font-family:sans-serif;font-size:14px\">\r\n";
    for (const auto& one : wrapped(words)) {
        const std::u16string wide = mapped_text(one, "utf-8", one.size()).value_or(MappedText{}).text;
        for (std::size_t i = 0; i < wide.size(); ++i) {
            char32_t c = wide[i];
            if (c >= 0xD800 && c < 0xDC00 && i + 1 < wide.size())
                c = 0x10000 + ((c - 0xD800) << 10) + (static_cast<char32_t>(wide[++i]) - 0xDC00);
            if (c < 32 || c > 126 || c == '<' || c == '>' || c == '&' || c == '"')
                out += "&#" + std::to_string(static_cast<std::uint32_t>(c)) + ";";
            else
                out += static_cast<char>(c);
        }
        out += line_end;
    }
    return out + "</div>" + std::string(blanks, ' ') + std::string(line_end);
}

class BodyLeaf {
  public:
    BodyLeaf(const Part& part, std::string_view octets, std::string_view wording)
        : part_(part), raw_(octets.substr(std::min(part.raw_from, octets.size()), part.raw_octets)), wording_(wording) {}

    std::optional<BodyEdit> edit() const {
        const auto text = mapped_text(part_.content, part_.charset, most_html);
        if (!text) return std::nullopt;
        auto out = part_.media_type == "text/html" ? in_html(*text) : in_plain(*text);
        if (out) out->offset += part_.raw_from;
        return out;
    }

  private:
    std::optional<BodyEdit> in_plain(const MappedText& text) const {
        const Flow flow = flow_of(part_);
        const auto said = [&](std::string_view words) {
            return [&, words](std::size_t blanks) {
                return written_in(text.charset, as_plain(words, flow, blanks)).value_or("");
            };
        };
        if (written_in(text.charset, wording_))
            if (auto edit = put(text, text.begin, said(wording_))) return edit;
        return written_in(text.charset, default_banner) ? put(text, text.begin, said(default_banner)) : std::nullopt;
    }

    std::optional<BodyEdit> in_html(const MappedText& text) const {
        const auto found = body_begins(text.text);
        const bool whole = text.end == part_.content.size();
        if (!found && !whole) return std::nullopt;
        if (!found && text.text.find(u'<') != std::u16string::npos) return std::nullopt;  // frames, or broken off in a tag
        const auto at = behind(text, found.value_or(text.text.size()));
        if (!at || !written_in(text.charset, default_banner)) return std::nullopt;
        return put(text, *at, [&](std::size_t blanks) {
            return written_in(text.charset, as_html(wording_, blanks)).value_or("");
        });
    }

    // The octet behind the sign before that index: what follows may begin with the escape sequence of its charset. A tag that is
    // itself within such a sequence is left alone.
    std::optional<std::size_t> behind(const MappedText& text, std::size_t index) const {
        if (index == 0) return text.begin;
        const std::size_t at = text.at[index - 1];
        if (text.wide) return at + (text.charset.starts_with("utf-32") ? 4 : 2);
        if (index == text.text.size()) return text.end;
        const bool itself = at < part_.content.size() && part_.content[at] == static_cast<char>(text.text[index - 1]);
        return itself ? std::optional(at + 1) : std::nullopt;
    }

    std::optional<BodyEdit> put(const MappedText& text, std::size_t at, const Padded& make) const {
        auto edit = put_in({raw_, part_.content, part_.encoding, text.wide}, at, make);
        if (edit && (edit->insert.empty() || edit->insert.size() > BannerLimits::insert)) edit.reset();
        return edit;
    }

    const Part& part_;
    std::string_view raw_, wording_;
};

void add_ids(std::vector<std::string>& out, std::string_view field) {
    std::vector<std::string> ids;
    for (auto from = field.find('<'); from != std::string_view::npos; from = field.find('<', from + 1)) {
        const auto to = field.find('>', from);
        if (to == std::string_view::npos) break;
        const auto id = field.substr(from, to - from + 1);
        const bool sound = id.size() > 2 && id.size() <= BannerLimits::message_id &&
                           std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c < '\x7f'; });
        if (sound) ids.emplace_back(id);
    }
    // The first names the thread, the last what is answered.
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto& id = i == 0 ? ids.front() : ids[ids.size() - i];
        if (out.size() < BannerLimits::thread && std::find(out.begin(), out.end(), id) == out.end()) out.push_back(id);
    }
}

}  // namespace

std::vector<std::string> thread_of(const std::vector<HeaderField>& fields) {
    std::vector<std::string> out;
    for (const std::string_view name : {"in-reply-to", "references"})
        for (const auto& field : fields)
            if (ascii_iequal(field.name, name)) add_ids(out, field.raw);
    return out;
}

BannerPlan plan_banner(const ParsedMessage& parsed, const Reading& reading, std::string_view octets,
                       std::string_view wording) {
    BannerPlan out;
    out.thread = thread_of(parsed.fields);
    if (wording.empty()) return out;
    for (const std::size_t i : banner_leaves(parsed)) {
        const Part& part = parsed.parts[i];
        if (bears(reading, part.number, wording)) {
            out.borne = true;
            continue;
        }
        if (auto edit = BodyLeaf(part, octets, wording).edit()) out.edits.push_back(std::move(*edit));
    }
    std::sort(out.edits.begin(), out.edits.end(), [](const auto& a, const auto& b) { return a.offset < b.offset; });
    if (!out.edits.empty() && (!is_sound(out, octets.size()) || !still_the_same(parsed, octets, out.edits)))
        out.edits.clear();
    return out;
}

}  // namespace beadle::inspect
