#include "console/words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>

#include "base/text.h"
#include "mail/decision.h"
#include "mail/finding.h"

namespace beadle::console {
namespace {

struct Pair {
    std::string_view word, words;
};
constexpr Pair roles[] = {{"clerk", "Clerk"}, {"deputy", "Deputy clerk"}, {"rfo", "Responsible financial officer"},
                          {"admin", "Administrator"}, {"auditor", "Auditor"}, {"chair", "Chair"},
                          {"contractor", "Contractor"}, {"member", "Member"}};
constexpr Pair outcomes[] = {{"accepted", "Delivered"}, {"flagged", "Delivered with a note"}, {"asked", "Sender asked"},
                             {"quarantined", "Held"}, {"split", "Held for some"}, {"rejected", "Refused"}, {"deferred", "Put off"},
                             {"answer", "An answer to Beadle"}, {"released", "Released"},
                             {"accept", "Delivered"}, {"log", "Delivered, noted"}, {"flag", "Delivered with a note"},
                             {"ask", "Sender asked"}, {"reject", "Refused"}, {"quarantine", "Held"}, {"defer", "Put off"}};
constexpr Pair events[] = {{"verdict", "Checked"}, {"heard", "The sending server heard our answer"}, {"stamp-issued", "Made ready to be sent on"},
                           {"stamp-seen", "Taken by the mail server to be sent on"}, {"release-settled", "Sent on"}, {"delivery", "What the mail server did with it"}, {"notice", "A notice"},
                           {"incident-evidence", "Kept as evidence of an incident"}, {"incident-opened", "An incident was opened"}, {"incident-reminder", "A reminder of the 72 hours"},
                           {"expiry-warned", "A warning that it runs out"}, {"released", "Released"}, {"discarded", "Discarded"}, {"expired", "Its time in the store ran out"},
                           {"returned", "Sent back to the sender with a note"}, {"content-shown", "The content was read"}, {"content-revealed", "The content was read with nothing hidden"}, {"content-exported", "The mail was saved as a file"}, {"summary", "Listed in a summary"},
                           {"question-expired", "The sender did not answer in time"}, {"answer", "The sender answered"}};
constexpr Pair states[] = {{"pending", "Waiting"}, {"held", "Waiting"}, {"superseded", "Sent again, see the later one"},
                           {"released", "Released"}, {"discarded", "Discarded"}, {"expired", "Expired"}, {"void", "Not held after all"},
                           {"sending", "Being sent"}};
constexpr Pair done[] = {{"released", "Released. It is on its way."}, {"approved", "Noted. A second person has to ask for the same release."},
                         {"discarding", "Discarded."}, {"undone", "Kept. Nothing was discarded."},
                         {"withdrawn", "Taken back. It is not sent."}, {"session", "That session has ended."}, {"password", "Your password is changed. Wherever else you were signed in, you are signed out."},
                         {"removed", "The account has ended."}, {"signed-out", "You are signed out."},
                         {"set-up", "Your account is ready. Sign in."}, {"proven", "Thank you. Go on."},
                         {"bulk", "Done."}, {"returned", "Sent back with your note."}, {"incident", "An incident was opened."},
                         {"saved", "Saved."}, {"search-forgotten", "That search is taken away."}, {"proposed", "Kept as a new version. Mail is judged as before until it is adopted."},
                         {"adopted", "Adopted."}, {"second", "Noted. Nothing has happened yet: a second person has to do the same."},
                         {"request", "The request is open and its clock runs."}, {"hold", "The hold is in force."}, {"suspended", "Suspended. The member and the clerk are told."}, {"lifted", "It is lifted."},
                         {"destroyed", "Destroyed. The certificate is among the certificates."}, {"nothing-due", "Nothing of it is due, so nothing was destroyed."}, {"searched", "Searched. What was done stands in the file, as proof."}};

template <std::size_t n>
std::string look_up(const Pair (&table)[n], std::string_view word, std::string otherwise) {
    for (const auto& row : table)
        if (row.word == word) return std::string(row.words);
    return otherwise;
}

constexpr std::array<const char*, 12> months = {"January", "February", "March", "April", "May", "June",
                                                "July", "August", "September", "October", "November", "December"};
constexpr Milliseconds hour = 3'600'000, day = 24 * hour;

// 01:00 UTC on the last Sunday of that month.
Milliseconds change(std::chrono::year year, std::chrono::month month) {
    using namespace std::chrono;
    const sys_days last = sys_days{year / month / weekday_last(Sunday)};
    return duration_cast<milliseconds>(last.time_since_epoch()).count() + hour;
}

std::string two(int n) { return (n < 10 ? "0" : "") + std::to_string(n); }

struct Civil {
    int year = 1970, month = 1, day = 1, hour = 0, minute = 0;
};
Civil london(Milliseconds wall) {
    using namespace std::chrono;
    const Milliseconds local = wall + london_offset(wall);
    const sys_days days{floor<std::chrono::days>(sys_time<milliseconds>(milliseconds(local)))};
    const year_month_day date{days};
    const Milliseconds of_day = local - duration_cast<milliseconds>(days.time_since_epoch()).count();
    return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
            static_cast<int>(static_cast<unsigned>(date.day())), static_cast<int>(of_day / hour),
            static_cast<int>(of_day % hour / 60'000)};
}

int number_at(std::string_view text, std::size_t at, std::size_t count) {
    int out = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (i >= text.size() || text[i] < '0' || text[i] > '9') return -1;
        out = out * 10 + (text[i] - '0');
    }
    return out;
}

std::string plural(std::int64_t n, const std::string& word) { return std::to_string(n) + " " + word + (n == 1 ? "" : "s"); }

// What is sensitive or dangerous says more than whom it goes to, and what is sure more than what is likely.
int weight(const Value& finding) {
    const std::string confidence = finding.text("confidence");
    const auto kind = finding_kind(finding.text("kind"));
    const bool people = !kind || group_of(*kind) == FindingGroup::people || group_of(*kind) == FindingGroup::access;
    return (confidence == "high" ? 3 : confidence == "medium" ? 2 : 1) + (people ? 0 : 4);
}

}  // namespace

std::string role_words(std::string_view role) { return look_up(roles, role, std::string(role)); }
std::string outcome_words(std::string_view outcome) { return look_up(outcomes, outcome, std::string(outcome)); }
std::string state_words(std::string_view state) { return look_up(states, state, std::string(state)); }
std::string event_words(std::string_view kind) {
    std::string plain = replace_all(kind, "-", " ");
    if (!plain.empty()) plain[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(plain[0])));
    return look_up(events, kind, plain);
}

