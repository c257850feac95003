// legacy_open.h — the streams of a sealed Word, Excel or PowerPoint document of 1997 to 2003, as they would be had it
// been saved without a password.
//
// Takes    the streams and a LegacyKey. Hostile.
// Gives    the same octets in the clear, with the marks that say "sealed" taken out, so that the readers of the formats
//          read them. What those formats leave clear stays.
// Bounds   linear; as long as what was given.
// Fails    never: what makes no sense stays as it stands. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   MS-DOC 2.2.6, MS-XLS 2.2.10, MS-PPT 2.3.7 and 2.2.4.
#pragma once

#include <string>
#include <string_view>

#include "inspect/text/legacy_key.h"

namespace beadle::inspect {

// Both streams of Word; `old`: Word 6 and 95, which keep more at the front clear.
std::string open_doc_main(std::string_view stream, const LegacyKey& key, bool old);
std::string open_doc_other(std::string_view stream, const LegacyKey& key);
LegacySeal xls_seal(std::string_view stream);
std::string open_xls(std::string_view stream, const LegacyKey& key);

struct PptStreams {
    std::string document, current_user;
};
PptStreams open_ppt(std::string_view document, std::string_view current_user, const LegacyKey& key);

}  // namespace beadle::inspect
