// expression.h — one regular expression that confirms what Hyperscan proposed: the only file family that knows
// Boost.Regex.
//
// Takes    Perl syntax. Gives matches with their groups, searched from left to right between two places of a text; what
//          stands before and after those places is seen by anchors, \b and look-behind.
// Fails    compile: misconfigured, with what the expression's fault is. search: `limit` when the engine gives up on
//          complexity or memory: the caller says not-inspected, never "no match".
// Runs in  beadle-inspect compiles; workers search (const). Never throws but std::bad_alloc.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace beadle::inspect {

struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t size() const { return end - begin; }
    bool operator==(const Span&) const = default;
};

class Expression {
  public:
    enum class Outcome { match, none, limit };
    using Groups = std::array<Span, 6>;  // 0 = the whole match; a group that took no part is empty

    static Result<Expression> compile(const std::string& pattern);
    Expression(Expression&&) noexcept;
    Expression& operator=(Expression&&) noexcept;
    ~Expression();
    Outcome search(std::string_view text, std::size_t from, std::size_t to, Groups& groups) const;

  private:
    struct State;
    explicit Expression(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace beadle::inspect
