// hold_texts.h — the text of kept mail is looked through for the terms of the legal holds in force, also of what comes.
//
// Takes    wake(): there may be something to look through (a hold was placed, mail was kept).
// Gives    step() does a small piece, true: there is more at once. Each kept copy that a hold reaches by people and days, and
//          whose subject, addresses and file names do not bear its terms already, is read once; what stands in it is noted in
//          hold_found ("found", or "unread" where it could not be read whole), and how far it has come in hold_texts. What
//          was not looked through yet counts as on hold (holds.h), so nothing is destroyed in between.
//          Each hundred readings are an event ("content-searched", by nobody) before the first of them.
// Fails    step(): as database.h; begun again with the next wake(). Never throws but std::bad_alloc.
// Runs in  record, between transactions; the words are looked for by view workers alone.
#pragma once

#include <deque>
#include <map>
#include <memory>

#include "records/holds.h"
#include "records/text_look.h"

namespace beadle::records {

class HoldTexts {
  public:
    void wake() { awake_ = true; }
    bool has_work(const Store& store) const { return awake_ && !(look_ && look_->waits(store)); }
    Result<bool> step(Store& store);

  private:
    struct Wanted {
        std::string reference;
        Hold hold;
        std::int64_t upto = 0;
    };
    struct Next {
        Held held;
        std::vector<std::size_t> by;  // numbers in holds_
    };
    Result<bool> look(Store& store);
    Status gather(Store& store);
    Status consider(Store& store, Held held);
    Status note_readings(Store& store);
    void weigh(const Next& next, bool readable);
    Status keep(Store& store);
    void rest();
    bool awake_ = true, gathered_ = false;
    std::vector<Wanted> holds_;
    std::deque<Next> next_;
    std::int64_t through_ = 0;  // the last copy that was considered
    std::map<std::pair<std::string, std::int64_t>, std::string> found_;
    std::unique_ptr<TextLook> look_;
};

}  // namespace beadle::records
