// folders.h — the folders that the processes work in, made before they start.
//
// Takes    the settings: spool, store, keys, the folders of the sockets. As root each gets its process's user.
// Fails    misconfigured, naming the folder and why.
// Runs in  supervise, at start.
#pragma once

#include "base/result.h"
#include "settings/settings.h"

namespace beadle::supervise {

Status make_folders(const Settings& settings);
bool group_exists(const std::string& group);

}  // namespace beadle::supervise
