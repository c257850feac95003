#include "records/content_jobs.h"

#include <sys/mman.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "base/text.h"

#include "records/acts.h"
#include "records/content.h"
#include "records/content_lines.h"
#include "records/views.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr std::size_t piece_octets = 192u << 10;  // of one line of an export
constexpr TwoPersons export_by_two{"export-approved", "content-exported"};

bool ends(wire::Answer& answer, std::uint32_t exit_code, std::string problem) {
    answer.exit_code = exit_code;
    answer.problem = std::move(problem);
    return true;
}

// A short transaction of its own: what is given afterwards is on record already.
template <class Do>
Status on_record(Store& store, const Do& work) {
    Transaction t(store.db);
    if (!t.begun()) return t.begun();
    auto done = work();
    if (!done) return done.failure();
    return t.commit();
}

// What both have in common: find the case, refuse with an event, unseal.
class Reading : public Job {
  protected:
    Reading(Person person, std::string verb, std::string reference)
        : person_(std::move(person)), verb_(std::move(verb)), reference_(std::move(reference)) {}

    // True: the answer is ready, for it is refused or cannot be.
    bool open(Store& store, wire::Answer& answer) {
        auto found = find_case(store, reference_);
        if (!found) return ends(answer, 4, found.failure().what);
        if (!found->held) return refuse(store, answer, nullptr, found->problem);
        held_ = std::move(*found->held);
        auto content = Content::open(store, held_.message, held_.trace);
        if (!content && content.failure().kind == FailureKind::misconfigured)
            return refuse(store, answer, &held_, held_.reference + ": " + content.failure().what);
        if (!content) return ends(answer, 4, content.failure().what);
        content_.emplace(std::move(*content));
        return false;
    }
    bool refuse(Store& store, wire::Answer& answer, const Held* held, const std::string& why) {
        auto done = on_record(store, [&] { return refused_act(store, person_, verb_, held, why); });
        return done ? ends(answer, 1, why)
                    : ends(answer, 4, "the records cannot be written now: " + done.failure().what);
    }

    Person person_;
    std::string verb_, reference_;
    Held held_;
    std::optional<Content> content_;
};

class Showing : public Reading {
  public:
    Showing(const Person& person, ContentArguments wanted)
        : Reading(person, "quarantine.content", wanted.id), wanted_(std::move(wanted)) {}

    ~Showing() override {
        if (views_ && ticket_ != 0) views_->drop(ticket_);
    }
    Showing(const Showing&) = delete;
    Showing& operator=(const Showing&) = delete;

    bool waits(const Store& store) const override { return ticket_ != 0 && !store.views->ready(ticket_); }

    bool step(Store& store, wire::Answer& answer) override {
        views_ = store.views;
        if (store.views == nullptr || !(store.views->can_ask() || ticket_ != 0))
            return ends(answer, 4, "no view worker is there now: try again in a moment");
        if (!content_) return open(store, answer) || note(store, answer);
        if (ticket_ == 0) return unseal(store, answer);
        const auto viewed = store.views->take(ticket_);
        if (viewed.outcome != wire::ViewOutcome::viewed)
            return ends(answer, viewed.outcome == wire::ViewOutcome::lost ? 1 : 4,
                        held_.reference + " could not be read by a view worker: " + printable(viewed.problem, 600));
        answer.lines = content_lines(viewed, held_.reference, wanted_.part, wanted_.html);
        return true;
    }

  private:
    bool note(Store& store, wire::Answer& answer) {
        const char* kind = wanted_.reveal ? "content-revealed" : "content-shown";
        auto done = on_record(store, [&] {
            return append(store,
                          act_event(person_, kind, &held_, wanted_.reason, {{"part", printable(wanted_.part, 60)}}));
        });
        return done ? false
                    : ends(answer, 4, "the reading cannot be recorded, so it is not done: " + done.failure().what);
    }
    bool unseal(Store& store, wire::Answer& answer) {
        auto last = content_->step(store);
        if (!last) return ends(answer, 4, held_.reference + ": " + last.failure().what);
        if (!*last) return false;
        auto file = content_->sealed();
        if (!file) return ends(answer, 4, file.failure().what);
        ticket_ = store.views->ask({wire::ViewPurpose::content, held_.envelope, wanted_.reveal, {}}, std::move(*file));
        return false;
    }

    ContentArguments wanted_;
    Views* views_ = nullptr;
    std::uint32_t ticket_ = 0;
};

class Exporting : public Reading {
  public:
    Exporting(const Person& person, TakeOutArguments wanted)
        : Reading(person, "quarantine.export", wanted.id), wanted_(std::move(wanted)) {}

    bool step(Store& store, wire::Answer& answer) override {
        if (!content_) return open(store, answer) || second_person(store, answer);
        if (!unsealed_) {
            auto last = content_->step(store);
            if (!last) return ends(answer, 4, held_.reference + ": " + last.failure().what);
            unsealed_ = *last;
            return unsealed_ && note(store, answer);
        }
        return give(answer);
    }

  private:
    bool second_person(Store& store, wire::Answer& answer) {
        if (held_.release_needs < 2) return false;
        auto persons = persons_asking(store, person_, held_, export_by_two, "export");
        if (!persons) return ends(answer, 4, persons.failure().what);
        if (*persons >= held_.release_needs) return false;
        Result<Told> told = Told{};
        auto done = on_record(store, [&]() -> Result<Told>& {
            return told = first_of_two(store, person_, held_, export_by_two, "export", wanted_.reason, "export");
        });
        return done ? ends(answer, told->answer.exit_code, told->answer.problem)
                    : ends(answer, 4, "the records cannot be written now: " + done.failure().what);
    }

    bool note(Store& store, wire::Answer& answer) {
        auto done = on_record(store, [&] {
            return append(
                store, act_event(person_, "content-exported", &held_, wanted_.reason,
                                 {{"sha256", content_->sha256_hex()}, {"octets", std::to_string(content_->octets())}}));
        });
        if (!done) return ends(answer, 4, "the export cannot be recorded, so it is not done: " + done.failure().what);
        auto file = content_->sealed();
        if (!file) return ends(answer, 4, file.failure().what);
        file_ = std::move(*file);
        const json head{{"version", 1},
                        {"line", "export"},
                        {"id", held_.reference},
                        {"sha256", content_->sha256_hex()},
                        {"octets", content_->octets()}};
        answer.lines.push_back(head.dump());
        return content_->octets() == 0;
    }

    bool give(wire::Answer& answer) {
        std::string piece(piece_octets, '\0');
        const ssize_t n = ::pread(file_.get(), piece.data(), piece.size(), static_cast<off_t>(given_));
        if (n <= 0) return ends(answer, 4, "the memory file of the message cannot be read");
        piece.resize(static_cast<std::size_t>(n));
        given_ += piece.size();
        answer.lines.push_back(json{{"version", 1}, {"line", "octets"}, {"base64", base64(piece)}}.dump());
        return given_ >= content_->octets();
    }

    TakeOutArguments wanted_;
    bool unsealed_ = false;
    Descriptor file_;
    std::uint64_t given_ = 0;
};

}  // namespace

std::unique_ptr<Job> show_content(const Person& person, ContentArguments wanted) {
    return std::make_unique<Showing>(person, std::move(wanted));
}
std::unique_ptr<Job> export_content(const Person& person, TakeOutArguments wanted) {
    return std::make_unique<Exporting>(person, std::move(wanted));
}

}  // namespace beadle::records
