#include "inspect/text/locks.h"

#include <algorithm>
#include <array>
#include <functional>
#include <set>

#include "inspect/text/lock_openers.h"
#include "inspect/text/password_guesses.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_locks = 200;
constexpr std::uint64_t most_kept = 64u << 20;
constexpr Milliseconds all_tries = 5000;
constexpr int most_rounds_of_guesses = 3;
constexpr int least_likely = 15;  // of a guess at a lock whose every try costs 0.1 s

// Passwords that the programs try by themselves, so that nobody is asked.
std::vector<std::string> known_passwords(Lock::Kind kind) {
    const std::string excel = "VelvetSweatshop", slides = "/01Hannes Ruescher/01", control = "\x01Hannes Ruescher\x01";
    switch (kind) {
        case Lock::Kind::excel:
            return {excel};
        case Lock::Kind::powerpoint:
            return {slides, control};
        case Lock::Kind::office:
            return {excel, slides, control};
        case Lock::Kind::archive:
        case Lock::Kind::pdf:  // the empty one was tried when it was read
        case Lock::Kind::word:
        case Lock::Kind::odf:
        case Lock::Kind::openpgp:
        case Lock::Kind::none:
            break;
    }
    return {};
}

// Locks whose makers made every try dear.
bool is_slow(const Lock& lock) {
    return lock.kind == Lock::Kind::office || lock.kind == Lock::Kind::odf ||
           lock.kind == Lock::Kind::openpgp || lock.octets.starts_with("7z");
}

class Locksmith {
  public:
    Locksmith(Reader& reader, Reading& out) : reader_(reader), out_(out), ends_(system_clock().steady() + all_tries) {}

    void run() {
        for (int round = 0; round < most_rounds_of_guesses && take_new_guesses(); ++round) {
            const std::size_t opened = opened_;
            // Locks may lie in what opens.
            for (at_ = 0; at_ < reader_.locks().size(); ++at_) one(at_, round == 0 || at_ >= seen_);
            seen_ = reader_.locks().size();
            if (opened == opened_) break;
        }
        for (std::size_t i = 0; i < reader_.locks().size(); ++i)
            if (!state(i).opened) settle(i);
        note_hint();
    }

  private:
    struct State {
        bool opened = false, tried = false;  // tried: every guess, in full
    };

    State& state(std::size_t i) {
        if (states_.size() <= i) states_.resize(i + 1);
        return states_[i];
    }

    bool take_new_guesses() {
        fresh_.clear();
        for (auto& guess : password_guesses(out_.segments))
            if (known_.insert(guess.text).second) fresh_.push_back(guess);
        all_.insert(all_.end(), fresh_.begin(), fresh_.end());
        return !fresh_.empty();
    }

    void one(std::size_t i, bool first) {
        if (state(i).opened) return;
        const Lock lock = reader_.locks()[i];  // a copy: the list grows while the inside is read
        const Opener open = lock.octets.empty() ? Opener{} : opener_of(lock);
        if (!open) return;
        const auto left = static_cast<Milliseconds>(reader_.locks().size() - i);
        deadline_ = system_clock().steady() + (ends_ - system_clock().steady()) / left;
        if (first) state(i).tried = lock.octets.size() <= reader_.budget().unpacked_left();
        if (first)
            for (const auto& password : known_passwords(lock.kind))
                if (attempt(open, i, password))
                    return settle_opened(lock, ProtectionGrade::cosmetic, "default-password", nullptr);
        for (std::size_t g = 0; g < (first ? all_ : fresh_).size(); ++g) {
            const PasswordGuess guess = (first ? all_ : fresh_)[g];
            if (guess.likelihood < least_likely && is_slow(lock)) continue;
            if (!attempt(open, i, guess.text)) continue;
            const bool here = guess.segment != PasswordGuess::nowhere;
            settle_opened(lock, ProtectionGrade::leaked, here ? "password-in-same-message" : "guessable-password",
                          &guess);
            // People use one password for all their files.
            std::stable_partition(all_.begin(), all_.end(),
                                  [&](const PasswordGuess& a) { return a.text == guess.text; });
            return;
        }
    }

    bool attempt(const Opener& open, std::size_t i, const std::string& password) {
        const Milliseconds left = deadline_ - system_clock().steady();
        if (left <= 0 || !reader_.budget().time_left()) {
            state(i).tried = false;
            return false;
        }
        BudgetLimits limits = reader_.budget().limits();
        limits.unpacked = reader_.budget().unpacked_left();
        limits.milliseconds = left;
        Budget trial(limits, 0, system_clock());
        const Inside inside = open(password, trial);
        if (!inside) {
            state(i).tried = state(i).tried && trial.exhausted().empty();
            return false;
        }
        state(i).opened = true;
        ++opened_;
        whole_ = inside(reader_);
        return true;
    }

