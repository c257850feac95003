// library: beadle_people
// Any octets as directory.toml: read, then judge a message with people in it.
#include <cstdint>
#include <string>

#include "people/people.h"

using namespace beadle;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Bundle bundle;
    bundle.files = {
        {BundleRole::directory, "directory.toml", std::string(reinterpret_cast<const char*>(data), size)},
        {BundleRole::words, "webmail-providers.toml", "[[provider]]\nname = \"P\"\ndomains = [\"gmail.com\"]\n"}};
    const std::vector<std::string> own = {"council.example"};
    const auto read = Directory::read(bundle, own);
    Envelope envelope;
    envelope.sender = "a.smith@council.example";
    envelope.client.address = "203.0.113.9";
    envelope.recipients = {"annesmith72@gmail.com", "a.smith@council.example", "x%y@council.example", "", "\"@\"@"};
    for (const auto& member : read.directory.members()) envelope.recipients.push_back(member.mailbox);
    Inspection inspection;
    inspection.marks.forwarded_by_hand = true;
    inspection.addresses = {{"from", "", "annesmith72@gmail.com"}};
    for (Origin origin : {Origin::inside, Origin::outside}) {
        const auto facts = people::facts_of(envelope, origin, inspection, read.directory, own, 1795003200000);
        if (facts.recipients.size() != envelope.recipients.size()) __builtin_trap();
        if (facts.inspection.findings.size() > InspectionLimits::findings) __builtin_trap();
    }
    return 0;
}
