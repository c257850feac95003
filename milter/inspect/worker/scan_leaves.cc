#include "inspect/worker/scan_leaves.h"

#include <algorithm>
#include <string>

#include "base/text.h"

namespace beadle::inspect {
namespace {

template <class T>
T placed(const Leaf& leaf) {
    T v;
    v.location = leaf.location;
    v.path = leaf.path;
    v.part = leaf.part;
    return v;
}

void note_not_inspected(const Leaf& leaf, NotInspectedReason reason, std::string detail, Inspection& out) {
    auto n = placed<NotInspected>(leaf);
    n.reason = reason;
    n.detail = std::move(detail);
    out.not_inspected.push_back(std::move(n));
}

ProtectionMethod method_of(const std::string& heuristic) {
    struct Row {
        const char* ending;
        ProtectionMethod method;
    };
    static constexpr Row rows[] = {{".7Zip", ProtectionMethod::seven_zip},
                                   {".RAR", ProtectionMethod::rar},
                                   {".PDF", ProtectionMethod::pdf},
                                   {".Doc", ProtectionMethod::office_legacy}};
    for (const auto& row : rows)
        if (heuristic.ends_with(row.ending)) return row.method;
    return ProtectionMethod::zip;
}

template <class T>
bool mentions(const std::vector<T>& list, const Leaf& leaf) {
    return std::any_of(list.begin(), list.end(), [&leaf](const T& v) { return v.part == leaf.part; });
}

// What reading gave up on is kept back anyway: libclamav is not let spend the rest of the time on it.
constexpr Milliseconds patience_with_bombs = 4000;

bool is_over_limit(const Leaf& leaf, const Inspection& out) {
    return std::any_of(out.not_inspected.begin(), out.not_inspected.end(), [&leaf](const NotInspected& n) {
        return n.reason == NotInspectedReason::limit && n.part == leaf.part && n.location.starts_with(leaf.location);
    });
}

void note_encrypted(const Scan& scan, const Leaf& leaf, Inspection& out) {
    if (mentions(out.protection, leaf)) return;
    auto p = placed<Protection>(leaf);
    p.method = method_of(scan.name);
    p.grade = ProtectionGrade::opaque;  // how much of it and how well, the engine does not say
    p.why = "seen-by-scanner";
    out.protection.push_back(std::move(p));
    note_not_inspected(leaf, NotInspectedReason::encrypted, "encrypted content, seen by the malware scanner", out);
}

}  // namespace

void note_scan(const Scan& scan, const Leaf& leaf, Inspection& out) {
    switch (scan.outcome) {
        case Scan::Outcome::clean:
            return;
        case Scan::Outcome::encrypted:
            return note_encrypted(scan, leaf, out);
        case Scan::Outcome::not_scanned:
            return note_not_inspected(leaf, NotInspectedReason::scanner, scan.name, out);
        case Scan::Outcome::found:
            break;
    }
    auto f = placed<Finding>(leaf);
    f.kind = FindingKind::malware;
    f.confidence = Confidence::high;
    f.detector = "libclamav";
    f.evidence = "signature " + scan.name;
    out.findings.push_back(std::move(f));
}

void scan_leaves(const std::vector<Leaf>& leaves, const ScanTools& tools, Budget& budget, Inspection& out) {
    std::vector<const Leaf*> order;
    for (const auto& leaf : leaves) order.push_back(&leaf);
    std::stable_sort(order.begin(), order.end(),
                     [](const Leaf* a, const Leaf* b) { return a->octets.size() < b->octets.size(); });
    for (const Leaf* leaf : order) {
        if (leaf->octets.empty()) continue;
        if (!budget.time_left()) {
            note_not_inspected(*leaf, NotInspectedReason::limit, "no time was left for the malware scan", out);
            continue;
        }
        // Of these very octets: two entities may share name, place and length.
        const std::string digest = tools.clean ? sha256_hex(leaf->octets) : "";
        if (tools.clean && tools.clean->knows(digest, leaf->filename)) continue;
        Milliseconds left = budget.limits().milliseconds - (tools.clock.steady() - tools.begun);
        if (is_over_limit(*leaf, out)) left = std::min(left, patience_with_bombs);
        const Scan scan =
            tools.malware.scan(leaf->octets, leaf->filename, static_cast<long>(std::max<Milliseconds>(left, 1)),
                               std::max<std::uint64_t>(budget.limits().unpacked, leaf->octets.size()));
        if (scan.outcome == Scan::Outcome::clean && tools.clean) tools.clean->remember(digest, leaf->filename);
        note_scan(scan, *leaf, out);
    }
}

}  // namespace beadle::inspect
