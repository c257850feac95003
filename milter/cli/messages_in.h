// messages_in.h — the message files that a command line names, folders opened.
//
// Takes    names of files and folders.
// Gives    files in the order of the command line; those of a folder, and of folders in it, sorted by name: *.eml where
// a
//          folder has such, else (a Maildir) all that are not hidden. A file that is named itself is taken whatever it
//          is called.
// Bounds   200 000 files, folders 32 deep.
// Fails    `problem` names what cannot be read, and a folder with no message in it.
// Runs in  cli. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <vector>

namespace beadle::cli {

std::vector<std::string> messages_in(const std::vector<std::string>& named, std::string& problem);

}  // namespace beadle::cli
