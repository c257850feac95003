// recipient_words.h — words by which an address and a name are known to be a person's, an office's or a public body's.
//
// Takes    the [[list]] entries of signatures/words/*.toml: role-address, role-ending, public-body,
//          organisation-display and forename.
// Gives    look-ups in lower case. A list that is missing among others is empty and named in `missing`: everybody then
//          counts as a person, nobody as known by a forename.
// Runs in  session, cli; read once a generation, const afterwards. Never throws but std::bad_alloc.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mail/address.h"
#include "settings/bundle.h"

namespace beadle {

class RecipientWords {
  public:
    static RecipientWords read(const Bundle& bundle);

    bool is_role(std::string_view local) const;            // "info", "clerk.towcester", "planning-admin"
    bool is_public_body(std::string_view domain) const;    // it or a domain above it is listed
    bool is_organisation(std::string_view display) const;  // a word of the display name is one of an organisation
    bool is_forename(std::string_view word) const { return forenames_.contains(word); }
    const std::vector<std::string>& missing() const { return missing_; }

  private:
    using Set = std::set<std::string, std::less<>>;
    Set roles_, public_, organisations_, forenames_;
    std::vector<std::string> endings_, missing_;
};

}  // namespace beadle
