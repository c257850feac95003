#include "records/walk_jobs.h"

#include <nlohmann/json.hpp>
#include <optional>

#include "base/text.h"

#include "records/acts.h"
#include "records/content.h"
#include "records/kept_list.h"
#include "records/views.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr std::size_t noted_at_once = 100, progress_every = 20;

std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }

bool ends(wire::Answer& answer, const Failure& why) {
    answer.exit_code = 4;
    answer.problem = why.what;
    return true;
}

class Walk : public Job {
  public:
    Walk(Person person, WalkArguments wanted, wire::ViewPurpose purpose, const char* kind)
        : person_(std::move(person)), wanted_(std::move(wanted)), purpose_(purpose), kind_(kind) {}
    ~Walk() override {
        if (views_ && ticket_ != 0) views_->drop(ticket_);
    }
    Walk(const Walk&) = delete;
    Walk& operator=(const Walk&) = delete;

    bool waits(const Store& store) const override { return ticket_ != 0 && !store.views->ready(ticket_); }

    bool step(Store& store, wire::Answer& answer) override {
        views_ = store.views;
        if (views_ == nullptr || !(views_->can_ask() || ticket_ != 0))
            return ends(answer,
                        fail(FailureKind::unavailable, "views", "no view worker is there now: try again in a moment"));
        if (!begun_) return begin(store, answer);
        if (ticket_ != 0) {
            take(answer);
            return false;
        }
        if (content_) return unseal(store, answer);
        const bool is_late = wanted_.most_ms > 0 && store.clock.steady() - began_ >= wanted_.most_ms;
        if (next_ >= ids_.size() || is_late) return summary(answer);
        return open(store, answer);
    }

  protected:
    // Adds lines of what a worker saw of a message. True: it counts as found.
    virtual bool add(const Held& held, const wire::Viewed& viewed, wire::Answer& answer) = 0;
    virtual wire::View view_of(const Held& held) const = 0;
    virtual bool shows_unread() const { return false; }

    Person person_;
    WalkArguments wanted_;
    wire::ViewPurpose purpose_;

  private:
    bool begin(Store& store, wire::Answer& answer) {
        begun_ = true;
        for (const bool journal : {true, false}) {
            if (!wanted_.both && journal != wanted_.which.journal) continue;
            ListArguments which = wanted_.which;
            which.journal = journal;
            if (which.state.empty()) which.state = "all";
            auto found = find_kept(store, which);
            if (!found) return ends(answer, found.failure());
            ids_.insert(ids_.end(), found->begin(), found->end());
        }
        next_ = noted_ = std::min(ids_.size(), static_cast<std::size_t>(wanted_.from));
        began_ = store.clock.steady();
        return false;
    }

    // The next hundred are on record before the first of them is read.
    Status note(Store& store) {
        std::string references;
        for (auto i = next_; i < std::min(ids_.size(), next_ + noted_at_once); ++i) {
            auto held = find_held(store, ids_[i]);
            if (!held) return held.failure();
            if (*held) references += (references.empty() ? "" : " ") + (*held)->reference;
        }
        Transaction t(store.db);
        if (!t.begun()) return t.begun();
        auto put = append(store, act_event(person_, kind_, nullptr, wanted_.why,
                                           {{"for", printable(wanted_.reference, 200)},
                                            {"words", printable(join(wanted_.words, " | "), 1000)},
                                            {"cases", references}}));
        if (!put) return put.failure();
        noted_ = std::min(ids_.size(), next_ + noted_at_once);
        return t.commit();
    }

    bool open(Store& store, wire::Answer& answer) {
        if (next_ >= noted_)
            if (auto noted = note(store); !noted) return ends(answer, noted.failure());
        auto held = find_held(store, ids_[next_++]);
        if (!held) return ends(answer, held.failure());
        if (!*held || !keeps_content((*held)->state)) return skip(answer, *held ? &**held : nullptr);
        held_ = std::move(**held);
        auto untouched = is_as_recorded(store, held_);
        if (!untouched) return ends(answer, untouched.failure());
        auto content = *untouched ? Content::open(store, held_.message, held_.trace)
                                  : Result<Content>(fail(FailureKind::misconfigured, "records", "changed"));
        if (!content) return skip(answer, &held_);
        content_.emplace(std::move(*content));
        return false;
    }

    bool unseal(Store& store, wire::Answer& answer) {
        auto last = content_->step(store);
        if (last && !*last) return false;
        auto file = last ? content_->sealed() : Result<Descriptor>(last.failure());
        content_.reset();
        if (!file) return skip(answer, &held_);
        ticket_ = views_->ask(view_of(held_), std::move(*file));
        return false;
    }

