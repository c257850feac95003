#include "records/content_lines.h"

#include <nlohmann/json.hpp>

namespace beadle::records {
namespace {

using nlohmann::json;

std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }

json message_json(const wire::Viewed& v, const std::string& reference) {
    json fields = json::array(), entities = json::array(), unread = json::array();
    for (const auto& f : v.fields) fields.push_back({{"name", f.name}, {"text", f.text}});
    for (const auto& e : v.inspection.entities)
        entities.push_back({{"part", e.part},
                            {"path", e.path},
                            {"filename", e.filename},
                            {"claimed_type", e.media_type},
                            {"true_type", e.detected_type},
                            {"octets", e.octets},
                            {"sha256", e.sha256}});
    for (const auto& n : v.inspection.not_inspected)
        unread.push_back(
            {{"location", n.location}, {"part", n.part}, {"reason", name(n.reason)}, {"detail", n.detail}});
    return {{"version", 1},
            {"line", "message"},
            {"id", reference},
            {"fields", fields},
            {"entities", entities},
            {"not_inspected", unread},
            {"octets", v.inspection.octets},
            {"sha256", v.inspection.sha256},
            {"cut", v.cut}};
}

json text_json(const wire::ViewText& t) {
    json spans = json::array();
    for (const auto& s : t.spans) spans.push_back({{"begin", s.begin}, {"end", s.end}, {"kind", s.kind}});
    return {{"version", 1},   {"line", "text"}, {"part", t.part}, {"location", t.location},
            {"kind", t.kind}, {"text", t.text}, {"spans", spans}, {"cut", t.cut}};
}

}  // namespace

std::vector<std::string> content_lines(const wire::Viewed& v, const std::string& reference, const std::string& part,
                                       bool html) {
    std::vector<std::string> out;
    out.push_back(dump(message_json(v, reference)));
    for (const auto& t : v.texts)
        if (part.empty() || t.part == part) out.push_back(dump(text_json(t)));
    for (const auto& p : v.pages)
        if (html && (part.empty() || p.part == part))
            out.push_back(dump({{"version", 1},
                                {"line", "page"},
                                {"part", p.part},
                                {"html", p.html},
                                {"left_out", p.left_out},
                                {"taken_out", p.taken_out},
                                {"cut", p.cut}}));
    return out;
}

}  // namespace beadle::records
