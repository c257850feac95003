#include "inspect/message/message.h"

#include <gmime/gmime.h>

#include "base/text.h"

#include "inspect/message/addresses.h"
#include "inspect/message/charset.h"
#include "inspect/message/marks.h"
#include "inspect/message/tree.h"

namespace beadle::inspect {
namespace {

std::string first_decoded(const std::vector<HeaderField>& fields, std::string_view name) {
    for (const auto& f : fields)
        if (ascii_iequal(f.name, name)) return f.decoded;
    return {};
}

std::string message_id_of(const std::vector<HeaderField>& fields) {
    const std::string body = first_decoded(fields, "message-id");
    const auto from = body.find('<'), to = body.find('>', from == std::string::npos ? 0 : from);
    if (from == std::string::npos || to == std::string::npos) return printable(body, 400);
    return printable(std::string_view(body).substr(from, to - from + 1), 400);
}

// Fields of which a message has one: where there are two, programs show either.
std::string doubled_fields(const std::vector<HeaderField>& fields) {
    for (std::string_view name : {"from", "sender", "subject", "reply-to"}) {
        const HeaderField* first = nullptr;
        for (const auto& f : fields) {
            if (!ascii_iequal(f.name, name)) continue;
            if (first && first->raw != f.raw) return "two different " + std::string(name) + " fields";
            if (!first) first = &f;
        }
    }
    return {};
}

}  // namespace

void start_messages() {
    g_mime_init();
    // The first message pays for nothing: types registered, converters opened.
    const std::string warm = "Subject: =?utf-8?q?a?=\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n";
    Budget budget({}, warm.size(), system_clock());
    (void)parse_message(warm, budget);
    (void)convert_charset("\xe9", "windows-1252");
}

ParsedMessage parse_message(std::string_view octets, Budget& budget) {
    ParsedMessage out;
    out.parts.reserve(8);
    TreeReader reader(out, budget);
    reader.read(octets, {}, &out.fields);
    auto addresses = addresses_of(out.fields);
    out.addresses = std::move(addresses.list);
    if (addresses.cut)
        out.not_inspected.push_back({"header section", {}, "0", NotInspectedReason::limit, "more than 2000 addresses"});
    out.message_id = message_id_of(out.fields);
    out.subject = first_decoded(out.fields, "subject");
    const std::string doubled = doubled_fields(out.fields);
    if (!doubled.empty()) out.ambiguity += (out.ambiguity.empty() ? "" : "; ") + doubled;
    out.marks = marks_of(out);
    return out;
}

}  // namespace beadle::inspect
