#include <algorithm>
#include <array>

#include "base/text.h"
#include "inspect/detect/figures.h"
#include "inspect/detect/validators.h"

namespace beadle::inspect {

namespace {

constexpr std::size_t longest_secret = 64;

// The run of characters from `at` on, without the quotes, brackets and stops around it.
Span token_at(std::string_view text, std::size_t at, bool& quoted) {
    std::size_t begin = at;
    quoted = begin < text.size() && (text[begin] == '"' || text[begin] == '\'' || text[begin] == '`');
    const char mark = quoted ? text[begin++] : '\0';
    std::size_t end = begin;
    while (end < text.size() && end - begin <= longest_secret && static_cast<unsigned char>(text[end]) > ' ' &&
           (!quoted || text[end] != mark) && text.substr(end, 2) != "</")
        ++end;
    if (quoted && (end >= text.size() || text[end] != mark)) quoted = false;
    while (end > begin && !quoted && std::string_view(".,;:)]}>*\"'`").find(text[end - 1]) != std::string_view::npos)
        --end;
    return {begin, end};
}

struct Variety {
    int lower = 0, upper = 0, digits = 0, symbols = 0;
    bool upper_inside = false;
};

Variety variety_of(std::string_view token) {
    Variety v;
    for (std::size_t i = 0; i < token.size(); ++i) {
        const char c = token[i];
        if (is_lower(c))
            ++v.lower;
        else if (is_digit(c))
            ++v.digits;
        else if (!is_upper(c))
            ++v.symbols;
        else {
            ++v.upper;
            v.upper_inside = v.upper_inside || (i > 0 && is_lower(token[i - 1]));
        }
    }
    return v;
}

// Letters with digits or symbols, or capitals inside a word: what nobody writes as an ordinary word.
bool looks_made_up(std::string_view token) {
    const Variety v = variety_of(token);
    const int letters = v.lower + v.upper;
    if (token.size() < 5) return false;
    if (letters > 0 && v.digits > 0) return true;
    if (v.upper_inside && token.size() >= 6) return true;
    const auto inner = token.find_first_of("!$#@%^&*?+=~_|");
    return letters >= 3 && inner != std::string_view::npos;
}

bool is_placeholder(std::string_view token) {
    if (token.empty() || token.front() == '/' || token.front() == '<' || token.front() == '[' || token.front() == '{' ||
        token.front() == '(')
        return true;
    if (token.find("://") != std::string_view::npos || ascii_istarts(token, "www.")) return true;
    const char c = token[0];
    return token.find_first_not_of(c) == std::string_view::npos || token.find("**") != std::string_view::npos ||
           token.find("\xe2\x80\xa2") != std::string_view::npos || token.find("xxx") != std::string_view::npos ||
           token.find("XXX") != std::string_view::npos || token.find("...") != std::string_view::npos;
}

// "Policy2024.pdf": the name of a file is no password.
bool is_file_name(std::string_view token) {
    const auto dot = token.rfind('.');
    if (dot == std::string_view::npos || dot == 0) return false;
    const auto ending = token.substr(dot + 1);
    return ending.size() >= 2 && ending.size() <= 4 && std::all_of(ending.begin(), ending.end(), is_lower);
}

bool is_address(std::string_view token) {
    const auto at = token.find('@');
    return at != std::string_view::npos && at > 0 && token.find('.', at) != std::string_view::npos;
}

std::string bare_word(std::string_view token) {
    std::string word;
    for (const char c : token)
        if (is_alnum(c) || c == '\'') word.push_back(to_lower(c));
    return word;
}

// `lines` lines either side of the span.
std::string_view lines_around(std::string_view text, Span span, int lines) {
    std::size_t from = span.begin, to = span.end;
    for (int n = 0; from > 0 && span.begin - from < 400; --from)
        if (text[from - 1] == '\n' && ++n > lines) break;
    for (int n = 0; to < text.size() && to - span.end < 400; ++to)
        if (text[to] == '\n' && ++n > lines) break;
    return text.substr(from, to - from);
}

bool holds_any(const std::string& lower, const std::vector<std::string>* words) {
    return words != nullptr && std::any_of(words->begin(), words->end(), [&lower](const std::string& w) {
               return lower.find(w) != std::string::npos;
           });
}

// A link, a mailbox or a user name near by tells what the secret opens.
bool beside_account(std::string_view text, Span span, const Lists& lists) {
    const auto around = lines_around(text, span, 3);
    if (around.find("://") != std::string_view::npos || around.find("www.") != std::string_view::npos) return true;
    for (auto at = around.find('@'); at != std::string_view::npos; at = around.find('@', at + 1)) {
        const std::size_t place = static_cast<std::size_t>(around.data() - text.data()) + at;
        const bool in_secret = place >= span.begin && place < span.end;
        if (!in_secret && at > 0 && is_alnum(around[at - 1]) && at + 1 < around.size() && is_alnum(around[at + 1]))
            return true;
    }
    return holds_any(ascii_lower(around), lists.find("account-label"));
}

Level most_for(std::string_view text, Span span, const Lists& lists) {
    const std::string around = ascii_lower(lines_around(text, span, 6));
    if (holds_any(around, lists.find("meeting-invitation"))) return Level::low;
    if (holds_any(ascii_lower(lines_around(text, span, 1)), lists.find("guest-network"))) return Level::medium;
    return Level::high;
}

bool ends_line(std::string_view text, std::size_t at) {
    while (at < text.size() && text[at] != '\n' && text[at] != '\t') {
        const char c = text[at++];
        if (c != ' ' && c != '.' && c != ',' && c != '"' && c != '\'' && c != ')') return false;
    }
    return true;
}

Judged judge_token_text(const Candidate& c, Span span, bool quoted, bool stated, bool alone) {
    const auto token = c.text.substr(span.begin, span.size());
    if (span.size() < 4 || span.size() > longest_secret || is_placeholder(token) || is_address(token)) return {};
    if (is_file_name(token) && !quoted && !stated) return {};
    const std::string word = bare_word(token);
    if (c.lists->has("not-a-secret", word)) return {};
    Judged j{Strength::invalid, span, std::string(token), "looks like a secret"};
    j.most = most_for(c.text, span, *c.lists);
    const bool digits_only = token.find_first_not_of("0123456789") == std::string_view::npos;
    const bool given = quoted || (digits_only && token.size() >= 4) || (stated && alone && token.size() >= 5);
    if (looks_made_up(token)) {
        j.strength = Strength::structured;
    } else if (given) {
        j.strength = Strength::plain;
    } else if (!stated && alone && is_upper(token[0]) && token.size() >= 6) {
        j.strength = Strength::weak;
    }
    if (j.strength != Strength::invalid && j.strength != Strength::weak && beside_account(c.text, span, *c.lists)) {
        j.strength = Strength::proven;
        j.proof = "looks like a secret, beside a user name or an address";
    }
    return j;
}

// In the midst of a name of a program's own: DB_PASSWORD, adminPassword.
bool continues_name(std::string_view text, std::size_t begin) {
    if (begin == 0) return false;
    return text[begin - 1] == '_' || text[begin - 1] == '-' || (is_upper(text[begin]) && is_lower(text[begin - 1]));
}

// What a separator says of the token behind it.
struct Said {
    bool stated = false;  // a colon, an arrow: here it comes
    bool loose = false;   // brackets, stops, a line end: only what is no word at all counts
    bool line = false;    // nothing but a line end
    explicit Said(std::string_view separator) {
        stated = separator.find_first_of(":=\t>") != std::string_view::npos ||
                 separator.find("\xe2\x86\x92") != std::string_view::npos;
        line = !stated && separator.find('\n') != std::string_view::npos;
        const bool tag = separator.size() == 1 && separator[0] == '>';
        const auto marks = separator.find_first_of("[({<,;|._\n");
        loose = !tag && !separator.starts_with("\x27s") &&
                ((!stated && marks != std::string_view::npos) || separator.starts_with('-'));
        if (separator.starts_with("->") || separator.starts_with("--")) loose = false;
    }
};

bool is_mixed(std::string_view token) {
    const Variety v = variety_of(token);
    return token.size() >= 6 && v.lower + v.upper >= 3 && v.digits > 0 && token.find('/') == std::string_view::npos;
}

// "Policy2024", "reset-guide-v2": a word about passwords begins it.
bool begins_with_talk(std::string_view token, const Lists& lists) {
    std::string word;
    for (const char ch : token) {
        if (!is_lower(ch) && !is_upper(ch)) break;
        word.push_back(to_lower(ch));
    }
    return lists.has("not-a-secret", word);
}

// The name of a file ends in what opens it.
Span without_ending(std::string_view text, Span span) {
    const auto token = text.substr(span.begin, span.size());
    const auto dot = token.rfind('.');
    if (dot == std::string_view::npos || dot < 4 || token.size() - dot > 6) return span;
    span.end = span.begin + dot;
    while (span.end > span.begin && std::string_view(")]}").find(text[span.end - 1]) != std::string_view::npos)
        --span.end;
    return span;
}

// The line up to the label, where the separator is nothing but a line end.
bool talks_before(std::string_view text, std::size_t label, const Lists& lists) {
    const auto from = label == 0 ? std::string_view::npos : text.rfind('\n', label - 1);
    const auto begin =
        std::max(from == std::string_view::npos ? 0 : from + 1, label - std::min<std::size_t>(label, 80));
    return holds_any(ascii_lower(text.substr(begin, label - begin)), lists.find("about-passwords"));
}

}  // namespace

// Groups: 1 label, 2 what stands between, 3 separator, 4 first character of the token.
Judged judge_secret(const Candidate& c) {
    const Said said(c.group(3));
    const std::size_t label = c.groups[1].begin;
    const bool own_name = (said.stated || c.kind == SegmentKind::name) && continues_name(c.text, label);
    if (touches_left(c.text, label) && !own_name) return {};
    if (label > 0 && c.text[label - 1] == '=') return {};  // "dkim=pass header.b=x": a value, and no label
    const std::string between = ascii_lower(c.group(2));
    if (holds_any(between, c.lists->find("about-passwords"))) return {};
    bool quoted = false;
    const std::size_t first = c.groups[4].begin;
    const bool mark = first > 0 && std::string_view("\"'`").find(c.text[first - 1]) != std::string_view::npos;
    Span span = token_at(c.text, mark ? first - 1 : first, quoted);
    if (c.kind == SegmentKind::name && !quoted) span = without_ending(c.text, span);
    const auto token = c.text.substr(span.begin, span.size());
    // Without any separator only a token that is no word at all counts, and only behind the plain word.
    const bool bare = c.group(3) == " ";
    if (bare && !quoted && !(between.empty() && looks_made_up(token) && token.size() >= 6)) return {};
    if ((bare || said.loose) && !quoted && begins_with_talk(token, *c.lists)) return {};
    const bool alone = ends_line(c.text, span.end + (quoted ? 1 : 0));
    const char begins = to_lower(c.group(1).front()), ends = to_lower(c.group(1).back());
    const bool password = begins == 'p' || ascii_iequal(c.group(1), "cyfrinair");  // a secret is much else, a key too
    if (said.loose && (!is_mixed(token) || !between.empty() || ends == 's' || !password)) return {};
    if (c.group(3) == "-" && c.kind != SegmentKind::name) return {};
    if (said.line && (!alone || talks_before(c.text, label, *c.lists))) return {};
    // "pass" is a ticket, a mark and a mountain road: a password only where an account is spoken of.
    if (ascii_iequal(c.group(1), "pass") && !beside_account(c.text, span, *c.lists)) return {};
    return judge_token_text(c, span, quoted, said.stated, alone);
}

// Groups: 1 label, 2 user name, 3 where the password begins.
Judged judge_login_pair(const Candidate& c) {
    if (touches_left(c.text, c.groups[1].begin)) return {};
    // "Log on and pass it": behind a blank alone a word of every day is no user name.
    const bool blank = c.groups[2].begin > 0 && c.text[c.groups[2].begin - 1] == ' ';
    if (blank && c.lists->has("not-a-secret", ascii_lower(c.group(2)))) return {};
    bool quoted = false;
    const Span span = token_at(c.text, c.groups[3].begin, quoted);
    const auto token = c.text.substr(span.begin, span.size());
    const Variety v = variety_of(token);
    const bool letters = v.lower + v.upper >= 3, more = v.digits > 0 && v.symbols + v.upper > 0;
    if (!letters || !more || token.find('/') != std::string_view::npos) return {};
    return judge_token_text(c, span, quoted, false, true);
}

Judged judge_memorable_word(const Candidate& c) { return judge_token_text(c, c.groups[1], false, true, true); }

Judged judge_opening_word(const Candidate& c) {
    bool quoted = false;
    const Span span = token_at(c.text, c.groups[2].begin, quoted);
    const auto token = c.text.substr(span.begin, span.size());
    const Variety v = variety_of(token);
    if (span.size() < 8 || v.digits < 2 || v.lower == 0 || v.upper == 0 || token.find('/') != std::string_view::npos)
        return {};
    if (v.digits > 6 || touches_left(c.text, c.groups[1].begin)) return {};
    Judged j = judge_token_text(c, span, false, false, false);
    j.most = std::min(j.most, Level::medium);
    if (j.strength == Strength::proven) j.strength = Strength::structured;
    return j;
}

Judged judge_secret_cell(const Candidate& c) {
    std::size_t begin = c.span().begin, end = c.span().end;
    while (begin < end && c.text[begin] == ' ') ++begin;
    while (end > begin && c.text[end - 1] == ' ') --end;
    const auto cell = c.text.substr(begin, end - begin);
    if (cell.find(' ') != std::string_view::npos) return {};  // a sentence in the column
    return judge_token_text(c, {begin, end}, false, false, true);
}

// Groups: 1 label, 2 the code.
Judged judge_code(const Candidate& c) {
    if (touches_left(c.text, c.groups[1].begin)) return {};
    const Span code = c.groups[2];
    if (code.size() < 3 || touches_right(c.text, code.end)) return {};
    Judged j{Strength::plain, code, std::string(c.group(2)), "a code behind its label"};
    j.most = std::min(Level::medium, most_for(c.text, code, *c.lists));
    return j;
}

}  // namespace beadle::inspect
