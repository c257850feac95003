#include "inspect/text/xml_pull.h"

#include <algorithm>

#include "base/text.h"

#include "inspect/message/find_any.h"
#include "inspect/text/written_form.h"
#include "inspect/text/xml_octets.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t most_open = 10'000;
constexpr std::uint32_t deep = 256;
constexpr std::size_t least_telling = 10, most_telling = 16u << 20, most_telling_octets = 4096;

bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool ends_name(char c) { return blank(c) || c == '/' || c == '>' || c == '='; }

std::string_view local_part(std::string_view full) {
    const auto colon = full.find(':');
    return colon == std::string_view::npos ? full : full.substr(colon + 1);
}

// Where a tag ends that begins at `at`: quotes may hold '>'. npos = never.
std::size_t end_of_tag(std::string_view in, std::size_t at) {
    for (std::size_t i = at; i < in.size();) {
        i = find_any<'"', '\'', '>'>(in, i);
        if (i == std::string_view::npos || in[i] == '>') return i;
        const auto close = in.find(in[i], i + 1);
        if (close == std::string_view::npos) return in.find('>', i);
        i = close + 1;
    }
    return std::string_view::npos;
}

}  // namespace

XmlPull::XmlPull(std::string_view octets) : in_(xml_as_utf8(octets, room_)) {}

void XmlPull::bad(std::string_view why) {
    if (trouble_.empty()) trouble_ = why;
}

void XmlPull::name_of(std::string_view full) {
    name_ = local_part(full);
    prefix_ = name_.size() == full.size() ? std::string_view{} : full.substr(0, full.size() - name_.size() - 1);
}

XmlPull::Event XmlPull::leave() {
    name_of(open_.back());
    depth_ = static_cast<std::uint32_t>(open_.size()) + unknown_;
    open_.pop_back();
    if (open_.empty()) done_root_ = true;
    return Event::end;
}

XmlPull::Event XmlPull::next() {
    if (empty_) {
        empty_ = false;
        return leave();
    }
    if (closing_ > 0) {
        --closing_;
        return leave();
    }
    while (at_ < in_.size()) {
        if (in_[at_] != '<') {
            const auto stop = std::min(in_.find('<', at_), in_.size());
            const auto raw = in_.substr(at_, stop - at_);
            at_ = stop;
            if (open_.empty()) {
                if (trim(raw).empty()) continue;
                bad("text outside the root element");
            }
            return characters(raw, true);
        }
        const Event event = markup();
        if (event != Event::stop) return event;
    }
    if (!open_.empty()) {
        bad("it ends before its elements do");
        return leave();
    }
    if (!started_) bad("it holds no element");
    depth_ = 0;
    return Event::stop;
}

XmlPull::Event XmlPull::characters(std::string_view raw, bool decode) {
    text_ = raw;
    if (decode && raw.find('&') != std::string_view::npos) {
        decoded_.clear();
        if (!decode_xml(raw, decoded_)) bad("an entity that XML does not know");
        text_ = decoded_;
    }
    return Event::text;
}

// At '<'. stop = nothing to tell, look on.
XmlPull::Event XmlPull::markup() {
    const auto rest = in_.substr(at_);
    if (rest.starts_with("<!--")) {
        const auto end = rest.find("-->", 4);
        if (end == std::string_view::npos) bad("a comment without an end");
        text_ = rest.substr(4, end == std::string_view::npos ? end : end - 4);
        at_ += end == std::string_view::npos ? rest.size() : end + 3;
        return Event::comment;
    }
    if (rest.starts_with("<![CDATA[")) {
        const auto end = rest.find("]]>", 9);
        if (end == std::string_view::npos) bad("a CDATA section without an end");
        at_ += end == std::string_view::npos ? rest.size() : end + 3;
        return characters(rest.substr(9, end == std::string_view::npos ? end : end - 9), false);
    }
    if (rest.starts_with("<?")) {
        const auto end = rest.find("?>", 2);
        at_ += end == std::string_view::npos ? rest.size() : end + 2;
        const auto inside = rest.substr(2, end == std::string_view::npos ? end : end - 2);
        if (end == std::string_view::npos) bad("an instruction without an end");
        if (inside.starts_with("xml ") || inside.starts_with("xml-stylesheet") || inside.starts_with("mso-"))
            return Event::stop;
        text_ = inside;  // what programs skip is a place to hide words in, as a comment is
        return Event::comment;
    }
    if (rest.starts_with("<!")) return skip_declaration() ? Event::stop : characters("", false);
    if (rest.starts_with("</")) return end_tag();
    return start_tag();
}

// <!DOCTYPE … [ … ]>: kept, never followed.
bool XmlPull::skip_declaration() {
    int brackets = 0;
    std::size_t i = at_ + 2;
    for (; i < in_.size(); ++i) {
        const char c = in_[i];
        if (c == '"' || c == '\'') {
            const auto close = in_.find(c, i + 1);
            if (close == std::string_view::npos) break;
            i = close;
        } else if (c == '[') {
            ++brackets;
        } else if (c == ']') {
            --brackets;
        } else if (c == '>' && brackets <= 0) {
            break;
        }
    }
    const auto end = std::min(i + 1, in_.size());
    if (doctype_.empty()) doctype_ = in_.substr(at_, end - at_);
    // Only what stands between brackets declares anything: a name of a type elsewhere is not looked up by anyone here.
    if (doctype_.find('[') != std::string_view::npos) bad("it declares entities, which are not followed");
    at_ = end;
    return true;
}

