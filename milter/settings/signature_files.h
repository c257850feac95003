// signature_files.h — the databases of malware signatures in a folder: which files they are, when they were made, whether they changed.
//
// Takes    the folders of [signatures] malware. Gives names, times and sizes, and what the head of a packed database (.cvd,
//          .cld) says of when it was made; no signature is read. A README or a lock file is no database.
// Bounds   most_signature_files of a folder; 512 octets of a file.
// Fails    never: a folder that cannot be read holds nothing, and has a state of its own.
// Runs in  supervise, inspect, record, cli. Never throws but std::bad_alloc.
// Source   ClamAV 1.4: libclamav/readdb.h CLI_DBEXT, cvd.c (head of 512 octets, fields between colons, the ninth in epoch seconds).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace beadle {

constexpr std::size_t most_signature_files = 10'000;

bool is_signature_file(std::string_view name);
bool is_packed_signature_file(std::string_view name);

// Wall time at which the newest of them was made, 0 = there is none. By ClamAV's daily database where there is one, else by the
// packed ones, else by what the file system says of the others: whoever installs a file of rules does not make the rest new.
Milliseconds signatures_made(const std::vector<std::string>& folders);
// The same of packed databases alone: those that somebody publishes anew day by day.
Milliseconds published_signatures_made(const std::vector<std::string>& folders);
// Equal as long as no database came, went or was written.
std::string state_of_signatures(const std::vector<std::string>& folders);

}  // namespace beadle
