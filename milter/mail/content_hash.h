// content_hash.h — the name of a message's content as a milter is shown it: what a release stamp is bound to.
//
// Takes    header fields in order and the body, as the milter callbacks give them, in pieces of any size.
// Gives    64 hex digits. Left out: every X-Beadle-* field and every Received field (a hop adds its own), so that the
//          hash of the stored message and of its release agree. Blank after the colon and folding white space count as one
//          blank, and the first 32 KiB of a field: Postfix cuts one near 60000 octets when it shows it to a milter, and cuts
//          it shorter when that is sent again. The body counts octet by octet.
// Runs in  session, record, mail. Never throws.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace beadle {

class ContentHash {
  public:
    ContentHash();
    ~ContentHash();
    ContentHash(ContentHash&&) noexcept;
    ContentHash& operator=(ContentHash&&) noexcept;
    void field(std::string_view name, std::string_view body);
    void body(std::string_view octets);
    std::string hex();  // ends it

    // Of a whole message (header section, empty line, body).
    static std::string of_message(std::string_view octets);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace beadle
