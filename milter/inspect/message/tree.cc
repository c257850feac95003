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

}  // namespace

std::string field_text(std::string_view raw) { return decode_words(raw); }

void TreeReader::ambiguous(const std::string& what) {
    if (quiet_ || out_.ambiguity.find(what) != std::string::npos || out_.ambiguity.size() > 400) return;
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
    Buffer buffer{octets, frame, {}, {}, {}};
    whole_octets_ = std::max<std::uint64_t>(whole_octets_, octets.size());
    const std::string much = too_much(octets);
    if (!much.empty()) limit(frame, much);
    const bool parsed = !octets.empty() && much.empty() && parse(buffer, fields);
    if (!parsed) whole_as_text(octets, frame);
    if (!much.empty()) return;
    other_beginning(buffer, frame, fields);
    other_line_ends(buffer, frame, fields);
    unused_fields(buffer, frame);
    if (parsed) gaps(buffer, frame);
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

}  // namespace beadle::inspect
