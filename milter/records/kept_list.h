// kept_list.h — kept copies and journalled mail found by what they are: one statement over the slim rows of held_index.
//
// Takes    ListArguments. Gives ids in the order asked for, at most `limit`; or how many there are.
// Bounds   one pass over the index rows at most.
// Fails    as database.h. Never throws but std::bad_alloc.
// Runs in  record.
#pragma once

#include <vector>

#include "records/arguments.h"
#include "records/store.h"

namespace beadle::records {

Result<std::vector<std::int64_t>> find_kept(Store& store, const ListArguments& wanted);
Result<std::int64_t> count_kept(Store& store, const ListArguments& wanted);

}  // namespace beadle::records
