#include "inspect/worker/inspect_message.h"

#include <algorithm>
#include <chrono>
#include <new>

#include "base/text.h"
#include "inspect/message/authentication.h"
#include "inspect/text/banner.h"
#include "inspect/text/reply_words.h"
#include "inspect/worker/answer.h"
#include "inspect/worker/mail_file.h"
#include "inspect/worker/masking.h"
#include "inspect/worker/scan_leaves.h"

namespace beadle::inspect {
namespace {

std::uint64_t microseconds() {
    auto now = std::chrono::steady_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}

// The same place for the same reason is said once.
void append(std::vector<NotInspected>& to, const std::vector<NotInspected>& from) {
    for (const auto& v : from) {
        bool said = to.size() < 2 * InspectionLimits::not_inspected && std::find(to.begin(), to.end(), v) != to.end();
        if (!said) to.push_back(v);
    }
}

struct Work {
    std::string_view octets;
    const Tools& tools;
    Budget& budget;
    Milliseconds begun = tools.clock->steady();
    Inspection out{};
    ParsedMessage parsed{};
    Reading reading{};
    std::vector<KnownValue> known{};
    std::string mail{};  // a leaf of the malware scan

    void parse() {
        out.octets = octets.size();
        out.sha256 = sha256_hex(octets);
        parsed = parse_message(octets, budget);
        out.addresses = parsed.addresses;
        out.marks = parsed.marks;
        out.authentication = authentication_of(parsed.fields);
        out.message_id = parsed.message_id;
        append(out.not_inspected, parsed.not_inspected);
    }

    void read() {
        reading = read_message(parsed, budget);
        out.entities = std::move(reading.entities);
        out.protection = std::move(reading.protection);
        out.findings = std::move(reading.findings);
        out.links = std::move(reading.links);
        out.inaccessible = std::move(reading.inaccessible);
        append(out.not_inspected, reading.not_inspected);
        for (auto& password : reading.passwords) known.push_back({std::move(password), "••••••••", 4});
        out.answer = read_reply(parsed, reading);
        note_ambiguity();
    }

    void note_ambiguity() {
        bool noted = std::any_of(out.findings.begin(), out.findings.end(),
                                 [](const Finding& f) { return f.kind == FindingKind::ambiguous_structure; });
        if (parsed.ambiguity.empty() || noted) return;
        Finding f;
        f.kind = FindingKind::ambiguous_structure;
        f.location = "message structure";
        f.confidence = Confidence::high;
        f.detector = "message";
        f.evidence = parsed.ambiguity;
        out.findings.push_back(std::move(f));
    }

    void detect() {
        tools.detector->passed_on(parsed, reading, budget, out);
        tools.detector->detect(reading, budget, out, &known);
    }

    // A plan that fails is no plan: the message goes on without the warning.
    void plan() {
        if (tools.banner_plan) *tools.banner_plan = plan_banner(parsed, reading, octets, tools.banner);
    }

    void scan() {
        if (!tools.malware) return;
        if (tools.malware->wants_mail_files()) {
            mail = mail_file(octets, parsed);
            reading.leaves.push_back({mail, "message header and text", {}, "0", "", "message/rfc822"});
        }
        scan_leaves(reading.leaves, ScanTools{*tools.malware, tools.clean, *tools.clock, begun}, budget, out);
    }

    void finish() {
        note_exhausted();
        out.subject = tools.detector->mask_values(parsed.subject);
        out.answer.reason = printable(tools.detector->mask_values(out.answer.reason), AskReplyLimits::reason);
        mask_names(*tools.detector, out);
        mask_known(known, out);
        out.subject = without_codes(printable(out.subject, InspectionLimits::text));
        keep_within_limits(out);
    }

    // A budget that ran out is never silent, whoever ran into it.
    void note_exhausted() {
        bool said = std::any_of(out.not_inspected.begin(), out.not_inspected.end(),
                                [](const NotInspected& n) { return n.reason == NotInspectedReason::limit; });
        if (!budget.exhausted().empty() && !said)
            out.not_inspected.push_back(whole_message(NotInspectedReason::limit, budget.exhausted()));
    }

    // Runs one stage. What it throws is something that could not be looked into, never the end of the others.
    template <class Stage>
    void stage(const char* name, std::uint64_t StageTimes::*spent, Stage&& run) {
        const std::uint64_t stage_begun = microseconds();
        try {
            run();
        } catch (const std::bad_alloc&) {
            out.not_inspected.push_back(
                whole_message(NotInspectedReason::limit, std::string(name) + ": not enough memory"));
        } catch (...) {
            out.not_inspected.push_back(whole_message(NotInspectedReason::crash, std::string(name) + " failed"));
        }
        if (tools.times) (tools.times->*spent) += microseconds() - stage_begun;
    }
};

}  // namespace

// noexcept: should even the last stage find no memory, the process ends, and the parent tries another worker.
Inspection inspect_message(std::string_view octets, const Envelope&, const Tools& tools, Budget& budget) noexcept {
    const std::uint64_t begun = microseconds();
    Work work{octets, tools, budget};
    work.stage("parsing", &StageTimes::parse_us, [&] { work.parse(); });
    work.stage("reading", &StageTimes::read_us, [&] { work.read(); });
    work.stage("detection", &StageTimes::detect_us, [&] { work.detect(); });
    work.stage("banner", &StageTimes::finish_us, [&] { work.plan(); });
    work.stage("malware scan", &StageTimes::scan_us, [&] { work.scan(); });
    work.stage("answering", &StageTimes::finish_us, [&] { work.finish(); });
    work.out.elapsed_us = microseconds() - begun;
    return std::move(work.out);
}

}  // namespace beadle::inspect
