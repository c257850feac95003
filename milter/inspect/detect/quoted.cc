#include "inspect/detect/quoted.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "inspect/detect/quoted_line.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_text = 256u << 10, most_lines = 6000, most_block = 40, top_lines = 25;

struct Entry {
    FieldRole role;
    std::uint64_t languages;
    std::string value;
};

class Scanner {
  public:
    Scanner(const ForwardWords& words, QuotedOptions options) : words_(words), options_(options) {}
    std::vector<Original> scan(std::string_view text);

  private:
    bool labelled(std::size_t i, const std::vector<Entry>& before, Entry& out) const;
    std::optional<Original> block_at(std::size_t i, std::size_t& end) const;
    std::optional<Original> unnamed_block_at(std::size_t i, std::size_t& end) const;
    std::optional<Original> attribution_at(std::size_t i) const;
    Original judged(const std::vector<Entry>& entries) const;
    bool is_sure(const std::vector<Entry>& entries, const Original& original) const;
    bool after_rule(std::size_t i) const;
    std::vector<Original> walk(const std::vector<std::string_view>& raw);
    void put(Original original);

    const ForwardWords& words_;
    QuotedOptions options_;
    std::vector<Line> lines_;
    std::vector<Original> out_;
    LineKind separator_ = LineKind::none;
    std::size_t separator_at_ = 0;
};

bool Scanner::labelled(std::size_t i, const std::vector<Entry>& before, Entry& out) const {
    std::string_view word, value;
    if (!take_apart(lines_[i].text, word, value)) return false;
    const Label* label = words_.label(word);
    if (!label) return false;
    for (std::size_t r = 0; r < field_roles; ++r) {
        const auto role = static_cast<FieldRole>(r);
        const bool taken = role != FieldRole::other &&
                           std::any_of(before.begin(), before.end(), [&](const Entry& e) { return e.role == role; });
        if ((*label)[r] == 0 || taken) continue;
        out = {role, (*label)[r], std::string(value)};
        return true;
    }
    return false;
}

Original Scanner::judged(const std::vector<Entry>& entries) const {
    Original out;
    for (const Entry& e : entries) {
        const auto found = addresses_in(e.value, PassedOn::most_people);
        if (e.role == FieldRole::from) {
            if (!found.empty()) out.from = found.front();
            out.from_name = name_in(e.value);
        } else if (e.role == FieldRole::to || e.role == FieldRole::cc) {
            for (const auto& a : found)
                if (out.to.size() < PassedOn::most_people) out.to.push_back(a);
        }
    }
    return out;
}

bool Scanner::is_sure(const std::vector<Entry>& entries, const Original& original) const {
    const auto has = [&](FieldRole r) {
        return std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.role == r; });
    };
    const auto from = has(FieldRole::from);
    const bool dated = has(FieldRole::sent) != entries.end() || has(FieldRole::date) != entries.end();
    const int others =
        int{dated} + int{has(FieldRole::to) != entries.end()} + int{has(FieldRole::subject) != entries.end()};
    if (from == entries.end() || others < 2 || !has_letter(from->value)) return false;
    std::uint64_t common = ForwardWords::every_language;
    for (const Entry& e : entries)
        if (e.role != FieldRole::other && (e.languages & ForwardWords::english) == 0) common &= e.languages;
    if (common == 0) return false;
    if (!original.from.empty() || !original.to.empty() || options_.expected || separator_ != LineKind::none)
        return true;
    const auto sent = has(FieldRole::sent);
    return sent != entries.end() && has_clock(sent->value) && others == 3;
}

// Labels on lines that follow each other. Long lists of recipients run over several lines, and tables put a value below
// its label.
std::optional<Original> Scanner::block_at(std::size_t i, std::size_t& end) const {
    std::vector<Entry> entries;
    std::size_t loose = 0;
    bool blank = false;
    Entry one;
    for (end = i; end < lines_.size() && end < i + most_block; ++end) {
        if (labelled(end, entries, one)) {
            entries.push_back(one);
            loose = 0;
            blank = false;
        } else if (entries.empty()) {
            return std::nullopt;
        } else if (lines_[end].text.empty()) {
            blank = true;
            if (++loose > 1 || entries.size() > 3) break;
        } else {
            const bool runs_on =
                !blank && (entries.back().value.empty() || entries.back().role == FieldRole::to ||
                           entries.back().role == FieldRole::cc || entries.back().value.ends_with(','));
            if (++loose > (runs_on ? 6u : 1u) || (!runs_on && entries.size() > 3)) break;
            if (runs_on) entries.back().value.append(" ").append(lines_[end].text);
        }
    }
    if (entries.size() < 3) return std::nullopt;
    Original out = judged(entries);
    if (!is_sure(entries, out)) return std::nullopt;
    return out;
}

bool Scanner::after_rule(std::size_t i) const {
    for (std::size_t back = 1; back <= 3 && back <= i; ++back) {
        const Line& l = lines_[i - back];
        if (l.rule || (l.dashed && !l.words.empty() && !l.words.ends_with(':') && l.words.size() < 80)) return true;
        if (!l.text.empty()) return false;
    }
    return false;
}

