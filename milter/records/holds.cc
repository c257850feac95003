#include "records/holds.h"

namespace beadle::records {

Result<bool> is_on_hold(Store&, std::int64_t) { return false; }

}  // namespace beadle::records
