// What an admin's own pattern costs on text that is made to hurt: told by file and line, with the construct that is to
// blame.
#include "base/text.h"
#include "inspect/detect/detector_state.h"
#include "inspect/detect/expression_faults.h"
#include "inspect/detect/expression_work.h"

namespace beadle::inspect {

namespace {

std::string blame(const Pattern& p) {
    const auto faults = faults_of(p.regex);
    if (faults.empty()) return "Let it begin with something definite, and shorten its repeats: {0,20} instead of *.";
    const ExpressionFault& f = faults.front();
    return "\"" + f.construct + "\" " + f.what + ". " + f.instead;
}

}  // namespace

Diagnostics Detector::check_work() const {
    Diagnostics out;
    const Engine& engine = state_->engine;
    for (std::size_t i = 0; i < engine.signatures.patterns.size(); ++i) {
        const Pattern& p = engine.signatures.patterns[i];
        const Work work = work_of(p.regex, engine.expressions[i], *engine.prefilter, i);
        if (!work.gave_up && !work.too_much) continue;
        const std::string how = work.gave_up ? "the search is given up" : "the search takes far too long";
        out.push_back({p.file, p.regex_at.line, p.regex_at.column,
                       "pattern \"" + p.id + "\": on a text like \"" + printable(work.text.substr(0, 40)) + "…\" " +
                           how + ", and the message would count as not inspected. " + blame(p),
                       ""});
    }
    return out;
}

}  // namespace beadle::inspect
