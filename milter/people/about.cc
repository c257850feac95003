#include "people/about.h"

#include "base/text.h"
#include "people/personal.h"

namespace beadle::people {

Finding about_recipient(FindingKind kind, Confidence confidence, const std::string& recipient,
                        const std::string& evidence) {
    Finding f;
    f.kind = kind;
    f.location = "recipient " + printable(recipient, 200);
    f.confidence = confidence;
    f.sample = masked(parse_address(recipient));
    f.detector = "people";
    f.evidence = printable(evidence, 400);
    f.recipient = recipient;
    return f;
}

Finding about_message(FindingKind kind, Confidence confidence, std::string location, std::string part,
                      const std::string& evidence) {
    Finding f;
    f.kind = kind;
    f.location = std::move(location);
    f.part = std::move(part);
    f.confidence = confidence;
    f.detector = "people";
    f.evidence = printable(evidence, 400);
    return f;
}

}  // namespace beadle::people
