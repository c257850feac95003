// segment_scan.h — one segment to hits: candidates of the one Hyperscan pass, confirmed by Boost.Regex, decided by
// validators, paired, weighed by what stands around them.
//
// Bounds   100 000 candidates and 1 000 000 table cells a segment; the message's time. Beyond them, and when
// Boost.Regex gives
//          up, `stopped` says why and the caller says not-inspected; what was found before still counts.
// Runs in  inspect workers. Never throws but std::bad_alloc.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "inspect/detect/normalise.h"
#include "inspect/detect/pattern.h"
#include "inspect/detect/prefilter.h"
#include "inspect/detect/surroundings.h"
#include "inspect/detect/topics.h"
#include "inspect/detect/words.h"

namespace beadle::inspect {

struct Engine {  // const after load
    Signatures signatures;
    std::vector<Expression> expressions;  // one per pattern
    std::unique_ptr<Prefilter> prefilter;
    std::unique_ptr<Words> words;
    std::unique_ptr<Topics> topics;
};

struct Hit {
    std::uint32_t pattern = 0;
    Span span, partner;  // in the normalised text; partner: the other half of a pair
    std::string value;
    Strength strength = Strength::invalid;
    std::string_view proof;
    Level most = Level::high;
    bool also = false;  // beside what it lies over
    bool cell = false;  // stands in a column that the pattern's header names
    Level level = Level::none;
    bool lowered = false;
    std::string vouched_by;  // "" = nobody
    std::string evidence;
};

struct SegmentHits {
    std::vector<Hit> hits;  // in reading order, none inside another of a surer kind
    std::string stopped;    // "" = all of the segment was looked at
};

// What vouches from outside the text: names of files and sheets, the subject.
struct Elsewhere {
    std::string_view names;
    std::string_view subject;
};
SegmentHits scan_segment(const Engine& engine, const Segment& segment, const Normalised& text,
                         const Elsewhere& elsewhere, Budget& budget);

// Steps of scan_segment, in files of their own.
struct Found {
    std::vector<Hit> hits;     // what validators accepted
    std::vector<Hit> refused;  // shapes they refused, of patterns that ask how full a column is
    std::string stopped;
};
// wanted: by pattern, whether its hits could count at all.
Found find_candidates(const Engine& engine, const Segment& segment, std::string_view text,
                      const std::vector<bool>& wanted, Budget& budget);
void make_pairs(const Engine& engine, std::string_view text, const Surroundings& around, std::vector<Hit>& hits);
void weigh(const Engine& engine, std::string_view text, const Surroundings& around, const Elsewhere& elsewhere,
           Found& found);

}  // namespace beadle::inspect
