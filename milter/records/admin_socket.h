// admin_socket.h — the one socket of beadle-record that has a path, and who is at the other end of it.
//
// Takes    settings admin.record_socket and admin.group.
// Gives    a listening socket, 0660, of the group when it exists and this process may give it; a socket file that
// nobody
//          listens at is taken away first. person_of(): the Unix account by the peer's credentials; allowed are root,
//          the account this process runs as, and members of the group.
// Fails    misconfigured: another daemon answers there (the program then ends with 3), or the path cannot be used.
// Runs in  record: open() before it drops root's rights. Never throws.
// Source   unix(7) SO_PEERCRED.
#pragma once

#include <string>

#include "base/owned.h"
#include "base/result.h"
#include "records/store.h"

namespace beadle::records {

Result<Descriptor> listen_for_admins(const std::string& path, const std::string& group, const std::string& owner);
Person person_of(int socket, const std::string& group);

}  // namespace beadle::records
