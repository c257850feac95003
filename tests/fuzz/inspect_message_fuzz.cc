// library: beadle_worker
// The whole way of a message through a worker, without the malware engine: what comes out is always within the bounds.
#include <cstdint>
#include <cstdlib>

#include "../support/signature_bundle.h"
#include "base/codec.h"
#include "inspect/worker/answer.h"
#include "inspect/worker/inspect_message.h"
#include "wire/messages.h"

using namespace beadle;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::unique_ptr<inspect::Detector> detector = [] {
        inspect::start_messages();
        inspect::start_text();
        return inspect::Detector::load(test::signature_bundle()).detector;
    }();
    if (!detector) std::abort();
    BudgetLimits limits;
    limits.milliseconds = 10'000;
    Budget budget(limits, size, system_clock());
    inspect::Tools tools{detector.get(), nullptr, nullptr, &system_clock()};
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    wire::Inspected answer;
    answer.outcome = wire::InspectOutcome::inspected;
    answer.inspection = inspect::inspect_message(octets, {}, tools, budget);
    const std::string sent = wire::encode(answer);
    const auto received = wire::decode<wire::Inspected>(sent, "answer");
    if (sent.size() > wire::max_body || !received || !inspect::check_answer(received->inspection, {size, nullptr}))
        std::abort();
    for (const auto& n : received->inspection.not_inspected)
        if (n.reason == NotInspectedReason::crash) std::abort();  // a stage threw
    return 0;
}
