// period_reports.cc — the month and the year that have ended: report to the clerk, access report to chair and auditor;
// the review of the policy two months ahead; malware signatures that are old.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/london.h"
#include "mail/address.h"

#include "records/due.h"
#include "records/periods.h"
#include "records/report.h"
#include "records/say.h"
#include "settings/signature_files.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr Milliseconds day = 24LL * 60 * 60 * 1000;
constexpr int review_days_ahead = 61;

std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }

Status tell(Store& store, const Period& period, const Tally& tally) {
    const std::string values = tally.monthly_values(store, period);
    if (auto said = say(store, {"report:" + period.name, store.council.clerk, "monthly",
                                "Mail filter: report for " + period.name, values});
        !said)
        return said;
    if (period.name.size() == 4) return Done{};  // the year's access reports have come month by month
    for (const auto& to : {store.notices.chair, store.notices.auditor})
        if (auto said = say(store, {"access:" + period.name + ":" + to, to, "access",
                                    "Who looked at what: " + period.name, tally.access_values(period)});
            !said)
            return said;
    return Done{};
}

// A step at a time; a period in which nothing was recorded is not told of.
Result<DueDone> report(Store& store, const Period& period) {
    auto told = told_of(store, "report", period.name);
    if (!told) return told.failure();
    if (told->settled || store.council.name.empty()) return DueDone{};
    Tally tally = Tally::from(told->tally);
    std::int64_t next = told->next_event;
    auto finished = tally_step(store, period, next, tally);
    if (!finished) return finished.failure();
    if (!*finished) {
        auto noted = note_step(store, "report", period.name, next, tally.kept());
        if (!noted) return noted.failure();
        return DueDone{true, false};
    }
    if (next != 0)
        if (auto said = tell(store, period, tally); !said) return said.failure();
    auto done = settle_period(store, "report", period.name);
    if (!done) return done.failure();
    return DueDone{};
}

}  // namespace

Result<DueDone> report_the_month(Store& store) { return report(store, month_before(store.clock.wall())); }
Result<DueDone> report_the_year(Store& store) { return report(store, year_before(store.clock.wall())); }

Result<DueDone> remind_of_review(Store& store) {
    const auto& review = store.council.review_due;
    const auto at = london_wall(review, 0);
    if (!at || store.council.clerk.empty() || store.clock.wall() < *at - review_days_ahead * day) return DueDone{};
    auto told = told_of(store, "review", review);
    if (!told) return told.failure();
    if (told->settled) return DueDone{};
    if (auto done = settle_period(store, "review", review); !done) return done.failure();
    auto said = say(store, {"review:" + review, store.council.clerk, "review-due",
                            "The policy is due for review on " + london_day(*at + day / 2),
                            dump({{"review", london_day(*at + day / 2)},
                                  {"title", store.council.policy_title},
                                  {"year", review.substr(0, 4)}})});
    if (!said) return said.failure();
    return DueDone{};
}

Result<DueDone> alarm_about_signatures(Store& store) {
    const auto newest = published_signatures_made(store.notices.signature_folders);
    const auto days = (store.clock.wall() - newest) / day;
    if (newest == 0 || days < store.notices.signatures_days) return DueDone{};
    const std::string today = london_time(store.clock.wall()).today, subject = "The malware signatures are " + std::to_string(days) + " days old";
    if (auto said = say_to_clerk(store, {"signatures-old:" + today, "", "signatures-old", subject, dump({{"days", days}})}); !said)
        return said.failure();
    if (store.notices.admin.empty() || parse_address(store.notices.admin).folded() == parse_address(store.council.clerk).folded()) return DueDone{};
    auto said = say(store, {"signatures-old:" + today + ":admin", store.notices.admin, "signatures-old", subject, dump({{"days", days}})});
    if (!said) return said.failure();
    return DueDone{};
}

}  // namespace beadle::records
