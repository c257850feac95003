#include "inspect/message/marks.h"

#include <algorithm>

#include "base/text.h"

namespace beadle::inspect {
namespace {

const HeaderField* find(const std::vector<HeaderField>& fields, std::string_view name) {
    for (const auto& f : fields)
        if (ascii_iequal(f.name, name)) return &f;
    return nullptr;
}

std::string value(const std::vector<HeaderField>& fields, std::string_view name) {
    const auto* f = find(fields, name);
    return f ? ascii_lower(trim(f->decoded)) : std::string();
}

bool any(const std::vector<HeaderField>& fields, std::initializer_list<std::string_view> names) {
    return std::any_of(names.begin(), names.end(), [&](auto n) { return find(fields, n) != nullptr; });
}

bool is_automatic(const std::vector<HeaderField>& f) {
    const std::string submitted = value(f, "auto-submitted");
    if (!submitted.empty() && !submitted.starts_with("no")) return true;
    const std::string suppress = value(f, "x-auto-response-suppress");
    if (suppress.find("all") != std::string::npos || suppress.find("oof") != std::string::npos) return true;
    if (any(f, {"x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply-from"})) return true;
    if (value(f, "precedence") == "auto_reply" || value(f, "x-precedence") == "auto_reply") return true;
    const std::string type = value(f, "content-type");
    if (type.starts_with("multipart/report") || type.starts_with("message/delivery-status")) return true;
    return find(f, "return-path") && value(f, "return-path") == "<>";
}

bool is_bulk(const std::vector<HeaderField>& f) {
    const std::string precedence = value(f, "precedence");
    return any(f, {"list-id", "list-unsubscribe", "list-post", "feedback-id", "x-mailing-list"}) ||
           precedence == "bulk" || precedence == "list" || precedence == "junk";
}

}  // namespace

Marks marks_of(const ParsedMessage& message) {
    const auto& f = message.fields;
    Marks out;
    out.automatic = is_automatic(f);
    out.bulk = is_bulk(f);
    out.resent = std::any_of(f.begin(), f.end(), [](const HeaderField& h) { return ascii_istarts(h.name, "resent-"); });
    out.reply = any(f, {"in-reply-to", "references"});
    return out;
}

}  // namespace beadle::inspect
