// locks.h — the seals of a message that a password may open, tried one after the other when all of it has been read:
// the password may stand in a part behind the file.
//
// Takes    the locks that the readers noted, and the text of the message. Hostile.
// Gives    open_locks(): for each lock the passwords that programs know by themselves, then those of the message, most
//          likely first (password_guesses.h). A lock that opens is `cosmetic` or `leaked`, protects nothing, and what
//          is inside is read as if it had never been sealed; leaked also gives password-with-file where the password
//          stood. Where the message only says what the password is made of, password-with-file has low confidence. A
//          lock that no program here opens (RAR, OpenPGP, …) counts as leaked when the message says "the password is
//          …".
// Bounds   200 locks; 64 MiB kept of locks inside other files; 5 s for all tries, shared among the locks; the Reader's
//          budget for what is inside.
// Fails    what could not be tried for time or size is said in the lock's not-inspected entry. Never throws but
//          std::bad_alloc.
// Runs in  inspect worker.
// Source   reference of grades in ARCHITECTURE.md.
#pragma once

#include <optional>
#include <string_view>

#include "inspect/text/reader.h"

namespace beadle::inspect {

void open_locks(Reader& reader, Reading& out);

}  // namespace beadle::inspect
