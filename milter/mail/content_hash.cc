#include "mail/content_hash.h"

#include <sodium.h>

#include <optional>
#include <vector>

#include "base/text.h"

namespace beadle {
namespace {

constexpr std::size_t most_of_field = 32u << 10;

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_end(char c) { return c == '\r' || c == '\n'; }

// White space at both ends goes; white space with a line end in it is one blank; other white space stays.
std::string unfolded(std::string_view body) {
    std::string out;
    body = trim(body);
    for (std::size_t i = 0; i < body.size();) {
        std::size_t end = i;
        bool folds = false;
        for (; end < body.size() && (is_blank(body[end]) || is_end(body[end])); ++end) folds |= is_end(body[end]);
        if (end == i) end = i + 1;
        if (folds)
            out += ' ';
        else
            out += body.substr(i, end - i);
        i = end;
    }
    return out;
}

bool is_left_out(std::string_view name) { return ascii_istarts(name, "x-beadle-") || ascii_iequal(name, "received"); }

// The line at the front of s with its end, which is removed from s.
std::string_view take_line(std::string_view& s) {
    const std::size_t end = s.find('\n');
    const std::string_view line = s.substr(0, end == s.npos ? s.npos : end + 1);
    s.remove_prefix(line.size());
    return line;
}

bool is_empty_line(std::string_view line) { return line == "\n" || line == "\r\n"; }

// Where the name of a field line ends, or npos: a name is printable ASCII without blanks (RFC 5322 2.2); blanks
// before the colon are obsolete syntax that MTAs take.
std::size_t colon_of(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == line.npos || colon == 0 || is_blank(line[0])) return line.npos;
    for (const char c : trim(line.substr(0, colon)))
        if (static_cast<unsigned char>(c) <= ' ' || static_cast<unsigned char>(c) > '~') return line.npos;
    return colon;
}

}  // namespace

struct ContentHash::State {
    crypto_hash_sha256_state sha{};
    bool in_body = false;
    std::optional<std::string> done;

    State() { crypto_hash_sha256_init(&sha); }
    void add(std::string_view octets) {
        crypto_hash_sha256_update(&sha, reinterpret_cast<const unsigned char*>(octets.data()), octets.size());
    }
    void start_body() {
        if (!in_body) add("\n");
        in_body = true;
    }
};

ContentHash::ContentHash() : state_(std::make_unique<State>()) {}
ContentHash::~ContentHash() = default;
ContentHash::ContentHash(ContentHash&&) noexcept = default;
ContentHash& ContentHash::operator=(ContentHash&&) noexcept = default;

void ContentHash::field(std::string_view name, std::string_view body) {
    name = trim(name);
    if (is_left_out(name)) return;
    state_->add(ascii_lower(name) + ": " + unfolded(body).substr(0, most_of_field) + '\n');
}

void ContentHash::body(std::string_view octets) {
    state_->start_body();
    state_->add(octets);
}

std::string ContentHash::hex() {
    if (!state_->done) {
        state_->start_body();
        std::string raw(crypto_hash_sha256_BYTES, '\0');
        crypto_hash_sha256_final(&state_->sha, reinterpret_cast<unsigned char*>(raw.data()));
        state_->done = beadle::hex(raw);
    }
    return *state_->done;
}

std::string ContentHash::of_message(std::string_view octets) {
    ContentHash hash;
    while (!octets.empty()) {
        std::string_view here = octets;
        std::string_view line = take_line(here);
        if (is_empty_line(line)) {
            octets = here;
            break;
        }
        const std::size_t colon = colon_of(line);
        if (colon == line.npos) break;  // no field: an MTA takes the body to start here
        while (!here.empty() && is_blank(here[0])) take_line(here);
        const std::string_view field = octets.substr(0, octets.size() - here.size());
        hash.field(field.substr(0, colon), field.substr(colon + 1));
        octets = here;
    }
    hash.body(octets);
    return hash.hex();
}

}  // namespace beadle
