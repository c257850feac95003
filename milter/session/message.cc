#include "session/message.h"

#include <algorithm>

#include "base/text.h"

namespace beadle::session {
namespace {

constexpr std::size_t most_fields = 1000;
constexpr std::size_t most_own_names = 200;
constexpr std::size_t longest_kept = 1024;
constexpr std::size_t longest_name = 256;  // of a field; libmilter passes names of up to 1 MiB
constexpr std::size_t most_stamps = 2;     // more than one is as bad as many

// libmilter gives the fold as \n; some clients leave a \r before it.
std::string with_crlf(std::string_view value) {
    std::string out;
    out.reserve(value.size() + 16);
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] == '\n' && (i == 0 || value[i - 1] != '\r')) out += '\r';
        out += value[i];
    }
    return out;
}

}  // namespace

Message::Message(Envelope envelope_given, SpoolTotal& total, SpoolLimits limits, std::vector<std::string> marks)
    : envelope(std::move(envelope_given)), spool(total, std::move(limits)), marks_(std::move(marks)) {}

void Message::refuse(verdict::Reply reply, std::string cause) {
    if (refusal) return;
    refusal = std::move(reply);
    refusal_cause = std::move(cause);
}

void Message::append(std::string_view octets) {
    if (refusal) return;
    if (auto kept = spool.append(octets); !kept) refuse(verdict::reply(verdict::ReplyName::spool_full), kept.failure().what);
}

void Message::field(std::string_view name, std::string_view value, bool leading_space_given) {
    append(std::string(name) + (leading_space_given ? ":" : ": ") + with_crlf(value) + "\r\n");
    hash_.field(name, value);
    const bool mark = std::any_of(marks_.begin(), marks_.end(),
                                  [&](const std::string& m) { return ascii_iequal(trim(name), trim(m)); });
    if (mark || ascii_istarts(name, "X-Beadle-")) count_own(name, value);
    if (fields_.size() < most_fields + (mark ? most_own_names : 0) && name.size() <= longest_name &&
        value.size() <= longest_kept)
        fields_.emplace_back(name, trim(value));
}

void Message::count_own(std::string_view name, std::string_view value) {
    if (ascii_iequal(name, "X-Beadle-Stamp") && stamps_.size() < most_stamps)
        stamps_.emplace_back(trim(value.substr(0, longest_kept)));
    for (auto& own : own_fields_)
        if (ascii_iequal(own.name, name)) {
            ++own.count;
            return;
        }
    if (own_fields_.size() < most_own_names && name.size() <= longest_name) {
        own_fields_.push_back({std::string(name), 1});
    } else {  // no honest message brings so many names of ours; one left standing would be believed
        refuse(verdict::reply(verdict::ReplyName::refused_by_policy), "too many fields of Beadle's own");
    }
}

void Message::end_of_fields() {
    if (fields_ended_) return;
    append("\r\n");
    body_from_ = spool.octets();
    fields_ended_ = true;
}

void Message::body(std::string_view octets) {
    end_of_fields();
    append(octets);
    hash_.body(octets);
}

}  // namespace beadle::session
