// release_octets.h — the header section of a stored message as it is sent again.
//
// Takes    the octets as stored, in pieces of any size; for a copy of its own, the envelope recipient that gets it.
// Gives    the same octets without the fields named X-Beadle-* of the header section (only ours may bear such names,
// and a
//          second stamp would have the release refused; the content hash leaves them out too). For a copy of its own
//          without every field that names recipients (To, Cc, Bcc, their Resent- forms, Apparently-To,
//          Mail-Followup-To), and one To with that recipient alone where the first of them stood. Body octets are never
//          touched.
// Bounds   holds back the first 64 octets of a line while it looks at the field name.
// Runs in  record. Never throws but std::bad_alloc.
// Source   decision 0012.
#pragma once

#include <string>
#include <string_view>

namespace beadle::records {

class ReleaseFields {
  public:
    explicit ReleaseFields(std::string recipient = "") : recipient_(std::move(recipient)) {}  // "" = as it is
    std::string add(std::string_view piece);
    std::string end();  // what is still held back

  private:
    void begin_line(std::string& out);
    void put_to(std::string& out);
    std::string recipient_;
    std::string line_;  // the beginning of a line, until it is clear what it is
    bool in_body_ = false, dropping_ = false, known_ = false, put_ = false;
};

}  // namespace beadle::records
