// directory_changes.h — what an import would change in the directory, and the changing of its text.
//
// Takes    the directory as it is, and the people of a list (person_lists.h) or the mail server's alias files
// (alias_files.h). Gives    Changes in the order of the file: added, changed (one field), gone (who is in the directory
// but not in the list:
//          proposed as former, never removed), outside (an address that is sent on out of the council). Hand-made
//          fields stay: a name is only told when it differs, a role that is there is never replaced but by "former".
// Runs in  cli. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <vector>

#include "cli/alias_files.h"
#include "cli/directory_text.h"
#include "cli/person_lists.h"
#include "people/directory.h"

namespace beadle::cli {

enum class ChangeKind { added, changed, gone, outside, told };

struct DirectoryChange {
    ChangeKind kind = ChangeKind::told;
    std::string mailbox, name;
    std::string field;
    std::string was, now;             // for a person; lists joined with ", "
    std::vector<std::string> values;  // of a list
    Listed person{};                  // of added
};

std::vector<DirectoryChange> list_changes(const Directory& directory, const PersonList& list, const std::string& today);
std::vector<DirectoryChange> forwarding_changes(const Directory& directory, const AliasFiles& files,
                                                const std::vector<std::string>& council_domains);
// Those that change the file; false when a member was not found in the text.
bool apply(const std::vector<DirectoryChange>& changes, bool keep_missing, DirectoryText& text);
const char* name(ChangeKind kind);

}  // namespace beadle::cli
