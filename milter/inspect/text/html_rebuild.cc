#include "inspect/text/html_rebuild.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"

#include "inspect/text/html_tag.h"
#include "inspect/text/html_text.h"

namespace beadle::inspect {
namespace {

using namespace html;
using namespace std::string_view_literals;

constexpr std::size_t most_open = 100, most_target = 500;

// clang-format off
constexpr std::array allowed{
    "p"sv, "div"sv, "span"sv, "br"sv, "hr"sv, "h1"sv, "h2"sv, "h3"sv, "h4"sv, "h5"sv, "h6"sv, "ul"sv, "ol"sv, "li"sv,
    "dl"sv, "dt"sv, "dd"sv, "blockquote"sv, "pre"sv, "code"sv, "b"sv, "strong"sv, "i"sv, "em"sv, "u"sv, "s"sv, "sub"sv,
    "sup"sv, "small"sv, "table"sv, "caption"sv, "thead"sv, "tbody"sv, "tfoot"sv, "tr"sv, "td"sv, "th"sv};
// Texts that no person is shown. All else that is not allowed leaves its words: a mail program shows them.
constexpr std::array dropped{"script"sv, "style"sv, "iframe"sv, "noembed"sv, "noframes"sv, "title"sv};
// Their end is looked for as letters, whatever stands between: so do browsers.
constexpr std::array raw{"script"sv, "style"sv, "iframe"sv, "noembed"sv, "noframes"sv, "title"sv, "xmp"sv, "textarea"sv,
                         "plaintext"sv};
constexpr std::array doing{"script"sv, "iframe"sv, "frameset"sv, "object"sv, "embed"sv, "applet"sv, "audio"sv, "video"sv,
                           "canvas"sv, "template"sv, "svg"sv, "math"sv, "portal"sv, "fencedframe"sv, "form"sv, "input"sv, "button"sv, "select"sv, "textarea"sv, "meta"sv, "base"sv, "link"sv,
                           "frame"sv, "marquee"sv, "dialog"sv, "isindex"sv, "keygen"sv};
constexpr std::array fetching{"src"sv, "background"sv, "poster"sv, "srcset"sv, "data"sv, "lowsrc"sv, "dynsrc"sv,
                              "codebase"sv, "manifest"sv, "classid"sv};
// clang-format on

template <std::size_t N>
bool among(std::string_view s, const std::array<std::string_view, N>& list) {
    return std::find(list.begin(), list.end(), s) != list.end();
}

void escape(std::string& out, std::string_view words) {
    for (const char c : words) {
        switch (c) {
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '&': out += "&amp;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            case '`': out += "&#96;"; break;
            default: out += c;
        }
    }
}

// It leaves the message: not a picture that came along (cid:), not one written into it (data:).
bool is_remote(std::string_view target) {
    target = trim(target);
    return !target.empty() && !ascii_istarts(target, "cid:") && !ascii_istarts(target, "data:") &&
           !target.starts_with('#') && !ascii_istarts(target, "mailto:");
}

std::uint32_t urls_in(std::string_view style) {
    std::uint32_t out = 0;
    const std::string lower = ascii_lower(style);
    for (auto at = lower.find("url("); at != std::string::npos; at = lower.find("url(", at + 4)) {
        auto target = std::string_view(lower).substr(at + 4);
        while (!target.empty() && (target[0] == '"' || target[0] == '\'' || blank(target[0]))) target.remove_prefix(1);
        if (is_remote(target.substr(0, target.find_first_of("\"')")))) ++out;
    }
    if (lower.find("@import") != std::string::npos && out == 0) ++out;
    return out;
}

std::size_t escaped_size(std::string_view words) {
    std::size_t out = words.size();
    for (const char c : words)
        if (c == '<' || c == '>' || c == '&' || c == '"' || c == '\'' || c == '`') out += 5;
    return out;
}

class Rebuilder {
  public:
    Rebuilder(RebuiltHtml& out, std::size_t most) : out_(out), most_(most) {}

