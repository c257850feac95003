// beadle policy replay: messages judged by what runs and by a draft, and what would change.
#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "cli/admin.h"
#include "cli/change.h"
#include "cli/commands.h"
#include "cli/content.h"
#include "cli/in_order.h"
#include "cli/judge.h"
#include "cli/messages_in.h"
#include "cli/value.h"

namespace beadle::cli {
namespace {

constexpr Milliseconds most_quiet = 300'000;  // a large message, beside busy workers of mail

struct Both {
    Judged before, after;
};

// What changed in all, for the last lines.
struct Sum {
    std::size_t messages = 0, changed = 0, unread = 0, newly_stopped = 0, newly_delivered = 0;
    std::map<std::pair<Action, Action>, std::size_t> verdicts;

    void add(const Change& c) {
        ++messages;
        changed += c.any();
        if (c.before != c.after) ++verdicts[{c.before, c.after}];
        newly_stopped += !is_stopped(c.before) && is_stopped(c.after);
        newly_delivered += is_stopped(c.before) && !is_stopped(c.after);
    }
    std::string as_json() const {
        std::vector<std::string> moves;
        for (const auto& [move, n] : verdicts)
            moves.push_back(json_object({{"before", json_text(name(move.first))},
                                         {"after", json_text(name(move.second))},
                                         {"messages", std::to_string(n)}}));
        return json_object({{"version", "1"},
                            {"about", "\"summary\""},
                            {"messages", std::to_string(messages)},
                            {"unread", std::to_string(unread)},
                            {"changed", std::to_string(changed)},
                            {"newly_stopped", std::to_string(newly_stopped)},
                            {"newly_delivered", std::to_string(newly_delivered)},
                            {"verdicts", json_list(moves)}}) +
               "\n";
    }
    std::string as_text() const {
        if (changed == 0) return fmt::format("Nothing would change for {} messages.\n", messages);
        std::string out = fmt::format(
            "\n{} of {} messages would be judged otherwise: {} that are delivered would be stopped, "
            "{} that are stopped would be delivered.\n",
            changed, messages, newly_stopped, newly_delivered);
        for (const auto& [move, n] : verdicts)
            out += fmt::format("    {} → {}: {}\n", name(move.first), name(move.second), n);
        return out;
    }
};

int not_good(const Arguments& arguments, const Council& council, const char* whose) {
    if (!council.problem.empty()) return complain(usage, council.problem);
    print_diagnostics(arguments, council.diagnostics, "error");
    return complain(misconfigured, std::string(whose) + " cannot judge until this is put right");
}

class Replay {
  public:
    Replay(const Arguments& arguments, const Council& running, const Council& draft)
        : arguments_(arguments), running_(running), draft_(draft) {}

    // Another policy judges what one inspection saw; other signatures need an inspection of their own.
    Result<Done> start() {
        if (!arguments_.stored) {
            auto inspector = Inspector::start(running_.bundle);
            if (!inspector) return inspector.failure();
            inspector_ = std::move(*inspector);
        }
        if (arguments_.signatures.empty()) return Done{};
        auto second = Inspector::start(draft_.bundle);
        if (!second) return second.failure();
        draft_inspector_ = std::move(*second);
        return Done{};
    }

    int all(const std::vector<std::string>& files) {
        in_order<Both>(
            files.size(), askers_for(running_.settings), [&](std::size_t i) { return both(files[i]); },
            [&](std::size_t, const Both& b) { take(b); });
        if (sum_.messages == 0) return exit_code_;
        print(arguments_.json ? sum_.as_json() : sum_.as_text());
        return worse(exit_code_, sum_.changed > 0 ? found : done);
    }

    // What the records keep: inspected by view workers of the gateway, judged here under both policies. Draft signatures need
    // the octets in an inspector of our own: each message is taken out as an export is, and the records say so.
    int stored() {
        std::vector<std::pair<std::string, std::string>> fields{{"since", json_text(time_given(arguments_.since))}};
        if (arguments_.since.empty()) fields.clear();
        if (arguments_.of_held) fields.emplace_back("held", "true");
        if (arguments_.of_journal) fields.emplace_back("journal", "true");
        fields.emplace_back("why", json_text(arguments_.reason));
        const auto answer = stream_records(running_.settings, "policy.replay", json_object(fields), most_quiet,
                                           [&](const std::string& line) { return take_stored(line); });
        if (!answer) return complain(unreachable, answer.failure().what);
        if (!answer->problem.empty()) return complain(static_cast<int>(answer->exit_code), printable(answer->problem, 2000));
        print(arguments_.json ? sum_.as_json() : sum_.as_text());
        return worse(exit_code_, sum_.changed > 0 ? found : done);
    }

