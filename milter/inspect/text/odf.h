// odf.h — OpenDocument files: text, spreadsheets, presentations, drawings, their templates, and the same as one flat
// XML.
//
// Takes    a ZipFile whose members are those of ODF, or the octets of a flat document, and a Reader. Hostile.
// Gives    segments for body, tables, sheets (hidden ones too), slides and their notes, headers and footers,
//          comments, tracked changes, hidden text, fields, properties, macros; findings for what is hidden, tracked
//          or remarked; cosmetic locks; the seal by odf_seal.h; embedded objects and files are read by content.
// Bounds   the Reader's budget; repeated columns and rows count once; XML by xml_pull.h.
// Fails    what is sealed, damaged or missing stands in not_inspected, and what is there is read.
// Runs in  inspect worker. Never throws but std::bad_alloc.
// Source   ODF 1.2 and 1.3, parts 1 to 3.
#pragma once

#include <string_view>

#include "inspect/text/reader.h"
#include "inspect/text/zip_file.h"

namespace beadle::inspect {

bool is_odf(const ZipFile& zip);
std::string_view read_odf(Reader& reader, const ZipFile& zip, const Place& place);  // gives its media type
// The sealed members alone, by the password that opens them. False: some have another.
bool read_opened_odf(Reader& reader, const ZipFile& zip, const std::string& password, const Place& place);
// False: these octets are no flat OpenDocument file.
bool read_flat_odf(Reader& reader, std::string_view octets, const Place& place);

}  // namespace beadle::inspect
