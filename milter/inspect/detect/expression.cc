#include "inspect/detect/expression.h"

#include <algorithm>
#include <stdexcept>

#include <boost/regex.hpp>

namespace beadle::inspect {

struct Expression::State {
    boost::regex regex;
};

Expression::Expression(std::unique_ptr<State> state) : state_(std::move(state)) {}
Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;
Expression::~Expression() = default;

Result<Expression> Expression::compile(const std::string& pattern) {
    try {
        auto state = std::make_unique<State>();
        state->regex.assign(pattern, boost::regex::perl | boost::regex::optimize);
        return Expression(std::move(state));
    } catch (const std::runtime_error& e) {
        return fail(FailureKind::misconfigured, "Expression", e.what());
    }
}

Expression::Outcome Expression::search(std::string_view text, std::size_t from, std::size_t to, Groups& groups) const {
    boost::match_results<const char*> found;
    // A dot does not cross a line end, as in Hyperscan; the ends of the stretch are not the ends of the text.
    auto flags = boost::match_default | boost::match_not_dot_newline;
    if (from > 0) flags |= boost::match_prev_avail;
    if (to < text.size() && text[to] != '\n') flags |= boost::match_not_eol;
    if (to < text.size()) flags |= boost::match_not_eob;
    try {
        const char* base = text.data();
        if (!boost::regex_search(base + from, base + to, found, state_->regex, flags)) return Outcome::none;
        for (std::size_t i = 0; i < groups.size(); ++i) {
            const bool has = i < found.size() && found[static_cast<int>(i)].matched;
            const auto& sub = found[static_cast<int>(i)];
            groups[i] =
                has ? Span{static_cast<std::size_t>(sub.first - base), static_cast<std::size_t>(sub.second - base)}
                    : Span{};
        }
        return Outcome::match;
    } catch (const std::runtime_error&) {
        return Outcome::limit;
    }
}

}  // namespace beadle::inspect
