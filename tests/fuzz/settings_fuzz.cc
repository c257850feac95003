// library: beadle_settings
// A settings file of any octets: every number that comes out lies within its bounds.
#include <cstdint>
#include <cstdlib>

#include "settings/settings.h"

using namespace beadle;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const SettingsRead read = read_settings({reinterpret_cast<const char*>(data), size}, "/etc/beadle/beadle.toml");
    for (const SettingRow& row : setting_table()) {
        const auto* number = std::get_if<std::int64_t Settings::*>(&row.member);
        if (!number) continue;
        const std::int64_t value = read.settings.**number;
        if (value < row.least || value > row.most) std::abort();
    }
    return 0;
}
