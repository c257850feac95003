#include <algorithm>

#include "base/text.h"

#include "inspect/message/charset.h"
#include "inspect/message/encoded_word.h"
#include "inspect/message/inline_file.h"
#include "inspect/message/place_words.h"
#include "inspect/message/transfer.h"
#include "inspect/message/tree.h"

namespace beadle::inspect {
namespace {

std::string short_name(const std::string& s) { return printable(s, 120); }

const HeaderField* find_field(const std::vector<HeaderField>& fields, std::string_view name) {
    for (const auto& f : fields)
        if (ascii_iequal(f.name, name)) return &f;
    return nullptr;
}

// A body that is nothing like the encoding it claims: programs then show it as it stands.
bool not_encoded(const Damage& damage, std::size_t octets) {
    return octets > 0 && damage.foreign > 8 && damage.foreign * 8 > damage.good;
}

bool is_message_type(std::string_view type) {
    return type == "message/rfc822" || type == "message/global" || type == "message/news" || type == "message/rfc2822";
}

// Every file name that some program takes; and the field as it stands where it is not written as it should be.
std::string odd_fields(const std::vector<HeaderField>& fields, const std::string& shown) {
    std::string out;
    const auto count = [&](std::string_view name) {
        return std::count_if(fields.begin(), fields.end(), [&](const auto& f) { return ascii_iequal(f.name, name); });
    };
    const bool single = count("content-type") < 2 && count("content-disposition") < 2;
    const auto put = [&](const std::string& text) {
        if (!text.empty() && text != shown && out.size() < (64u << 10)) out += text + "\n";
    };
    for (const auto& f : fields) {
        const bool type = ascii_iequal(f.name, "content-type");
        if (!type && !ascii_iequal(f.name, "content-disposition")) continue;
        const auto field = parse_structured(f.raw);
        const std::string_view key = type ? "name" : "filename";
        const auto named = std::count_if(field.parameters.begin(), field.parameters.end(),
                                         [&](const Parameter& p) { return p.name.starts_with(key); });
        const bool in_order = is_in_order(f.raw);
        put(other_parameter(field, key));
        if (in_order && named < 2 && single) continue;
        for (const auto& name : parameter_readings(field, key)) put(guess_text(name));
        if (in_order) continue;
        put(f.decoded);
        put(f.other);
        for (const auto& p : field.parameters) put(guess_text(p.value));
    }
    return out;
}

}  // namespace

Part* TreeReader::add(Part part, const Frame& frame) {
    if (parts_gone_) return nullptr;
    if (!budget_.spend_part() || !budget_.time_left()) {
        parts_gone_ = true;
        limit(frame, budget_.exhausted());
        return nullptr;
    }
    part.parent = frame.parent;
    part.depth = frame.depth;
    out_.parts.push_back(std::move(part));
    return &out_.parts.back();
}

Part TreeReader::describe(GMimeObject* object, const Headers& headers, const Frame& frame, const std::string& number) {
    Part part;
    part.number = number;
    part.fields = headers.fields;
    const StructuredField type =
        headers.types.empty() ? StructuredField{} : headers.types.back();  // GMime takes the last
    part.media_type = type.value;
    if (headers.types.empty() || type.value.empty() || type.value == "text")
        part.media_type = GMIME_IS_MESSAGE_PART(object) ? "message/rfc822" : "text/plain";
    part.charset = ascii_lower(parameter(type, "charset"));
    part.protocol = ascii_lower(parameter(type, "protocol"));
    part.smime_type = ascii_lower(parameter(type, "smime-type"));
    part.filename = parameter(headers.disposition, "filename");
    const std::string name = parameter(type, "name");
    if (part.filename.empty())
        part.filename = name;
    else if (name != part.filename)
        part.other_name = name;
    part.odd_fields = odd_fields(headers.fields, part.filename);
    part.attachment = headers.disposition.value == "attachment";
    part.path = frame.path;
    const bool body = !part.attachment && part.filename.empty() && part.media_type.starts_with("text/");
    if (!part.filename.empty()) {
        part.path.push_back(short_name(part.filename));
        part.words = inside(frame.words, "attachment \"" + part.path.back() + '"');
    } else if (body || part.media_type.starts_with("multipart/")) {
        part.words = frame.words.empty() ? "message body" : frame.words;
    } else {
        part.path.push_back("part " + number);
        part.words = inside(frame.words, part.path.back() + " (" + printable(part.media_type, 60) + ")");
    }
    return part;
}

void TreeReader::walk_message(Buffer& buffer, GMimeMessage* message, const Frame& frame,
                              std::vector<HeaderField>* fields) {
    Headers own = headers_of(buffer, GMIME_OBJECT(message));
    if (fields) {
        auto covered = buffer.covered.size();
        Headers body = headers_of(buffer, g_mime_message_get_mime_part(message));
        buffer.covered.resize(covered);  // the walk of the body covers them
        *fields = own.fields;
        fields->insert(fields->end(), body.fields.begin(), body.fields.end());
    }
    walk(buffer, g_mime_message_get_mime_part(message), frame, frame.prefix, &own);
}

// `outer`: of the message whose body this is; what stands behind its bare CRs and junk lines concerns the body.
void TreeReader::walk(Buffer& buffer, GMimeObject* object, const Frame& frame, const std::string& number,
                      const Headers* outer) {
    if (!object || parts_gone_) return;
    Headers headers = headers_of(buffer, object);
    std::string own = number;
    if (outer) {
        headers.types.insert(headers.types.begin(), outer->types.begin(), outer->types.end());
        headers.type_texts.insert(headers.type_texts.begin(), outer->type_texts.begin(), outer->type_texts.end());
        headers.encodings.insert(headers.encodings.end(), outer->encodings.begin(), outer->encodings.end());
        if (outer->junk > 0) headers.junk = outer->junk;
        headers.end = std::max(headers.end, outer->end);
        if (!GMIME_IS_MULTIPART(object))
            own += own.empty() ? "1" : ".1";
        else if (!own.empty())
            own += ".TEXT";
    }
    Part part = describe(object, headers, frame, own);
    if (headers.junk > 0) early_body(buffer, headers, part, frame);
    if (!budget_.enter(frame.depth)) {
        depth_gone_ = true;
        not_inspected(part, NotInspectedReason::limit,
                      "maximum depth " + std::to_string(budget_.limits().depth) + " reached");
        return;
    }
    if (GMIME_IS_MULTIPART(object))
        walk_multipart(buffer, GMIME_MULTIPART(object), frame, std::move(part), headers);
    else if (GMIME_IS_MESSAGE_PART(object))
        walk_nested(buffer, GMIME_MESSAGE_PART(object), frame, std::move(part));
    else
        walk_leaf(buffer, object, frame, std::move(part), headers);
}

void TreeReader::walk_multipart(Buffer& buffer, GMimeMultipart* multipart, const Frame& frame, Part part,
                                const Headers& headers) {
    const char* used = g_mime_object_get_content_type_parameter(GMIME_OBJECT(multipart), "boundary");
    const std::string boundary = used ? used : "";
    if (!boundary.empty()) buffer.boundaries.push_back(boundary);
    part.multipart = true;
    if (!part.media_type.starts_with("multipart/")) part.media_type = "multipart/mixed";
    std::string children = part.number.ends_with(".TEXT") ? part.number.substr(0, part.number.size() - 5) : part.number;
    if (!children.empty()) children += '.';
    if (!add(part, frame)) return;
    Frame inner = frame;
    inner.parent = static_cast<int>(out_.parts.size()) - 1;
    ++inner.depth;
    const int count = g_mime_multipart_get_count(multipart);
    for (int i = 0; i < count && !parts_gone_; ++i)
        walk(buffer, g_mime_multipart_get_part(multipart, i), inner, children + std::to_string(i + 1), nullptr);
    const auto body = buffer.octets.substr(std::min(headers.end, buffer.octets.size()));
    if (count == 0 && !boundary.empty()) split_by_hand(boundary, body, part, inner);
    other_types(buffer, headers, part, boundary, body, inner);
    encoded_multipart(headers, part, body, inner);
}

// The name a nested message goes by, also where its entity claimed to be something without a name.
void TreeReader::name_message(Part& part, const Frame& frame, const std::string& name) {
    if (part.path.size() <= frame.path.size())
        part.path.push_back(name);
    else if (part.filename.empty())
        part.path.back() = name;
    part.words = inside(frame.words, "attached message \"" + part.path.back() + '"');
}

void TreeReader::walk_nested(Buffer& buffer, GMimeMessagePart* nested, const Frame& frame, Part part) {
    part.message = true;
    part.media_type = "message/rfc822";
    GMimeMessage* message = g_mime_message_part_get_message(nested);
    std::vector<HeaderField> fields;
    Frame inner = frame;
    ++inner.depth;
    inner.prefix = part.number;
    std::string name = "message";
    if (message) {
        const auto covered = buffer.covered.size();
        const Headers own = headers_of(buffer, GMIME_OBJECT(message));
        buffer.covered.resize(covered);
        if (const HeaderField* subject = find_field(own.fields, "subject")) name = short_name(subject->decoded);
    }
    name_message(part, frame, name);
    inner.words = part.words;
    inner.path = part.path;
    if (!add(std::move(part), frame)) return;
    const auto index = out_.parts.size() - 1;
    inner.parent = static_cast<int>(index);
    if (message) walk_message(buffer, message, inner, &fields);
    out_.parts[index].fields = std::move(fields);
}

void TreeReader::encoded_message(const std::string& decoded, const Frame& frame, Part part) {
    part.message = true;
    part.media_type = "message/rfc822";
    name_message(part, frame, part.path.empty() ? "message" : part.path.back());
    Frame inner = frame;
    ++inner.depth;
    inner.prefix = part.number;
    inner.words = part.words;
    inner.path = part.path;
    if (!add(std::move(part), frame)) return;
    const auto index = out_.parts.size() - 1;
    inner.parent = static_cast<int>(index);
    std::vector<HeaderField> fields;
    read(decoded, inner, &fields);
    out_.parts[index].fields = std::move(fields);
}

// The octets of a leaf as they stand in the buffer, which is then covered there.
std::string_view TreeReader::content_of(Buffer& buffer, GMimeObject* object) {
    GMimeDataWrapper* content = GMIME_IS_PART(object) ? g_mime_part_get_content(GMIME_PART(object)) : nullptr;
    if (!content) return {};
    const GMimeStream* stream = g_mime_data_wrapper_get_stream(content);
    const auto from = std::min(static_cast<std::size_t>(stream->bound_start), buffer.octets.size());
    const auto to = stream->bound_end < 0 ? buffer.octets.size()
                                          : std::min(static_cast<std::size_t>(stream->bound_end), buffer.octets.size());
    if (from >= to) return {};
    buffer.covered.emplace_back(from, to);
    return buffer.octets.substr(from, to - from);
}

// Of the message's own leaves alone: those of a message inside it are nobody's to change.
void TreeReader::note_place(std::string_view raw, const Buffer& buffer, const Headers& headers, Part& part) {
    const bool own = buffer.frame.prefix.empty() && !buffer.frame.other && part.number.find('~') == std::string::npos;
    if (!own || headers.encodings.size() > 1) return;
    part.raw_from = raw.empty() ? std::min(headers.end, buffer.octets.size())
                                : static_cast<std::size_t>(raw.data() - buffer.octets.data());
    part.raw_octets = raw.size();
    part.encoding = headers.encodings.empty() ? "" : ascii_lower(trim(headers.encodings[0]));
}

void TreeReader::walk_leaf(Buffer& buffer, GMimeObject* object, const Frame& frame, Part part, const Headers& headers) {
    const std::string_view raw = content_of(buffer, object);
    const auto encoding =
        headers.encodings.empty() ? TransferEncoding::identity : transfer_encoding(headers.encodings[0]);
    Damage damage;
    part.content = decode_transfer(raw, encoding, &damage);
    note_place(raw, buffer, headers, part);
    if (encoding == TransferEncoding::unknown &&
        encoding_readings(headers.encodings[0]).front() == TransferEncoding::unknown)
        not_inspected(part, NotInspectedReason::unsupported,
                      "transfer encoding " + printable(headers.encodings[0], 40) + " is not known");
    const bool container = is_message_type(part.media_type) || part.media_type.starts_with("multipart/");
    const bool footer = encoding == TransferEncoding::base64 && !container && broken_base64(raw, damage, part, frame);
    if (encoding == TransferEncoding::base64 && !footer && not_encoded(damage, raw.size())) {
        not_inspected(part, NotInspectedReason::broken, "claims base64, is not");
        reread("text/plain", "8bit", raw, part, frame);
    }
    if (is_message_type(part.media_type) && frame.depth < budget_.limits().depth) {
        if (encoding != TransferEncoding::identity)
            ambiguous("transfer encoding " + printable(headers.encodings[0], 40) + " on a nested message");
        const std::string decoded = std::move(part.content);
        part.content.clear();
        encoded_message(decoded, frame, std::move(part));
        return;
    }
    std::string content = std::move(part.content);
    part.content.clear();
    const Part facts = part;
    part.content = std::move(content);
    if (!add(std::move(part), frame)) return;
    if (encoding == TransferEncoding::uuencode || encoding == TransferEncoding::binhex) {
        InlineFiles files(raw);
        while (auto file = files.next())
            if (!other_leaf(facts, std::move(file->octets), frame)) break;
    }
    other_types(buffer, headers, facts, "", raw, frame);
    if (facts.media_type.starts_with("multipart/"))
        encoded_multipart(headers, facts, raw, frame);
    else
        other_encodings(headers, facts, raw, frame);
}

}  // namespace beadle::inspect
