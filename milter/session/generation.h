// generation.h — settings, policy and directory of one number, and which of them judges.
//
// Takes    sealed bundles from the control thread.
// Gives    prepare(): checked and kept beside the running one; current(): what a message takes at the start of its end of
//          message and keeps until its verdict.
// Bounds   beadled sees to it that at most two are alive; released() tells it when an older one is used no more.
// Fails    a bad bundle: Prepared with every diagnostic; the running generation stays.
// Runs in  session: control thread writes, connection threads read. Never throws but std::bad_alloc.
// Source   ARCHITECTURE.md "Reload"; decision 0006 (who shares ownership).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "settings/bundle.h"
#include "settings/settings.h"
#include "wire/messages.h"
#include "notices/templates.h"
#include "people/directory.h"
#include "policy/policy.h"
#include "session/channel_slot.h"

namespace beadle::session {

struct Generation {
    std::uint32_t number = 0;
    Settings settings;
    policy::Policy policy;
    std::int64_t policy_number = 0;  // the adopted version that it is; 0 = the operator's file
    Directory directory;
    notices::Templates templates;
    std::shared_ptr<ChannelSlot> inspector;
};

class GenerationStore {
  public:
    wire::Prepared prepare(std::uint32_t number, const Bundle& bundle, const std::string& today);
    bool switch_to(std::uint32_t number);  // false: not prepared
    std::shared_ptr<const Generation> current() const;  // null before the first
    void put_inspector(std::uint32_t number, Descriptor socket);
    // Of the generations that judge, those whose inspector cannot be asked any more.
    std::vector<std::uint32_t> cut_off() const;
    // Numbers of older generations that no message holds any more; each is told once.
    std::vector<std::uint32_t> released();

  private:
    std::shared_ptr<ChannelSlot> slot(std::uint32_t number);
    mutable std::mutex mutex_;
    std::shared_ptr<const Generation> current_, prepared_;
    std::vector<std::pair<std::uint32_t, std::weak_ptr<const Generation>>> older_;
    std::map<std::uint32_t, std::shared_ptr<ChannelSlot>> inspectors_;
};

}  // namespace beadle::session
