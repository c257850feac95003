// measure.h — how well patterns and policy did on labelled messages, and what other thresholds would have done.
//
// Takes    a label and the judgement of its message, one after the other; the policy that judged.
// Gives    counts for each kind of the labels and for each sensitive kind besides; every miss and every false alarm;
// what
//          would be stopped, as it is and with the confidence of sensitive findings taken otherwise.
//          A message counts once for each kind. A kind counts as found at its surest finding, wherever it stands in the
//          message.
// Bounds   10 000 misses and as many false alarms are kept; all are counted.
// Runs in  cli, one thread. A pure function of what it is given. Never throws but std::bad_alloc.
// Source   FORMATS.md "beadle evaluate".
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/judge.h"
#include "cli/labels.h"

namespace beadle::cli {

struct KindCounts {
    std::string kind;
    std::vector<FindingKind> ours;
    std::size_t labelled = 0, high = 0, medium = 0;       // found, at the surest
    std::size_t low = 0, not_inspected = 0, nothing = 0;  // missed: low only, said that it could not look, silent
    std::size_t false_high = 0, false_medium = 0;
    std::size_t missed() const { return low + not_inspected + nothing; }
};
// nullopt where nothing divides.
struct Score {
    std::optional<double> recall, precision, f1;
};
enum class From : std::uint8_t { high, medium };  // the confidence from which a finding counts
Score score(const KindCounts& counts, From from);

struct Miss {
    std::string kind, file, scene, place, masked;
    std::string instead;  // "found at low: …", "not inspected: …", "nothing was seen"
};
struct FalseAlarm {
    std::string kind, file, scene;
    Finding finding;
};

// What a label makes of a message: one that must be stopped, one with nothing in it, or anything between (sealed,
// internal, to be flagged).
enum class Sort : std::uint8_t { to_stop, clean, other };
constexpr std::array sorts{Sort::to_stop, Sort::clean, Sort::other};
std::string_view name(Sort sort);
Sort sort_of(const Label& label, const Labels& labels, Direction widest);

struct Outcomes {
    std::size_t stopped = 0, asked = 0, flagged = 0, delivered = 0;
    std::size_t all() const { return stopped + asked + flagged + delivered; }
};

// Other confidences for findings of the sensitive kinds; the policy then decides anew.
enum class Shift : std::uint8_t { none, medium_as_high, low_as_medium, only_high };
constexpr std::array shifts{Shift::none, Shift::medium_as_high, Shift::low_as_medium, Shift::only_high};
std::string_view name(Shift shift);   // "medium-as-high"
std::string_view words(Shift shift);  // "medium stops like high"

struct Threshold {
    std::array<Outcomes, sorts.size()> by_sort;
    const Outcomes& of(Sort sort) const { return by_sort[static_cast<std::size_t>(sort)]; }
    Score stopping() const;  // of those that must be
};

// A message that was stopped and need not be, or should be and was delivered.
struct Wrong {
    std::string file, scene, verdict;
    Sort sort = Sort::clean;
    std::vector<std::string> rules;  // those that acted
};

class Measure {
  public:
    explicit Measure(const Labels& labels);
    void add(const Label& label, const Judged& judged, const policy::Policy& policy);

    std::size_t messages = 0;
    std::vector<KindCounts> kinds;
    std::vector<Miss> misses;
    std::vector<FalseAlarm> false_alarms;
    std::vector<Wrong> wrong;
    std::array<Threshold, shifts.size()> thresholds;
    bool all_right() const;

  private:
    void find(const Label& label, const Judged& judged);
    void note_miss(std::size_t kind, const Label& label, const Judged& judged);
    void note_false_alarm(std::size_t kind, const Label& label, const Finding& finding);
    std::optional<std::size_t> row_of(FindingKind kind) const;
    const Labels& labels_;
};

}  // namespace beadle::cli
