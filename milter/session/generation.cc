#include "session/generation.h"

#include "council/council_files.h"
#include "settings/policy_in_force.h"

namespace beadle::session {
namespace {

void add(Diagnostics& to, const Diagnostics& more) { to.insert(to.end(), more.begin(), more.end()); }

const BundleFile& file_of(const Bundle& bundle, BundleRole role) {
    static const BundleFile none;
    const auto* file = bundle.first(role);
    return file ? *file : none;
}

}  // namespace

wire::Prepared GenerationStore::prepare(std::uint32_t number, const Bundle& bundle, const std::string& today) {
    Diagnostics wrong;
    const auto& settings_file = file_of(bundle, BundleRole::settings);
    auto settings = read_settings(settings_file.octets, settings_file.path);
    add(wrong, settings.diagnostics);
    auto council = read_council_files(bundle, settings.settings, today);
    add(wrong, council.diagnostics);
    auto templates = notices::Templates::read(bundle);
    add(wrong, templates.diagnostics);
    wire::Prepared answer{number, wrong.empty(), text(wrong.empty() ? council.warnings : wrong)};
    if (!answer.good) return answer;
    auto made = std::make_shared<Generation>();
    made->number = number;
    made->settings = std::move(settings.settings);
    made->policy = std::move(council.policy);
    made->policy_number = policy_number(bundle);
    made->directory = std::move(council.directory);
    made->templates = std::move(templates.templates);

    const std::lock_guard lock(mutex_);
    made->inspector = slot(number);
    if (current_) {
        prepared_ = std::move(made);
    } else {
        current_ = std::move(made);
    }
    return answer;
}

bool GenerationStore::switch_to(std::uint32_t number) {
    const std::lock_guard lock(mutex_);
    if (current_ && current_->number == number) return true;
    if (!prepared_ || prepared_->number != number) return false;
    older_.emplace_back(current_->number, current_);
    current_ = std::move(prepared_);
    prepared_.reset();
    return true;
}

std::shared_ptr<const Generation> GenerationStore::current() const {
    const std::lock_guard lock(mutex_);
    return current_;
}

void GenerationStore::put_inspector(std::uint32_t number, Descriptor socket) {
    std::shared_ptr<ChannelSlot> where;
    {
        const std::lock_guard lock(mutex_);
        where = slot(number);
    }
    where->put(std::move(socket));
}

std::vector<std::uint32_t> GenerationStore::released() {
    const std::lock_guard lock(mutex_);
    std::vector<std::uint32_t> out;
    std::erase_if(older_, [&](const auto& older) {
        if (!older.second.expired()) return false;
        out.push_back(older.first);
        inspectors_.erase(older.first);
        return true;
    });
    return out;
}

std::vector<std::uint32_t> GenerationStore::cut_off() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::uint32_t> out;
    const auto look = [&](const std::shared_ptr<const Generation>& generation) {
        if (generation && generation->inspector->closed()) out.push_back(generation->number);
    };
    look(current_);
    for (const auto& older : older_) look(older.second.lock());
    return out;
}

std::shared_ptr<ChannelSlot> GenerationStore::slot(std::uint32_t number) {
    auto& slot = inspectors_[number];
    if (!slot) slot = std::make_shared<ChannelSlot>();
    return slot;
}

}  // namespace beadle::session
