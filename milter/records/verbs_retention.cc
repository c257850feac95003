// verbs_retention.cc — retention.due, .run, .schedule, .approve, .certificates, .certificate.
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/text.h"

#include "records/matter_acts.h"
#include "records/argument_reader.h"
#include "records/runs.h"
#include "records/verbs.h"

namespace beadle::records {
namespace {

using nlohmann::json;

std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }
Failure wrong(const std::string& what) { return fail(FailureKind::malformed, "arguments", what); }

bool ends_here(wire::Answer& answer, const Failure& why) {
    answer.exit_code = 4;
    answer.problem = why.what;
    return true;
}

// Class after class, window after window; destroys nothing. `most`: of a class no more are counted, and the line says that there are; 0 = all are.
class ListDue : public Job {
  public:
    ListDue(std::string only, std::int64_t most) : only_(std::move(only)), most_(most) {}
    bool step(Store& store, wire::Answer& answer) override;

  private:
    bool begin(Store& store, wire::Answer& answer);
    void count(const DueWindow& window);
    json line(const StandingClass& s, bool more) const;
    std::string only_;
    std::int64_t most_;
    std::vector<StandingClass> standing_;
    std::optional<HoldsInForce> holds_;
    std::size_t at_ = 0;
    DuePlace place_;
    std::int64_t pieces_ = 0, octets_ = 0, stopped_ = 0, oldest_ = 0, newest_ = 0;
    std::map<std::string, std::int64_t> stopped_by_;
};

bool ListDue::begin(Store& store, wire::Answer& answer) {
    auto standing = standing_classes(store);
    if (!standing) return ends_here(answer, standing.failure());
    auto holds = HoldsInForce::read(store);
    if (!holds) return ends_here(answer, holds.failure());
    standing_ = std::move(*standing);
    holds_ = std::move(*holds);
    if (standing_.empty()) answer.problem = "no retention schedule is adopted: [store] retention names no file";
    return false;
}

void ListDue::count(const DueWindow& window) {
    for (const auto& p : window.pieces) {
        ++pieces_;
        octets_ += p.octets;
        oldest_ = oldest_ == 0 ? p.at : std::min(oldest_, p.at);
        newest_ = std::max(newest_, p.at);
    }
    stopped_ += window.stopped_pieces;
    for (const auto& [name, n] : window.stopped) stopped_by_[name] += n;
}

json ListDue::line(const StandingClass& s, bool more) const {
    return {{"version", 1}, {"class", s.now.id}, {"title", s.now.title}, {"records", s.now.records}, {"period", text(s.now.period)},
            {"trigger", s.now.trigger}, {"disposal", s.now.automatic ? "automatic" : "review"}, {"persons", s.now.automatic ? 1 : s.now.persons},
            {"count", pieces_}, {"octets", octets_}, {"oldest", pieces_ ? date_text(london_date(oldest_)) : ""},
            {"newest", pieces_ ? date_text(london_date(newest_)) : ""}, {"stopped", stopped_}, {"stopped_by", stopped_by_},
            {"change_waits", s.change ? s.change_why : ""}, {"more", more}};
}

bool ListDue::step(Store& store, wire::Answer& answer) {
    if (!holds_ && begin(store, answer)) return true;
    while (at_ < standing_.size() && !only_.empty() && standing_[at_].now.id != only_) ++at_;
    if (at_ >= standing_.size()) return true;
    const auto& s = standing_[at_];
    DueWindow window;
    if (const auto before = due_before(s.now, store.clock.wall())) {
        auto found = find_due(store, schedule_of(standing_), s.now, *before, place_, *holds_);
        if (!found) return ends_here(answer, found.failure());
        window = std::move(*found);
    }
    count(window);
    place_ = window.next;
    const bool more = !window.last && most_ > 0 && pieces_ + stopped_ > most_;
    if (!window.last && !more) return false;
    answer.lines.push_back(dump(line(s, more)));
    place_ = {};
    pieces_ = octets_ = stopped_ = oldest_ = newest_ = 0;
    stopped_by_.clear();
    return ++at_ >= standing_.size();
}

Result<std::unique_ptr<Job>> list_due(Store&, const Person&, const std::string& arguments) {
    std::string only;
    std::int64_t most = 0;
    if (auto done = ArgumentReader().text("class", only).whole("most", most, 1, 1'000'000).read(arguments); !done) return done.failure();
    return std::unique_ptr<Job>(std::make_unique<ListDue>(std::move(only), most));
}

Result<wire::Answer> list_schedule(Store& store, const Person&, const std::string& arguments) {
    if (auto done = ArgumentReader().read(arguments); !done) return done.failure();
    auto standing = standing_classes(store);
    if (!standing) return standing.failure();
    wire::Answer out;
    for (const auto& s : *standing) {
        json j{{"version", 1}, {"class", s.now.id}, {"title", s.now.title}, {"records", s.now.records}, {"reasons", s.now.reasons},
               {"period", text(s.now.period)}, {"trigger", s.now.trigger}, {"disposal", s.now.automatic ? "automatic" : "review"},
               {"persons", s.now.automatic ? 1 : s.now.persons}, {"source", s.now.source}, {"schedule_version", s.version},
               {"adopted", s.adopted}, {"minute", s.minute}, {"in_file", s.in_file}};
        if (s.change) j["change"] = {{"why", s.change_why}, {"version", s.change_version}, {"asked_by", s.change_person}};
        out.lines.push_back(dump(j));
    }
    return out;
}

Result<wire::Answer> list_certificates(Store& store, const Person&, const std::string& arguments) {
    std::string only, state;
    if (auto done = ArgumentReader().text("class", only).word("state", state, {"asked", "going", "finished"}).read(arguments); !done) return done.failure();
    auto runs = matters_of(store, "run", state);
    if (!runs) return runs.failure();
    wire::Answer out;
    for (const auto& run : *runs) {
        const json body = json::parse(run.body, nullptr, false);
        if (only.empty() || (body.is_object() && body.value("class", "") == only)) out.lines.push_back(certificate_line(store, run));
    }
    return out;
}

// With every id that its events list, and whether they come to the hash of the certificate.
Result<wire::Answer> show_certificate(Store& store, const Person&, const std::string& arguments) {
    std::string id;
    if (auto done = ArgumentReader().needed("id", id, "which certificate?").read(arguments); !done) return done.failure();
    const auto reference = matter_reference(id, 'D');
    if (reference.empty()) return wrong("\"id\" must be a run such as D-3");
    auto run = find_matter(store, reference);
    if (!run) return run.failure();
    wire::Answer out;
    if (!*run || (*run)->kind != "run") {
        out.exit_code = 1;
        out.problem = "there is no run " + reference;
        return out;
    }
    auto rows = store.db.rows("SELECT body FROM events WHERE gateway = ?1 AND about = ?2 AND kind IN ('retention-destroyed', 'retention-finished')"
                              " ORDER BY seq", {(*run)->gateway, (*run)->event});
    if (!rows) return rows.failure();
    json j = json::parse(certificate_line(store, **run));
    json ids = json::array();
    std::string hash;
    for (const auto& row : *rows) {
        const json body = json::parse(text(row[0]), nullptr, false);
        if (!body.is_object() || !body.contains("ids")) continue;
        for (const auto& one : body["ids"]) {
            hash = sha256_hex(hash + "\n" + one.get<std::string>());
            ids.push_back(one);
        }
    }
    j["ids"] = std::move(ids);
    j["ids_match"] = hash == j.value("ids_hash", "");
    out.lines.push_back(dump(j));
    return out;
}

template <Result<Told> (*Act)(Store&, const Person&, const std::string&)>
Result<Told> of_class(Store& store, const Person& person, const std::string& arguments) {
    std::string id;
    if (auto done = ArgumentReader().needed("class", id, "which class of the schedule?", 64).read(arguments); !done) return done.failure();
    return Act(store, person, id);
}

}  // namespace

std::span<const Verb> retention_verbs() {
    static constexpr Verb verbs[] = {
        {.name = "retention.due", .job = list_due},
        {.name = "retention.run", .write = of_class<run_class>},
        {.name = "retention.schedule", .read = list_schedule},
        {.name = "retention.approve", .write = of_class<approve_class>},
        {.name = "retention.certificates", .read = list_certificates},
        {.name = "retention.certificate", .read = show_certificate},
    };
    return verbs;
}

}  // namespace beadle::records
