#include "inspect/message/tree.h"

#include <algorithm>

#include "base/owned.h"
#include "base/text.h"

#include "inspect/message/encoded_word.h"
#include "inspect/message/prescan.h"
#include "inspect/message/transfer.h"

namespace beadle::inspect {
namespace {

using Stream = Owned<GMimeStream, g_object_unref>;
using Parser = Owned<GMimeParser, g_object_unref>;
using Options = Owned<GMimeParserOptions, g_mime_parser_options_free>;
using Message = Owned<GMimeMessage, g_object_unref>;

// A stream over octets that stay the caller's: GMime must neither copy nor free them.
class Borrowed {
  public:
    explicit Borrowed(std::string_view octets)
        : array_(g_byte_array_new_take(reinterpret_cast<guint8*>(const_cast<char*>(octets.data())), octets.size())),
          stream_(g_mime_stream_mem_new_with_byte_array(array_)) {
        g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream_.get()), FALSE);
    }
    ~Borrowed() {
        stream_.reset();
        gsize length = 0;
        (void)g_byte_array_steal(array_, &length);
        g_byte_array_unref(array_);
    }
    Borrowed(const Borrowed&) = delete;
    Borrowed& operator=(const Borrowed&) = delete;
    GMimeStream* get() const { return stream_.get(); }

  private:
    GByteArray* array_;
    Stream stream_;
};

// "name:" at the start of a line; a blank before the colon is tolerated as programs do.
bool is_field(std::string_view line) {
    const auto colon = line.find(':');
    if (colon == 0 || colon == std::string_view::npos) return false;
    for (const char c : trim(line.substr(0, colon)))
        if (static_cast<unsigned char>(c) <= ' ' || c == 0x7f) return false;
    return true;
}

}  // namespace

std::string field_text(std::string_view raw) { return decode_words(raw); }

std::size_t field_end(std::string_view octets, std::size_t at) {
    while (at < octets.size()) {
        const auto end = octets.find('\n', at);
        if (end == std::string_view::npos) return octets.size();
        at = end + 1;
        if (at >= octets.size() || (octets[at] != ' ' && octets[at] != '\t')) break;
    }
    return at;
}

void TreeReader::ambiguous(const std::string& what) {
    if (out_.ambiguity.find(what) != std::string::npos || out_.ambiguity.size() > 400) return;
    out_.ambiguity += (out_.ambiguity.empty() ? "" : "; ") + what;
}

void TreeReader::not_inspected(const Part& part, NotInspectedReason reason, std::string detail) {
    if (out_.not_inspected.size() < InspectionLimits::not_inspected)
        out_.not_inspected.push_back({part.words, part.path, part.number, reason, std::move(detail)});
}

void TreeReader::limit(const Frame& frame, std::string detail) {
    Part at;
    at.words = frame.words.empty() ? "message" : frame.words;
    at.path = frame.path;
    at.number = frame.prefix;
    not_inspected(at, NotInspectedReason::limit, std::move(detail));
}

void TreeReader::warned(gint64, GMimeParserWarning what, const gchar* item, gpointer self) {
    auto& reader = *static_cast<TreeReader*>(self);
    const std::string name = item ? ascii_lower(printable(item, 40)) : "";
    switch (what) {
        case GMIME_CRIT_CONFLICTING_HEADER:
            if (name.starts_with("content-")) reader.ambiguous("two different " + name + " fields in one entity");
            break;
        case GMIME_CRIT_CONFLICTING_PARAMETER:
            reader.ambiguous("two different " + name + " parameters");
            break;
        case GMIME_CRIT_NESTING_OVERFLOW:
            reader.ambiguous("nested deeper than mail programs follow");
            reader.limit({}, "nested deeper than 1024 levels");
            break;
        case GMIME_CRIT_PART_WITHOUT_HEADERS_OR_CONTENT:
        case GMIME_CRIT_MULTIPART_WITHOUT_BOUNDARY:
        case GMIME_CRIT_INVALID_HEADER_NAME:
        default:
            break;  // what they lead to is read as octets outside every part
    }
}

bool TreeReader::parse(Buffer& buffer, std::vector<HeaderField>* fields) {
    const Borrowed stream(buffer.octets);
    const Parser parser(g_mime_parser_new_with_stream(stream.get()));
    g_mime_parser_set_format(parser.get(), GMIME_FORMAT_MESSAGE);
    const Options options(g_mime_parser_options_new());
    g_mime_parser_options_set_warning_callback(options.get(), &TreeReader::warned, this);
    const Message message(g_mime_parser_construct_message(parser.get(), options.get()));
    if (!message || !g_mime_message_get_mime_part(message.get())) return false;
    walk_message(buffer, message.get(), buffer.frame, fields);
    return true;
}

void TreeReader::read(std::string_view octets, const Frame& frame, std::vector<HeaderField>* fields) {
    Buffer buffer{octets, frame, {}, {}};
    const std::string much = too_much(octets);
    if (!much.empty()) limit(frame, much);
    if (octets.empty() || !much.empty() || !parse(buffer, fields)) {
        whole_as_text(octets, frame);
        return;
    }
    unused_delimiters(buffer, frame);
    gaps(buffer, frame);
}

void TreeReader::whole_as_text(std::string_view octets, const Frame& frame) {
    Part part;
    part.number = frame.prefix.empty() ? "1" : frame.prefix + ".1";
    part.media_type = "text/plain";
    part.words = frame.words.empty() ? "message body" : frame.words;
    part.path = frame.path;
    part.content = octets;
    add(std::move(part), frame);
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
        behind_bare_cr(slice, out);
        out.end = std::max(out.end, to);
        first = std::min(first, from);
        HeaderField field;
        field.name = trim(slice.substr(0, colon));
        field.raw = unfold(slice.substr(colon + 1));
        field.decoded = decode_words(field.raw);
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
