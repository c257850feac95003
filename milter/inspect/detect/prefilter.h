// prefilter.h — all expressions in one Hyperscan database, one pass over a text: the only file family that knows
// Hyperscan.
//
// Takes    expressions (look-around and references back too: those are compiled as a superset), or literals.
// Gives    for each expression the stretches of the text that hold all its matches, in order and apart from each other;
// the
//          whole text where its width is not bounded. Never misses a match, may name stretches that hold none.
// Bounds   a text of at most 4 GiB; stops after `most` stretches or hits and says so.
// Fails    compile: the fault of each expression by index; a kept set that Hyperscan does not take is compiled anew.
// scan: `limit` or, on a fault of the library, `failed`. Runs in  beadle-inspect compiles before the fork; each worker
// scans with the scratch it inherited: one thread at a time. Source   Hyperscan 5.4 developer reference; under
// PREFILTER the width of a match is not that of the expression.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/detect/compiled_cache.h"

namespace beadle::inspect {

struct Report {            // of a literal
    std::uint32_t id = 0;  // its index
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};
struct Stretch {  // of the text, in which an expression can match
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

class Prefilter {
  public:
    struct Fault {
        std::size_t index = 0;
        std::string message;
    };
    enum class Outcome { done, limit, failed };

    // cache, when given: where the compiled set is taken from, or kept.
    static std::unique_ptr<Prefilter> of_expressions(const std::vector<std::string>& expressions,
                                                     std::vector<Fault>& faults, CompiledCache* cache = nullptr);
    // Caseless; none of them empty. at_start, one for each: only where a word begins. Null when Hyperscan has no
    // memory.
    static std::unique_ptr<Prefilter> of_literals(const std::vector<std::string>& literals, std::vector<bool> at_start);
    ~Prefilter();

    Outcome stretches(std::string_view text, std::size_t most, std::vector<std::vector<Stretch>>& by_expression) const;
    Outcome literals(std::string_view text, std::size_t most, std::vector<Report>& reports) const;
    void fail_from_now_on();                       // for tests: every scan ends as on a fault of the library
    std::uint32_t width(std::size_t index) const;  // of a match at most; 0 = not bounded

  private:
    struct State;
    explicit Prefilter(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace beadle::inspect
