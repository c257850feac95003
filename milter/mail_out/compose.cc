#include "mail_out/compose.h"

#include <gmime/gmime.h>

#include <algorithm>
#include <cstring>
#include <mutex>

#include "base/owned.h"
#include "base/text.h"
#include "mail/address.h"
#include "mail_out/smtp_text.h"

namespace beadle::mail_out {
namespace {

template <class T>
using Ref = Owned<T, g_object_unref>;

void start_gmime() {
    static std::once_flag once;
    std::call_once(once, g_mime_init);
}

// The content is given as octets: GMime's own text setter picks another charset than UTF-8 when one would do.
Ref<GMimePart> text_part(const char* subtype, const std::string& words) {
    const Owned<char, g_free> valid(g_utf8_make_valid(words.data(), static_cast<gssize>(words.size())));
    Ref<GMimePart> part(g_mime_part_new_with_type("text", subtype));
    g_mime_object_set_content_type_parameter(GMIME_OBJECT(part.get()), "charset", "utf-8");
    const Ref<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(valid.get(), std::strlen(valid.get())));
    const Ref<GMimeDataWrapper> content(g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT));
    g_mime_part_set_content(part.get(), content.get());
    g_mime_part_set_content_encoding(part.get(), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    return part;
}

Ref<GMimeObject> content_of(const wire::Notice& notice, const std::string& name) {
    auto text = text_part("plain", notice.text);
    if (notice.html.empty()) return Ref<GMimeObject>(GMIME_OBJECT(text.release()));
    auto html = text_part("html", notice.html);
    Ref<GMimeMultipart> both(g_mime_multipart_new_with_subtype("alternative"));
    g_mime_multipart_set_boundary(both.get(), ("=_beadle_" + name).c_str());
    g_mime_multipart_add(both.get(), GMIME_OBJECT(text.get()));
    g_mime_multipart_add(both.get(), GMIME_OBJECT(html.get()));
    return Ref<GMimeObject>(GMIME_OBJECT(both.release()));
}

// Its octets stand there as they are: message/rfc822 may be written in no other way (RFC 2046 5.2.1).
Ref<GMimeObject> with_message(Ref<GMimeObject> words, std::string_view attached, const std::string& name) {
    const bool plain = std::none_of(attached.begin(), attached.end(), [](char c) { return (c & 0x80) != 0; });
    Ref<GMimePart> part(g_mime_part_new_with_type("message", "rfc822"));
    const Ref<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(attached.data(), attached.size()));
    const Ref<GMimeDataWrapper> content(g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT));
    g_mime_part_set_content(part.get(), content.get());
    g_mime_part_set_content_encoding(part.get(), plain ? GMIME_CONTENT_ENCODING_7BIT : GMIME_CONTENT_ENCODING_8BIT);
    g_mime_object_set_disposition(GMIME_OBJECT(part.get()), "attachment");
    Ref<GMimeMultipart> both(g_mime_multipart_new_with_subtype("mixed"));
    g_mime_multipart_set_boundary(both.get(), ("=_beadle_with_" + name).c_str());
    g_mime_multipart_add(both.get(), words.get());
    g_mime_multipart_add(both.get(), GMIME_OBJECT(part.get()));
    return Ref<GMimeObject>(GMIME_OBJECT(both.release()));
}

void set_field(GMimeMessage* message, const char* name, const char* value) {
    g_mime_object_set_header(GMIME_OBJECT(message), name, value, nullptr);
}

std::string written(GMimeMessage* message) {
    const Owned<GMimeFormatOptions, g_mime_format_options_free> options(g_mime_format_options_new());
    g_mime_format_options_set_newline_format(options.get(), GMIME_NEWLINE_FORMAT_DOS);
    const Ref<GMimeStream> stream(g_mime_stream_mem_new());
    g_mime_object_write_to_stream(GMIME_OBJECT(message), options.get(), stream.get());
    const GByteArray* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream.get()));
    return std::string(reinterpret_cast<const char*>(bytes->data), bytes->len);
}

// GMime leaves bare LF inside quoted-printable parts; every line of ours ends in CRLF, and the last one does too.
std::string crlf(const std::string& in) {
    std::string out;
    out.reserve(in.size() + in.size() / 32);
    char before = 0;
    for (const char c : in) {
        if (c == '\n' && before != '\r') out += '\r';
        out += c;
        before = c;
    }
    if (!out.ends_with("\r\n")) out += "\r\n";
    return out;
}

}  // namespace

Result<std::string> compose(const wire::Notice& notice, const std::string& usual_from, Milliseconds wall,
                            const std::string& answers, std::string_view attached) {
    const bool asks = !notice.code.empty() && !answers.empty();
    const std::string& from = asks ? answers : usual_from;
    const auto sender = path_of(from), recipient = path_of(notice.to);
    if (!sender || sender->text == "<>" || parse_address(from).domain.empty())
        return fail(FailureKind::misconfigured, "compose", "a notice needs [mail] notice_from or clerk to be a whole address");
    if (!recipient || recipient->text == "<>")
        return fail(FailureKind::misconfigured, "compose", "a notice is to go to what is not an address");
    start_gmime();
    const std::string name = sha256_hex(notice.key).substr(0, 32);
    const Ref<GMimeMessage> message(g_mime_message_new(TRUE));
    g_mime_message_add_mailbox(message.get(), GMIME_ADDRESS_TYPE_FROM, std::string(notice_author).c_str(), parse_address(from).text.c_str());
    g_mime_message_add_mailbox(message.get(), GMIME_ADDRESS_TYPE_TO, nullptr, parse_address(notice.to).text.c_str());
    g_mime_message_set_subject(message.get(), printable(notice.subject, 500).c_str(), "utf-8");
    const Owned<GDateTime, g_date_time_unref> date(g_date_time_new_from_unix_utc(wall / 1000));
    g_mime_message_set_date(message.get(), date.get());
    const std::string left = notice.code.empty() ? "notice." + name : notice.code;
    g_mime_message_set_message_id(message.get(), (left + "@" + parse_address(from).domain).c_str());
    if (asks) g_mime_message_add_mailbox(message.get(), GMIME_ADDRESS_TYPE_REPLY_TO, nullptr, parse_address(from).text.c_str());
    set_field(message.get(), "Auto-Submitted", "auto-generated");
    set_field(message.get(), "X-Auto-Response-Suppress", "All");
    set_field(message.get(), "MIME-Version", "1.0");
    auto content = content_of(notice, name);
    if (!attached.empty()) content = with_message(std::move(content), attached, name);
    g_mime_message_set_mime_part(message.get(), content.get());
    return crlf(written(message.get()));
}

}  // namespace beadle::mail_out
