// events_out.cc — send_events_out: see event_export.h.
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstring>

#include "base/log.h"
#include "base/owned.h"
#include "base/text.h"

#include "records/due.h"
#include "records/event_formats.h"
#include "records/schema.h"

namespace beadle::records {
namespace {

constexpr std::int64_t a_run = 200;

struct Place {
    const char* name;
    std::string EventsOut::* where;
    std::int64_t (*send)(const std::string& where, const std::vector<Event>& events);  // how many it took
};

Descriptor datagrams_to(const std::string& path) {
    sockaddr_un address{};
    if (path.size() >= sizeof address.sun_path) return {};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    Descriptor out(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (out && ::connect(out.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return {};
    return out;
}

std::int64_t send_each(const std::string& where, const std::vector<Event>& events, std::string (*octets_of)(const Event&)) {
    const Descriptor to = datagrams_to(where);
    std::int64_t taken = 0;
    for (const auto& e : events) {
        const std::string octets_out = octets_of(e);
        if (!to || ::send(to.get(), octets_out.data(), octets_out.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(octets_out.size())) break;
        ++taken;
    }
    return taken;
}

// A line each: none of the values holds a line end, so that no field can be put in by one.
std::string journal_entry(const Event& e) {
    return "MESSAGE=" + ecs_line(e) + "\nPRIORITY=6\nSYSLOG_IDENTIFIER=beadle\nSYSLOG_FACILITY=2\nBEADLE_EVENT=" + std::to_string(e.seq) +
           "\nBEADLE_KIND=" + printable(e.kind, 64) + "\nBEADLE_QUEUE_ID=" + printable(e.queue_id, 64) + "\n";
}

std::string syslog_word(const std::string& s, std::size_t most) {
    std::string out;
    for (unsigned char c : s.substr(0, most))
        if (c > 32 && c < 127) out += static_cast<char>(c);
    return out.empty() ? "-" : out;
}

// Facility mail, severity informational.
std::string syslog_line(const Event& e) {
    return "<22>1 " + utc_text(e.at) + " " + syslog_word(e.gateway, 255) + " beadle - " + syslog_word(e.kind, 32) + " [beadle@32473 event=\"" +
           std::to_string(e.seq) + "\"] " + ecs_line(e);
}

// All or nothing: a line that was cut by a full disk is taken back.
std::int64_t add_to_file(const std::string& where, const std::vector<Event>& events) {
    Descriptor file(::open(where.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0640));
    struct stat before {};
    if (!file || ::fstat(file.get(), &before) != 0 || !S_ISREG(before.st_mode)) return 0;
    std::string all;
    for (const auto& e : events) all += ecs_line(e) + "\n";
    if (::write(file.get(), all.data(), all.size()) == static_cast<ssize_t>(all.size()) && ::fdatasync(file.get()) == 0)
        return static_cast<std::int64_t>(events.size());
    (void)!::ftruncate(file.get(), before.st_size);
    return 0;
}

constexpr Place places[] = {
    {"journald", &EventsOut::journald, [](const std::string& to, const std::vector<Event>& e) { return send_each(to, e, journal_entry); }},
    {"syslog", &EventsOut::syslog, [](const std::string& to, const std::vector<Event>& e) { return send_each(to, e, syslog_line); }},
    {"file", &EventsOut::file, add_to_file},
};

Result<std::int64_t> cursor_of(Store& store, const std::string& mark) {
    auto said = store_mark(store.db, mark);
    if (!said) return said.failure();
    std::int64_t seq = 0;
    std::from_chars(said->data(), said->data() + said->size(), seq);
    if (!said->empty()) return seq;
    // From now on: what is older can be exported by a person.
    auto rows = store.db.rows("SELECT coalesce(max(seq), 0) FROM events WHERE gateway = ?1", {store.gateway});
    if (!rows) return rows.failure();
    seq = integer(rows->front()[0]);
    if (auto set = set_store_mark(store.db, mark, std::to_string(seq)); !set) return set.failure();
    return seq;
}

void note_place(const char* name, const std::string& where, bool takes) {
    static std::string away;  // one thread
    const std::string word = std::string(name) + " " + where + ";";
    const bool known = away.find(word) != std::string::npos;
    if (!takes && !known) {
        away += word;
        log::warning("events cannot be written where the settings want them; they wait", {{"cause", where}});
    } else if (takes && known) {
        away = replace_all(away, word, "");
        log::information("events are written again", {{"cause", where}});
    }
}

Result<bool> send_to(Store& store, const Place& place, const std::string& where) {
    const std::string mark = std::string("events out ") + place.name + " " + store.gateway;
    auto cursor = cursor_of(store, mark);
    if (!cursor) return cursor.failure();
    auto rows = store.db.rows(std::string("SELECT ") + event_columns + " FROM events WHERE gateway = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
                              {store.gateway, *cursor, a_run});
    if (!rows) return rows.failure();
    if (rows->empty()) return false;
    std::vector<Event> events;
    for (const auto& row : *rows) events.push_back(event_of(row));
    const auto taken = place.send(where, events);
    note_place(place.name, where, taken > 0);
    if (taken == 0) return false;
    if (auto set = set_store_mark(store.db, mark, std::to_string(*cursor + taken)); !set) return set.failure();
    return taken == a_run;
}

}  // namespace

Result<DueDone> send_events_out(Store& store) {
    DueDone out;
    for (const auto& place : places) {
        const std::string& where = store.events_out.*place.where;
        if (where.empty()) continue;
        auto more = send_to(store, place, where);
        if (!more) return more.failure();
        out.more = out.more || *more;
    }
    return out;
}

}  // namespace beadle::records
