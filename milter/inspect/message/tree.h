// tree.h — the entity tree as GMime reads it, and beside it every other reading that a mail program might make.
//
// Takes    octets of a message, a Frame that says where it stands.
// Gives    Parts appended to the ParsedMessage; octets that no part covers become parts with `outside`, so that every
// octet of
//          the buffer stands in some field or part. Other readings (second boundary, second Content-Type …) are
//          appended too.
// Bounds   budget: depth, parts. At most 16 other readings and, for them, four times the message's octets and 1 MiB;
// what
//          prescan.h finds too much is read as plain text.
// Fails    never; what is over a bound stands in not_inspected.
// Runs in  inspect worker. Edge of GMime: its types stay in this folder.
// Source   RFC 2045, 2046; CVE-2024-28054 (two boundaries) and its kind.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmime/gmime.h>

#include "inspect/message/content_type.h"
#include "inspect/message/message.h"
#include "inspect/message/transfer.h"

namespace beadle::inspect {

struct Frame {
    std::string prefix;  // number of the message that is read, "" for the outer one
    std::string words;
    std::vector<std::string> path;
    int parent = -1;
    std::uint32_t depth = 0;
    bool other = false;  // another reading of octets that were read before
};

class TreeReader {
  public:
    TreeReader(ParsedMessage& out, Budget& budget) : out_(out), budget_(budget) {}
    void read(std::string_view octets, const Frame& frame, std::vector<HeaderField>* fields);

  private:
    struct Buffer {
        std::string_view octets;
        const Frame& frame;
        std::vector<std::pair<std::size_t, std::size_t>> covered;
        std::vector<std::string> boundaries;
        std::set<std::size_t> starts;  // of header fields
    };
    struct Headers {
        std::vector<HeaderField> fields;
        std::size_t end = 0;   // where the body starts
        std::size_t junk = 0;  // where a line among the fields is none: for some programs the body starts there
        std::vector<StructuredField> types;
        std::vector<std::string> type_texts, encodings;
        StructuredField disposition;
    };

    bool parse(Buffer& buffer, std::vector<HeaderField>* fields);
    Headers headers_of(Buffer& buffer, GMimeObject* object);
    static void find_body(std::string_view octets, std::size_t from, Headers& out);
    void behind_bare_cr(std::string_view slice, Headers& out);
    void walk_message(Buffer& buffer, GMimeMessage* message, const Frame& frame, std::vector<HeaderField>* fields);
    void walk(Buffer& buffer, GMimeObject* object, const Frame& frame, const std::string& number, const Headers* outer);
    void walk_multipart(Buffer& buffer, GMimeMultipart* multipart, const Frame& frame, Part part,
                        const Headers& headers);
    void walk_nested(Buffer& buffer, GMimeMessagePart* nested, const Frame& frame, Part part);
    static std::string_view content_of(Buffer& buffer, GMimeObject* object);
    static void note_place(std::string_view raw, const Buffer& buffer, const Headers& headers, Part& part);
    void walk_leaf(Buffer& buffer, GMimeObject* object, const Frame& frame, Part part, const Headers& headers);
    bool broken_base64(std::string_view raw, const Damage& damage, Part& part, const Frame& frame);
    void encoded_message(const std::string& decoded, const Frame& frame, Part part);
    void name_message(Part& part, const Frame& frame, const std::string& name);
    Part describe(GMimeObject* object, const Headers& headers, const Frame& frame, const std::string& number);
    Part* add(Part part, const Frame& frame);
    void whole_as_text(std::string_view octets, const Frame& frame);
    void gaps(Buffer& buffer, const Frame& frame);

    void other_types(Buffer& buffer, const Headers& headers, const Part& part, const std::string& used,
                     std::string_view body, const Frame& frame);
    void other_encodings(const Headers& headers, const Part& part, std::string_view body, const Frame& frame);
    bool other_leaf(const Part& part, std::string content, const Frame& frame);
    void split_by_hand(const std::string& boundary, std::string_view body, const Part& part, const Frame& frame);
    void encoded_multipart(const Headers& headers, const Part& part, std::string_view body, const Frame& frame);
    void early_body(Buffer& buffer, const Headers& headers, const Part& part, const Frame& frame);
    void unused_fields(Buffer& buffer, const Frame& frame);
    void other_beginning(Buffer& buffer, const Frame& frame, std::vector<HeaderField>* fields);
    void other_line_ends(Buffer& buffer, const Frame& frame, std::vector<HeaderField>* fields);
    bool read_again(std::string_view octets, const Frame& frame, std::vector<HeaderField>* fields,
                    std::set<std::size_t>* starts);
    bool may_read_again(std::size_t octets, const Frame& frame);
    bool decoded_anew(std::size_t before, std::string_view octets) const;
    void drop_repeats(std::size_t before);
    void reread(const std::string& type, const std::string& encoding, std::string_view body, const Part& part,
                const Frame& frame);
    bool uncovered_reading(const Part& part) const;
    void ambiguous(const std::string& what);
    void not_inspected(const Part& part, NotInspectedReason reason, std::string detail);
    void limit(const Frame& frame, std::string detail);
    static void warned(gint64 offset, GMimeParserWarning what, const gchar* item, gpointer self);

    ParsedMessage& out_;
    Budget& budget_;
    int others_ = 0, pieces_ = 0;
    std::uint64_t reread_octets_ = 0, whole_octets_ = 0;
    bool parts_gone_ = false, depth_gone_ = false, others_gone_ = false;
    bool quiet_ = false;  // another reading: whoever asked for it says what is ambiguous
};

// Helpers that know no tree.
std::string field_text(std::string_view raw);                    // of one unfolded body, UTF-8
std::size_t field_end(std::string_view octets, std::size_t at);  // after the field that starts there
struct Delimiter {
    std::size_t from = std::string_view::npos, behind = 0;
    bool closing = false;
};
Delimiter next_delimiter(std::string_view body, std::string_view boundary, std::size_t from);
bool is_field(std::string_view line);
// Every kind of line end as LF: for programs that take a bare CR, or LF CR, for one.
std::string with_plain_line_ends(std::string_view octets);
bool has_delimiter(std::string_view body, std::string_view boundary);
std::string_view first_delimiter(std::string_view body);  // of the first line that looks like one; "" = none

}  // namespace beadle::inspect