// A language that no list has: labels all the same, an address in one of them, day and time in another.
std::optional<Original> Scanner::unnamed_block_at(std::size_t i, std::size_t& end) const {
    if (!options_.expected && !after_rule(i)) return std::nullopt;
    Original out;
    bool dated = false, bracketed = false;
    std::size_t labels = 0;
    std::string_view label, value;
    for (end = i; end < lines_.size() && end < i + 8 && take_apart(lines_[end].text, label, value); ++end, ++labels) {
        const auto found = addresses_in(value, PassedOn::most_people);
        dated = dated || (found.empty() && has_clock(value) && has_year(value));
        bracketed = bracketed || (!found.empty() && value.find_first_of("<[") != std::string_view::npos);
        if (!found.empty() && out.from.empty()) {
            out.from = found.front();
            out.from_name = name_in(value);
        } else {
            out.to.insert(out.to.end(), found.begin(), found.end());
        }
    }
    if (out.to.size() > PassedOn::most_people) out.to.resize(PassedOn::most_people);
    // Notices of events have a day and a contact too, but not as programs write a person.
    if (labels < (options_.expected ? 3u : 4u) || !dated || !bracketed) return std::nullopt;
    return out;
}

std::optional<Original> Scanner::attribution_at(std::size_t i) const {
    const std::string_view last = lines_[i].text;
    if (last.starts_with(">>>") || (last.ends_with(">>>") && has_clock(last))) return std::nullopt;
    if (!last.ends_with(':') || last.size() > 400) return std::nullopt;
    std::string whole(last);
    for (std::size_t back = 1; back <= 3 && back <= i; ++back) {
        const std::string_view before = lines_[i - back].text;
        if (before.empty() || before.ends_with(':') || before.size() > 200) break;
        whole = std::string(before) + " " + whole;
    }
    if (!words_.says_wrote(whole.size() > 300 ? last : std::string_view(whole))) return std::nullopt;
    const auto found = addresses_in(whole, 5);
    if (found.empty() && !(has_clock(whole) && has_year(whole))) return std::nullopt;
    Original out;
    out.form = OriginalForm::attribution;
    if (!found.empty()) out.from = found.back();
    return out;
}

// The text and the HTML of one message show the same originals.
void Scanner::put(Original original) {
    const auto same = std::find_if(out_.begin(), out_.end(), [&](const Original& o) {
        return o.form == original.form && o.from == original.from && o.to == original.to &&
               o.from_name == original.from_name;
    });
    if (same == out_.end() && out_.size() < PassedOn::most_originals) out_.push_back(std::move(original));
}

// ">>> Anne Smith <a@b.example> 12/05/2026 10:12 >>>", as GroupWise writes.
std::optional<Original> groupwise(std::string_view line) {
    const auto s = trim(line);
    if (!s.starts_with(">>>") || s.size() < 10 || s.size() > 300 || !has_clock(s) || !has_letter(s))
        return std::nullopt;
    Original out;
    out.form = OriginalForm::attribution;
    if (const auto found = addresses_in(s, 1); !found.empty()) out.from = found.front();
    out.from_name = name_in(trim(s.substr(3)));
    return out;
}

std::vector<Original> Scanner::scan(std::string_view text) {
    std::vector<std::string_view> raw;
    for (std::size_t at = 0; at < text.size() && raw.size() < most_lines;) {
        const auto end = std::min(text.find('\n', at), text.size());
        raw.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    for (const auto line : raw) lines_.push_back(line_of(line));
    return walk(raw);
}

std::vector<Original> Scanner::walk(const std::vector<std::string_view>& raw) {
    bool waiting = false;  // for the block behind a line that says "forwarded"
    const auto last = options_.top_only ? std::min(lines_.size(), top_lines) : lines_.size();
    for (std::size_t i = 0; i < last;) {
        if (separator_ != LineKind::none && i > separator_at_ + 6) {
            if (waiting) put({OriginalForm::attribution, separator_ == LineKind::forward, "", "", "", {}});
            separator_ = LineKind::none, waiting = false;
        }
        std::size_t end = i + 1;
        std::string_view label, value;
        std::optional<Original> found;
        if (take_apart(lines_[i].text, label, value)) found = block_at(i, end);
        if (!found && !label.empty()) found = unnamed_block_at(i, end);
        if (found) {
            found->called_forward = separator_ == LineKind::forward;
            put(std::move(*found));
            separator_ = LineKind::none, waiting = false;
            i = std::max(end, i + 1);
            continue;
        }
        if (const auto kind = words_.line(lines_[i].words, lines_[i].dashed);
            kind != LineKind::none && !options_.top_only) {
            if (!lines_[i].words.starts_with("end ")) separator_ = kind, separator_at_ = i, waiting = true;
        } else if (!options_.top_only) {
            auto said = attribution_at(i);
            if (!said) said = groupwise(raw[i]);
            if (said) put(std::move(*said));
        }
        ++i;
    }
    if (waiting) put({OriginalForm::attribution, separator_ == LineKind::forward, "", "", "", {}});
    return std::move(out_);
}

}  // namespace

std::vector<Original> quoted_originals(std::string_view text, const ForwardWords& words, QuotedOptions options) {
    if (!words.known()) return {};
    return Scanner(words, options).scan(text.substr(0, most_text));
}

}  // namespace beadle::inspect
