// terms.h — which of a few search words occur in a text.
//
// Takes    words or phrases of a person; UTF-8. Gives for each that occurs its number and how often.
//          Alike are letters of either case, forms that NFKC makes one, and any run of blanks.
// Bounds   linear in the text for each word. Runs in inspect worker. Never throws but std::bad_alloc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace beadle::inspect {

class TermFinder {
  public:
    explicit TermFinder(const std::vector<std::string>& words);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> in(std::string_view text) const;

  private:
    std::vector<std::string> words_;
};

}  // namespace beadle::inspect
