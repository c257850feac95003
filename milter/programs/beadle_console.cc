// beadle-console — the page on which a member answers a question by link. Started by beadled, which holds the other end of --control-fd.
#include <csignal>
#include <cstdlib>
#include <string>

#include "base/log.h"
#include "console/control.h"

int main(int argc, char** argv) {
    using namespace beadle;
    int control = -1;
    for (int i = 1; i + 1 < argc; ++i)
        if (std::string(argv[i]) == "--control-fd") control = std::atoi(argv[i + 1]);
    if (control < 0) {
        log::error("beadle-console is started by beadled (--control-fd)");
        return 2;
    }
    std::signal(SIGPIPE, SIG_IGN);
    log::start("beadle-console", log::Level::information);
    return console::serve(Descriptor(control), system_clock());
}
