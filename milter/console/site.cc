#include "console/site.h"

#include <algorithm>

#include "base/text.h"
#include "console/pages.h"
#include "console/portal.h"
#include "mail/answer.h"

namespace beadle::console {
namespace {

constexpr std::string_view answer_path = "/answer/";

std::string host_of(std::string_view address) {
    const std::size_t at = address.find("://");
    return ascii_lower(at == address.npos ? address : address.substr(at + 3));
}

Response told(int status, const std::string& title, const std::string& words) {
    Response out;
    out.status = status;
    out.body = message_page(title, words);
    return out;
}

Response unavailable() {
    return told(503, "Not now",
                "The mail gateway cannot look at its records now. Nothing was changed. Please try again in a minute.");
}

std::string field(const std::map<std::string, std::string>& form, const std::string& name) {
    const auto at = form.find(name);
    return at == form.end() ? "" : at->second;
}

}  // namespace

bool Bucket::take(Milliseconds steady) {
    const std::lock_guard lock(mutex_);
    left_ = std::min(most_, left_ + static_cast<double>(steady - std::min(at_, steady)) * a_second_ / 1000.0);
    at_ = steady;
    if (left_ < 1) return false;
    left_ -= 1;
    return true;
}

Site::Site(Asker& asker, const Clock& clock, std::string public_address, std::string listen, std::string council)
    : asker_(asker), clock_(clock), public_address_(std::move(public_address)), listen_(std::move(listen)),
      portal_(std::make_unique<Portal>(asker, clock, std::move(council), public_address_)) {}

Site::~Site() = default;

void Site::serve_policy(const policy::Policy& policy) { portal_->serve_policy(policy); }

// A name that somebody else's site points at our address is not ours (DNS rebinding), nor is a form of theirs.
bool Site::is_ours(const Request& request) const {
    const std::string host = ascii_lower(request.host);
    if (host != host_of(public_address_) && host != ascii_lower(listen_)) return false;
    if (request.method != "POST") return true;
    // "null" is what a browser says of a form on a page whose address it is to tell nobody (Referrer-Policy: no-referrer).
    const bool untold = request.origin == "null" && request.fetch_site == "same-origin";
    const bool from_us = request.origin.empty() || untold || ascii_lower(request.origin) == ascii_lower(public_address_);
    return from_us && (request.fetch_site.empty() || request.fetch_site == "same-origin");
}

Response Site::answer(const Request& request) {
    if (!requests_.take(clock_.steady())) return told(429, "Too many requests", "Please try again in a minute.");
    if (!is_ours(request))
        return told(403, "Refused", "This request did not come from a page of the mail gateway. Nothing was changed.");
    const bool reads = request.method == "GET" || request.method == "HEAD";
    if (reads && request.path == "/style.css") return {200, "text/css; charset=utf-8", style_sheet(), 0};
    if (!request.path.starts_with(answer_path)) {
        if (!reads && request.method != "POST") return told(405, "Not allowed", "This can only be read or answered.");
        if (!reads && request.origin.empty() && request.fetch_site.empty())
            return told(403, "Refused", "The browser did not say which page this came from. Nothing was changed.");
        return portal_->answer(request);
    }
    const std::string code = request.path.substr(answer_path.size());
    if (reads) return question(request, code);
    if (request.method == "POST") return post(request, code);
    return told(405, "Not allowed", "This can only be read or answered.");
}

Response Site::nothing(Milliseconds since) {
    if (!misses_.take(clock_.steady())) return told(429, "Too many requests", "Please try again in a minute.");
    Response out;
    out.status = 404;
    out.body = no_question_page();
    out.not_before = since + same_time;
    return out;
}

Response Site::shown(const std::string& code, const std::string& problem, const std::string& reason) {
    const Milliseconds began = clock_.steady();
    if (!is_answer_code(code)) return nothing(began);
    const auto question = asker_.show(code);
    if (!question) return unavailable();
    if (!question->good) return nothing(began);
    Response out;
    out.status = problem.empty() ? 200 : 422;
    out.body =
        question_page(*question, std::string(answer_path) + code, seals_.seal(code, clock_.wall()), problem, reason);
    return out;
}

Response Site::question(const Request&, const std::string& code) { return shown(code, "", ""); }

Response Site::post(const Request& request, const std::string& code) {
    const Milliseconds began = clock_.steady();
    const auto form = request.body_too_large
                          ? Result<std::map<std::string, std::string>>(fail(FailureKind::limit, "form", ""))
                          : parse_form(request.body);
    if (!form)
        return told(400, "Not understood", "The form could not be read. Nothing was changed. Open the link again.");
    const std::string reason = printable(trim(field(*form, "reason")), AskReplyLimits::reason);
    if (!seals_.is_good(field(*form, "seal"), code, clock_.wall()))
        return shown(code, "The page was open too long. Nothing was changed. Please answer again.", reason);
    const auto word = answer_word(field(*form, "word"));
    if (!word || *word == AnswerWord::unclear) return shown(code, "Choose one of the answers.", reason);
    const auto taken = asker_.give({code, *word, reason});
    if (!taken || taken->unavailable) return unavailable();
    switch (taken->outcome) {
        case AnswerOutcome::separate:
        case AnswerOutcome::sent:
        case AnswerOutcome::stopped:
        case AnswerOutcome::suspended: {
            Response out;
            out.body = done_page(taken->outcome);
            return out;
        }
        case AnswerOutcome::no_reason:
            return shown(code, "Say why it should be sent as it is.", reason);
        case AnswerOutcome::unclear:
            return shown(code, "Choose one of the answers.", reason);
        default:
            return nothing(began);
    }
}

}  // namespace beadle::console
