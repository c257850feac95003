#include "inspect/text/html_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

#include "inspect/text/html_style.h"
#include "inspect/text/html_table.h"
#include "inspect/text/html_tag.h"
#include "inspect/text/written_form.h"

namespace beadle::inspect {
namespace {

using namespace html;
using namespace std::string_view_literals;

constexpr std::size_t most_depth = 2000, most_inserted = 200, around = 40;

std::size_t on_character(std::string_view s, std::size_t at) {
    while (at > 0 && at < s.size() && (static_cast<unsigned char>(s[at]) & 0xC0) == 0x80) --at;
    return at;
}

class Walker {
  public:
    explicit Walker(HtmlText& out) : out_(out), tables_(out.visible, out.tables) {}

    void walk(std::string_view s) {
        for (std::size_t at = 0; at < s.size();) {
            const auto open = std::min(s.find('<', at), s.size());
            if (open > at) text(s.substr(at, open - at));
            if (open == s.size()) break;
            at = markup(s, open);
        }
        if (!foreign_sheet_.empty()) style(std::exchange(foreign_sheet_, std::string()));
        end_ruby();
        tables_.end();
        for (const auto& i : inserted_) {
            const std::string_view all = out_.visible;
            const auto from = on_character(all, i.at - std::min(i.at, around));
            const auto to = on_character(all, std::min(i.at + around, all.size()));
            note(std::string(all.substr(from, i.at - from)) + i.words + std::string(all.substr(i.at, to - i.at)));
        }
    }

  private:
    std::size_t markup(std::string_view s, std::size_t at) {
        const auto rest = s.substr(at);
        if (rest.starts_with("<!--")) return comment(s, at);
        const char c = rest.size() > 1 ? rest[1] : '\0';
        if (rest.starts_with("<![CDATA[")) {
            const auto end = std::min(s.find("]]>", at), s.size());
            text(s.substr(at + 9, end > at + 9 ? end - at - 9 : 0));
            return std::min(end + 3, s.size());
        }
        if (c == '!' || c == '?') return std::min(s.find('>', at), s.size() - 1) + 1;
        const bool name = std::isalpha(static_cast<unsigned char>(c)) ||
                          (c == '/' && rest.size() > 2 && std::isalpha(static_cast<unsigned char>(rest[2])));
        if (!name && c == '/') return std::min(s.find('>', at), s.size() - 1) + 1;
        if (!name) {
            text("<");
            return at + 1;
        }
        Tag tag;
        const auto behind = read_tag(s, at, tag);
        leave_foreign(tag);
        const bool foreign = is_foreign();
        element(tag);
        // Of HTML's own elements a browser does not take "/>" for an end; within SVG and MathML it does, and no element there
        // makes what follows raw text.
        if (tag.closing || foreign) return behind;
        return tag.name == "script" || tag.name == "style" || tag.name == "xmp" ? raw_text(s, behind, tag.name)
                                                                                : behind;
    }

    std::size_t comment(std::string_view s, std::size_t at) {
        const auto [end, behind] = comment_end(s, at);
        if (end > at + 4) commented(s.substr(at + 4, end - at - 4));
        return behind;
    }

    // Outlook shows what stands in conditional comments: their words are read too.
    void commented(std::string_view inside) {
        if (inside.starts_with("[if"))
            if (const auto from = inside.find("]>"); from != std::string_view::npos) inside.remove_prefix(from + 2);
        if (inside.ends_with("<![endif]")) inside.remove_suffix(9);
        std::string words;
        bool tag = false;
        for (char c : inside) {
            if (c == '<') tag = true;
            if (!tag) words += c;
            if (c == '>') tag = false;
        }
        note(decode_entities(tag ? inside : std::string_view(words)));
    }

