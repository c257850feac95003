#include "inspect/text/links.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include "base/text.h"

#include "inspect/text/html_tag.h"
#include "inspect/text/html_text.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t longest = 2048, most_words = 2000, most_tries = 20000;

class Collection {
  public:
    void add(Link link) {
        if (list_.size() >= most_links) return;
        if (!seen_.insert({link.scheme, link.host, link.shown, link.leads_to, link.file}).second) return;
        list_.push_back(std::move(link));
    }
    bool full() const { return list_.size() >= most_links; }
    std::vector<Link> take() { return std::move(list_); }

  private:
    std::vector<Link> list_;
    std::set<std::tuple<std::string, std::string, std::string, std::string, std::string>> seen_;
};

bool ends_address(char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '<' || c == '>' || c == '`' || c == '{' ||
           c == '}' || c == '|' || c == '^';
}

std::string_view address_at(std::string_view text, std::size_t at) {
    auto out = text.substr(at, longest);
    const auto end = std::find_if(out.begin(), out.end(), ends_address);
    out = out.substr(0, static_cast<std::size_t>(end - out.begin()));
    while (!out.empty() && ".,;:!?)'*]"sv.find(out.back()) != std::string_view::npos) out.remove_suffix(1);
    return out;
}

bool in_word(std::string_view text, std::size_t at) {
    return at > 0 && (std::isalnum(static_cast<unsigned char>(text[at - 1])) != 0 || text[at - 1] == '.' ||
                      text[at - 1] == '@' || text[at - 1] == '/' || text[at - 1] == '-');
}

// Letters before "://".
std::size_t scheme_start(std::string_view text, std::size_t colon) {
    std::size_t at = colon;
    while (at > 0 && colon - at < 20 &&
           (std::isalnum(static_cast<unsigned char>(text[at - 1])) != 0 || text[at - 1] == '-' || text[at - 1] == '+'))
        --at;
    return at;
}

// An address without a scheme of its own, which leads to the host of the page's <base>.
bool is_relative(std::string_view address) {
    const auto s = trim(address);
    return !s.empty() && s[0] != '#' && s.substr(0, s.find_first_of("/?#")).find(':') == std::string_view::npos;
}

// At the host of the base; which folder matters to nobody here. A base without a host is all there is to tell.
std::string below(const std::string& base, std::string_view relative) {
    const auto host = base.find("://");
    if (host == std::string::npos) return base;
    const auto path = base.find_first_of("/?#\\", host + 3);
    const auto value = trim(relative);
    return base.substr(0, path) + (value.starts_with('/') ? "" : "/") + std::string(value);
}

class Page {
  public:
    explicit Page(std::string_view html, std::string base = "") : s_(html), base_(std::move(base)) {}

    // The first one's, wherever it stands.
    const std::string& base() const { return base_; }

    std::vector<Link> links() {
        for (std::size_t at = 0; (at = s_.find('<', at)) != std::string_view::npos && !out_.full();) {
            words(at);
            if (s_.substr(at, 4) == "<!--") {
                at = html::comment_end(s_, at).behind;
                from_ = at;
                continue;
            }
            html::Tag tag;
            const bool named =
                at + 1 < s_.size() && (std::isalpha(static_cast<unsigned char>(s_[at + 1])) != 0 || s_[at + 1] == '/');
            if (!named) {
                ++at;
                continue;
            }
            const auto behind = html::read_tag(s_, at, tag);
            element(tag);
            at = std::max(behind, at + 1);
            from_ = at;
        }
        end_anchor();
        return out_.take();
    }

  private:
    void words(std::size_t to) {
        if (open_ && to > from_ && shown_.size() < most_words) shown_ += decode_entities(s_.substr(from_, to - from_));
        from_ = to;
    }
    void end_anchor() {
        if (!open_) return;
        if (link_.shown.empty()) link_.shown = host_shown(shown_);
        out_.add(std::move(link_));
        open_ = false;
        shown_.clear();
    }
    void element(const html::Tag& tag) {
        if (tag.name == "a") end_anchor();
        if (tag.closing) return;
        static constexpr std::array targets{"href"sv, "action"sv, "formaction"sv, "xlink:href"sv};
        if (tag.name == "link") return;
        if (tag.name == "base") {
            for (const auto& a : tag.attributes)
                if (a.name == "href" && base_.empty()) base_ = decode_entities(a.value);
            return;
        }
        for (const auto& a : tag.attributes) {
            if (std::find(targets.begin(), targets.end(), a.name) == targets.end()) continue;
            const std::string value = decode_entities(a.value);
            auto link = parse_link(value);
            if (!link && !base_.empty() && is_relative(value)) link = parse_link(below(base_, value));
            if (!link) continue;
            if (tag.name == "a" && !open_) {
                link_ = std::move(*link);
                open_ = true;
            } else {
                out_.add(std::move(*link));
            }
        }
    }

    std::string_view s_;
    Collection out_;
    Link link_;
    std::string shown_, base_;
    std::size_t from_ = 0;
    bool open_ = false;
};

}  // namespace

std::vector<Link> links_of_text(std::string_view text, bool* cut) {
    Collection out;
    std::size_t tries = 0;
    const auto take = [&](std::size_t from) {
        auto link = parse_link(address_at(text, from));
        if (link && !link->host.empty()) out.add(std::move(*link));
        return ++tries < most_tries;
    };
    for (std::size_t at = 0; (at = text.find("://", at)) != std::string_view::npos && !out.full(); at += 3)
        if (const auto from = scheme_start(text, at); from < at && !take(from)) break;
    for (std::size_t at = 0; (at = text.find("www.", at)) != std::string_view::npos && !out.full(); at += 4)
        if (!in_word(text, at) && !take(at)) break;
    if (cut && (tries >= most_tries || out.full())) *cut = true;
    return out.take();
}

std::vector<Link> links_of_html(std::string_view html) {
    Page page(html);
    auto links = page.links();
    return page.base().empty() ? links : Page(html, page.base()).links();  // it counts for what stands before it too
}

}  // namespace beadle::inspect
