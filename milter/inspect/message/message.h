// message.h — octets of a message to its tree of entities: the only file family that knows GMime.
//
// Takes    the message as received (CRLF or bare LF), at most what the gateway accepts. Hostile.
// Gives    every entity in depth-first order, numbered as IMAP does ("1", "1.2"; nested messages add a level: "2.1"),
// with
//          transfer encoding removed; header fields decoded (RFC 2047, 2231, raw 8-bit and UTF-8 guessed by ICU).
//          Entities that could not be decoded or lie beyond the budget stand in `not_inspected`.
// Bounds   budget: parts, depth, time. Decoded octets never exceed the input's size by more than base64 slack.
// Fails    never: a message without any structure is one text/plain entity.
// Runs in  inspect worker. GMime is initialised before the fork. Never throws but std::bad_alloc.
// Source   RFC 5322, 2045-2047, 2183, 2231.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/budget.h"
#include "mail/inspection.h"

namespace beadle::inspect {

struct HeaderField {
    std::string name;     // as written
    std::string raw;      // unfolded octets
    std::string decoded;  // UTF-8
    std::string other{};  // what programs that decode it otherwise show; "" = nothing else
};

struct Part {
    std::string number;       // "" = the message itself, when it is a multipart; the multipart inside a
                              // nested message "2" is "2.TEXT"; other readings of "1" start with "1~"
    std::string media_type;   // as claimed, lower case; "text/plain" when missing
    std::string charset;      // parameter, as claimed
    std::string protocol;     // parameter of multipart/signed and /encrypted
    std::string smime_type;   // parameter of application/pkcs7-mime
    std::string filename;     // decoded; "" = none
    std::string other_name;   // a second, different name that some programs show; "" = none
    std::string odd_fields;   // every name that some program takes, and the fields they stand in when those are broken
    bool attachment = false;  // disposition
    bool multipart = false;
    bool outside = false;  // octets outside every part: preamble, epilogue, lines that are no field
    bool message = false;  // message/rfc822: `fields` and the children are the nested message's
    std::uint32_t depth = 0;
    int parent = -1;                  // index into parts
    std::vector<HeaderField> fields;  // of a nested message; else the entity's own
    std::string content;              // transfer encoding removed; "" for multiparts and nested messages
    std::vector<std::string> path;    // file names from the outside in, for locations
    std::string words;                // for a person: attachment "list.xlsx", message body, attached message "…"
    // Where the content of a leaf stands in the message, as it is encoded there; npos in messages inside it and in other readings.
    std::size_t raw_from = std::string::npos, raw_octets = 0;
    std::string encoding;  // Content-Transfer-Encoding as written, lower case; "" = none
};

struct ParsedMessage {
    std::vector<HeaderField> fields;       // of the outer header section
    std::vector<Part> parts;               // depth first; parts[0] is the outer entity
    std::vector<HeaderAddress> addresses;  // of the outer header section
    Marks marks;
    std::string message_id;
    std::string subject;  // decoded, whole
    std::vector<NotInspected> not_inspected;
    std::string ambiguity;  // what different mail programs may read differently, "" = nothing seen
};

void start_messages();  // before the fork
ParsedMessage parse_message(std::string_view octets, Budget& budget);

}  // namespace beadle::inspect
