// site.h — what is answered to a request for a page: the rules of the site, without a socket.
//
// Takes    method, path, the fields that matter and the body of one request; the records, through Asker.
// Gives    a Response. GET and HEAD only show: a scanner that follows every link changes nothing. POST acts, with the
// seal of a
//          page that was shown. All other pages are behind the log-in (portal.h). Requests that name another host, or come from another site, are refused. Links that are
//          unknown, used or too old get one page, with one status, after the same time.
// Bounds   100 requests a second with 300 at once, 2 misses a second with 10 at once; then 429.
// Fails    503 when the records cannot be asked; nothing was changed then, and the page says so.
// Runs in  console, on the threads of the server. Never throws but std::bad_alloc.
// Source   decision 0012; RFC 9110.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "console/form.h"
#include "policy/policy.h"
#include "wire/console.h"
#include "wire/messages.h"

namespace beadle::console {

struct Request {
    std::string method, path;
    std::string host, origin, fetch_site;  // fields; "" = not sent
    std::string body;
    bool body_too_large = false;
    std::string query = {}, cookie = {}, browser = {}, address = {};  // address: of the client, as the web server before us tells it
};
// What a browser may do with an answer: a page of ours; a stranger's mail, shown in a frame of such a page; a file to keep.
enum class Shown : std::uint8_t { page, frame, download };
struct Response {
    int status = 200;
    std::string type = "text/html; charset=utf-8";
    std::string body;
    Milliseconds not_before = 0;  // steady: sent then at the earliest
    Shown shown = Shown::page;
    std::string location = {}, cookie = {}, file_name = {};  // cookie: a whole Set-Cookie; file_name: of a download
    bool keep = false;                        // a browser may keep it: its address changes with its octets
};

struct Asker {
    virtual ~Asker() = default;
    virtual Result<wire::QuestionShown> show(const std::string& code) = 0;
    virtual Result<wire::AnswerTaken> give(const wire::GiveAnswer& answer) = 0;
    // In the name of who is signed in under that token ("": nobody yet). All frames of the answer as one.
    virtual Result<wire::Answer> ask(const wire::ConsoleAsk& question) = 0;
};

// So many at once, so many a second.
class Bucket {
  public:
    Bucket(double most, double a_second) : most_(most), a_second_(a_second), left_(most) {}
    bool take(Milliseconds steady);

  private:
    std::mutex mutex_;
    const double most_, a_second_;
    double left_;
    Milliseconds at_ = 0;
};

class Site {
  public:
    static constexpr Milliseconds same_time = 400;  // to tell that there is no question
    // public_address: "https://beadle.council.example"; listen: where the web server before us reaches us.
    Site(Asker& asker, const Clock& clock, std::string public_address, std::string listen, std::string council = {});
    void serve_policy(const policy::Policy& policy);  // of the generation that serves now
    ~Site();
    Response answer(const Request& request);

  private:
    bool is_ours(const Request& request) const;
    Response question(const Request& request, const std::string& code);
    Response post(const Request& request, const std::string& code);
    Response shown(const std::string& code, const std::string& problem, const std::string& reason);
    Response nothing(Milliseconds since);
    Asker& asker_;
    const Clock& clock_;
    const std::string public_address_, listen_;
    Seals seals_;
    std::unique_ptr<class Portal> portal_;
    Bucket requests_{300, 100}, misses_{10, 2};
};

}  // namespace beadle::console