std::string done_words(std::string_view code, std::string_view id) {
    const std::string words = look_up(done, code, "");
    const bool reference = id.size() == 9 && id[4] == '-' && std::all_of(id.begin(), id.end(), [](char c) {
                               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
                           });
    return words.empty() || !reference ? words : std::string(id) + ": " + words;
}

std::string kind_words(std::string_view kind) {
    const auto known = finding_kind(kind);
    return known ? std::string(beadle::words(*known)) : replace_all(kind, "-", " ");
}

Milliseconds london_offset(Milliseconds wall) {
    using namespace std::chrono;
    const year_month_day date{floor<days>(sys_time<milliseconds>(milliseconds(wall)))};
    return wall >= change(date.year(), March) && wall < change(date.year(), October) ? hour : 0;
}

Milliseconds wall_of(std::string_view t) {
    using namespace std::chrono;
    const int y = number_at(t, 0, 4), m = number_at(t, 5, 2), d = number_at(t, 8, 2), h = number_at(t, 11, 2),
              min = number_at(t, 14, 2), s = number_at(t, 17, 2);
    if (y < 1970 || m < 1 || d < 1 || h < 0 || min < 0 || s < 0) return 0;
    const sys_days date{year(y) / month(static_cast<unsigned>(m)) / std::chrono::day(static_cast<unsigned>(d))};
    return duration_cast<milliseconds>(date.time_since_epoch()).count() + h * hour + min * 60'000 + s * 1000;
}