    void take(wire::Answer& answer) {
        const auto viewed = views_->take(ticket_);
        ticket_ = 0;
        if (viewed.outcome != wire::ViewOutcome::viewed) {
            (void)skip(answer, &held_);
            return;
        }
        ++read_;
        if (!viewed.inspection.complete()) ++unread_;
        if (add(held_, viewed, answer)) ++found_;
        progress(answer);
    }

    bool skip(wire::Answer& answer, const Held* held) {
        ++read_;
        ++unread_;
        if (held && shows_unread())
            answer.lines.push_back(dump({{"version", 1}, {"line", "unread"}, {"id", held->reference}}));
        progress(answer);
        return false;
    }

    void progress(wire::Answer& answer) const {
        if (read_ % progress_every == 0)
            answer.lines.push_back(
                dump({{"version", 1}, {"line", "progress"}, {"read", read_}, {"of", ids_.size()}, {"found", found_}}));
    }

    bool summary(wire::Answer& answer) const {
        answer.lines.push_back(
            dump({{"version", 1}, {"line", "summary"}, {"read", read_}, {"found", found_}, {"unread", unread_},
                  {"next", next_}, {"of", ids_.size()}}));
        answer.exit_code = found_ > 0 ? 1 : 0;
        return true;
    }

    const char* kind_;
    Views* views_ = nullptr;
    bool begun_ = false;
    std::vector<std::int64_t> ids_;
    std::size_t next_ = 0, noted_ = 0, read_ = 0, found_ = 0, unread_ = 0;
    Held held_;
    std::optional<Content> content_;
    std::uint32_t ticket_ = 0;
    Milliseconds began_ = 0;
};

class Searching : public Walk {
  public:
    Searching(const Person& person, WalkArguments wanted)
        : Walk(person, std::move(wanted), wire::ViewPurpose::terms, "content-searched") {}

  private:
    wire::View view_of(const Held& held) const override { return {purpose_, held.envelope, false, wanted_.words}; }
    bool add(const Held& held, const wire::Viewed& viewed, wire::Answer& answer) override {
        if (viewed.occurrences.empty()) return false;
        json places = json::array();
        for (const auto& o : viewed.occurrences)
            places.push_back(
                {{"word", wanted_.words[o.word]}, {"part", o.part}, {"location", o.location}, {"count", o.count}});
        answer.lines.push_back(dump({{"version", 1},
                                     {"line", "found"},
                                     {"id", held.reference},
                                     {"at", utc_text(held.at)},
                                     {"sender", held.sender},
                                     {"subject", held.subject},
                                     {"state", name(held.state)},
                                     {"places", places},
                                     {"unread", !viewed.inspection.complete()}}));
        return true;
    }
};

class Replaying : public Walk {
  public:
    Replaying(const Person& person, WalkArguments wanted)
        : Walk(person, std::move(wanted), wire::ViewPurpose::inspect, "content-replayed") {}

  private:
    wire::View view_of(const Held& held) const override { return {purpose_, held.envelope, false, {}}; }
    bool shows_unread() const override { return true; }
    bool add(const Held& held, const wire::Viewed& viewed, wire::Answer& answer) override {
        answer.lines.push_back(dump({{"version", 1},
                                     {"line", "inspection"},
                                     {"id", held.reference},
                                     {"at", utc_text(held.at)},
                                     {"origin", held.origin},
                                     {"envelope", base64(wire::encode(held.envelope))},
                                     {"inspection", base64(wire::encode(viewed.inspection))}}));
        return true;
    }
};

class Trying : public Walk {
  public:
    Trying(const Person& person, WalkArguments wanted, std::unique_ptr<MessageJudge> judge)
        : Walk(person, std::move(wanted), wire::ViewPurpose::inspect, "content-replayed"), judge_(std::move(judge)) {}

  private:
    wire::View view_of(const Held& held) const override { return {purpose_, held.envelope, false, {}}; }
    bool shows_unread() const override { return true; }
    bool add(const Held& held, const wire::Viewed& viewed, wire::Answer& answer) override {
        std::string line = judge_->line(held, viewed.inspection);
        if (line.empty()) return false;
        answer.lines.push_back(std::move(line));
        return true;
    }
    std::unique_ptr<MessageJudge> judge_;
};

}  // namespace

std::unique_ptr<Job> try_stored(const Person& person, WalkArguments wanted, std::unique_ptr<MessageJudge> judge) {
    return std::make_unique<Trying>(person, std::move(wanted), std::move(judge));
}
std::unique_ptr<Job> search_content(const Person& person, WalkArguments wanted) {
    return std::make_unique<Searching>(person, std::move(wanted));
}
std::unique_ptr<Job> replay_stored(const Person& person, WalkArguments wanted) {
    return std::make_unique<Replaying>(person, std::move(wanted));
}

}  // namespace beadle::records
