// shared_strings.h — the strings of a workbook, which its cells name by number.
//
// Takes    strings in order.
// Gives    them by number, and those that nobody asked for: words that no cell shows.
// Bounds   4 million strings, 4 GiB; all in one block, as a string of its own for each would cost twenty times what
//          the sender paid. Never throws but std::bad_alloc.
// Runs in  inspect worker.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace beadle::inspect {

class SharedStrings {
  public:
    static constexpr std::size_t most = 4u << 20;
    bool add(std::string_view text);  // false: there are too many
    std::size_t size() const { return ends_.size(); }
    std::string_view at(std::size_t index);  // and it is used
    std::string unused() const;

  private:
    std::string all_;
    std::vector<std::uint32_t> ends_;
    std::vector<bool> used_;
};

}  // namespace beadle::inspect
