// samples.h — messages around the documents of tests/samples, and what a Reading says of them in a line.
#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include "base/text.h"
#include "inspect/text/reading.h"

namespace beadle::inspect::testing {

inline std::string sample(const std::string& name) {
    std::ifstream in(std::string(BEADLE_SOURCE_DIR) + "/tests/samples/" + name, std::ios::binary);
    return std::string((std::istreambuf_iterator<char>(in)), {});
}

inline std::string message_with(const std::string& octets, const std::string& filename,
                                const std::string& type = "application/octet-stream") {
    return "From: a@town.example\r\nContent-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\nContent-Type: " + type +
           "\r\nContent-Disposition: attachment; filename=\"" + filename +
           "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64(octets) + "\r\n--bb--\r\n";
}

struct Read {
    ParsedMessage message;
    Reading reading;
};

inline Read read(const std::string& octets, BudgetLimits limits = {}) {
    Budget budget(limits, octets.size(), system_clock());
    Read out;
    out.message = parse_message(octets, budget);
    out.reading = read_message(out.message, budget);
    return out;
}

inline Read read_sample(const std::string& name, const std::string& type = "application/octet-stream") {
    return read(message_with(sample(name), name.substr(name.rfind('/') + 1), type));
}

inline std::string all_text(const Reading& r) {
    std::string out;
    for (const auto& s : r.segments) out += s.text + "\n";
    return out;
}

inline const Segment* find_segment(const Reading& r, std::string_view location) {
    for (const auto& s : r.segments)
        if (s.location == location && s.kind != SegmentKind::name) return &s;
    return nullptr;
}

// "zip strong protects aes-256; not-inspected encrypted"
inline std::string judged(const Reading& r) {
    std::string out;
    for (const auto& p : r.protection)
        out += std::string(name(p.method)) + " " + std::string(name(p.grade)) + (p.protects ? " protects " : " open ") +
               p.why + "; ";
    for (const auto& n : r.not_inspected) out += std::string(name(n.reason)) + "; ";
    return out;
}

inline std::string found(const Reading& r) {
    std::string out;
    for (const auto& f : r.findings) out += std::string(name(f.kind)) + " @ " + f.location + "; ";
    return out;
}

}  // namespace beadle::inspect::testing
