// beadle-record — keeps the records: the only process that opens the store and holds its keys. Started by beadled,
// which holds the other end of --control-fd; or, to fill an empty store, by `beadle restore`.
#include <csignal>
#include <cstdlib>
#include <new>
#include <string>

#include "base/log.h"
#include "records/process.h"
#include "records/restore_program.h"

int main(int argc, char** argv) {
    using namespace beadle;
    int control = -1;
    for (int i = 1; i < argc; ++i)
        if (std::string(argv[i]) == "--restore") return records::restore_program(argc, argv);
    for (int i = 1; i + 1 < argc; ++i)
        if (std::string(argv[i]) == "--control-fd") control = std::atoi(argv[i + 1]);
    if (control < 0) {
        log::error("beadle-record is started by beadled (--control-fd)");
        return 2;
    }
    std::signal(SIGPIPE, SIG_IGN);
    log::start("beadle-record", log::Level::information);
    try {
        return records::Process(Descriptor(control), system_clock()).run();
    } catch (const std::bad_alloc&) {
        log::error("beadle-record is out of memory and ends; what was committed stands");
        return 4;
    }
}