    void settle_opened(const Lock& lock, ProtectionGrade grade, const char* why, const PasswordGuess* guess) {
        judge(lock, grade, why);
        if (whole_) {
            std::erase_if(out_.not_inspected, [&](const NotInspected& n) {
                return n.reason == NotInspectedReason::encrypted && n.location == lock.said.location &&
                       n.path == lock.said.path && n.part == lock.said.part;
            });
        } else {
            note(lock, "; some of it has another password");
        }
        if (!guess) return;
        out_.passwords.push_back(guess->text);
        if (guess->segment != PasswordGuess::nowhere) tell(lock, *guess, Confidence::high, "opens ");
    }

    // What did not open, or could not be tried.
    void settle(std::size_t i) {
        const Lock lock = reader_.locks()[i];
        if (state(i).tried) return;
        note(lock, lock.kind == Lock::Kind::none ? "; passwords cannot be tried on it"
                                                 : "; not every password of the message could be tried on it");
        const auto told = std::find_if(all_.begin(), all_.end(), [](const PasswordGuess& g) {
            return g.told && g.segment != PasswordGuess::nowhere;
        });
        if (told == all_.end()) return;
        judge(lock, ProtectionGrade::leaked, "password-in-same-message");
        out_.passwords.push_back(told->text);
        tell(lock, *told, Confidence::medium, "said to be the password, not tried; the message also holds ");
    }

    // "The password is your date of birth": whoever knows the recipient opens it.
    void note_hint() {
        for (std::size_t i = 0; i < reader_.locks().size(); ++i) {
            const Lock& lock = reader_.locks()[i];
            if (!lock.protection || !out_.protection[*lock.protection].protects) continue;
            PasswordGuess hint;
            hint.segment = password_hint(out_.segments);
            if (hint.segment != PasswordGuess::nowhere)
                tell(lock, hint, Confidence::low, "says what the password is made of; the message also holds ");
            return;
        }
    }

    void judge(const Lock& lock, ProtectionGrade grade, const char* why) {
        if (!lock.protection) return;
        auto& p = out_.protection[*lock.protection];
        p.grade = grade, p.protects = false, p.why = why;
    }

    void note(const Lock& lock, const char* words) {
        const auto it = std::find(out_.not_inspected.begin(), out_.not_inspected.end(), lock.said);
        if (it != out_.not_inspected.end()) it->detail += words;
    }

    void tell(const Lock& lock, const PasswordGuess& guess, Confidence confidence, const char* what) {
        if (out_.findings.size() >= InspectionLimits::findings) return;
        const Segment& where = out_.segments[guess.segment];
        Finding f;
        f.kind = FindingKind::password_with_file;
        f.location = where.location;
        f.path = where.path;
        f.part = where.part;
        f.confidence = confidence;
        f.sample = "••••••••";
        f.detector = "reading";
        f.evidence = what + lock.place.location;
        out_.findings.push_back(std::move(f));
    }

    Reader& reader_;
    Reading& out_;
    Milliseconds ends_, deadline_ = 0;
    std::vector<PasswordGuess> all_, fresh_;
    std::set<std::string> known_;
    std::vector<State> states_;
    std::size_t at_ = 0, seen_ = 0, opened_ = 0;
    bool whole_ = false;
};

}  // namespace

void Reader::lock(Lock::Kind kind, std::string_view octets, const Place& place, std::uint32_t storage) {
    Lock one;
    one.place = place;
    one.storage = storage;
    const auto here = [&](const auto& v) {
        return v.location == place.location && v.path == place.path && v.part == place.part;
    };
    if (!out_.protection.empty() && here(out_.protection.back())) one.protection = out_.protection.size() - 1;
    if (!out_.not_inspected.empty() && here(out_.not_inspected.back())) one.said = out_.not_inspected.back();
    if (locks_.size() >= most_locks) {
        if (!out_.not_inspected.empty() && here(out_.not_inspected.back()))
            out_.not_inspected.back().detail += "; more locks than passwords are tried on";
        return;
    }
    one.kind = kind;
    // Octets of an entity stay where they are; those out of an archive would be gone.
    const auto holds = [&](std::string_view whole) {
        return std::less_equal<>()(whole.data(), octets.data()) &&
               std::less_equal<>()(octets.data() + octets.size(), whole.data() + whole.size());
    };
    const bool stays =
        std::any_of(out_.leaves.begin(), out_.leaves.end(), [&](const Leaf& l) { return holds(l.octets); });
    if (!stays && locks_kept_ + octets.size() <= most_kept) {
        locks_kept_ += octets.size();
        one.octets = hold(std::string(octets));
    } else if (stays) {
        one.octets = octets;
    }
    locks_.push_back(std::move(one));
}

void open_locks(Reader& reader, Reading& out) {
    if (!reader.locks().empty()) Locksmith(reader, out).run();
}

}  // namespace beadle::inspect
