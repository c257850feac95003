// content_type.h — a structured MIME field body read leniently, with every value a mail program might take.
//
// Takes    the octets after the colon. Hostile.
// Gives    type/subtype and all parameters in order, duplicates kept; parameter() joins RFC 2231 pieces and decodes.
// Bounds   linear; at most 1000 parameters. Never throws but std::bad_alloc.
// Source   RFC 2045 5.1, RFC 2183, RFC 2231; reliability: the classes of evasion by two readings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace beadle::inspect {

struct Parameter {
    std::string name;   // lower case, with its RFC 2231 stars
    std::string value;  // unquoted octets
};

struct StructuredField {
    std::string value;  // "text/plain", "attachment": lower case, comments and blanks removed
    std::vector<Parameter> parameters;
};

StructuredField parse_structured(std::string_view body);
// UTF-8; the RFC 2231 form wins, else the first plain one (RFC 2047 words in it are decoded). "" when there is none.
std::string parameter(const StructuredField& field, std::string_view name);
// What programs show that do not believe the charset it claims, or decode words otherwise; "" = the same.
std::string other_parameter(const StructuredField& field, std::string_view name);
// Every value that some program could take for it: plain ones, each RFC 2231 reading.
std::vector<std::string> parameter_readings(const StructuredField& field, std::string_view name);
// Written as the grammar has it, with parameters that are known: every program reads it alike.
bool is_in_order(std::string_view body);

}  // namespace beadle::inspect