    void walk(std::string_view s) {
        for (std::size_t at = 0; at < s.size() && !out_.cut;) {
            const auto open = std::min(s.find('<', at), s.size());
            if (open > at) text(decode_entities(s.substr(at, open - at)));
            if (open == s.size()) break;
            at = markup(s, open);
        }
        end_link();
        while (!open_.empty()) close_last();
    }

    // Values are looked for across elements: a value whose digits are made bold apart is one value.
    void write(const WordsFilter& filter) {
        std::string all;
        for (const auto& p : pieces_) all += p.words ? p.text : p.parts ? "\n" : "";
        std::vector<WordsCut> cuts;
        if (filter) cuts = filter(all);
        std::size_t at = 0, cut = 0;
        for (const auto& p : pieces_) {
            if (!p.words) {
                at += p.parts ? 1 : 0;
                out_.html += p.text;
                continue;
            }
            put_words(p.text, at, cuts, cut);
            at += p.text.size();
        }
    }

  private:
    struct Piece {
        std::string text;
        bool words = false, parts = false;  // parts: no word goes on across it
    };

    // `cut` is the first that ends behind `at`; what is shown for one stands where it begins.
    void put_words(std::string_view words, std::size_t at, const std::vector<WordsCut>& cuts, std::size_t& cut) {
        const std::size_t end = at + words.size();
        std::size_t from = at;
        while (cut < cuts.size() && cuts[cut].begin < end) {
            const WordsCut& c = cuts[cut];
            if (c.begin > from) escape(out_.html, words.substr(from - at, c.begin - from));
            if (c.begin >= at) escape(out_.html, c.shown);
            from = std::max(from, std::min(c.end, end));
            if (c.end > end) break;
            ++cut;
        }
        if (from < end) escape(out_.html, words.substr(from - at));
    }

    std::size_t markup(std::string_view s, std::size_t at) {
        const auto rest = s.substr(at);
        if (rest.starts_with("<!--")) {
            return html::comment_end(s, at).behind;
        }
        if (rest.starts_with("<![CDATA[")) {
            const auto end = std::min(s.find("]]>", at), s.size());
            text(s.substr(at + 9, end > at + 9 ? end - at - 9 : 0));
            return std::min(end + 3, s.size());
        }
        const char c = rest.size() > 1 ? rest[1] : '\0';
        const char first = c == '/' && rest.size() > 2 ? rest[2] : c;
        const bool letter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
        if (letter) return element(s, at);
        if (c == '!' || c == '?' || c == '/') return std::min(s.find('>', at), s.size() - 1) + 1;
        text("<");
        return at + 1;
    }

    std::size_t element(std::string_view s, std::size_t at) {
        Tag tag;
        const auto behind = read_tag(s, at, tag);
        count(tag);
        if (!tag.closing && among(tag.name, raw)) return raw_text(s, behind, tag);
        put(tag);
        return behind;
    }

    std::size_t raw_text(std::string_view s, std::size_t from, const Tag& tag) {
        std::size_t end = from;
        for (;; ++end) {
            end = std::min(s.find("</", end), s.size());
            if (end == s.size() || ascii_istarts(s.substr(end + 2), tag.name)) break;
        }
        const auto inside = s.substr(from, end - from);
        if (tag.name == "style") out_.left_out += urls_in(inside);
        if (!among(tag.name, dropped)) text(tag.name == "textarea" ? decode_entities(inside) : std::string(inside));
        if (end == s.size()) return end;
        return std::min(s.find('>', end), s.size() - 1) + 1;
    }