std::string london_words(std::string_view utc) {
    const Milliseconds wall = wall_of(utc);
    if (wall == 0) return "";
    const Civil c = london(wall);
    return std::to_string(c.day) + " " + months[static_cast<std::size_t>(c.month - 1)] + " " + std::to_string(c.year) + ", " +
           two(c.hour) + ":" + two(c.minute);
}

std::string london_clock(std::string_view utc) {
    const Milliseconds wall = wall_of(utc);
    if (wall == 0) return "";
    const Civil c = london(wall);
    return two(c.hour) + ":" + two(c.minute);
}

std::string london_stamp(std::string_view utc) {
    const Milliseconds wall = wall_of(utc);
    if (wall == 0) return "";
    std::string out = utc_text(wall + london_offset(wall)).substr(0, 19);
    out[10] = ' ';
    return out + (london_offset(wall) == 0 ? "+00:00" : "+01:00");
}

Milliseconds london_day_start(Milliseconds now) {
    const Civil c = london(now);
    return now - (c.hour * hour + c.minute * 60'000 + now % 60'000);
}

std::string age_words(Milliseconds age) {
    if (age < 60'000) return "less than a minute";
    if (age < 2 * hour) return plural(age / 60'000, "minute");
    if (age < 2 * day) return plural(age / hour, "hour");
    return plural(age / day, "day");
}

std::string size_words(std::int64_t octets) {
    if (octets < 1000) return plural(octets, "byte");
    if (octets < 1'000'000) return std::to_string((octets + 500) / 1000) + " kB";
    return std::to_string(octets / 1'000'000) + "." + std::to_string(octets % 1'000'000 / 100'000) + " MB";
}

namespace {

// The action that kept this copy: the strongest, or that of its reason where others of its recipients met another one.
std::string deciding_action(const Value& item) {
    const std::string reason = item.text("reason");
    const std::string wanted = reason == "refused" ? "reject" : reason == "ask" ? "ask" : reason == "quarantine" ? "quarantine" : "";
    std::string strongest;
    for (const auto& rule : item["decision"]["rules"].items()) {
        if (rule.flag("watched") || !rule.text("excepted_by").empty()) continue;
        const std::string does = rule.text("action");
        if (!wanted.empty() && does == wanted) return does;
        const auto now = action(does), best = action(strongest);
        if (now && (!best || *now > *best)) strongest = does;
    }
    return strongest;
}

const Value* weightiest(const Value& item, const std::string& decided) {
    const auto& findings = item["inspection"]["findings"].items();
    const Value* best = nullptr;
    for (const auto& rule : item["decision"]["rules"].items()) {
        if (rule.flag("watched") || !rule.text("excepted_by").empty() || rule.text("action") != decided) continue;
        for (const auto& number : rule["findings"].items()) {
            const auto at = static_cast<std::size_t>(std::max<std::int64_t>(number.number(), 0));
            if (at < findings.size() && (!best || weight(findings[at]) > weight(*best))) best = &findings[at];
        }
    }
    return best;
}

}  // namespace

std::string why_sentence(const Value& item) {
    const std::string decided = deciding_action(item);
    const Value* best = weightiest(item, decided);
    for (const auto& finding : item["inspection"]["findings"].items())
        if (decided.empty() && (!best || weight(finding) > weight(*best))) best = &finding;  // what decided is not told any more
    const std::string reason = item.text("reason");
    const std::string begin = reason == "ask" ? "The sender is asked" : reason == "refused" ? "Refused for this recipient" : "Held";
    if (!best) return begin + " because a rule of the policy says so.";
    const std::string where = replace_all(replace_all(best->text("location"), "<", ""), ">", "");
    const auto count = best->number("count");
    std::string out = begin + ": " + kind_words(best->text("kind"));
    if (count > 1) out += " (" + std::to_string(count) + " times)";
    if (where.starts_with("recipient ")) return out + ": " + where.substr(10) + ".";
    return out + (where.empty() ? "" : " in " + where) + ".";
}

}  // namespace beadle::console
