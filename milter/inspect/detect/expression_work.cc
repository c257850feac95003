#include "inspect/detect/expression_work.h"

#include <algorithm>
#include <ctime>

#include "inspect/detect/adversarial_text.h"
#include "inspect/detect/expression.h"
#include "inspect/detect/figures.h"
#include "inspect/detect/prefilter.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t whole = 1u << 20, part = whole / 16;

double seconds() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double unit() {
    static const double once = [] {
        std::string text;
        while (text.size() < whole)
            text += "The path by the river will be mended before Monday, and 14 residents were asked. ";
        const auto plain = Expression::compile(R"(\b\d{2}[ -]\d{4}\b)");
        Expression::Groups groups;
        double best = 1e9;
        for (int i = 0; i < 3; ++i) {
            const double begun = seconds();
            (void)plain->search(text, 0, whole, groups);
            best = std::min(best, seconds() - begun);
        }
        return std::max(best, 1e-4);
    }();
    return once;
}

struct Searching {
    const Expression& expression;
    const Prefilter& prefilter;
    std::size_t index;
    double bound;  // seconds

    // Seconds; past the bound it is left. gave_up: Boost did.
    double search(std::string_view text, bool& gave_up) const {
        const double begun = seconds();
        std::vector<std::vector<Stretch>> stretches;
        (void)prefilter.stretches(text, 1u << 30, stretches);
        Expression::Groups groups;
        std::size_t steps = 0;
        for (const Stretch& s : stretches[index]) {
            for (std::size_t from = s.begin; from < s.end;) {
                const auto outcome = expression.search(text, from, s.end, groups);
                if (outcome == Expression::Outcome::limit) gave_up = true;
                if (outcome != Expression::Outcome::match) break;
                from = groups[0].begin + 1;  // as after a candidate that was refused
                while (from < text.size() && is_alnum(text[from]) && is_alnum(text[from - 1])) ++from;
                if ((++steps & 0xff) == 0 && seconds() - begun > bound) return seconds() - begun;
            }
            if (gave_up) break;
        }
        return seconds() - begun;
    }
};

}  // namespace

Work work_of(const std::string& written, const Expression& expression, const Prefilter& prefilter, std::size_t index,
             double bound) {
    Work out;
    const auto shape = shape_of(written);
    const Searching searching{expression, prefilter, index, bound * unit()};
    const auto note = [&](std::string_view text, double units, bool gave_up) {
        out.gave_up = out.gave_up || gave_up;
        out.too_much = out.too_much || units > bound;
        if (!gave_up && units <= out.units) return;
        out.units = std::max(units, out.units);
        out.text = text.substr(0, 80);
    };
    for (const Recipe& recipe : adversarial_recipes(shape ? *shape : Shape{})) {
        bool gave_up = false;
        const auto units = [&](std::size_t size, std::string& text) {
            text = recipe.text(size);
            const double taken = searching.search(text, gave_up) / unit() * static_cast<double>(whole / size);
            note(text, taken, gave_up);
            return taken;
        };
        std::string text;
        const double quarter = units(part / 4, text), short_one = gave_up || out.too_much ? quarter : units(part, text);
        // The long text only where its cost grows faster than the text does, and could grow past the bound.
        const bool may_grow = short_one * (whole / part) >= bound && short_one > 2 * quarter;
        if (may_grow && !out.gave_up && !out.too_much) (void)units(whole, text);
        if (out.gave_up || out.too_much) break;
    }
    return out;
}

}  // namespace beadle::inspect
