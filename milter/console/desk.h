// desk.h — one request of somebody who is signed in: what the handler of a page works with.
//
// Takes    the request with its fields read, who asks and what their role may; the records, through Asker.
// Gives    ask(): the records' answer, its lines read. page(): a whole page from its template, with header, pages of this role
//          and the seal that its forms bear. go(): to another page; words about what was done travel as a code, never as text.
// Fails    what the records refuse or cannot answer becomes a page by trouble().
// Runs in  console, on a thread of the server. Never throws but std::bad_alloc.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "console/form.h"
#include "console/site.h"
#include "console/value.h"

namespace beadle::console {

struct Reply {
    bool reached = false;
    std::uint32_t exit_code = 0;
    std::string problem, needs;  // needs: "sign-in", "proof", "right"
    std::vector<Value> lines;
    bool done() const { return reached && exit_code == 0; }
    const Value& first() const;
};
Reply ask_records(Asker& asker, const std::string& token, const std::string& verb, const Value& arguments,
                  const std::string& client);

struct House {  // what all pages share
    Asker& asker;
    const Clock& clock;
    std::string council, public_address;
    std::function<Value()> policy = {};  // what serves now: title, adopted, version, rules in words
};

class Desk {
  public:
    Desk(House& of, const Request& asked, std::string with) : house(of), request(asked), token(std::move(with)) {}
    House& house;
    const Request& request;
    std::string token;                // of the session; "" = nobody is signed in
    Value who;                        // session.look
    Fields query, form;
    std::vector<std::string> parts;   // of the path: what stands in the place of each "*"
    std::string here;                 // path of the page in the list of pages, for "you are here"

    Reply ask(const std::string& verb, const Value& arguments = Value::map()) const;
    bool may(std::string_view verb) const { return who["rights"].has(verb); }
    std::string role() const { return who.text("role"); }
    Response page(std::string_view name, const std::string& title, Value data, int status = 200) const;
    Response go(const std::string& path) const;
    Response trouble(const Reply& reply) const;
    Response words(int status, const std::string& title, const std::string& words) const;
    std::string seal() const;          // of the forms of this session, other octets each time
    bool is_sealed() const;            // the form bears it
};

using Handler = Response (*)(Desk&);
// A page's rows of the table of routes. Right: the verb that the role must have; "" = anybody, signed in or not; "-" = anybody
// who is signed in.
struct Route {
    std::string_view method, path, right;
    Handler handler;
};

}  // namespace beadle::console
