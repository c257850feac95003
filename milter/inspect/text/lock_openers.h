// lock_openers.h — how each kind of lock is tried and, opened, read.
//
// Takes    a Lock, then passwords in UTF-8; hostile.
// Gives    an Opener that is called for each password: nothing when it is wrong, otherwise what reads the inside into a
//          Reader as if it had never been sealed, and says whether all of it opened. What is inside becomes leaves too,
//          for the malware scanner.
// Bounds   each try the budget it is given; the inside the Reader's.
// Fails    no Opener for locks that nobody here opens. Never throws but std::bad_alloc.
// Runs in  inspect worker.
#pragma once

#include <functional>
#include <string>

#include "inspect/text/lock.h"
#include "inspect/text/reader.h"

namespace beadle::inspect {

using Inside = std::function<bool(Reader&)>;
using Opener = std::function<Inside(const std::string& password, Budget& trial)>;

Opener opener_of(const Lock& lock);

}  // namespace beadle::inspect
