// server.h — the HTTP edge of the console: the only file that knows cpp-httplib.
//
// Takes    "HOST:PORT" on loopback; requests of anybody who reaches it.
// Gives    each request to the Site, the Response with the fields that keep a browser from doing more than showing it.
// Bounds   32 requests at once, 8 of one client, one a connection; 10 s to read a whole request (1 s while most threads are taken); 64 KiB of body however it comes; a path of 200
// octets. Fails    misconfigured: the port is taken. A header section without end is bounded by the process's memory
// limit (control.cc). Runs in  console, threads of its own; the constructor and stop() on the control thread. Source
// cpp-httplib 0.11: its length limit does not hold for chunked bodies, Host is not checked, error texts show
// exceptions.
#pragma once

#include <memory>
#include <string>

#include "console/site.h"

namespace beadle::console {

class Server {
  public:
    static Result<std::unique_ptr<Server>> start(const std::string& listen, Site& site, const Clock& clock);
    ~Server();  // requests under way are finished
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

  private:
    struct State;
    explicit Server(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace beadle::console
