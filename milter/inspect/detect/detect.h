// detect.h — segments to findings: one Hyperscan pass finds candidates, Boost.Regex confirms, the validator decides,
// context words and table headers give the confidence.
//
// Takes    pattern files of the bundle (signatures/patterns/*.toml), then a Reading.
// Gives    findings of the sensitive kinds, merged by kind and location, with distinct count, masked sample, evidence.
//          mask_values() replaces every confirmed value in a text (for the subject that is kept).
// Bounds   budget time; at most InspectionLimits::findings; 100 000 candidates a segment, beyond that
// not_inspected(limit).
//          A complexity limit of Boost.Regex is not_inspected(limit), never "no match".
// Fails    load: misconfigured with all diagnostics. detect: never.
// Runs in  beadle-inspect loads; workers detect (const; scratch per worker). Never throws but std::bad_alloc.
// Source   reference formats: each pattern's `source` key.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "inspect/detect/compiled_cache.h"
#include "inspect/text/reading.h"
#include "settings/bundle.h"
#include "settings/own_details.h"

namespace beadle::inspect {

// A value that was found, as it is never shown, and what is shown in its stead. It never leaves the worker.
struct KnownValue {
    std::string value;  // as the validator reads it: without blanks and dashes where its kind knows none
    std::string shown;
    std::size_t shortest = 6;  // with fewer letters and digits it is not looked for
};

// Where a value stands: octets of the text of a segment. It never leaves the worker but for whom it is revealed to.
struct ValueAt {
    std::size_t segment = 0, begin = 0, end = 0;
    FindingKind kind = FindingKind::not_inspected;
    std::string shown;
};

class Detector {
  public:
    struct Loaded {
        std::unique_ptr<Detector> detector;  // null when diagnostics holds errors
        Diagnostics diagnostics;
        std::size_t patterns = 0;
    };
    // cache, when given: where compiled patterns are taken from, or kept.
    static Loaded load(const Bundle& bundle, CompiledCache* cache = nullptr);
    ~Detector();

    // known, when given: the distinct values that were found, at most 500. values: every place where one stands.
    void detect(const Reading& reading, Budget& budget, Inspection& out, std::vector<KnownValue>* known = nullptr,
                std::vector<ValueAt>* values = nullptr) const;
    // What the message passes on or answers, and its marks of forwarding (forwards.h); the marks of the header must be
    // in `out`.
    void passed_on(const ParsedMessage& message, const Reading& reading, Budget& budget, Inspection& out) const;
    bool knows_forwards() const;  // false when the bundle has not their words
    std::string mask_values(std::string_view text) const;
    // Runs the must / must-not samples of every pattern; empty = all as they say (beadle signatures check).
    Diagnostics check_samples() const;
    // Tries each pattern on text that is made to hurt; empty = none exceeds the bound (beadle signatures check).
    Diagnostics check_work() const;

  private:
    void find(const Reading& reading, const OwnDetails& own, Budget& budget, Inspection& out,
              std::vector<KnownValue>* known, std::vector<ValueAt>* values) const;
    struct State;
    explicit Detector(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace beadle::inspect
