#include <algorithm>

#include "base/text.h"

#include "inspect/message/transfer.h"
#include "inspect/message/tree.h"

namespace beadle::inspect {
namespace {

std::string quoted(const std::string& s) {
    std::string out = "\"";
    for (char c : s) {
        if (c == '"' || c == '\\') out += '\\';
        if (c != '\r' && c != '\n') out += c;
    }
    return out + '"';
}

bool is_multipart(const StructuredField& type) { return type.value.starts_with("multipart/"); }

bool blank(std::string_view s) {
    return std::all_of(s.begin(), s.end(), [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
}

// The line is a delimiter of one of the boundaries, alone or closing.
bool is_delimiter(std::string_view line, const std::vector<std::string>& boundaries) {
    if (!line.starts_with("--")) return false;
    const auto rest = trim(line.substr(2));
    for (const auto& b : boundaries) {
        const auto wanted = trim(b);
        if (rest == wanted || (rest.size() == wanted.size() + 2 && rest.starts_with(wanted) && rest.ends_with("--")))
            return true;
    }
    return false;
}

bool is_custom(std::string_view text) {  // what programs write before the first part for readers without MIME
    const std::string s = ascii_lower(trim(text));
    return s.size() < 120 && (s.find("multi-part message in mime") != std::string::npos ||
                              s.find("multipart message in mime") != std::string::npos);
}

}  // namespace

bool has_delimiter(std::string_view body, std::string_view boundary) {
    return next_delimiter(body, boundary, 0).from != std::string_view::npos;
}

// The whole line counts: one that only begins like it belongs to a longer boundary.
Delimiter next_delimiter(std::string_view body, std::string_view boundary, std::size_t from) {
    const std::string wanted = "--" + std::string(boundary);
    for (std::size_t at = from; (at = body.find(wanted, at)) != std::string_view::npos; ++at) {
        if (at > 0 && body[at - 1] != '\n' && body[at - 1] != '\r') continue;
        const auto end = std::min(body.find('\n', at), body.size());
        const auto rest = trim(body.substr(at + wanted.size(), end - at - wanted.size()));
        if (rest.empty() || rest == "--") return {at, std::min(end + 1, body.size()), rest == "--"};
    }
    return {};
}

std::string_view first_delimiter(std::string_view body) {
    std::size_t at = body.starts_with("--") ? 0 : body.find("\n--");
    if (at == std::string_view::npos) return {};
    at += body[at] == '\n' ? 3 : 2;
    const auto line = trim(body.substr(at, std::min(body.find('\n', at), at + 200) - at));
    return line.size() > 70 ? std::string_view{} : line;
}

void TreeReader::reread(const std::string& type, const std::string& encoding, std::string_view body, const Part& part,
                        const Frame& frame) {
    if (!may_read_again(body.size(), frame)) return;
    std::string octets = "Content-Type: " + type + "\r\n";
    if (!encoding.empty()) octets += "Content-Transfer-Encoding: " + encoding + "\r\n";
    octets += "\r\n";
    octets += body;
    Frame other = frame;
    other.prefix = part.number;
    other.words = part.words;
    other.path = part.path;
    (void)read_again(octets, other, nullptr, nullptr);
}

void TreeReader::other_types(Buffer& buffer, const Headers& headers, const Part& part, const std::string& used,
                             std::string_view body, const Frame& frame) {
    std::vector<std::string> tried{used};
    for (std::size_t i = 0; i < headers.types.size(); ++i) {
        const auto& type = headers.types[i];
        for (const auto& boundary : parameter_readings(type, "boundary")) {
            if (std::find(tried.begin(), tried.end(), boundary) != tried.end() || boundary.empty()) continue;
            tried.push_back(boundary);
            if (!has_delimiter(body, boundary)) continue;
            ambiguous(is_multipart(type) ? "more than one boundary is in use"
                                         : "a boundary on a type that is no multipart");
            buffer.boundaries.push_back(boundary);
            reread("multipart/mixed; boundary=" + quoted(boundary), "", body, part, frame);
        }
        const bool last = i + 1 == headers.types.size();
        if (!last && !is_multipart(type) && type.value != part.media_type && !type.value.empty()) {
            ambiguous("two different content-type fields in one entity");
            reread(headers.type_texts[i], headers.encodings.empty() ? "" : headers.encodings[0], body, part, frame);
        }
    }
    if (part.multipart && used.empty() && tried.size() == 1) {
        const auto boundary = first_delimiter(body);
        if (boundary.empty()) return;
        ambiguous("a multipart without its boundary parameter");
        reread("multipart/mixed; boundary=" + quoted(std::string(boundary)), "", body, part, frame);
    }
}

// A leaf as it is with another transfer encoding removed; false when it was read like that already.
bool TreeReader::other_leaf(const Part& part, std::string content, const Frame& frame) {
    if (content.empty()) return false;
    Part other = part;
    other.content = std::move(content);
    if (!uncovered_reading(other) || !may_read_again(other.content.size(), frame)) return false;
    other.number += "~" + std::to_string(others_);
    return add(std::move(other), frame) != nullptr;
}

void TreeReader::other_encodings(const Headers& headers, const Part& part, std::string_view body, const Frame& frame) {
    if (headers.encodings.empty()) return;
    std::vector<TransferEncoding> seen{transfer_encoding(headers.encodings[0])};
    bool unknown = false, claimed = false;
    const auto read = [&](TransferEncoding encoding) {
        if (std::find(seen.begin(), seen.end(), encoding) != seen.end()) return false;
        seen.push_back(encoding);
        return other_leaf(part, decode_transfer(body, encoding, nullptr), frame);
    };
    for (const auto& text : headers.encodings) {
        for (const auto encoding : encoding_readings(text)) {
            if (encoding == TransferEncoding::unknown)
                unknown = true;
            else if (read(encoding))
                claimed = true;
        }
    }
    if (claimed) ambiguous("more than one transfer encoding is claimed");
    if (!unknown) return;
    for (const auto encoding :
         {TransferEncoding::base64, TransferEncoding::quoted_printable, TransferEncoding::uuencode})
        if (looks_encoded(body, encoding) && read(encoding)) ambiguous("a transfer encoding that nobody knows");
}

// What damaged base64 may be for one program or another. True: the words behind the padding are no part of it.
bool TreeReader::broken_base64(std::string_view raw, const Damage& damage, Part& part, const Frame& frame) {
    const bool footer = damage.inner_end && is_footer(raw.substr(damage.end));
    Damage seen = damage;
    if (footer) {
        Part words = part;
        words.media_type = "text/plain";
        (void)other_leaf(words, std::string(raw.substr(damage.end)), frame);
        raw = raw.substr(0, damage.end);
        part.content = decode_base64(raw, &seen);
    }
    bool other = false;
    for (auto& content : other_decodings(raw, TransferEncoding::base64, seen)) {
        const bool within = part.content.starts_with(content);  // the same, and less of it
        other = (!within && other_leaf(part, std::move(content), frame)) || other;
    }
    if (seen.inner_end)
        ambiguous("base64 that goes on behind its padding");
    else if (other)
        ambiguous("base64 that programs decode differently");
    return footer;
}

void TreeReader::encoded_multipart(const Headers& headers, const Part& part, std::string_view body,
                                   const Frame& frame) {
    for (const auto& text : headers.encodings) {
        const auto encoding = transfer_encoding(text);
        if (encoding == TransferEncoding::identity || encoding == TransferEncoding::unknown) continue;
        ambiguous("transfer encoding " + printable(text, 40) + " on a multipart");
        std::string decoded = decode_transfer(body, encoding, nullptr);
        if (first_delimiter(decoded).empty()) {  // nothing to split: it is the content
            Part leaf = part;
            leaf.multipart = false;
            leaf.media_type = "application/octet-stream";
            (void)other_leaf(leaf, std::move(decoded), frame);
            continue;
        }
        reread(headers.type_texts.empty() ? "multipart/mixed" : headers.type_texts.back(), "", decoded, part, frame);
    }
}

// GMime takes no boundary that is over long or full of blanks; others do.
void TreeReader::split_by_hand(const std::string& boundary, std::string_view body, const Part& part,
                               const Frame& frame) {
    auto at = next_delimiter(body, boundary, 0);
    if (at.from == std::string_view::npos) return;
    ambiguous("a boundary that not every mail program takes");
    for (int i = 1; at.from != std::string_view::npos && !at.closing && !parts_gone_; ++i) {
        const auto next = next_delimiter(body, boundary, at.behind);
        const auto piece = body.substr(at.behind, std::min(next.from, body.size()) - at.behind);
        Frame inner = frame;
        inner.prefix = part.number + "~" + std::to_string(i);
        inner.other = true;
        Buffer buffer{piece, inner, {}, {}, {}};
        if (!piece.empty() && budget_.enter(inner.depth)) parse(buffer, nullptr);
        at = next;
    }
}

// Fields before the line that is none count for whoever lets the body start there.
void TreeReader::early_body(Buffer& buffer, const Headers& headers, const Part& part, const Frame& frame) {
    const auto end = buffer.octets.find('\n', headers.junk);
    const auto line =
        trim(buffer.octets.substr(headers.junk, end == std::string_view::npos ? end : end - headers.junk));
    const auto from = line.empty() && end != std::string_view::npos ? end + 1 : headers.junk;
    std::string type = headers.type_texts.empty() ? "text/plain" : headers.type_texts.back();
    ambiguous("a line among the header fields that is none");
    reread(type, headers.encodings.empty() ? "" : headers.encodings[0], buffer.octets.substr(from), part, frame);
}

void TreeReader::gaps(Buffer& buffer, const Frame& frame) {
    std::sort(buffer.covered.begin(), buffer.covered.end());
    std::string text;
    std::size_t at = 0;
    const auto gap = [&](std::size_t from, std::size_t to) {
        while (from < to) {
            const auto end = std::min(buffer.octets.find('\n', from), to - 1) + 1;
            const auto line = buffer.octets.substr(from, end - from);
            if (!blank(line) && !is_delimiter(line, buffer.boundaries)) text += line;
            from = end;
        }
    };
    for (const auto& [from, to] : buffer.covered) {
        if (from > at) gap(at, from);
        at = std::max(at, to);
    }
    gap(at, buffer.octets.size());
    if (text.empty() || is_custom(text)) return;
    Part part;
    part.number = frame.prefix + "~";
    part.media_type = "text/plain";
    part.words = (frame.words.empty() ? std::string("message") : frame.words) + " › text outside its parts";
    part.path = frame.path;
    part.outside = true;
    part.content = std::move(text);
    add(std::move(part), frame);
}

}  // namespace beadle::inspect
