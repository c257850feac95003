// GMime's own reader, as a mail program would use it: every part's decoded content. Protocol: readers/protocol.py.
#include <iostream>
#include <string>
#include <vector>

#include <gmime/gmime.h>

#include "base/owned.h"
#include "base/text.h"

namespace {

using Stream = beadle::Owned<GMimeStream, g_object_unref>;

std::string content_of(GMimePart* part) {
    GMimeDataWrapper* content = g_mime_part_get_content(part);
    if (!content) return {};
    const Stream memory(g_mime_stream_mem_new());
    if (g_mime_data_wrapper_write_to_stream(content, memory.get()) < 0) return {};
    const GByteArray* octets = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
    return {reinterpret_cast<const char*>(octets->data), octets->len};
}

void headers_of(GMimeObject* object, std::vector<std::string>& things) {
    GMimeHeaderList* list = g_mime_object_get_header_list(object);
    for (int i = 0; list && i < g_mime_header_list_get_count(list); ++i)
        if (const char* value = g_mime_header_get_value(g_mime_header_list_get_header_at(list, i))) things.emplace_back(value);
}

void look(GMimeObject* object, std::vector<std::string>& things, int depth) {
    if (!object || depth > 100) return;
    headers_of(object, things);
    if (GMIME_IS_MULTIPART(object)) {
        auto* multipart = GMIME_MULTIPART(object);
        for (int i = 0; i < g_mime_multipart_get_count(multipart); ++i)
            look(g_mime_multipart_get_part(multipart, i), things, depth + 1);
    } else if (GMIME_IS_MESSAGE_PART(object)) {
        GMimeMessage* message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
        if (!message) return;
        headers_of(GMIME_OBJECT(message), things);
        look(g_mime_message_get_mime_part(message), things, depth + 1);
    } else if (GMIME_IS_PART(object)) {
        if (const char* name = g_mime_part_get_filename(GMIME_PART(object))) things.emplace_back(name);
        things.push_back(content_of(GMIME_PART(object)));
        if (!GMIME_IS_TEXT_PART(object)) return;
        if (char* text = g_mime_text_part_get_text(GMIME_TEXT_PART(object))) {
            things.emplace_back(text);
            g_free(text);
        }
    }
}

std::vector<std::string> read_file(const std::string& path) {
    std::vector<std::string> things;
    const Stream stream(g_mime_stream_file_open(path.c_str(), "r", nullptr));
    if (!stream) return things;
    const beadle::Owned<GMimeParser, g_object_unref> parser(g_mime_parser_new_with_stream(stream.get()));
    const beadle::Owned<GMimeMessage, g_object_unref> message(g_mime_parser_construct_message(parser.get(), nullptr));
    if (!message) return things;
    headers_of(GMIME_OBJECT(message.get()), things);
    look(g_mime_message_get_mime_part(message.get()), things, 0);
    return things;
}

}  // namespace

int main() {
    g_mime_init();
    for (std::string path; std::getline(std::cin, path);) {
        std::vector<std::string> words;
        for (const auto& thing : read_file(path))
            if (!thing.empty()) words.push_back(beadle::base64(thing));
        std::cout << beadle::join(words, " ") << std::endl;
    }
}
