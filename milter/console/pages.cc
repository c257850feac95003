#include "console/pages.h"

#include "base/text.h"

namespace beadle::console {
namespace {

constexpr std::size_t most_items = 20;

std::string page(const std::string& title, const std::string& content) {
    return "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" "
           "content=\"noindex\">\n"
           "<title>" +
           escaped(title) + "</title>\n<link rel=\"stylesheet\" href=\"/style.css\">\n</head>\n<body>\n<main>\n<h1>" +
           escaped(title) + "</h1>\n" + content + "</main>\n</body>\n</html>\n";
}

std::string list(const std::vector<std::string>& items) {
    std::string out = "<ul>\n";
    for (std::size_t i = 0; i < items.size() && i < most_items; ++i) out += "<li>" + escaped(items[i]) + "</li>\n";
    if (items.size() > most_items) out += "<li>and " + std::to_string(items.size() - most_items) + " more</li>\n";
    return out + "</ul>\n";
}

std::string choice(const char* value, const char* words, const char* hint) {
    const std::string id = std::string("word-") + value;
    return "<p><input type=\"radio\" name=\"word\" id=\"" + id + "\" value=\"" + value + "\" aria-describedby=\"" + id +
           "-hint\"> <label for=\"" + id + "\">" + words + "</label><br><span id=\"" + id + "-hint\">" + hint +
           "</span></p>\n";
}

std::string form(const wire::QuestionShown& q, const std::string& path, const std::string& seal,
                 const std::string& reason) {
    std::string out = "<form method=\"post\" action=\"" + escaped(path) +
                      "\">\n<input type=\"hidden\" name=\"seal\" value=\"" + escaped(seal) +
                      "\">\n<fieldset>\n<legend>What is to become of it?</legend>\n";
    if (q.separate)
        out += choice("separate", "Send it as separate copies", "Each of them gets it and does not see the others.");
    out += choice("send", "Send it as it is", "Say why below.");
    out += choice("stop", "Do not send it", "The copy that waits here is deleted. Yours stays in your Sent folder.");
    return out +
           "</fieldset>\n<p><label for=\"reason\">Why it should be sent as it is (only for that answer)</label><br>\n"
           "<input type=\"text\" id=\"reason\" name=\"reason\" maxlength=\"300\" autocomplete=\"off\" value=\"" +
           escaped(reason) + "\"></p>\n<p><button type=\"submit\">Answer</button></p>\n</form>\n";
}

}  // namespace

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string question_page(const wire::QuestionShown& q, const std::string& path, const std::string& seal,
                          const std::string& problem, const std::string& reason) {
    std::string out;
    if (!problem.empty()) out += "<p role=\"alert\" class=\"problem\"><strong>" + escaped(problem) + "</strong></p>\n";
    const std::string subject = q.subject.empty() ? "(no subject)" : "\"" + printable(q.subject, 200) + "\"";
    out += "<p>You sent the message " + escaped(subject) + ". It has not gone out yet to:</p>\n" + list(q.recipients);
    if (!q.seen.empty()) out += "<h2>What was seen</h2>\n" + list(q.seen);
    out += form(q, path, seal, reason);
    out += "<p>Reference " + escaped(q.reference) + ". Questions? Ask the Town Clerk.</p>\n";
    return page("Your message is waiting", out);
}

std::string done_page(AnswerOutcome outcome) {
    switch (outcome) {
        case AnswerOutcome::separate:
            return message_page("It goes out as separate copies",
                                "Each recipient gets a copy of their own and does not see the others.");
        case AnswerOutcome::sent:
            return message_page("It goes out", "It goes out as it is. Your reason was noted.");
        case AnswerOutcome::stopped:
            return message_page("It is not sent", "The copy that waited was deleted.");
        case AnswerOutcome::suspended:
            return message_page("It is not sent: your mail is suspended",
                                "The message stays with the clerk, who decides what becomes of it. Ask the Town Clerk.");
        default:
            return no_question_page();
    }
}

std::string no_question_page() {
    return message_page(
        "This link asks nothing now",
        "The question was answered, the time to answer is over, or the link is not whole. Nothing was changed. "
        "Look for a later mail about it, or ask the Town Clerk.");
}

std::string message_page(const std::string& title, const std::string& words) {
    return page(title, "<p>" + escaped(words) + "</p>\n");
}

std::string style_sheet() {
    return "body{font:1.125rem/1.5 "
           "arial,sans-serif;color:#0b0c0c;background:#fff;margin:0}main{max-width:40rem;margin:0 auto;padding:1rem}"
           "h1{font-size:1.75rem}fieldset{border:1px solid #505a5f;padding:.5rem 1rem}legend{font-weight:bold}"
           "input[type=text]{font:inherit;width:100%;box-sizing:border-box;padding:.4rem;border:2px solid #0b0c0c}"
           "input[type=radio]{width:1.5rem;height:1.5rem;vertical-align:middle}label{font-weight:bold}"
           "button{font:inherit;font-weight:bold;padding:.6rem 1.2rem;color:#fff;background:#00703c;border:2px solid "
           "#00401f}"
           ".problem{border-left:.4rem solid #d4351c;padding-left:.6rem}:focus{outline:3px solid "
           "#ffdd00;outline-offset:2px;"
           "box-shadow:0 0 0 5px #0b0c0c}"
           "@media(prefers-color-scheme:dark){body{color:#f3f2f1;background:#0b0c0c}"
           "input[type=text]{color:#f3f2f1;background:#0b0c0c;border-color:#f3f2f1}}\n";
}

}  // namespace beadle::console
