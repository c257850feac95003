// text_look.h — the text of one kept message, looked through for words by a view worker.
//
// Takes    a kept copy, the words. What is read must be in the chain before the first step.
// Gives    step() until it is not `reading` any more: looked (which words stand in it, and whether all of it could be read),
//          unreadable (changed, damaged, or two workers died over it), later (no view worker now: step() again after a while).
// Bounds   words of wire::ViewLimits::word octets, the rest of a longer one is not asked for; as many as there are, in
//          several looks. Memory of one message.
// Fails    as content.h. Never throws but std::bad_alloc.
// Runs in  record, between transactions.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "records/content.h"
#include "records/held.h"
#include "records/views.h"

namespace beadle::records {

class TextLook {
  public:
    enum class State : std::uint8_t { reading, looked, unreadable, later };
    TextLook(Held held, std::vector<std::string> words) : held_(std::move(held)), words_(std::move(words)) {}
    ~TextLook();
    TextLook(const TextLook&) = delete;
    TextLook& operator=(const TextLook&) = delete;

    bool waits(const Store& store) const;
    Result<State> step(Store& store);
    const Held& held() const { return held_; }
    const std::set<std::string>& found() const { return found_; }
    bool whole() const { return whole_; }

  private:
    Result<State> open(Store& store);
    Result<State> ask(Store& store);
    State take(Store& store);
    Held held_;
    std::vector<std::string> words_;
    std::size_t asked_ = 0;  // words of looks that have ended
    std::optional<Content> content_;
    Views* views_ = nullptr;
    std::uint32_t ticket_ = 0;
    int lost_ = 0;
    bool unsealed_ = false, whole_ = true;
    std::set<std::string> found_;
};

}  // namespace beadle::records
