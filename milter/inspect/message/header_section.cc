// The fields of an entity: as GMime marks them in the buffer, and those that only some programs take for fields.
#include <algorithm>

#include "base/text.h"

#include "inspect/message/encoded_word.h"
#include "inspect/message/tree.h"

namespace beadle::inspect {

// "name:" at the start of a line; a blank before the colon is tolerated as programs do.
bool is_field(std::string_view line) {
    const auto colon = line.find(':');
    if (colon == 0 || colon == std::string_view::npos) return false;
    for (const char c : trim(line.substr(0, colon)))
        if (static_cast<unsigned char>(c) <= ' ' || c == 0x7f) return false;
    return true;
}

std::size_t field_end(std::string_view octets, std::size_t at) {
    while (at < octets.size()) {
        const auto end = octets.find('\n', at);
        if (end == std::string_view::npos) return octets.size();
        at = end + 1;
        if (at >= octets.size() || (octets[at] != ' ' && octets[at] != '\t')) break;
    }
    return at;
}

// Some programs end a line at a bare CR: a field may begin there.
void TreeReader::behind_bare_cr(std::string_view slice, Headers& out) {
    for (std::size_t at = 0; (at = slice.find('\r', at)) != std::string_view::npos; ++at) {
        const auto rest = slice.substr(at + 1);
        if (out.types.size() > 16 || out.encodings.size() > 16) return;
        if (rest.empty() || rest[0] == '\n' || rest[0] == '\r') continue;
        const auto line = rest.substr(0, rest.find('\r'));
        if (ascii_istarts(line, "content-type:")) {
            out.types.insert(out.types.begin(), parse_structured(line.substr(13)));
            out.type_texts.insert(out.type_texts.begin(), unfold(line.substr(13)));
        } else if (ascii_istarts(line, "content-transfer-encoding:")) {
            out.encodings.push_back(unfold(line.substr(26)));
        } else {
            continue;
        }
        ambiguous("a field behind a bare CR");
    }
}

TreeReader::Headers TreeReader::headers_of(Buffer& buffer, GMimeObject* object) {
    Headers out;
    GMimeHeaderList* list = g_mime_object_get_header_list(object);
    const int count = list ? g_mime_header_list_get_count(list) : 0;
    std::size_t first = buffer.octets.size();
    for (int i = 0; i < count; ++i) {
        GMimeHeader* header = g_mime_header_list_get_header_at(list, i);
        const auto offset = g_mime_header_get_offset(header);
        if (offset < 0 || static_cast<std::size_t>(offset) >= buffer.octets.size()) continue;
        const auto from = static_cast<std::size_t>(offset), to = field_end(buffer.octets, from);
        auto slice = buffer.octets.substr(from, to - from);
        const auto colon = slice.find(':');
        if (colon == std::string_view::npos) continue;
        buffer.covered.emplace_back(from, to);
        buffer.starts.insert(from);
        behind_bare_cr(slice, out);
        out.end = std::max(out.end, to);
        first = std::min(first, from);
        HeaderField field;
        field.name = trim(slice.substr(0, colon));
        field.raw = unfold(slice.substr(colon + 1));
        field.decoded = decode_words(field.raw);
        field.other = other_words(field.raw, field.decoded);
        if (ascii_iequal(field.name, "content-type")) {
            out.types.push_back(parse_structured(field.raw));
            out.type_texts.push_back(field.raw);
        } else if (ascii_iequal(field.name, "content-transfer-encoding")) {
            out.encodings.push_back(field.raw);
        } else if (ascii_iequal(field.name, "content-disposition") && out.disposition.value.empty()) {
            out.disposition = parse_structured(field.raw);
        }
        out.fields.push_back(std::move(field));
    }
    find_body(buffer.octets, first, out);
    return out;
}

// A line that is no field may stand among them or follow; the body starts behind the empty line.
void TreeReader::find_body(std::string_view octets, std::size_t from, Headers& out) {
    for (std::size_t at = from; at < octets.size() && out.end > 0;) {
        const auto end = octets.find('\n', at);
        const auto line = octets.substr(at, end == std::string_view::npos ? end : end - at);
        const auto next = end == std::string_view::npos ? octets.size() : end + 1;
        if (line.empty() || line == "\r") {
            if (at >= out.end) {
                out.end = next;
                return;
            }
        } else if (line[0] != ' ' && line[0] != '\t' && out.junk == 0 && !is_field(line)) {
            out.junk = at;
        }
        at = next;
        if (at > out.end) out.end = at;
    }
}

}  // namespace beadle::inspect
