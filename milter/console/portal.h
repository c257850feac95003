// portal.h — the console behind the log-in: which page, whether this person may, whether the form is one of ours.
//
// Takes    a request that Site let through (our host, our origin).
// Gives    the page. Whoever is not signed in is led to signing in, and back; a form without the session's seal, and a page
//          that the role does not have, change nothing and say so. What has no route is not found.
// Bounds   20 passwords at once, 3 a second; then 429.
// Fails    503 when the records cannot be asked.
// Runs in  console, on the threads of the server. Never throws but std::bad_alloc.
#pragma once

#include <mutex>
#include <string>

#include "console/desk.h"
#include "policy/policy.h"

namespace beadle::console {

class Portal {
  public:
    Portal(Asker& asker, const Clock& clock, std::string council, std::string public_address);
    Response answer(const Request& request);
    void serve_policy(const policy::Policy& policy);  // from any thread

  private:
    Response open(const Request& request, const Route& route, std::vector<std::string> parts);
    Response as_signed_in(Desk& desk, const Route& route);
    Bucket proofs_{20, 3};  // each takes 64 MiB and a tenth of a second
    std::mutex mutex_;
    Value policy_;  // in words, under the mutex
    House house_;
};

// A path of ours to go on to; "/" for anything else.
std::string safe_path(const std::string& wanted);
std::string cookie_of(const std::string& public_address, const std::string& token);  // "" ends it
// Of the one name that cookie_of() gives: a neighbour host can set any other, but not one that begins with __Host-.
std::string token_of(const std::string& public_address, const std::string& cookies);

}  // namespace beadle::console
