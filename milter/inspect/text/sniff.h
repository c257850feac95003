// sniff.h — what octets are, by the octets; the claim only decides between kinds of text.
//
// Takes    octets of an entity, its claimed media type and file name. Hostile.
// Gives    a Format (who reads it) and a media type for the records.
// Bounds   looks at 64 KiB at most. Never throws but std::bad_alloc.
// Source   the signatures each format's specification gives.
#pragma once

#include <string>
#include <string_view>

namespace beadle::inspect {

enum class Format {
    empty,
    text,
    html,
    table,
    calendar,
    xml,
    message,
    armour,
    zip,
    compressed,
    tar,
    seven_zip,
    rar,
    cabinet,
    disc,
    lha,
    cpio,
    ar,
    program,  // for a machine: may unpack itself
    compound,
    rtf,
    tnef,
    cms,
    pgp,
    certificate,
    pdf,
    image,
    emf,
    unsupported,
    sealed,  // sealed: a container of another method, known by its first octets
    unknown,
};

struct Sniffed {
    Format format = Format::unknown;
    std::string_view type;   // detected media type, "" = unknown
    std::string_view words;  // for a person, when it is not read: "PDF document"
};

Sniffed sniff(std::string_view octets, std::string_view claimed_type, std::string_view filename);
// The kinds of archive alone; unknown when it is none.
Sniffed sniff_archive(std::string_view octets);
bool is_tar(std::string_view octets);
bool looks_like_text(std::string_view octets);

}  // namespace beadle::inspect
