// beadle-session: the milter. Started by beadled with its control socket.
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "base/log.h"
#include "session/control.h"

int main(int argc, char** argv) {
    if (argc != 3 || std::strcmp(argv[1], "--control-fd") != 0) {
        std::fprintf(stderr, "beadle-session is started by beadled; there is nothing to run by hand\n");
        return 2;
    }
    beadle::log::start("beadle-session", beadle::log::Level::information);
    beadle::session::ignore_signals();
    // Never destroyed, as _Exit ends the process: libmilter's threads may still use it then.
    static beadle::session::Gateway gateway(beadle::system_clock());
    beadle::session::Control control(gateway, beadle::Descriptor(std::atoi(argv[2])));
    std::_Exit(control.run());
}
