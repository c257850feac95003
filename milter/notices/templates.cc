#include "notices/templates.h"

#include <algorithm>
#include <filesystem>

#include <kainjow/mustache.hpp>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "mail/answer.h"
#include "notices/layout.h"
#include "notices/shipped.h"

namespace beadle::notices {
namespace {

namespace mustache = kainjow::mustache;
using nlohmann::json;

constexpr char value_mark = '\x01';  // no value holds one: they are made printable
constexpr std::size_t most_template = 64u << 10, most_value = 2000;

mustache::data data_of(const json& j) {
    if (j.is_object()) {
        mustache::data out(mustache::data::type::object);
        for (const auto& [key, value] : j.items())
            if (!value.is_null() && !(value.is_string() && value.get_ref<const std::string&>().empty()))
                out.set(key, data_of(value));
        return out;
    }
    if (j.is_array()) {
        mustache::data out(mustache::data::type::list);
        for (const auto& one : j) out.push_back(data_of(one));
        return out;
    }
    if (j.is_boolean()) return mustache::data(j.get<bool>());
    return mustache::data(shown(j.is_string() ? j.get<std::string>() : j.dump(), most_value));
}

std::string without_marks(std::string_view line) {
    return replace_all(trim(line), std::string_view(&value_mark, 1), "");
}

// Written lines become headings, lists and paragraphs. A value that begins a line is not markup: its mark stands before
// it.
class Writer {
  public:
    void line(const std::string& raw) {
        const std::string_view s = trim(raw);
        if (s.starts_with("- ")) return end_paragraph(), items_.push_back(without_marks(s.substr(2)));
        if (!s.empty() && !s.starts_with('#') && !s.starts_with("=> ")) {
            end_list();
            paragraph_ += (paragraph_.empty() ? "" : " ") + without_marks(s);
            return;
        }
        end_paragraph();
        if (s.empty()) return;
        end_list();
        if (s.starts_with("## ")) return layout_.heading(without_marks(s.substr(3)));
        if (s.starts_with("# ")) return void(title_ = without_marks(s.substr(2)));
        if (!s.starts_with("=> ")) return;  // a heading without words
        const auto blank = s.rfind(' ');
        layout_.link(without_marks(s.substr(3, blank > 3 ? blank - 3 : 0)), without_marks(s.substr(blank + 1)));
    }
    Words words(std::string subject) {
        end_paragraph();
        end_list();
        return {std::move(subject), layout_.text(), layout_.html(title_)};
    }

  private:
    void end_paragraph() {
        if (!trim(paragraph_).empty()) {
            end_list();
            layout_.paragraph(paragraph_);
        }
        paragraph_.clear();
    }
    void end_list() {
        if (!items_.empty()) layout_.list(items_);
        items_.clear();
    }
    Layout layout_;
    std::string title_, paragraph_;
    std::vector<std::string> items_;
};

// ---- the check
// ---------------------------------------------------------------------------------------------------------

struct Tag {
    char sort = 0;  // 0 a value, '#', '^', '/', '!', or one that is not allowed
    std::string name;
    std::size_t at = 0;
};

std::vector<Tag> tags_of(const std::string& text) {
    std::vector<Tag> out;
    for (std::size_t at = text.find("{{"); at != std::string::npos; at = text.find("{{", at + 2)) {
        const auto end = text.find("}}", at);
        std::string inner(
            trim(std::string_view(text).substr(at + 2, end == std::string::npos ? std::string::npos : end - at - 2)));
        Tag tag{0, inner, at};
        if (end == std::string::npos) tag.sort = '?';
        if (!inner.empty() && std::string_view("#^/!{&>=").find(inner[0]) != std::string_view::npos) {
            tag.sort = inner[0];
            tag.name = std::string(trim(std::string_view(inner).substr(1)));
        }
        out.push_back(std::move(tag));
    }
    return out;
}

class Checker {
  public:
    Checker(const NoticeKind& kind, const std::string& file, const std::string& text)
        : kind_(kind), file_(file), text_(text) {}
    Diagnostics run() {
        if (text_.size() > most_template) return {{file_, 0, 0, "the template is larger than 64 KiB", ""}};
        if (!text_.starts_with("Subject: ")) report(0, "the first line must say \"Subject: …\"", "");
        if (text_.find("\n# ") == std::string::npos) report(0, "a line \"# …\" with the title is missing", "");
        if (kind_.name == "ask" && text_.substr(0, text_.find('\n')).find(question_title) == std::string::npos)
            report(0,
                   "the subject must keep the words \"" + std::string(question_title) +
                       "\": a quoted question is known by them",
                   "");
        const auto tags = tags_of(text_);
        for (const auto& tag : tags) look_at(tag);
        for (const auto& tag : open_)
            report(tag.at, "the section {{#" + printable(tag.name, 60) + "}} is not closed", "");
        for (const auto needed : kind_.needed)
            if (std::none_of(tags.begin(), tags.end(), [&](const Tag& t) { return t.sort == 0 && t.name == needed; }))
                report(0, "the value {{" + std::string(needed) + "}} is missing: without it the notice does not work",
                       "");
        return std::move(out_);
    }

