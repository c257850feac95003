// content_check.h — whether every kept message still opens: all its slices in their order, and nothing besides.
//
// Gives    step() unseals a little; true: all were looked at, or `problem` says which one is not as it was stored.
// Fails    as database.h. A message that is destroyed meanwhile is none to look at. Never throws but std::bad_alloc.
// Runs in  record, as a part of `events verify`. What it unseals goes nowhere.
#pragma once

#include <optional>
#include <string>

#include "records/store.h"
#include "records/vault.h"

namespace beadle::records {

class ContentCheck {
  public:
    Result<bool> step(Store& store, std::string& problem);

  private:
    Result<bool> next_message(Store& store, std::string& problem);
    Result<bool> is_destroyed(Store& store) const;
    std::optional<Outgoing> open_;
    std::int64_t message_ = 0;
};

}  // namespace beadle::records
