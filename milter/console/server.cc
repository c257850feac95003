#include "console/server.h"

#include <chrono>
#include <thread>

#include "base/log.h"
#include "base/text.h"
#include "console/bounded_http.h"
#include "console/client_limits.h"
#include "console/pages.h"

namespace beadle::console {
namespace {

constexpr int at_once_of_one_client = 8;
constexpr std::size_t threads = 32, most_path = 200, most_field = 4096, most_body = 64u << 10;
constexpr const char* page_rules =
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
// A stranger's mail: no script, no form, nothing fetched, an origin of its own.
constexpr const char* frame_rules =
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox";
constexpr time_t seconds = 5;

void put(const Response& from, httplib::Response& to) {
    to.status = from.status;
    to.set_header("Content-Security-Policy", from.shown == Shown::frame ? frame_rules : page_rules);
    to.set_header("X-Content-Type-Options", "nosniff");
    to.set_header("Referrer-Policy", "no-referrer");
    to.set_header("Cache-Control", from.keep ? "public, max-age=31536000, immutable" : "no-store");
    to.set_header("X-Frame-Options", from.shown == Shown::frame ? "SAMEORIGIN" : "DENY");
    to.set_header("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
    if (!from.location.empty()) to.set_header("Location", from.location);
    if (!from.cookie.empty()) to.set_header("Set-Cookie", from.cookie);
    if (from.shown == Shown::download)
        to.set_header("Content-Disposition", "attachment; filename=\"" + from.file_name + "\"");
    to.set_header("Cross-Origin-Opener-Policy", "same-origin");
    to.set_header("Cross-Origin-Resource-Policy", "same-origin");
    to.set_header("X-Robots-Tag", "noindex");
    if (from.status == 429 || from.status == 503) to.set_header("Retry-After", "60");
    to.set_content(from.body, from.type);
}

// We are reached on loopback alone: who comes through the council's web server is named by it.
std::string client_of(const httplib::Request& from) {
    const auto count = from.get_header_value_count("X-Forwarded-For");
    const std::string told = count == 0 ? "" : from.get_header_value("X-Forwarded-For", count - 1);
    const std::string last(trim(std::string_view(told).substr(told.rfind(',') + 1)));
    const bool good = !last.empty() && last.size() <= 45 && last.find_first_not_of("0123456789abcdefABCDEF.:") == last.npos;
    return good ? last : from.remote_addr;
}

// The first field of each name, as the client sent it.
Request request_of(const httplib::Request& from) {
    Request out;
    out.method = from.method;
    out.path = from.path.size() <= most_path ? from.path : "/";
    out.host = from.get_header_value_count("Host") == 1 ? from.get_header_value("Host") : "";
    out.origin = from.get_header_value("Origin");
    out.fetch_site = from.get_header_value("Sec-Fetch-Site");
    const auto mark = from.target.find('?');
    if (mark != from.target.npos && from.target.size() - mark <= most_field) out.query = from.target.substr(mark + 1);
    if (from.get_header_value_count("Cookie") == 1) out.cookie = from.get_header_value("Cookie").substr(0, most_field);
    out.browser = from.get_header_value("User-Agent").substr(0, most_field);
    out.address = client_of(from);
    return out;
}

// Whatever the length says, and chunked bodies say none.
void read_body(const httplib::ContentReader& reader, Request& request) {
    const bool whole = reader([&](const char* octets, std::size_t length) {
        if (request.body.size() + length > most_body) return false;
        request.body.append(octets, length);
        return true;
    });
    request.body_too_large = !whole;
}

}  // namespace

struct Server::State {
    BoundedHttp http{static_cast<int>(threads)};
    ClientLimits clients{at_once_of_one_client};
    Site& site;
    const Clock& clock;
    std::thread thread;

    State(Site& site_given, const Clock& clock_given) : site(site_given), clock(clock_given) {}
    void reply(const Request& request, httplib::Response& to) {
        const auto place = clients.enter(request.address);
        if (!place) {
            Response busy;
            busy.status = 429;
            busy.body = message_page("Too much at once", "Many pages were asked for from where you are. Wait a moment and try again. Nothing was changed.");
            return put(busy, to);
        }
        const auto response = site.answer(request);
        if (response.not_before > clock.steady())
            std::this_thread::sleep_for(std::chrono::milliseconds(response.not_before - clock.steady()));
        put(response, to);
    }
    void set_up() {
        http.new_task_queue = [] { return new httplib::ThreadPool(threads); };  // owned and deleted by the library
        http.set_read_timeout(seconds, 0);
        http.set_write_timeout(seconds, 0);
        http.set_keep_alive_max_count(1);
        http.set_payload_max_length(most_body);
        // The library answers any number of ranges of a page, each a copy: one small request would take all memory.
        http.set_pre_routing_handler([](const httplib::Request& from, httplib::Response& to) {
            const_cast<httplib::Request&>(from).ranges.clear();
            if (from.method == "GET" || from.method == "HEAD" || from.method == "POST")
                return httplib::Server::HandlerResponse::Unhandled;
            to.status = 405;  // before a body of it would be read
            return httplib::Server::HandlerResponse::Handled;
        });
        http.Get(".*", [this](const httplib::Request& from, httplib::Response& to) { reply(request_of(from), to); });
        http.Post(".*",
                  [this](const httplib::Request& from, httplib::Response& to, const httplib::ContentReader& reader) {
                      Request request = request_of(from);
                      if (!from.is_multipart_form_data()) read_body(reader, request);
                      reply(request, to);
                  });
        const auto plain = [](int status) {
            Response out;
            out.status = status;
            out.body = message_page("Not possible", "The request could not be answered. Nothing was changed.");
            return out;
        };
        http.set_exception_handler(
            [plain](const httplib::Request&, httplib::Response& to, std::exception_ptr) { put(plain(500), to); });
        http.set_error_handler([plain](const httplib::Request&, httplib::Response& to) {
            if (to.body.empty()) put(plain(to.status), to);
        });
    }
};

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Server::~Server() {
    state_->http.stop();
    if (state_->thread.joinable()) state_->thread.join();
}

Result<std::unique_ptr<Server>> Server::start(const std::string& listen, Site& site, const Clock& clock) {
    const std::size_t colon = listen.rfind(':');
    std::string host = listen.substr(0, colon);
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    auto state = std::make_unique<State>(site, clock);
    state->set_up();
    if (colon == listen.npos || !state->http.bind_to_port(host, std::atoi(listen.c_str() + colon + 1)))
        return fail(FailureKind::misconfigured, "console",
                    "the console cannot listen at " + listen + ": [console] listen");
    State* s = state.get();
    state->thread = std::thread([s] { s->http.listen_after_bind(); });
    return std::unique_ptr<Server>(new Server(std::move(state)));
}

}  // namespace beadle::console