  private:
    void report(std::size_t at, std::string message, std::string suggestion) {
        const auto before = std::string_view(text_).substr(0, at);
        const auto line = static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1;
        const auto start = before.rfind('\n');
        const auto column = static_cast<int>(start == std::string_view::npos ? at : at - start - 1) + 1;
        out_.push_back({file_, line, column, std::move(message), std::move(suggestion)});
    }
    void look_at(const Tag& tag) {
        switch (tag.sort) {
            case '!':
                return;
            case '?':
                return report(tag.at, "\"{{\" is not closed by \"}}\"", "");
            case '{':
            case '&':
                return report(tag.at, "values are always made safe: write {{name}}", "");
            case '>':
            case '=':
                return report(tag.at, "a notice's template takes neither other files nor other brackets", "");
            case '/':
                if (open_.empty() || open_.back().name != tag.name)
                    return report(tag.at, "{{/" + printable(tag.name, 60) + "}} closes what is not open here",
                                  open_.empty() ? "" : open_.back().name);
                return open_.pop_back();
            default:
                break;
        }
        if (tag.sort != 0) open_.push_back(tag);
        const bool known = std::find(kind_.values.begin(), kind_.values.end(), tag.name) != kind_.values.end();
        if (known) return;
        report(tag.at, "this notice has no value \"" + printable(tag.name, 60) + "\"",
               nearest(tag.name, {kind_.values.begin(), kind_.values.end()}));
    }
    const NoticeKind& kind_;
    const std::string& file_;
    const std::string& text_;
    std::vector<Tag> open_;
    Diagnostics out_;
};

}  // namespace

Diagnostics check_template(const NoticeKind& kind, const std::string& file, const std::string& text) {
    return Checker(kind, file, text).run();
}

const Templates& Templates::standard() {
    static const Templates all = [] {
        Templates out;
        for (const auto& [kind, text] : shipped_templates()) out.texts_.emplace(kind, text);
        return out;
    }();
    return all;
}

Templates::Read Templates::read(const Bundle& bundle) {
    Read out{standard(), {}};
    std::vector<std::string> known;
    for (const auto& kind : notice_kinds()) known.emplace_back(kind.name);
    for (const auto* file : bundle.all(BundleRole::notice)) {
        const std::string name = std::filesystem::path(file->path).stem().string();
        const auto& kinds = notice_kinds();
        const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const auto& k) { return k.name == name; });
        if (kind == kinds.end()) {
            out.diagnostics.push_back(
                {file->path, 0, 0, "there is no notice \"" + printable(name, 60) + "\"", nearest(name, known)});
            continue;
        }
        auto wrong = check_template(*kind, file->path, file->octets);
        if (const mustache::mustache page(file->octets); wrong.empty() && !page.is_valid())
            wrong.push_back({file->path, 0, 0, page.error_message(), ""});
        if (wrong.empty()) out.templates.texts_[name] = file->octets;
        out.diagnostics.insert(out.diagnostics.end(), wrong.begin(), wrong.end());
    }
    return out;
}

std::optional<Words> Templates::render(std::string_view kind, const std::string& values) const {
    const auto found = texts_.find(kind);
    const auto j = json::parse(values, nullptr, false);
    if (found == texts_.end() || !j.is_object()) return std::nullopt;
    mustache::mustache page(found->second);
    page.set_custom_escape([](const std::string& value) { return value_mark + value; });
    const std::string written = page.render(data_of(j));
    const auto lines = split(written, '\n');
    Writer writer;
    for (std::size_t i = 1; i < lines.size(); ++i) writer.line(lines[i]);
    return writer.words(
        without_marks(std::string_view(lines.front()).substr(std::min<std::size_t>(9, lines.front().size()))));
}

}  // namespace beadle::notices
