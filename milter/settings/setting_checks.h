// setting_checks.h — what a setting's text must look like beyond being a text.
//
// Takes    the member it is for, the text as written, the folder that relative paths start in.
// Gives    "" and the text as it is to be used (paths absolute), or a sentence that says what is wrong with it.
// Runs in  every process, through read_settings(). Never throws but std::bad_alloc.
#pragma once

#include <string>

#include "settings/settings.h"

namespace beadle {

std::string check_setting(const SettingMember& member, SettingShape shape, std::string& value,
                          const std::string& folder);
// What is well written and yet does nothing: relays whose listener is missing, relay listeners without a relay. As warnings.
Diagnostics dead_relays(const Settings& settings);
// The path as it lies in the folder when it is relative; tidied.
std::string resolved(const std::string& path, const std::string& folder);

}  // namespace beadle
