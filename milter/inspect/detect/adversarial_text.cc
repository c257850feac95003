#include "inspect/detect/adversarial_text.h"

#include <algorithm>

namespace beadle::inspect {
namespace {

constexpr std::size_t most_recipes = 40, longest_piece = 4000;
constexpr std::uint32_t many = 40;

// One octet of a set; turn chooses among its letters and digits, so that not all pieces are alike.
char one_of(const Octets& set, std::size_t turn) {
    std::string letters, others;
    for (unsigned c = 1; c < 128; ++c) {
        if (!set.test(c)) continue;
        const auto octet = static_cast<char>(c);
        const bool plain =
            (octet >= '0' && octet <= '9') || (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z');
        (plain ? letters : others) += octet;
    }
    const std::string& from = letters.empty() ? others : letters;
    return from.empty() ? '\x01' : from[turn % from.size()];
}

enum class Length { least, most };

class Writer {
  public:
    Writer(Length length, std::size_t turn) : length_(length), turn_(turn) {}

    void write(const Shape& s, std::string& out) {
        if (out.size() > longest_piece) return;
        switch (s.kind) {
            case Shape::Kind::set:
                out += one_of(s.set, turn_);
                break;
            case Shape::Kind::sequence:
                for (const Shape& part : s.parts) write(part, out);
                break;
            case Shape::Kind::choice:
                write(s.parts[turn_ % s.parts.size()], out);
                break;
            case Shape::Kind::repeat: {
                const std::uint32_t times =
                    length_ == Length::least ? s.least : std::min(s.most, std::max(s.least, many));
                for (std::uint32_t i = 0; i < std::min(times, 2000u); ++i) write(s.parts[0], out);
                break;
            }
            case Shape::Kind::edge:
            case Shape::Kind::reference:
                break;
        }
    }

    // What stands before `target` on the way to it; true when it was reached.
    bool write_until(const Shape& s, const Shape& target, std::string& out) {
        if (&s == &target) return true;
        if (s.kind == Shape::Kind::sequence) {
            for (const Shape& part : s.parts) {
                if (holds(part, target)) return write_until(part, target, out);
                write(part, out);
            }
        }
        for (const Shape& part : s.parts)
            if (holds(part, target)) return write_until(part, target, out);
        return false;
    }

  private:
    static bool holds(const Shape& s, const Shape& target) {
        return &s == &target ||
               std::any_of(s.parts.begin(), s.parts.end(), [&](const Shape& part) { return holds(part, target); });
    }
    Length length_;
    std::size_t turn_;
};

void repeats_of(const Shape& s, std::vector<const Shape*>& out) {
    if (s.kind == Shape::Kind::repeat && s.most > 1 && s.most != s.least) out.push_back(&s);
    for (const Shape& part : s.parts) repeats_of(part, out);
}

std::string piece(const Shape& s, Length length, std::size_t turn) {
    std::string out;
    Writer(length, turn).write(s, out);
    return out;
}

}  // namespace

std::string Recipe::text(std::size_t size) const {
    std::string out = head;
    out.reserve(size + repeated.size() + tail.size());
    const std::size_t run = size - std::min(size, tail.size());
    while (out.size() < run) out += repeated.empty() ? "\x01" : repeated;
    out.resize(run);
    out += tail;
    out.resize(size);
    return out;
}

std::vector<Recipe> adversarial_recipes(const Shape& shape) {
    std::vector<Recipe> out;
    const auto add = [&](Recipe recipe) {
        if (out.size() < most_recipes && std::find(out.begin(), out.end(), recipe) == out.end())
            out.push_back(std::move(recipe));
    };
    const char stranger = one_of(~all_of(shape), 0);
    for (const auto length : {Length::least, Length::most}) {
        for (std::size_t turn = 0; turn < 2; ++turn) {
            std::string match = piece(shape, length, turn);
            add({"", match + " ", ""});
            if (match.empty()) continue;
            match.back() = stranger;
            add({"", match, ""});
        }
    }
    const std::string match = stranger + piece(shape, Length::least, 0);
    std::vector<const Shape*> repeats;
    repeats_of(shape, repeats);
    std::stable_sort(repeats.begin(), repeats.end(), [](const Shape* a, const Shape* b) { return a->most > b->most; });
    for (const Shape* repeat : repeats) {
        const std::string turn = piece(repeat->parts[0], Length::least, 0);
        if (turn.empty()) continue;
        std::string before, run;
        (void)Writer(Length::least, 0).write_until(shape, *repeat, before);
        while (run.size() < 200) run += turn;
        add({before, turn, match});
        add({"", turn, ""});
        add({"", before + run + stranger, ""});
    }
    return out;
}

}  // namespace beadle::inspect