XmlPull::Event XmlPull::end_tag() {
    const auto stop = std::min(in_.find('>', at_), in_.size());
    const auto full = trim(in_.substr(at_ + 2, stop - std::min(stop, at_ + 2)));
    at_ = std::min(stop + 1, in_.size());
    if (unknown_ > 0) {
        --unknown_;
        return characters("", false);
    }
    // The nearest open element of that name, not far up: mark-up of ends alone must stay linear.
    const auto look = std::min<std::size_t>(open_.size(), 64);
    for (std::size_t up = 1; up <= look; ++up) {
        if (open_[open_.size() - up] != full) continue;
        if (up > 1) bad("elements overlap");
        closing_ = static_cast<std::uint32_t>(up - 1);
        return leave();
    }
    bad("an end without a start");
    return Event::stop;
}

XmlPull::Event XmlPull::start_tag() {
    const auto end = end_of_tag(in_, at_ + 1);
    if (end == std::string_view::npos) {
        bad("it ends inside a tag");
        const auto rest = in_.substr(at_ + 1);
        at_ = in_.size();
        return open_.empty() && !started_ ? Event::stop : characters(rest, true);
    }
    auto tag = in_.substr(at_ + 1, end - at_ - 1);
    std::size_t length = 0;
    while (length < tag.size() && !ends_name(tag[length])) ++length;
    if (length == 0 || tag.substr(0, length).find('<') != std::string_view::npos) {
        bad("a '<' that begins no tag");
        const auto raw = in_.substr(at_, 1);
        ++at_;
        return characters(raw, false);
    }
    at_ = end + 1;
    if (done_root_ && open_.empty()) bad("a second root element");
    started_ = true;
    empty_ = tag.ends_with('/');
    if (empty_) tag.remove_suffix(1);
    tag_ = tag.substr(length);
    if (open_.size() >= most_open) {
        too_deep_ = true;
        unknown_ += empty_ ? 0 : 1;
        empty_ = false;
        return characters("", false);
    }
    keep_telling();
    open_.push_back(tag.substr(0, length));
    name_of(open_.back());
    depth_ = static_cast<std::uint32_t>(open_.size());
    if (depth_ > deep) too_deep_ = true;
    return Event::start;
}

// Names, titles, targets: what a program writes into attributes is words too, whatever they are called. Measures, ids
// and paths have no blanks between words.
void XmlPull::keep_telling() {
    if (tag_.size() < least_telling || find_any<' ', '_', '%', '+'>(tag_, tag_.find('=')) == std::string_view::npos ||
        std::count_if(tag_.begin(), tag_.end(), [](char c) { return c >= '0' && c <= '9'; }) < 5)
        return;
    Attribute a;
    for (std::size_t at = 0; attributes(at, a);) {
        if (a.raw.size() < least_telling || a.name.starts_with("xmlns") || a.name == "style" || !tells(a.raw)) continue;
        const auto raw = a.raw.substr(0, most_telling_octets);
        const bool blanks = trim(raw).find_first_of(" \t\r\n") != std::string_view::npos;
        if (!blanks && parted_words(raw).empty()) continue;
        if (telling_octets_ >= most_telling) {
            bad("more words in attributes than are read");
            return;
        }
        if (const auto [at_value, fresh] = telling_.insert(decoded(raw)); fresh) telling_octets_ += at_value->size() + least_telling;
    }
}

std::string XmlPull::telling() const {
    std::string out;
    for (const auto& value : telling_) out += value + "\n";
    return out;
}

bool XmlPull::attributes(std::size_t& at, Attribute& one) const {
    const auto equals = tag_.find('=', at);
    if (equals == std::string_view::npos) return false;
    one.name = trim(tag_.substr(at, equals - at));
    if (const auto gap = one.name.find_last_of(" \t\r\n"); gap != std::string_view::npos)
        one.name.remove_prefix(gap + 1);
    std::size_t open = equals + 1;
    while (open < tag_.size() && blank(tag_[open])) ++open;
    if (open >= tag_.size()) return false;
    const char quote = tag_[open];
    if (quote != '"' && quote != '\'') {  // not XML; read as HTML would
        const auto stop = std::min(tag_.find_first_of(" \t\r\n", open), tag_.size());
        one.raw = tag_.substr(open, stop - open);
        at = stop;
        return true;
    }
    const auto close = std::min(tag_.find(quote, open + 1), tag_.size());
    one.raw = tag_.substr(open + 1, close - open - 1);
    at = std::min(close + 1, tag_.size());
    return true;
}

std::string XmlPull::decoded(std::string_view raw) {
    std::string out;
    decode_xml(raw, out);
    return out;
}

std::string XmlPull::attribute(std::string_view local, bool prefixed) const {
    Attribute a;
    for (std::size_t at = 0; attributes(at, a);) {
        if (local_part(a.name) != local) continue;
        if (prefixed && a.name.size() == local.size()) continue;
        return decoded(a.raw);
    }
    return {};
}

bool XmlPull::is_on(std::string_view local) const {
    const std::string v = attribute(local);
    return v == "1" || v == "true" || v == "on";
}

std::string xml_root(std::string_view octets) {
    const bool wide = octets.starts_with("\xFF\xFE") || octets.starts_with("\xFE\xFF") ||
                      octets.substr(0, 4).find('\0') != std::string_view::npos;
    const auto front = trim(octets.substr(0, 64));
    if (!wide && !front.starts_with("<") && !front.starts_with("\xEF\xBB\xBF")) return {};
    // A declaration, some comments and the root's own name; namespaces may make its tag long.
    XmlPull xml(octets.substr(0, std::min<std::size_t>(octets.size(), 65536) & ~std::size_t{1}));
    for (;;) {
        const auto event = xml.next();
        if (event == XmlPull::Event::start) return std::string(xml.name());
        if (event == XmlPull::Event::stop || event == XmlPull::Event::end) return {};
    }
}

}  // namespace beadle::inspect
