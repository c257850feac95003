// release_octets.h — header fields of ours leave a stored message before it is sent again.
//
// Takes    the octets as stored, in pieces of any size.
// Gives    the same octets without the fields named X-Beadle-* of the header section (only ours may bear such names,
// and a
//          second stamp would have the release refused); body octets are never touched. The content hash leaves them
//          out too.
// Bounds   holds back the first nine octets of a line while it looks at the field name.
// Runs in  record. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <string_view>

namespace beadle::records {

class WithoutOwnFields {
  public:
    std::string add(std::string_view piece);
    std::string end();  // what is still held back

  private:
    void begin_line(std::string& out);
    std::string line_;  // the beginning of a line, until it is clear what it is
    bool in_body_ = false, dropping_ = false, known_ = false;
};

}  // namespace beadle::records