    void count(const Tag& tag) {
        if (tag.closing) return;
        if (among(tag.name, doing)) ++out_.taken_out;
        const bool refers = tag.name == "link" || tag.name == "image" || tag.name == "use";
        for (const auto& a : tag.attributes) {
            const std::string value = decode_entities(a.value);
            const bool fetched = among(a.name, fetching) || (refers && (a.name == "href" || a.name == "xlink:href"));
            if (fetched && is_remote(value)) ++out_.left_out;
            if (a.name == "style") out_.left_out += urls_in(value);
            if (a.name.starts_with("on")) ++out_.taken_out;
        }
    }

    static std::string attribute(const Tag& tag, std::string_view name) {
        for (const auto& a : tag.attributes)
            if (a.name == name) return decode_entities(a.value);
        return "";
    }

    void put(const Tag& tag) {
        if (tag.name == "a") {
            end_link();
            if (!tag.closing) target_ = printable(trim(attribute(tag, "href")), most_target);
        } else if (tag.name == "img" && !tag.closing) {
            const std::string alt(trim(attribute(tag, "alt")));
            text(alt.empty() ? "[picture]" : "[picture: " + alt + "]");
        } else if (!among(tag.name, allowed)) {
            // Sections, centres and what nobody knows: only that a new line begins there is kept.
            const bool frame = tag.name == "html" || tag.name == "body" || tag.name == "head";
            if (is_block(tag.name) && !frame) mark("<br>", true);
        } else if (tag.closing) {
            close(tag.name);
        } else if (open_.size() < most_open) {
            mark("<" + tag.name + spans(tag) + ">", is_block(tag.name) || tag.name == "td" || tag.name == "th");
            if (!out_.cut && tag.name != "br" && tag.name != "hr") open_.push_back(tag.name);
        }
    }

    static std::string spans(const Tag& tag) {
        std::string out;
        if (tag.name != "td" && tag.name != "th") return out;
        for (const char* name : {"colspan", "rowspan"}) {
            const std::string value = attribute(tag, name);
            const bool number = !value.empty() && value.size() <= 2 && value.find_first_not_of("0123456789") == value.npos;
            if (number && value[0] != '0') out.append(" ").append(name).append("=\"").append(value).append("\"");
        }
        return out;
    }

    void end_link() {
        if (!target_.empty()) text(" [link: " + target_ + "]");
        target_.clear();
    }

    void close(std::string_view name) {
        const auto found = std::find(open_.rbegin(), open_.rend(), name);
        if (found == open_.rend()) return;
        for (auto left = found - open_.rbegin() + 1; left > 0; --left) close_last();
    }
    // Room for it was left, so that what was opened is always closed.
    void close_last() {
        const std::string name = open_.back();
        open_.pop_back();
        pieces_.push_back({"</" + name + ">", false, is_block(name) || name == "td" || name == "th"});
    }

    void mark(std::string written, bool parts) {
        if (has_room(2 * written.size() + 1)) pieces_.push_back({std::move(written), false, parts});
    }
    void text(std::string words) {
        words = printable_lines(words, words.size() * 3);
        if (words.empty() || !has_room(escaped_size(words))) return;
        if (!pieces_.empty() && pieces_.back().words)
            pieces_.back().text += words;
        else
            pieces_.push_back({std::move(words), true, false});
    }
    void text(std::string_view words) { text(std::string(words)); }
    void text(const char* words) { text(std::string(words)); }
    bool has_room(std::size_t octets) {
        out_.cut = out_.cut || used_ + octets > most_;
        if (!out_.cut) used_ += octets;
        return !out_.cut;
    }

    RebuiltHtml& out_;
    std::size_t most_, used_ = 0;
    std::vector<Piece> pieces_;
    std::vector<std::string> open_;
    std::string target_;
};

}  // namespace

bool is_allowed_element(std::string_view name) { return among(name, allowed); }

RebuiltHtml rebuild_html(std::string_view html, std::size_t most, const WordsFilter& filter) {
    RebuiltHtml out;
    Rebuilder rebuilder(out, most);
    rebuilder.walk(html);
    rebuilder.write(filter);
    return out;
}

}  // namespace beadle::inspect
