// restore_program.h — beadle-record as `beadle restore` starts it: fills an empty store and ends.
//
// Takes    --config FILE --restore FILE [--ledger FILE]… [--passphrase-file FILE].
// Gives    the exit code: 0 done (what was done on standard output), 2 usage, 3 refused (why on standard error).
//          As root it goes on under the account users.record before it touches the store.
// Runs in  record, without beadled. Never throws but std::bad_alloc.
#pragma once

namespace beadle::records {

int restore_program(int argc, char** argv);

}  // namespace beadle::records