    std::size_t raw_text(std::string_view s, std::size_t from, const std::string& name) {
        std::size_t at = from;
        for (;; ++at) {
            at = s.find("</", at);
            if (at == std::string_view::npos) at = s.size();
            if (at == s.size() || ascii_istarts(s.substr(at + 2), name)) break;
        }
        if (name == "xmp")
            text(s.substr(from, at - from));
        else if (name == "script")
            note(s.substr(from, at - from));
        else
            style(s.substr(from, at - from));
        return at;
    }

    // Words in a style sheet stand in its comments and strings; the rest is measures and colours.
    void style(std::string_view sheet) {
        sheet_.add(sheet);
        for (std::size_t at = 0; (at = sheet.find_first_of("/\"'", at)) != std::string_view::npos;) {
            const bool comment = sheet.substr(at, 2) == "/*";
            if (sheet[at] == '/' && !comment) {
                ++at;
                continue;
            }
            const auto from = at + (comment ? 2 : 1);
            const auto end = comment ? sheet.find("*/", from) : sheet.find(sheet[at], from);
            const auto words = sheet.substr(from, end == std::string_view::npos ? end : end - from);
            if (words.find(' ') != std::string_view::npos) note(words);
            at = end == std::string_view::npos ? sheet.size() : end + (comment ? 2 : 1);
        }
    }

    // A sentence inside a tag is a row of attributes without values.
    void bare_words(const Tag& tag) {
        std::string words;
        std::size_t count = 0;
        for (const auto& a : tag.attributes) {
            if (!a.value.empty()) continue;
            words += a.name + " ";
            ++count;
        }
        if (count >= 3) note(words);
    }

    bool is_foreign() const { return !foreign_.empty() && foreign_.back() != 0; }

    // These begin in HTML again wherever they stand, and end the picture or formula around them (WHATWG HTML 13.2.6.5).
    void leave_foreign(const Tag& tag) {
        if (!is_foreign() || !(tag.closing ? tag.name == "p" || tag.name == "br" : breaks_out(tag))) return;
        std::size_t left = open_.size();
        while (left > 0 && foreign_[left - 1] != 0) --left;
        cut(left);
    }

    static bool breaks_out(const Tag& tag) {
        static constexpr std::array names{
            "b"sv,   "big"sv,   "blockquote"sv, "body"sv,   "br"sv,   "center"sv, "code"sv, "dd"sv,   "div"sv,     "dl"sv,  "dt"sv,
            "em"sv,  "embed"sv, "h1"sv,         "h2"sv,     "h3"sv,   "h4"sv,     "h5"sv,   "h6"sv,   "head"sv,    "hr"sv,  "i"sv,
            "img"sv, "li"sv,    "listing"sv,    "menu"sv,   "meta"sv, "nobr"sv,   "ol"sv,   "p"sv,    "pre"sv,     "ruby"sv, "s"sv,
            "small"sv, "span"sv, "strong"sv,    "strike"sv, "sub"sv,  "sup"sv,    "table"sv, "tt"sv,  "u"sv,       "ul"sv,  "var"sv};
        if (std::find(names.begin(), names.end(), tag.name) != names.end()) return true;
        return tag.name == "font" && std::any_of(tag.attributes.begin(), tag.attributes.end(), [](const auto& a) {
                   return a.name == "color" || a.name == "face" || a.name == "size";
               });
    }

    // Whether what stands in this element is SVG or MathML; where those hold HTML again it is not.
    bool opens_foreign(const Tag& tag) const {
        static constexpr std::array holds_html{"foreignobject"sv, "desc"sv, "title"sv, "annotation-xml"sv, "mi"sv, "mo"sv, "mn"sv, "ms"sv, "mtext"sv};
        if (tag.name == "svg" || tag.name == "math") return true;
        return is_foreign() && std::find(holds_html.begin(), holds_html.end(), tag.name) == holds_html.end();
    }

    // In SVG a style sheet is text like any other, with tags and entities; what it says counts when it ends.
    bool is_foreign_code(std::string_view words) {
        if (!is_foreign() || (open_.back() != "style" && open_.back() != "script")) return false;
        if (open_.back() == "style")
            foreign_sheet_ += words;
        else
            note(words);
        return true;
    }

