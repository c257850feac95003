#include <algorithm>

#include "base/text.h"

#include "inspect/message/transfer.h"
#include "inspect/message/tree.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_readings = 8;

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
    auto rest = trim(line.substr(2));
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

bool TreeReader::uncovered_reading(const Part& part) const {
    return std::none_of(out_.parts.begin(), out_.parts.end(), [&](const Part& p) {
        return &p != &part && p.media_type == part.media_type && p.content == part.content && !p.multipart;
    });
}

void TreeReader::reread(const std::string& type, const std::string& encoding, std::string_view body, const Part& part,
                        const Frame& frame) {
    if (++others_ > static_cast<int>(most_readings)) {
        if (others_ == static_cast<int>(most_readings) + 1) limit(frame, "more than 8 ways to read it");
        return;
    }
    std::string octets = "Content-Type: " + type + "\r\n";
    if (!encoding.empty()) octets += "Content-Transfer-Encoding: " + encoding + "\r\n";
    octets += "\r\n";
    octets += body;
    Frame other = frame;
    other.prefix = part.number + "~" + std::to_string(others_);
    other.words = part.words;
    other.path = part.path;
    other.other = true;
    ++other.depth;
    const auto before = out_.parts.size();
    Buffer buffer{octets, other, {}, {}};
    if (!budget_.enter(other.depth) || !parse(buffer, nullptr)) return;
    // What the first reading showed already need not be judged twice.
    for (std::size_t i = out_.parts.size(); i-- > before;)
        if (!out_.parts[i].multipart && !out_.parts[i].message && !uncovered_reading(out_.parts[i]) &&
            i + 1 == out_.parts.size())
            out_.parts.pop_back();
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

void TreeReader::other_encodings(const Headers& headers, const Part& part, std::string_view body, const Frame& frame) {
    if (headers.encodings.empty()) return;
    const auto used = transfer_encoding(headers.encodings[0]);
    std::vector<TransferEncoding> seen{used};
    for (const auto& text : headers.encodings) {
        auto encoding = transfer_encoding(text);
        std::string name = text;
        if (encoding == TransferEncoding::unknown) {
            encoding = likely_encoding(text);
            name = encoding == TransferEncoding::base64 ? "base64" : "quoted-printable";
        }
        if (std::find(seen.begin(), seen.end(), encoding) != seen.end() || encoding == TransferEncoding::unknown)
            continue;
        seen.push_back(encoding);
        ambiguous("more than one transfer encoding is claimed");
        reread(headers.type_texts.empty() ? "text/plain" : headers.type_texts.back(), name, body, part, frame);
    }
}

void TreeReader::encoded_multipart(const Headers& headers, const Part& part, std::string_view body,
                                   const Frame& frame) {
    for (const auto& text : headers.encodings) {
        const auto encoding = transfer_encoding(text);
        if (encoding == TransferEncoding::identity || encoding == TransferEncoding::unknown) continue;
        ambiguous("transfer encoding " + printable(text, 40) + " on a multipart");
        const std::string decoded = decode_transfer(body, encoding, nullptr);
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
        Buffer buffer{piece, inner, {}, {}};
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

// A line like a delimiter before a Content- field, whatever the fields above said: one mail program or another splits
// there.
void TreeReader::unused_delimiters(Buffer& buffer, const Frame& frame) {
    if (frame.other || depth_gone_ || parts_gone_) return;
    std::vector<std::string> tried;
    const auto s = buffer.octets;
    for (std::size_t at = 0; (at = s.find("--", at)) != std::string_view::npos;) {
        const auto end = std::min(s.find_first_of("\r\n", at), s.size());
        const auto line = s.substr(at, end - at);
        const bool starts = at == 0 || s[at - 1] == '\n' || s[at - 1] == '\r';
        auto next = end;
        while (next < s.size() && (s[next] == '\r' || s[next] == '\n')) ++next;
        at = std::max(end, at + 2);
        const std::string boundary(trim(line.substr(2)));
        if (!starts || boundary.empty() || boundary.size() > 200 || is_delimiter(line, buffer.boundaries)) continue;
        if (!ascii_istarts(s.substr(next, 8), "content-")) continue;
        if (std::find(tried.begin(), tried.end(), boundary) != tried.end()) continue;
        tried.push_back(boundary);
        if (tried.size() > most_readings + 1) return;  // the first over the limit has said so
        Part part;
        part.number = frame.prefix;
        part.words = frame.words.empty() ? "message body" : frame.words;
        part.path = frame.path;
        reread("multipart/mixed; boundary=" + quoted(boundary), "", s, part, frame);
    }
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
