// vba.h — the modules of a macro project, as text: vbaProject.bin of Office's XML documents and the VBA storage of
// older ones.
//
// Takes    a CompoundFile and the storage that holds `dir` and `_VBA_PROJECT`. Hostile.
// Gives    the source of each module, a segment each, and the finding `macro` with what it does by itself and reaches
//          for.
// Bounds   the Reader's budget for what it unpacks; 2,000 modules; 4 MiB a module.
// Fails    what does not unpack stands in not_inspected, and the macro is still found. Never throws but
//          std::bad_alloc.
// Runs in  inspect worker.
// Source   MS-OVBA 2.3.4 (dir, modules), 2.4.1 (compression).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "inspect/text/compound_file.h"
#include "inspect/text/reader.h"

namespace beadle::inspect {

// A container of MS-OVBA 2.4.1; `whole` becomes false when it is damaged or longer than `most`.
std::string unpack_vba(std::string_view container, std::size_t most, bool& whole);
void read_vba(Reader& reader, const CompoundFile& file, const CompoundFile::Entry& storage, const Place& place);

}  // namespace beadle::inspect
