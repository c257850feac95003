// personal.h — is an address somebody's own: a member's, or their household's?
//
// Takes    an address, the member who sends (null = not known), the scene's directory.
// Gives    known personal addresses (high); mailboxes that bear a member's name at a provider where anybody may have
// one, or
//          at a domain that bears their surname: the sender's in any spelling medium, another member's medium by the
//          whole name and low else, since a resident may share it; the sender's surname under another first name low.
// Bounds   members x their names.
// Runs in  session, cli. Never throws but std::bad_alloc.
// Source   controls T4 B3.
#pragma once

#include <string>

#include "people/findings.h"

namespace beadle::people {

struct Personal {
    bool is = false;
    Confidence confidence = Confidence::low;
    std::string evidence;
    const Member* owner = nullptr;
};

Personal personal_at(const Address& address, const Member* sender, const Scene& scene);
// The same mailbox, or both personal addresses of one member.
bool same_person(const Address& a, const Address& b, const Member* sender, const Scene& scene);
// "p•••@resident.example": how an address is shown in samples and evidence.
std::string masked(const Address& address);

}  // namespace beadle::people
