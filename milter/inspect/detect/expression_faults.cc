#include "inspect/detect/expression_faults.h"

#include <algorithm>

#include "base/text.h"
#include "inspect/detect/expression_shape.h"

namespace beadle::inspect {
namespace {

constexpr std::uint32_t much = 8;  // turns from which a repeat counts

bool varies(const Shape& s) { return s.kind == Shape::Kind::repeat && s.most >= much && s.least != s.most; }
bool meet(const Octets& a, const Octets& b) { return (a & b).any(); }

// Groups add sequences of one; they are looked through.
const Shape& inside(const Shape& s) {
    return s.kind == Shape::Kind::sequence && s.parts.size() == 1 ? inside(s.parts[0]) : s;
}

class Looking {
  public:
    explicit Looking(std::string_view expression) : expression_(expression) {}

    void look(const Shape& s) {
        if (varies(s)) repeat(s);
        if (s.kind == Shape::Kind::sequence) neighbours(s);
        if (s.kind == Shape::Kind::reference)
            add(3, s, "refers back to what an earlier group found, so that no fast engine can look for it",
                "Write out what may stand there.");
        for (const Shape& part : s.parts) look(part);
    }

    std::vector<ExpressionFault> faults() {
        std::stable_sort(found_.begin(), found_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        std::vector<ExpressionFault> out;
        for (auto& [weight, fault] : found_) out.push_back(std::move(fault));
        return out;
    }

  private:
    std::string written(const Shape& s) const { return printable(expression_.substr(s.begin, s.end - s.begin), 60); }
    void add(int weight, const Shape& s, std::string what, std::string instead) {
        found_.push_back({weight, {written(s), std::move(what), std::move(instead)}});
    }

    // A repeat in a repeat is ambiguous where the inner one may go on with what the next turn begins with.
    void repeat(const Shape& outer) {
        const Shape& body = inside(outer.parts[0]);
        if (body.kind == Shape::Kind::choice && alike(body))
            add(1, outer,
                "repeats a choice of which two ways begin alike, so that one text can be taken in very many ways",
                "Make the ways begin differently, or take their common beginning out of the brackets; write [...] for "
                "a choice of single letters.");
        const Shape* inner = nested(body, first_of(body));
        if (inner != nullptr)
            add(0, outer,
                "repeats " + written(*inner) +
                    ", which repeats already, so that one text can be split in very many ways",
                "Repeat once only, or let every turn begin with a letter that the inner part cannot hold.");
    }

    static bool alike(const Shape& choice) {
        for (std::size_t i = 0; i < choice.parts.size(); ++i)
            for (std::size_t k = i + 1; k < choice.parts.size(); ++k)
                if (meet(first_of(choice.parts[i]), first_of(choice.parts[k]))) return true;
        return false;
    }

    // A repeat in s that `follow`, what comes behind s, could go on from.
    static const Shape* nested(const Shape& s, const Octets& follow) {
        if (varies(s) && meet(all_of(s), follow)) return &s;
        if (s.kind == Shape::Kind::choice) {
            for (const Shape& part : s.parts)
                if (const Shape* found = nested(part, follow)) return found;
        }
        if (s.kind != Shape::Kind::sequence) return nullptr;
        for (std::size_t i = 0; i < s.parts.size(); ++i) {
            Octets behind;
            bool open = true;
            for (std::size_t k = i + 1; k < s.parts.size() && open; ++k) {
                behind |= first_of(s.parts[k]);
                open = may_be_empty(s.parts[k]);
            }
            if (open) behind |= follow;
            if (const Shape* found = nested(s.parts[i], behind)) return found;
        }
        return nullptr;
    }

    void neighbours(const Shape& sequence) {
        const auto& parts = sequence.parts;
        for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
            const Shape& one = inside(parts[i]);
            if (one.kind != Shape::Kind::repeat || one.least == one.most) continue;
            std::size_t next = i + 1;
            while (next + 1 < parts.size() && parts[next].kind == Shape::Kind::edge) ++next;
            const Shape& other = inside(parts[next]);
            if (varies(one) && varies(other) && meet(all_of(one), all_of(other)))
                add(2, sequence,
                    "has " + written(one) + " and " + written(other) +
                        " beside each other, which can hold the same letters",
                    "Put something definite between them, or make one of them short.");
            const bool tail = std::any_of(parts.begin() + static_cast<std::ptrdiff_t>(i) + 1, parts.end(),
                                          [](const Shape& p) { return !may_be_empty(p); });
            if (one.most == Shape::unbounded && tail)
                add(2, one,
                    "may run on to the end of the text before what must follow is missed, and again from every place",
                    "Say how far it may go, as in " + written(inside(one.parts[0])) + "{0,60}.");
        }
    }

    std::string_view expression_;
    std::vector<std::pair<int, ExpressionFault>> found_;
};

}  // namespace

std::vector<ExpressionFault> faults_of(std::string_view expression) {
    const auto shape = shape_of(expression);
    if (!shape) return {};
    Looking looking(expression);
    looking.look(*shape);
    return looking.faults();
}

}  // namespace beadle::inspect
