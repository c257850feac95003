#include "inspect/detect/expression_shape.h"

#include <algorithm>

#include "inspect/detect/figures.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_parts = 10'000, deepest = 50;

unsigned code(char c) { return static_cast<unsigned char>(c); }

template <class Is>
Octets octets_that(Is is) {
    Octets out;
    for (unsigned c = 0; c < 256; ++c)
        if (is(static_cast<char>(c))) out.set(c);
    return out;
}

Octets class_of(char letter) {
    switch (letter) {
        case 'd':
            return octets_that(is_digit);
        case 'w':
            return octets_that([](char c) { return is_alnum(c) || c == '_'; });
        case 's':
            return octets_that([](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
        case 'D':
            return ~class_of('d');
        case 'W':
            return ~class_of('w');
        case 'S':
            return ~class_of('s');
        default:
            return {};
    }
}

class Parser {
  public:
    explicit Parser(std::string_view text) : text_(text) {}

    std::optional<Shape> parse() {
        Shape shape = choice(0);
        if (at_ != text_.size()) bad_ = true;
        return bad_ ? std::nullopt : std::optional(std::move(shape));
    }

  private:
    bool more() const { return at_ < text_.size() && !bad_; }
    char here() const { return text_[at_]; }
    bool take(std::string_view what) {
        if (!text_.substr(at_).starts_with(what)) return false;
        at_ += what.size();
        return true;
    }
    Shape made(Shape::Kind kind, std::size_t begin) {
        if (++parts_ > most_parts) bad_ = true;
        Shape s;
        s.kind = kind;
        s.begin = begin;
        s.end = at_;
        return s;
    }
    Shape of_set(Octets set, std::size_t begin) {
        Shape s = made(Shape::Kind::set, begin);
        s.set = set;
        return s;
    }
    Octets letter(char c) const {
        Octets out;
        out.set(code(c));
        if (caseless_ && (is_lower(c) || is_upper(c))) out.set(code(to_upper(c))).set(code(to_lower(c)));
        return out;
    }

    Shape choice(std::size_t depth) {
        const std::size_t begin = at_;
        const bool caseless = caseless_;
        std::vector<Shape> branches;
        do branches.push_back(sequence(depth));
        while (take("|"));
        caseless_ = caseless;  // (?i) holds to the end of its group
        if (branches.size() == 1) return std::move(branches[0]);
        Shape s = made(Shape::Kind::choice, begin);
        s.parts = std::move(branches);
        return s;
    }

    Shape sequence(std::size_t depth) {
        const std::size_t begin = at_;
        std::vector<Shape> parts;
        while (more() && here() != '|' && here() != ')') {
            if (flags()) continue;
            Shape atom = this->atom(depth);
            parts.push_back(repeated(std::move(atom)));
        }
        if (parts.size() == 1) return std::move(parts[0]);
        Shape s = made(Shape::Kind::sequence, begin);
        s.parts = std::move(parts);
        return s;
    }

    // (?i) and its like stand for nothing themselves.
    bool flags() {
        if (!take("(?i)")) return false;
        caseless_ = true;
        return true;
    }

    Shape repeated(Shape atom) {
        std::uint32_t least = 1, most = 1;
        if (!more()) return atom;
        if (take("*"))
            least = 0, most = Shape::unbounded;
        else if (take("+"))
            most = Shape::unbounded;
        else if (take("?"))
            least = 0;
        else if (here() != '{' || !bounds(least, most))
            return atom;
        if (!take("?")) (void)take("+");
        Shape s = made(Shape::Kind::repeat, atom.begin);
        s.least = least;
        s.most = most;
        s.parts.push_back(std::move(atom));
        return s;
    }

    bool bounds(std::uint32_t& least, std::uint32_t& most) {
        const std::size_t end = text_.find('}', at_);
        if (end == std::string_view::npos || end - at_ > 20) return false;
        const std::string_view inner = text_.substr(at_ + 1, end - at_ - 1);
        const auto number = [](std::string_view digits) {
            std::uint32_t n = 0;
            for (const char c : digits) n = std::min(n * 10 + static_cast<std::uint32_t>(c - '0'), 1'000'000u);
            return n;
        };
        if (inner.empty() || inner.find_first_not_of("0123456789,") != std::string_view::npos || !is_digit(inner[0]))
            return false;
        const std::size_t comma = inner.find(',');
        least = number(inner.substr(0, comma));
        most = comma == std::string_view::npos ? least
               : comma + 1 == inner.size()     ? Shape::unbounded
                                               : number(inner.substr(comma + 1));
        at_ = end + 1;
        return true;
    }

    Shape atom(std::size_t depth) {
        const std::size_t begin = at_;
        if (here() == '(') return group(depth);
        if (take("[")) return of_set(in_brackets(), begin);
        if (take("^") || take("$")) return made(Shape::Kind::edge, begin);
        if (take(".")) return of_set(~letter('\n'), begin);
        if (here() == '\\') return escaped();
        const char c = text_[at_++];
        return of_set(letter(c), begin);
    }

    Shape group(std::size_t depth) {
        const std::size_t begin = at_++;
        if (depth >= deepest) {
            bad_ = true;
            return {};
        }
        const bool caseless = caseless_;
        bool looks = false;
        if (take("?i:"))
            caseless_ = true;
        else if (take("?=") || take("?!") || take("?<=") || take("?<!"))
            looks = true;
        else if (!take("?:") && !take("?>") && text_.substr(at_).starts_with("?")) {
            const std::size_t end = text_.find_first_of(":>)", at_);  // other flags, names
            at_ = end == std::string_view::npos ? text_.size() : text_[end] == ')' ? end : end + 1;
        }
        Shape inner = choice(depth + 1);
        if (!take(")")) bad_ = true;
        caseless_ = caseless;
        if (looks) return made(Shape::Kind::edge, begin);
        inner.begin = begin;  // the brackets belong to it
        inner.end = at_;
        return inner;
    }

    Octets in_brackets() {
        Octets out;
        const bool negated = take("^");
        for (bool first = true; more() && (first || here() != ']'); first = false) {
            if (take("[:")) {  // [:alpha:] and its like
                const std::size_t end = text_.find(":]", at_);
                at_ = end == std::string_view::npos ? text_.size() : end + 2;
                out |= class_of('w');
                continue;
            }
            bool whole = false;
            const Octets one = member(whole);
            const bool range = !whole && at_ + 1 < text_.size() && here() == '-' && text_[at_ + 1] != ']';
            if (!range) {
                out |= one;
                continue;
            }
            ++at_;
            const Octets other = member(whole);
            unsigned from = 0, to = 0;
            while (from < 256 && !one.test(from)) ++from;
            while (to < 256 && !other.test(to)) ++to;
            for (unsigned c = from; c <= to && c < 256; ++c) out.set(c);
        }
        if (!take("]")) bad_ = true;
        if (caseless_) {
            for (char c = 'a'; c <= 'z'; ++c)
                if (out.test(code(c)) || out.test(code(to_upper(c)))) out.set(code(c)).set(code(to_upper(c)));
        }
        return negated ? ~out : out;
    }

    // One member of a bracket; whole: a class of its own, which ends no range.
    Octets member(bool& whole) {
        Octets out;
        if (here() != '\\') return out.set(code(text_[at_++]));
        ++at_;
        if (!more()) return bad_ = true, out;
        const char c = text_[at_++];
        if (Octets set = class_of(c); set.any()) return whole = true, set;
        return out.set(code(c == 'b' ? '\b' : plain(c)));
    }

    // What an escape stands for when it is one octet; \x41 is read on.
    char plain(char c) {
        switch (c) {
            case 'n':
                return '\n';
            case 't':
                return '\t';
            case 'r':
                return '\r';
            case 'f':
                return '\f';
            case 'v':
                return '\v';
            case 'x':
                break;
            default:
                return c;
        }
        unsigned value = 0;
        const auto digit = [](char h) {
            return is_digit(h) ? h - '0' : to_lower(h) >= 'a' && to_lower(h) <= 'f' ? to_lower(h) - 'a' + 10 : -1;
        };
        for (int i = 0; i < 2 && more() && digit(here()) >= 0; ++i)
            value = value * 16 + static_cast<unsigned>(digit(text_[at_++]));
        return static_cast<char>(value);
    }

    Shape escaped() {
        const std::size_t begin = at_++;
        if (!more()) {
            bad_ = true;
            return {};
        }
        const char c = text_[at_++];
        if (c == 'b' || c == 'B' || c == 'A' || c == 'z' || c == 'Z' || c == 'G') return made(Shape::Kind::edge, begin);
        if ((c >= '1' && c <= '9') || c == 'k' || c == 'g') {
            if (more() && (here() == '{' || here() == '<'))
                at_ = std::min(text_.find_first_of("}>", at_), text_.size() - 1) + 1;
            return made(Shape::Kind::reference, begin);
        }
        if (Octets set = class_of(c); set.any()) return of_set(set, begin);
        const char octet = plain(c);
        return of_set(letter(octet), begin);
    }

    std::string_view text_;
    std::size_t at_ = 0, parts_ = 0;
    bool caseless_ = false, bad_ = false;
};

}  // namespace

std::optional<Shape> shape_of(std::string_view expression) { return Parser(expression).parse(); }

bool may_be_empty(const Shape& s) {
    switch (s.kind) {
        case Shape::Kind::set:
            return false;
        case Shape::Kind::edge:
        case Shape::Kind::reference:
            return true;
        case Shape::Kind::repeat:
            return s.least == 0 || may_be_empty(s.parts[0]);
        case Shape::Kind::sequence:
            return std::all_of(s.parts.begin(), s.parts.end(), may_be_empty);
        case Shape::Kind::choice:
            return std::any_of(s.parts.begin(), s.parts.end(), may_be_empty);
    }
    return true;
}

Octets first_of(const Shape& s) {
    Octets out = s.set;
    for (const Shape& part : s.parts) {
        out |= first_of(part);
        if (s.kind == Shape::Kind::sequence && !may_be_empty(part)) break;
    }
    return out;
}

Octets all_of(const Shape& s) {
    Octets out = s.set;
    for (const Shape& part : s.parts) out |= all_of(part);
    return out;
}

}  // namespace beadle::inspect
