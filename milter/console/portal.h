// portal.h — the console behind the log-in: which page, whether this person may, whether the form is one of ours.
//
// Takes    a request that Site let through (our host, our origin).
// Gives    the page. Whoever is not signed in is led to signing in, and back; a form without the session's seal, and a page
//          that the role does not have, change nothing and say so. What has no route is not found.
// Fails    503 when the records cannot be asked.
// Runs in  console, on the threads of the server. Never throws but std::bad_alloc.
#pragma once

#include <memory>
#include <string>

#include "console/desk.h"
#include "console/undoing.h"

namespace beadle::console {

class Portal {
  public:
    Portal(Asker& asker, const Clock& clock, std::string council, std::string public_address);
    ~Portal();
    Response answer(const Request& request);

  private:
    Response open(const Request& request, const Route& route, std::vector<std::string> parts);
    Response as_signed_in(Desk& desk, const Route& route);
    std::unique_ptr<Undoing> undoing_;
    House house_;
};

// A path of ours to go on to; "/" for anything else.
std::string safe_path(const std::string& wanted);
std::string cookie_of(const std::string& public_address, const std::string& token);  // "" ends it
std::string token_of(const std::string& cookies);

}  // namespace beadle::console
