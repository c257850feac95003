// dangerous.h — what runs, installs or leads away when a person opens it: by its octets; the name decides only where
// the system does too, between kinds of text.
//
// Takes    octets with what sniff() says of them, and the name they came under. Hostile.
// Gives    what it is in words for a clerk, and how its name hides that. high: it would run. medium: the octets of a
// script
//          under a name that does not start it, or a sealed file that bears a program's name. low: a name alone.
// Bounds   looks at 64 KiB of text and at fixed places of anything else. Linear. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   the formats' specifications (PE, ELF, Mach-O, MS-SHLLINK, MS-ONESTORE, ECMA-168, RPM, deb); lists of file
// types
//          that Outlook and Windows treat as programs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "inspect/text/reader.h"
#include "inspect/text/zip_file.h"

namespace beadle::inspect {

struct Danger {
    std::string what;  // "Windows program"
    Confidence confidence = Confidence::high;
};

// Programs, installers, images: known by fixed octets.
std::optional<Danger> danger_of_octets(const Sniffed& sniffed, std::string_view filename, std::string_view octets);
// Scripts, shortcuts and settings files that are text.
std::optional<Danger> danger_of_text(std::string_view filename, std::string_view octets);
// Programs that are ZIP archives: by the names of the members.
std::optional<Danger> danger_of_archive(const ZipFile& zip);

// ---- names
std::string last_extension(std::string_view filename);  // lower case, as Windows sees it: "exe" of "A.EXE. "
bool names_program(std::string_view filename);          // whose extension the system starts
// How the name hides what it ends in: "two endings, pdf and exe", a turned direction; "" = it does not.
std::string tricks_of_name(std::string_view filename);
// What a harmless name says that it is: "PDF" of "invoice.pdf"; "" = nothing in particular.
std::string_view harmless_kind(std::string_view filename);

// The finding, with its evidence in one line. `body`: a text that is read, not opened.
void judge_danger(Reader& reader, const Sniffed& sniffed, const Claim& claim, std::string_view octets,
                  const Place& place);
void judge_sealed_name(Reader& reader, std::string_view filename, const Place& place);

// ---- OneNote: files are kept whole inside a section
bool is_onenote(std::string_view octets);
void read_onenote(Reader& reader, std::string_view octets, const Place& place);

}  // namespace beadle::inspect