  private:
    Status take_stored(const std::string& line) {
        const auto v = Value::parse(line);
        if (!v || (*v)["line"].raw() == "progress" || (*v)["line"].raw() == "summary") return Done{};
        const std::string id = (*v)["id"].text(40);
        if ((*v)["line"].raw() == "unread") {
            ++sum_.unread;
            complain(found, id + " could not be read: it is not judged");
            return Done{};
        }
        const auto envelope = unbase64((*v)["envelope"].raw()), inspection = unbase64((*v)["inspection"].raw());
        auto known = wire::decode<Envelope>(envelope.value_or(""), "envelope");
        auto seen = wire::decode<Inspection>(inspection.value_or(""), "inspection");
        if (!known || !seen) return fail(FailureKind::malformed, "replay", "the records answered what is no inspection");
        const Origin origin = (*v)["origin"].raw() == name(Origin::inside) ? Origin::inside : Origin::outside;
        Seen now{id, std::move(*seen), "", 0, std::move(*known), origin};
        Seen drafted = now;
        if (draft_inspector_) drafted = seen_with_draft(id, now);
        take({judge(std::move(now), arguments_, running_), judge(std::move(drafted), arguments_, draft_)});
        return Done{};
    }

    Seen seen_with_draft(const std::string& id, const Seen& now) {
        Seen out = now;
        const auto octets = stored_octets(running_.settings, id, "replay of draft signatures: " + arguments_.reason);
        auto answer = octets ? draft_inspector_->inspect(*now.envelope, *octets) : Result<wire::Inspected>(octets.failure());
        if (answer && answer->outcome == wire::InspectOutcome::inspected) {
            out.inspection = std::move(answer->inspection);
        } else {
            out.error = id + ": " + (answer ? "no worker could read it" : answer.failure().what);
            out.exit_code = unreachable;
        }
        return out;
    }

    Both both(const std::string& file) {
        Seen seen = see(file, arguments_, running_, *inspector_);
        Seen drafted = seen;
        if (draft_inspector_ && seen.error.empty()) drafted = see(file, arguments_, draft_, *draft_inspector_);
        return {judge(std::move(seen), arguments_, running_), judge(std::move(drafted), arguments_, draft_)};
    }

    void take(const Both& b) {
        const Judged& bad = b.before.error.empty() ? b.after : b.before;
        if (!bad.error.empty()) {
            ++sum_.unread;
            exit_code_ = worse(exit_code_, bad.exit_code);
            if (arguments_.json) print(judged_as_json(bad) + "\n");
            if (bad.error != last_error_) complain(bad.exit_code, bad.error);
            last_error_ = bad.error;
            return;
        }
        const Change change = change_of(b.before, b.after);
        sum_.add(change);
        print(arguments_.json ? change_as_json(change) + "\n" : change_as_text(change, look_));
    }

    const Arguments& arguments_;
    const Council &running_, &draft_;
    std::unique_ptr<Inspector> inspector_, draft_inspector_;
    const Look look_ = look_of_stdout();
    Sum sum_;
    std::string last_error_;
    int exit_code_ = done;
};

}  // namespace

int policy_replay(const Arguments& arguments) {
    if (arguments.draft.empty() && arguments.signatures.empty())
        return complain(
            usage,
            "name what to try: a policy with --draft, a folder of patterns and words with --signatures, or both");
    if (arguments.stored != arguments.messages.empty())
        return complain(usage, "name message files or folders, or --stored for what the records keep");
    if (arguments.stored && !arguments.signatures.empty() && trim(arguments.reason).empty())
        return complain(usage, "with --signatures the messages leave the records to be inspected here: say why with --reason");
    if (!arguments.stored && (arguments.of_held || arguments.of_journal || !arguments.since.empty()))
        return complain(usage, "--held, --journal and --since go with --stored");
    if (std::count(arguments.messages.begin(), arguments.messages.end(), "-") > 0)
        return complain(usage, "replay reads files and folders, not standard input");
    const Council running = read_council(arguments.config, arguments.policy);
    if (!running.good()) return not_good(arguments, running, "the running policy");
    const Council draft = read_council(arguments.config, arguments.draft.empty() ? arguments.policy : arguments.draft,
                                       arguments.signatures);
    if (!draft.good()) return not_good(arguments, draft, "the draft");
    std::string problem;
    const auto files = arguments.stored ? std::vector<std::string>() : messages_in(arguments.messages, problem);
    if (!problem.empty()) return complain(usage, problem);
    Replay replay(arguments, running, draft);
    if (const auto started = replay.start(); !started) return complain(unreachable, started.failure().what);
    return arguments.stored ? replay.stored() : replay.all(files);
}

}  // namespace beadle::cli
