#include "verdict/asking.h"

#include "base/text.h"
#include "notices/questions.h"

namespace beadle::verdict {

std::vector<wire::Notice> told_of(const Answerer& who, const AskReply& answer, const std::string& message_id,
                                  const notices::Templates& templates) {
    std::vector<wire::Notice> out;
    if (who.address.empty()) return out;
    // Without a code nothing says which question was meant: then each mail is a matter of its own.
    const std::string about = answer.codes.empty() ? message_id : answer.codes.front();
    notices::Matter matter;
    matter.council = who.council;
    matter.clerk_address = who.clerk_address;
    matter.sender = who.address;
    matter.sender_name = who.name;
    matter.reference = wire::Notice::reference_mark;
    for (int i = 0; i <= static_cast<int>(last_of(AnswerOutcome{})); ++i) {
        const auto outcome = static_cast<AnswerOutcome>(i);
        auto said = notices::answer_taken(templates, outcome, matter);
        wire::Notice n;
        n.kind = "answer-" + std::string(name(outcome));
        n.key = n.kind + ":" + sha256_hex(who.address + "\n" + about).substr(0, 32);
        n.to = who.address;
        n.subject = std::move(said.subject);
        n.text = std::move(said.text);
        n.html = std::move(said.html);
        out.push_back(std::move(n));
    }
    return out;
}

}  // namespace beadle::verdict
