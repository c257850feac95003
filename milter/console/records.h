// records.h — the console's requests to beadle-record.
//
// Takes    the newest end that beadled handed out.
// Gives    Asker: what is shown of a question, what an answer came to.
// Bounds   five seconds for each; half a minute and 16 MiB for what is asked in somebody's name.
// Fails    unavailable: no end, closed, too late. An answer that was not heard may have been carried out: asked again
// it is told
//          that there is no such question any more.
// Runs in  console: put() on the control thread, the others on those of the server.
#pragma once

#include <memory>
#include <mutex>

#include "base/clock.h"
#include "console/site.h"
#include "wire/channel.h"

namespace beadle::console {

class Records : public Asker {
  public:
    explicit Records(const Clock& clock) : clock_(clock) {}
    void put(Descriptor socket);
    bool closed() const;  // there was an end, and it is no more
    Result<wire::QuestionShown> show(const std::string& code) override;
    Result<wire::AnswerTaken> give(const wire::GiveAnswer& answer) override;
    Result<wire::Answer> ask(const wire::ConsoleAsk& question) override;

  private:
    std::shared_ptr<wire::Channel> channel() const;
    const Clock& clock_;
    mutable std::mutex mutex_;
    std::shared_ptr<wire::Channel> channel_;  // shared with calls under way on an older end (decision 0006)
};

}  // namespace beadle::console
