// judge.h — what would happen to one message: the worker's answer, then people and policy as beadle-session runs them.
//
// Takes    the octets of a message, and who is said to have sent it to whom.
// Gives    Judged, ready to be printed.
// Fails    `error` says in words why there is no judgement, `exit_code` with what the command should end.
// Runs in  cli, several threads at once. Never throws but std::bad_alloc.
// Source   ARCHITECTURE.md "Direction"; FORMATS.md "beadle inspect".
#pragma once

#include <optional>
#include <string>

#include "cli/arguments.h"
#include "cli/council.h"
#include "cli/inspector.h"
#include "mail/facts.h"

namespace beadle::cli {

struct TrialReply {
    std::string code, enhanced, text;
};
// What the sender would be asked, and how they could answer.
struct TrialQuestion {
    std::vector<std::string> recipients, answers, ways;  // separate send stop; reply link
    std::string subject, text;
};
struct Judged {
    std::string file;
    Facts facts;
    Decision decision;
    std::optional<TrialReply> reply;
    std::optional<TrialQuestion> question;
    std::string council, title, version;  // of the policy
    std::string note;                     // what had to be assumed
    std::string error;
    int exit_code = 0;
};

// What a worker saw in a message; policy and people have not judged it yet.
struct Seen {
    std::string file;
    Inspection inspection;
    std::string error;
    int exit_code = 0;
    std::optional<Envelope> envelope{};  // of a stored message: as it came; otherwise it is assumed
    Origin origin = Origin::outside;     // with it
};
Seen see(const std::string& file, const Arguments& arguments, const Council& council, Inspector& inspector);
Judged judge(Seen seen, const Arguments& arguments, const Council& council);

// For tests: envelope and origin from what was given and what the header section says.
struct Assumed {
    Envelope envelope;
    Origin origin = Origin::outside;
    std::string note;
};
Assumed assume(const Arguments& arguments, const Council& council, const Inspection& inspection);

// FORMATS.md "beadle inspect"; one line without its end.
std::string judged_as_json(const Judged& judged);

}  // namespace beadle::cli
