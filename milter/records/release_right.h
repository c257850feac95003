// release_right.h — what the release of one kept message asks for beyond the right to release.
//
// Takes    the verb and its arguments as they came. Gives: malware is released by nobody below admin, who has proven who they
//          are again. Of any other verb: nothing more.
// Fails    as database.h. Never throws but std::bad_alloc.
// Runs in  record.
#pragma once

#include <string>

#include "records/store.h"

namespace beadle::records {

struct SpecialRight {
    bool not_below_admin = false, fresh = false;
    bool out_of_scope = false;  // a kept message that this person sees nothing of (scope.h)
};
Result<SpecialRight> release_right(Store& store, const std::string& verb, const std::string& arguments,
                                   const std::string& scope = "");

}  // namespace beadle::records
