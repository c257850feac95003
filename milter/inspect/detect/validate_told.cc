#include "inspect/detect/figures.h"
#include "inspect/detect/validators.h"

namespace beadle::inspect {

namespace {

// "It starts AB 12 and ends 34 56 C": the groups of the expression put together, words between at least two of them.
Judged told(const Candidate& c, Validate judge) {
    std::string joined;
    bool words = false;
    std::size_t end = 0;
    for (std::size_t i = 1; i < c.groups.size(); ++i) {
        if (c.groups[i].size() == 0) continue;
        for (std::size_t at = end; end > 0 && at < c.groups[i].begin; ++at) words = words || is_lower(c.text[at]);
        joined += read_figures(c.group(i)).characters;
        end = c.groups[i].end;
    }
    if (!words || touches(c.text, c.span())) return {};
    Candidate whole{joined, {}, c.kind, false, c.lists};
    whole.groups[0] = {0, joined.size()};
    Judged j = judge(whole);
    if (j.strength == Strength::invalid) return {};
    j.strength = Strength::weak;
    j.span = c.span();
    j.proof = "told in pieces; as a whole the right format";
    j.most = Level::medium;
    return j;
}

}  // namespace

Judged judge_nino_told(const Candidate& c) { return told(c, judge_nino); }
Judged judge_nhs_told(const Candidate& c) { return told(c, judge_nhs); }
Judged judge_card_told(const Candidate& c) { return told(c, judge_card); }

}  // namespace beadle::inspect
