// properties_text.h — what a document says of itself and of the people who wrote it, of whatever format.
//
// Takes    names of properties as the format calls them, with their values.
// Gives    one segment and a finding that names the fields, never their values.
// Bounds   output <= input + names. Never throws but std::bad_alloc.
// Runs in  inspect worker.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inspect/text/reader.h"

namespace beadle::inspect {

class PropertyFields {
  public:
    void field(const std::string& name, std::string_view value, bool custom);
    void more(std::string_view words);
    bool titled() const { return titled_; }
    void emit(Reader& reader, const Place& at);

  private:
    std::string text_;
    bool titled_ = false;
    std::vector<std::string> people_, words_;  // which fields say something
};

}  // namespace beadle::inspect