    void text(std::string_view raw) {
        const bool plain = raw.find('&') == std::string_view::npos;
        const std::string decoded = plain ? std::string() : decode_entities(raw);
        const auto words = plain ? raw : std::string_view(decoded);
        if (is_foreign_code(words)) return;
        if (in_ruby_) return reading(words);
        const bool hidden = is_hidden();
        if (hidden != was_hidden_) turn(hidden, words);
        if (hidden || in_title_) {
            put(out_.hidden, words);
            if (hidden && !trim(words).empty()) out_.hides = true;
        } else {
            put(out_.visible, words);
        }
    }

    bool is_hidden() const { return hidden_at_ != npos || (!looks_.empty() && looks_.back().is_unseen()); }

    // Words begin or end to be hidden. Hidden in the midst of a word they may be no such thing: a style that is not
    // seen here shows them, and then they belong to it.
    void turn(bool hidden, std::string_view next) {
        was_hidden_ = hidden;
        const auto glued = [](char c) { return !blank(c) && c != '\t'; };
        if (hidden) {
            const bool inside = !out_.visible.empty() && glued(out_.visible.back());
            insert_at_ = inside ? out_.visible.size() : npos;
            insert_from_ = out_.hidden.size();
            return;
        }
        if (insert_at_ == out_.visible.size() && !next.empty() && glued(next.front()) &&
            inserted_.size() < most_inserted) {
            const auto words = std::string_view(out_.hidden).substr(std::min(insert_from_, out_.hidden.size()));
            const auto end = on_character(words, std::min(around, words.size()));
            inserted_.push_back({insert_at_, std::string(trim(words.substr(0, end)))});
        }
        end_line(out_.hidden);
    }

    // White space is one blank, as on the screen, except in <pre>.
    void put(std::string& to, std::string_view words) const {
        for (char c : words) {
            if (blank(c) && pre_ == 0) {
                if (!to.empty() && to.back() != ' ' && to.back() != '\n' && to.back() != '\t') to += ' ';
            } else {
                to += c;
            }
        }
    }

    // What stands above a base, alone; where one <ruby> has several, also all of them as one.
    void reading(std::string_view words) {
        note(words);
        if (in_reading_mark_) return;
        readings_ += words;
        if (!trim(words).empty()) ++reading_count_;
    }

    void end_ruby() {
        if (reading_count_ > 1) note(readings_);
        readings_.clear();
        reading_count_ = 0;
        ruby_ = in_ruby_ = in_reading_mark_ = false;
    }

    void ruby(const Tag& tag) {
        const bool opens = ruby_ && !tag.closing && !tag.self_closing;
        if (tag.name == "ruby") {
            end_ruby();
            ruby_ = !tag.closing;
        } else if (is_block(tag.name)) {
            end_ruby();
        } else if (tag.name == "rt" || tag.name == "rtc" || tag.name == "rp") {
            in_ruby_ = opens;
            in_reading_mark_ = opens && tag.name == "rp";
        } else if (tag.name == "rb" && opens) {
            in_ruby_ = in_reading_mark_ = false;
        }
    }

    void note(std::string_view words) {
        words = trim(words);
        if (words.empty()) return;
        if (!out_.hidden.empty() && out_.hidden.back() != '\n') out_.hidden += '\n';
        out_.hidden += words;
        out_.hidden += '\n';
    }

    // "https://forms.example/?nino=…", "mailto:…&body=…": a link whose address tells something.
    static bool carries_fields(std::string_view address) {
        const auto query = address.find('?');
        return query != std::string_view::npos && address.find('=', query) != std::string_view::npos;
    }

    static void end_line(std::string& s) {
        while (!s.empty() && s.back() == ' ') s.pop_back();
        if (!s.empty() && s.back() != '\n') s += '\n';
    }

