// passed_on.h — what a message shows of the messages that it passes on or answers, and whether it speaks of the
// council's work.
//
// Gives    plain values from the worker: claims, never proof. Addresses as written, for comparison alone: what is shown
// of
//          them is masked by who shows it (people/).
// Bounds   most_originals, most_people of one; strings as InspectionLimits::text.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace beadle {

enum class OriginalForm : std::uint8_t {
    block,        // From, Sent, To, Subject before the quoted text
    attribution,  // "On 3 May, Anne <a@b.example> wrote:", or the mark of a program without any of that
    attached,     // a message as a file, or as message/rfc822
};
constexpr OriginalForm last_of(OriginalForm) { return OriginalForm::attached; }

struct Original {
    OriginalForm form = OriginalForm::block;
    bool called_forward = false;  // its own line says so: "Forwarded message"
    std::string part;             // entity number
    std::string from;             // local@domain, "" = not told
    std::string from_name;        // folded to lower case, "" = not told
    std::vector<std::string> to;  // To and Cc, local@domain
    std::string message_id{};     // of an attached one: its author's name for it, with <>; "" = not told
    bool operator==(const Original&) const = default;
};

struct PassedOn {
    static constexpr std::size_t most_originals = 20, most_people = 20;

    bool forward_subject = false;     // begins with Fw:, WG:, TR: …
    bool reply_subject = false;       // begins with Re:, AW: …
    bool by_hand_field = false;       // a header field of a program that forwards
    bool council_business = false;    // words of council business outside the quoted originals or in them
    bool private_subject = false;     // subject or Sensitivity field says that it is private
    std::vector<Original> originals;  // the nearest first
    bool operator==(const PassedOn&) const = default;
};

}  // namespace beadle
