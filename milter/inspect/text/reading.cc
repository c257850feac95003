#include "inspect/text/reading.h"

#include <algorithm>
#include <array>

#include "base/text.h"

#include "inspect/message/place_words.h"
#include "inspect/text/locks.h"
#include "inspect/text/reader.h"

namespace beadle::inspect {
namespace {

// Fields that carriers write: full of numbers, and none of the author's words.
// clang-format off
constexpr std::array<std::string_view, 41> trace_fields{
    "received", "return-path", "message-id", "in-reply-to", "references", "date", "mime-version", "content-type",
    "content-transfer-encoding", "content-disposition", "content-id", "content-length", "dkim-signature",
    "domainkey-signature", "authentication-results", "received-spf", "autocrypt", "openpgp", "x-face", "face",
    "delivered-to", "x-received", "x-google-dkim-signature", "x-gm-message-state", "x-google-smtp-source",
    "thread-index", "x-mailer", "user-agent", "lines", "x-original-to", "feedback-id", "x-originating-ip",
    "errors-to", "precedence", "status", "x-uid", "x-mozilla-status", "x-mozilla-status2", "x-mozilla-keys",
    "list-unsubscribe", "list-unsubscribe-post"};
constexpr std::array<std::string_view, 15> trace_beginnings{
    "arc-", "x-ms-exchange-", "x-microsoft-", "x-forefront-", "x-spam-", "x-virus-", "x-amavis-", "x-mimecast-",
    "x-proofpoint-", "x-beadle-", "x-sg-", "x-mailgun-", "x-ses-", "x-rspamd-", "x-eopattributedmessage"};
// clang-format on

bool is_trace(std::string_view name) {
    const std::string lower = ascii_lower(name);
    return std::find(trace_fields.begin(), trace_fields.end(), lower) != trace_fields.end() ||
           std::any_of(trace_beginnings.begin(), trace_beginnings.end(), [&](auto b) { return lower.starts_with(b); });
}

Place place_of(const Part& part, const Place* outer) {
    Place out{part.words, part.path, part.number, part.depth};
    if (!outer) return out;
    out.location = beadle::inspect::inside(outer->location, part.words);
    out.path = outer->path;
    out.path.insert(out.path.end(), part.path.begin(), part.path.end());
    out.part = outer->part;
    if (!part.number.empty()) out.part.append(".").append(part.number);
    out.depth += outer->depth;
    return out;
}

bool is_signed_multipart(const Part& part) { return part.media_type == "multipart/signed"; }

bool is_sibling(const Part& a, const Part& b) { return a.parent == b.parent && &a != &b; }

}  // namespace

void Reader::fields(const std::vector<HeaderField>& fields, const Place& place) {
    std::string text;
    for (const auto& f : fields) {
        if (ascii_iequal(f.name, "subject")) {
            Place at = place;
            at.location = beadle::inspect::inside(place.location, "subject");
            this->text(SegmentKind::subject, f.decoded, at);
            this->text(SegmentKind::subject, f.other, at);
        } else if (!is_trace(f.name)) {
            text += f.name + ": " + f.decoded + "\n";
            if (!f.other.empty()) text += f.name + ": " + f.other + "\n";
        }
    }
    Place at = place;
    at.location = beadle::inspect::inside(place.location, "header fields");
    this->text(SegmentKind::subject, std::move(text), at);
}

void Reader::names_of(const Part& part, const Place& place) {
    name(part.filename, place);
    name(part.odd_fields, place);
    if (part.other_name == part.filename || part.other_name.empty()) return;
    name(part.other_name, place);
    found(FindingKind::ambiguous_structure, place, Confidence::low, "two different file names for one entity");
}

Claim Reader::claim_of(const ParsedMessage& message, std::size_t index) const {
    const Part& part = message.parts[index];
    Claim claim;
    claim.media_type = part.media_type;
    claim.charset = part.charset;
    claim.filename = part.filename;
    const bool body = !part.attachment && part.filename.empty() && part.media_type.starts_with("text/");
    claim.kind = part.outside ? SegmentKind::hidden : body ? SegmentKind::body : SegmentKind::attachment;
    if (part.media_type != "application/pgp-encrypted")
        claim.pgp_mime = std::any_of(message.parts.begin(), message.parts.end(), [&](const Part& p) {
            return is_sibling(p, part) && p.media_type == "application/pgp-encrypted";
        });
    const bool in_encrypted =
        part.parent >= 0 && message.parts[static_cast<std::size_t>(part.parent)].media_type == "multipart/encrypted";
    if (in_encrypted && part.media_type == "application/octet-stream") claim.pgp_mime = true;
    return claim;
}

void Reader::one_part(const ParsedMessage& message, std::size_t index, const Place* outer) {
    const Part& part = message.parts[index];
    const Place place = place_of(part, outer);
    const Claim claim = claim_of(message, index);
    names_of(part, place);
    if (part.multipart || part.message) {
        if (out_.entities.size() < InspectionLimits::entities)
            out_.entities.push_back({place.part, place.path, part.media_type, part.media_type, part.filename, 0, ""});
        if (part.message) fields(part.fields, place);
        if (is_signed_multipart(part))
            protect(
                place,
                part.protocol.find("pgp") == std::string::npos ? ProtectionMethod::smime : ProtectionMethod::pgp_mime,
                ProtectionGrade::is_signed, false, "signed-only");
        return;
    }
    if (index > 0 || outer) fields(part.fields, place);
    leaf(claim, part.content, place);
    if (part.media_type == "message/partial") {
        not_inspected(place, NotInspectedReason::unsupported, "fragment of a message");
        // What it becomes at the recipient's can never be inspected here: the pieces are judged apart.
        found(FindingKind::ambiguous_structure, place, Confidence::high,
              "a fragment that mail programs put together with fragments of other messages");
        return;
    }
    content(claim, part.content, place);
}

void Reader::parsed(const ParsedMessage& message, const Place* outer) {
    const Place header = outer ? *outer : Place{"", {}, "0", 0};
    fields(message.fields, header);
    if (!message.ambiguity.empty()) {
        Place at = header;
        at.location = header.location.empty() ? "message" : header.location;
        found(FindingKind::ambiguous_structure, at, Confidence::medium, message.ambiguity);
    }
    for (const auto& n : message.not_inspected) {
        Place at = header;
        at.location = beadle::inspect::inside(header.location, n.location);
        at.path.insert(at.path.end(), n.path.begin(), n.path.end());
        at.part = outer ? outer->part : n.part;
        not_inspected(at, n.reason, n.detail);
    }
    for (std::size_t i = 0; i < message.parts.size(); ++i) one_part(message, i, outer);
}

Reading read_message(const ParsedMessage& message, Budget& budget) {
    Reading out;
    Reader reader(out, budget);
    reader.parsed(message, nullptr);
    open_locks(reader, out);
    return out;
}

}  // namespace beadle::inspect
