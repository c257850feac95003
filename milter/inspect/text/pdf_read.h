// pdf_read.h — a PDF: its pages, and everything that lies beside them.
//
// Takes    octets of a PDF and where it stands; read_opened_pdf(): the password that opens it too.
// Gives    a segment per page and more for notes, fields, bookmarks, properties, embedded files (read by content);
//          hidden and covered text with hidden-content and failed-redaction; the lock's grade. A lock without a user
//          password is cosmetic and read. read_opened_pdf() leaves the grade to its caller.
// Bounds   pdf_pages.h, pdf_layout.h, pdf_objects.h; the budget's time between pages; earlier revisions of short files.
// Fails    what cannot be read stands in not_inspected: sealed, damaged, pages that are pictures, letters of no
// meaning. Runs in  inspect worker; start_pdf() before the fork, check_pdf() behind the wall: without poppler's tables
// a PDF reads
//          as empty, without an error.
// Source   ISO 32000-1, ISO 32000-2; reference on encryption, PDF.
#pragma once

#include "inspect/text/reader.h"

namespace beadle::inspect {

std::string_view read_pdf(Reader& reader, std::string_view octets, const Place& place);
void read_opened_pdf(Reader& reader, std::string_view octets, const std::string& password, const Place& place);

void start_pdf();
std::string check_pdf();  // "" or what of a known page was not read

}  // namespace beadle::inspect
