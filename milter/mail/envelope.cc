#include "mail/envelope.h"

namespace beadle {

const char* name(ListenerKind k) {
    switch (k) {
        case ListenerKind::mx:
            return "mx";
        case ListenerKind::submission:
            return "submission";
        case ListenerKind::relay:
            return "relay";
        case ListenerKind::release:
            return "release";
    }
    return "mx";
}

const char* name(Origin o) { return o == Origin::inside ? "inside" : "outside"; }

const char* name(Direction d) {
    switch (d) {
        case Direction::internal:
            return "internal";
        case Direction::inbound:
            return "inbound";
        case Direction::outbound:
            return "outbound";
    }
    return "outbound";
}

}  // namespace beadle
