// conditions.h — the WHERE of a list, put together of what was asked for.
//
// Takes    a condition with ? for its one value, however often it names it; or one without a value.
// Gives    where(): "" or " WHERE …" with ?1 ?2 … in the order of `values`: what is not compared costs nothing, and what is compared
//          can be found by an index.
// Runs in  record. Never throws but std::bad_alloc.
#pragma once

#include <string>

#include "base/text.h"
#include "records/database.h"
#include "records/queries.h"

namespace beadle::records {

class Conditions {
  public:
    Values values;
    void add(const std::string& condition, Value value) {
        values.push_back(std::move(value));
        add(replace_all(condition, "?", "?" + std::to_string(values.size())));
    }
    void add(const std::string& condition) { where_ += (where_.empty() ? " WHERE " : " AND ") + condition; }
    // A condition with LIKE ? for texts that hold the part, in lower case; "" asks for nothing.
    void holds(const std::string& condition, const std::string& part) {
        if (!part.empty()) add(condition, anywhere(part));
    }
    const std::string& where() const { return where_; }

  private:
    std::string where_;
};

}  // namespace beadle::records
