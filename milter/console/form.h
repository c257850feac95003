// form.h — what a browser posts, and the proof that it posts a page of ours.
//
// Takes    the octets of a posted form; the code of the link; wall time.
// Gives    fields of application/x-www-form-urlencoded; a seal that is good for one code and for an hour: who posts
// without it did
//          not get our page first.
// Bounds   of an answer 4 KiB, 10 fields, each once; of a page of the console 64 KiB, 1200 fields, a name as often as it likes.
// Fails    malformed: nothing of the form is used.
// Runs in  console. Never throws but std::bad_alloc.
// Source   WHATWG URL, application/x-www-form-urlencoded.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace beadle::console {

constexpr std::size_t most_form = 4096, most_fields = 10;
constexpr Milliseconds seal_life = 60 * 60 * 1000;

Result<std::map<std::string, std::string>> parse_form(std::string_view body);

// The fields of a query or a form, in order.
class Fields {
  public:
    static constexpr std::size_t most_octets = 64u << 10, most = 1200;
    static Result<Fields> parse(std::string_view encoded);
    std::string one(std::string_view name) const;  // the first; "" = none
    std::vector<std::string> all(std::string_view name) const;
    bool has(std::string_view name) const;
    const std::vector<std::pair<std::string, std::string>>& pairs() const { return pairs_; }
    void add(std::string name, std::string value) { pairs_.emplace_back(std::move(name), std::move(value)); }
    std::string encoded() const;  // percent-encoded, without blank values

  private:
    std::vector<std::pair<std::string, std::string>> pairs_;
};
std::string percent_encoded(std::string_view text);

class Seals {
  public:
    Seals();  // a key of its own for each life of the process
    std::string seal(std::string_view code, Milliseconds wall) const;
    bool is_good(std::string_view seal, std::string_view code, Milliseconds wall) const;

  private:
    std::string key_;
};

}  // namespace beadle::console
