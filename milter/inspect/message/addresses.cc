#include "inspect/message/addresses.h"

#include <array>
#include <cstring>

#include <gmime/gmime.h>

#include "base/owned.h"
#include "base/text.h"

#include "inspect/message/charset.h"
#include "inspect/message/encoded_word.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_octets = 256u << 10;
constexpr int most_group_depth = 8;

using List = Owned<InternetAddressList, g_object_unref>;

bool is_address_field(std::string_view name) {
    constexpr std::array<std::string_view, 12> names{"from",      "sender",    "reply-to",    "to",
                                                     "cc",        "bcc",       "resent-from", "resent-sender",
                                                     "resent-to", "resent-cc", "resent-bcc",  "resent-reply-to"};
    for (auto n : names)
        if (name == n) return true;
    return false;
}

std::string text_or_empty(const char* s) { return s ? valid_utf8(s) : std::string(); }

struct Collector {
    Addresses& out;
    std::string field;

    bool full() {
        if (out.list.size() < InspectionLimits::addresses) return false;
        out.cut = true;
        return true;
    }
    void put(const std::string& display, const std::string& address) {
        if (address.empty() || full()) return;
        out.list.push_back({field, printable(display, 400), printable(address, 900)});
    }
    void take(InternetAddressList* list, int depth) {
        const int count = internet_address_list_length(list);
        for (int i = 0; i < count && !full(); ++i) {
            InternetAddress* one = internet_address_list_get_address(list, i);
            if (INTERNET_ADDRESS_IS_GROUP(one)) {
                if (depth < most_group_depth)
                    if (auto* members = internet_address_group_get_members(INTERNET_ADDRESS_GROUP(one)))
                        take(members, depth + 1);
            } else if (INTERNET_ADDRESS_IS_MAILBOX(one)) {
                put(text_or_empty(internet_address_get_name(one)),
                    text_or_empty(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one))));
            }
        }
    }
};

bool is_address_octet(char c) {
    return static_cast<unsigned char>(c) > ' ' && !std::strchr("<>()[],;:\"\\", c) && c != 0x7f;
}

// local@domain wherever it stands.
void search(std::string_view s, Collector& to) {
    for (std::size_t at = 0; (at = s.find('@', at)) != std::string_view::npos; ++at) {
        std::size_t from = at, end = at + 1;
        while (from > 0 && is_address_octet(s[from - 1]) && s[from - 1] != '@') --from;
        while (end < s.size() && is_address_octet(s[end]) && s[end] != '@') ++end;
        if (from < at && end > at + 1) to.put("", std::string(s.substr(from, end - from)));
    }
}

std::size_t count_of(std::string_view s, char c) {
    std::size_t n = 0;
    for (char x : s) n += x == c;
    return n;
}

}  // namespace

Addresses addresses_of(const std::vector<HeaderField>& fields) {
    Addresses out;
    for (const auto& field : fields) {
        const std::string name = ascii_lower(field.name);
        if (!is_address_field(name)) continue;
        std::string_view raw = field.raw;
        if (raw.size() > most_octets) {
            raw = raw.substr(0, most_octets);
            out.cut = true;
        }
        Collector to{out, name};
        const std::string plain = plain_words(raw);
        const auto before = out.list.size();
        if (const List list{internet_address_list_parse(nullptr, plain.c_str())}) to.take(list.get(), 0);
        std::size_t found = 0;
        for (auto i = before; i < out.list.size(); ++i) found += count_of(out.list[i].address, '@') > 0;
        const std::string decoded = field.decoded.size() > most_octets ? std::string() : field.decoded;
        if (found == 0 || plain.size() != std::strlen(plain.c_str())) search(decoded.empty() ? plain : decoded, to);
    }
    return out;
}

}  // namespace beadle::inspect