    void element(const Tag& tag) {
        std::string& sink = is_hidden() ? out_.hidden : out_.visible;
        if (tag.name == "td" || tag.name == "th") {
            tables_.end_cell();
            if (!tag.closing && !sink.empty() && sink.back() != '\n' && sink.back() != '\t') sink += '\t';
        } else if (is_block(tag.name)) {
            if (tag.name == "tr" || tag.name == "table") tables_.end_cell();
            if (tag.name == "br" && !sink.empty())
                sink += '\n';
            else
                end_line(sink);
        }
        for (const auto& a : tag.attributes)
            if (is_spoken(a.name) && (!a.name.starts_with("data-") || a.value.find(' ') != a.value.npos) &&
                !(tag.name == "meta" && a.value.find("charset") != std::string::npos))
                note(decode_entities(a.value));
            else if ((a.name == "href" && carries_fields(a.value)) ||
                     (a.name != "style" && tells(a.value) && (a.value.find(' ') != a.value.npos || !parted_words(a.value).empty())))
                note(decode_entities(a.value));
        bare_words(tag);
        tables_.element(tag);
        if (tag.name == "title") in_title_ = !tag.closing;
        ruby(tag);
        if (tag.name == "pre") pre_ = tag.closing ? 0 : 1;
        const bool ended = tag.self_closing && (is_foreign() || tag.name == "svg" || tag.name == "math" || (tag.name != "style" && tag.name != "script"));
        if (!is_void(tag.name) && !ended) depth(tag);
    }

    void depth(const Tag& tag) {
        if (!tag.closing) {
            if (open_.size() >= most_depth) return;
            const Style style = sheet_.of(tag);
            const bool foreign = opens_foreign(tag);
            open_.push_back(tag.name);
            foreign_.push_back(foreign ? 1 : 0);
            Look look = looks_.empty() ? Look{} : looks_.back();
            look.enter(style);
            looks_.push_back(look);
            if (hidden_at_ == npos && style.gone) hidden_at_ = open_.size();
            if (style.reversed && reversed_at_ == npos) {
                reversed_at_ = open_.size();
                text("\u202e");
            }
            return;
        }
        // The nearest open element of that name ends, with all inside it; a stray end tag ends nothing.
        const auto look = open_.size() > 64 ? open_.end() - 64 : open_.begin();
        for (auto it = open_.end(); it != look;) {
            if (*--it != tag.name) continue;
            cut(static_cast<std::size_t>(it - open_.begin()));
            break;
        }
    }

    void cut(std::size_t left) {
        open_.resize(left);
        foreign_.resize(left);
        if (!foreign_sheet_.empty()) style(std::exchange(foreign_sheet_, std::string()));
        if (reversed_at_ != npos && open_.size() < reversed_at_) {
            text("\u202c");
            reversed_at_ = npos;
        }
        looks_.resize(open_.size());
        if (hidden_at_ != npos && open_.size() < hidden_at_) hidden_at_ = npos;
    }

    static constexpr std::size_t npos = static_cast<std::size_t>(-1);
    HtmlText& out_;
    struct Inserted {
        std::size_t at;  // in the visible text
        std::string words;
    };
    StyleSheet sheet_;
    std::vector<std::string> open_;
    std::vector<char> foreign_;  // one for each open element: what stands in it is SVG or MathML
    std::string foreign_sheet_;
    std::vector<Look> looks_;  // one for each open element
    std::vector<Inserted> inserted_;
    std::size_t insert_at_ = npos, insert_from_ = 0, reversed_at_ = npos;
    bool was_hidden_ = false;
    HtmlTables tables_;
    std::size_t hidden_at_ = npos;  // number of open elements when the hiding one was opened
    bool in_title_ = false, ruby_ = false;
    bool in_ruby_ = false, in_reading_mark_ = false;  // small words above those that are shown; the brackets around them
    std::string readings_;
    int reading_count_ = 0;
    int pre_ = 0;
};

}  // namespace

HtmlText read_html(std::string_view html) {
    HtmlText out;
    out.visible.reserve(html.size() / 2);
    Walker(out).walk(html);
    return out;
}

}  // namespace beadle::inspect
