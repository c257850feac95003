#include "records/heads.h"

#include <charconv>

#include "base/text.h"

#include "records/due.h"
#include "records/events.h"
#include "records/notice_queue.h"
#include "records/schema.h"

namespace beadle::records {
namespace {

constexpr std::int64_t a_day = 86'400'000;
constexpr std::size_t mac_digits = 64;

Result<NotedHead> noted_head(const std::string& typed) {
    std::vector<std::string> words;
    for (auto& word : split(typed, ' '))
        if (!word.empty()) words.push_back(std::move(word));
    NotedHead out;
    if (words.size() == 3) {
        out.gateway = words[0];
        out.mac = ascii_lower(words[2]);
        const auto& n = words[1];
        const auto end = std::from_chars(n.data(), n.data() + n.size(), out.seq);
        if (end.ec == std::errc() && end.ptr == n.data() + n.size() && out.seq > 0 && out.mac.size() == mac_digits && unhex(out.mac))
            return out;
    }
    return fail(FailureKind::malformed, "heads", "\"heads\" has to be gateway, number and 64 hex digits, as the notice of the day has them");
}

wire::Notice notice_of_head(const std::string& to, const std::string& day, const std::string& line) {
    wire::Notice n;
    n.key = "head:" + day + ":" + to;
    n.to = to;
    n.kind = "head";
    n.subject = "Beadle: head of the record of events, " + day;
    n.text = "Please keep this message. It proves later that no event up to now was changed or taken out.\n\n" + line +
             "\n\nTo compare: beadle events verify --head \"" + line + "\"\n";
    n.html = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + n.subject +
             "</title></head><body><p>Please keep this message. It proves later that no event up to now was changed or taken out.</p><p><code>" +
             line + "</code></p><p>To compare: <code>beadle events verify --head &quot;" + line + "&quot;</code></p></body></html>";
    return n;
}

}  // namespace

Result<std::vector<NotedHead>> noted_heads(const std::vector<std::string>& typed) {
    std::vector<NotedHead> out;
    for (const auto& words : typed) {
        auto head = noted_head(words);
        if (!head) return head.failure();
        out.push_back(std::move(*head));
    }
    return out;
}

// The day is noted in the same transaction as the notices: they are made once, whatever stops it.
Result<DueDone> send_day_heads(Store& store) {
    const std::string mark = "head of the day " + store.gateway, day = utc_text(store.clock.wall() / a_day * a_day).substr(0, 10);
    const Addressees told = store.told();
    if (told.head_to.empty()) return DueDone{};
    auto last = store_mark(store.db, mark);
    if (!last) return last.failure();
    if (*last == day) return DueDone{};
    auto end = marked_end(store, store.gateway);
    if (!end) return end.failure();
    if (!*end || (*end)->seq == 0) return DueDone{};
    const std::string line = store.gateway + " " + std::to_string((*end)->seq) + " " + hex((*end)->mac);
    Event e;
    e.kind = "head";
    e.recipients = joined_printable(told.head_to);
    e.body = json_texts({{"head", line}});
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    wire::Recorded about;
    about.event = *put;
    std::vector<wire::Notice> notices;
    for (const auto& to : told.head_to) notices.push_back(notice_of_head(to, day, line));
    if (auto made = add_notices(store, notices, about); !made) return made.failure();
    if (auto sent = release_notices(store, static_cast<std::int64_t>(*put)); !sent) return sent.failure();
    if (auto noted = set_store_mark(store.db, mark, day); !noted) return noted.failure();
    return DueDone{};
}

}  // namespace beadle::records
