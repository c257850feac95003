// The notices that there are, and what each template may name.
#include "notices/templates.h"

namespace beadle::notices {
namespace {

using Names = std::vector<std::string_view>;

Names with(const Names& more) {
    Names out = {"council", "clerk", "name", "ask_whom", "console"};
    out.insert(out.end(), more.begin(), more.end());
    return out;
}

const Names matter =
    with({"reference", "message", "from", "what_became", "recipients", "address", "delivered_to_others", "has_clauses",
          "clauses", "has_seen", "seen", "has_advice", "advice", "words"});

Names asking() {
    Names out = matter;
    for (const auto* more : {"code", "link", "by_reply", "separate", "time"}) out.emplace_back(more);
    return out;
}

std::vector<NoticeKind> kinds() {
    std::vector<NoticeKind> out;
    for (const auto* name : {"held", "refused", "flagged", "clerk-alert", "alert", "ask-expired"})
        out.push_back({name, matter, {"reference"}});
    out.push_back({"ask", asking(), {"reference", "code", "link"}});
    for (const auto* name : {"answer-separate", "answer-sent", "answer-stopped", "answer-unclear", "answer-no-reason",
                             "answer-already", "answer-expired", "answer-not-theirs", "answer-suspended", "answer-unknown"})
        out.push_back({name, with({"reference"}), {}});
    out.push_back({"incident-opened",
                   with({"number", "what", "by", "aware", "report_by", "has_messages", "messages", "words"}),
                   {"number"}});
    out.push_back({"incident-reminder",
                   with({"number", "what", "aware", "report_by", "left", "passed"}),
                   {"number", "report_by"}});
    out.push_back({"report-thanks", with({"number", "has_messages", "messages", "words"}), {"number"}});
    out.push_back({"suspended", with({"address", "reason", "until"}), {"until"}});
    out.push_back({"suspension-ended", with({"address", "reason", "until", "end_reason", "early"}), {}});
    out.push_back({"digest",
                   with({"title", "nothing", "has_waiting", "waiting", "oldest", "has_others", "others",
                         "has_incidents", "incidents", "words"}),
                   {}});
    out.push_back({"monthly",
                   with({"period",     "flag",    "total",         "inbound",    "outbound",           "internal",
                         "held",       "refused", "released",      "overridden", "has_clauses",        "clauses",
                         "has_topics", "topics",  "has_untrained", "untrained",  "has_unacknowledged", "unacknowledged",
                         "incidents",  "closed",  "words"}),
                   {}});
    out.push_back({"access", with({"period", "nobody", "has_people", "people", "has_runs", "runs", "words"}), {}});
    out.push_back({"review-due", with({"title", "review", "year"}), {"review"}});
    out.push_back({"signatures-old", with({"days"}), {}});
    return out;
}

}  // namespace

const std::vector<NoticeKind>& notice_kinds() {
    static const std::vector<NoticeKind> all = kinds();
    return all;
}

}  // namespace beadle::notices
