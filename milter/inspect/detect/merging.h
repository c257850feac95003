// merging.h — what the detectors saw, made into findings: one for each kind and place.
//
// Takes    hits of patterns, topics and lists of people, by segment of a Reading.
// Gives    findings with masked sample, count of different values and evidence, the surest first; several different
//          values, or one beside its like (a date of birth with an address), are surer than one alone.
// Bounds   InspectionLimits::findings.
// Runs in  inspect workers. Never throws but std::bad_alloc.
// Source   reference on sensitive data, sections 2 and 3: combinations and counts.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "inspect/detect/detect.h"
#include "inspect/detect/people_rows.h"
#include "inspect/detect/segment_scan.h"

namespace beadle::inspect {

class Merging {
  public:
    Merging(const Engine& engine, const Reading& reading, const OwnDetails& own)
        : engine_(engine), reading_(reading), own_(own) {}

    void add(std::size_t segment, const Hit& hit);
    void add(std::size_t segment, const TopicHit& hit);
    void add(std::size_t segment, const PeopleHit& hit);
    void finish(std::vector<Finding>& out);

  private:
    // What was found of one kind in one place.
    struct Place {
        Finding finding;
        std::set<std::string> values;
        Level level = Level::none;
        bool lowered = false;
        std::uint32_t many = 3;
        std::uint32_t rows = 0;  // of a list of people
        std::string loose;       // a word of a topic that spoke of nobody: it counts beside an identity number
        const Topic* topic = nullptr;
    };

    // What the council publishes on every invoice. A British IBAN ends with sort code and account number.
    bool is_own(FindingKind kind, std::string_view value) const;
    Place& place_of(FindingKind kind, const Segment& s);
    static void say(Place& place, Level level, std::string sample, const std::string& detector, const std::string& evidence);
    // What is half sure becomes sure beside its like: a date of birth with an address, an illness with an NHS number.
    void combine();
    static bool is_identity(FindingKind k);
    static bool is_matter(FindingKind k);

    const Engine& engine_;
    const Reading& reading_;
    const OwnDetails& own_;
    std::map<std::pair<FindingKind, std::string>, std::size_t> index_;
    std::vector<Place> places_;
    std::map<FindingKind, std::set<std::string>> mediums_;
};

}  // namespace beadle::inspect
