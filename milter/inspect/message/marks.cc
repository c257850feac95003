#include "inspect/message/marks.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_octets = 256u << 10;

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

bool is_forwarded_by_rule(const std::vector<HeaderField>& f) {
    if (any(f, {"x-ms-exchange-inbox-rules-loop", "x-sieve-redirected-from", "x-forwarded-for", "x-forwarded-to",
                "x-autoforward", "x-resent-for", "x-bigfish-autoforward", "x-ms-exchange-forwardingloop"}))
        return true;
    const std::string source = value(f, "x-ms-exchange-generated-message-source");
    if (source.find("mailbox rules") != std::string::npos || source.find("forward") != std::string::npos) return true;
    // Postfix and qmail add one at each final delivery: on a message that is still on its way it was delivered before.
    return find(f, "delivered-to") != nullptr || find(f, "x-delivered-to") != nullptr;
}

// The block that Outlook and others put before a quoted original: From, then Sent or Date, To and Subject soon after.
bool has_header_block(const std::string& lower) {
    int looks = 0;
    for (std::size_t at = 0; looks++ < 200 && (at = lower.find("from:", at)) != std::string::npos; at += 5) {
        const auto block = std::string_view(lower).substr(at, 3000);
        const bool date =
            block.find("sent:") != std::string_view::npos || block.find("date:") != std::string_view::npos;
        if (date && block.find("to:") != std::string_view::npos && block.find("subject:") != std::string_view::npos)
            return true;
    }
    return false;
}

bool attaches_original(const ParsedMessage& message) {
    return std::any_of(message.parts.begin(), message.parts.end(), [](const Part& p) {
        return p.message || ascii_lower(p.filename).ends_with(".eml") || ascii_lower(p.filename).ends_with(".msg");
    });
}

bool shows_original(const ParsedMessage& message) {
    std::size_t left = most_octets;
    for (const auto& p : message.parts) {
        if (p.multipart || p.message || p.attachment || !p.media_type.starts_with("text/") || left == 0) continue;
        const auto look = std::string_view(p.content).substr(0, left);
        left -= look.size();
        if (quotes_original(look)) return true;
    }
    return false;
}

}  // namespace

bool has_forwarding_subject(std::string_view subject) {
    std::string s = ascii_lower(trim(subject));
    for (int i = 0; i < 4 && s.starts_with("re:"); ++i) s = trim(std::string_view(s).substr(3));
    constexpr std::array<std::string_view, 10> prefixes{
        "fwd:", "fw:", "wg:", "tr:", "rv:", "enc:", "i:", "vs:", "doorst:", "[fwd:"};
    return std::any_of(prefixes.begin(), prefixes.end(), [&](auto p) { return s.starts_with(p); });
}

bool quotes_original(std::string_view text) {
    const std::string lower = ascii_lower(text);
    constexpr std::array<std::string_view, 8> marks{
        "original message",        "forwarded message", "begin forwarded message", "weitergeleitete nachricht",
        "ursprüngliche nachricht", "message transféré", "message d'origine",       "mensaje reenviado"};
    if (std::any_of(marks.begin(), marks.end(), [&](auto m) { return lower.find(m) != std::string::npos; }))
        return true;
    return has_header_block(lower);
}

Marks marks_of(const ParsedMessage& message) {
    const auto& f = message.fields;
    Marks out;
    out.automatic = is_automatic(f);
    out.bulk = is_bulk(f);
    out.resent = std::any_of(f.begin(), f.end(), [](const HeaderField& h) { return ascii_istarts(h.name, "resent-"); });
    out.reply = any(f, {"in-reply-to", "references"});
    out.forwarded_by_rule = is_forwarded_by_rule(f);
    if (has_forwarding_subject(message.subject))
        out.forwarded_by_hand = attaches_original(message) || shows_original(message);
    return out;
}

}  // namespace beadle::inspect
