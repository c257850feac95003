// The pure half of settlement.h.
#include "base/text.h"

#include "records/settlement.h"
#include "records/work.h"

namespace beadle::records {
namespace {

const wire::RecipientReply* reply_for(const wire::SettleWork& how, const HeldRecipient& r) {
    for (const auto& reply : how.recipients)
        if (reply.recipient == r.address) return &reply;
    return nullptr;
}

// The stamp is seen at the end of the message but before the MTA has queued it: a filter after Beadle, a full queue or a
// crash may still lose it. So a stamp that was seen says where to look, and never that the message was taken.
RecipientEnding ending_of(const HeldRecipient& r, const wire::SettleWork& how, const Try& mine,
                          std::int64_t before) {
    const auto* own = reply_for(how, r);
    const bool refused_alone = own && own->code >= 400;
    const std::uint32_t code = refused_alone ? own->code : how.reply_code;
    const std::string words = reply_words(code, refused_alone ? own->text : how.reply_text);
    if (code >= 200 && code < 300) return {r.number, Ending::released, words};
    if (code >= 500) return {r.number, Ending::kept, words};
    if (code != 0 || !mine.seen) return {r.number, Ending::again, words};
    const std::string where = "the mail server began to take it, queue id " + mine.queue_id +
                              ", and no reply was read" + (words.empty() ? "" : ": " + words);
    if (before + 1 < unclear_most) return {r.number, Ending::again, where};
    return {r.number, Ending::kept, "sent " + std::to_string(before + 1) + " times, it may have arrived; " + where};
}

}  // namespace

std::string reply_words(std::uint32_t code, const std::string& words) {
    return code == 0 ? printable(words, 400) : std::to_string(code) + " " + printable(words, 400);
}

SortedOut sort_out(const std::vector<HeldRecipient>& people, const wire::SettleWork& how, const Try& mine,
                   std::int64_t before) {
    SortedOut out;
    const bool unread = how.reply_code == 0 && mine.stamp != 0 && (mine.seen || how.reached_data_end);
    for (const auto& r : people) {
        out.recipients.push_back(ending_of(r, how, mine, before));
        const auto* own = reply_for(how, r);
        out.in_doubt = out.in_doubt || (unread && !(own && own->code >= 400));
    }
    return out;
}

}  // namespace beadle::records
