// lzma_raw.h — streams of LZMA without a head of their own, with the filters for machine code before them.
//
// Takes    packed octets and the filters in the order of 7z's coders (the first one met when unpacking first). Hostile.
// Gives    the plain octets into a Sink.
// Bounds   the Sink's; a dictionary of at most 128 MiB.
// Fails    false: filters that are not known here; the Sink says damaged. Never throws but std::bad_alloc.
// Runs in  inspect worker. Edge of liblzma, with stream_lzma.cc.
#pragma once

#include <string_view>
#include <vector>

#include "inspect/text/seven_zip.h"
#include "inspect/text/stream.h"

namespace beadle::inspect {

bool is_lzma_coder(std::uint64_t method);   // LZMA, LZMA2
bool is_code_filter(std::uint64_t method);  // what may follow them
bool undo_lzma_raw(const std::vector<const SevenZipCoder*>& coders, std::string_view packed, std::uint64_t plain,
                   Sink& sink);

}  // namespace beadle::inspect
