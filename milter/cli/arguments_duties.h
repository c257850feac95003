// arguments_duties.h — the command lines of what the law and the year ask for: incidents, suspensions, reports, acknowledgements.
//
// Takes    the command line under construction.
// Gives    its commands, which fill the arguments when they are named.
// Runs in  cli. Never throws but what CLI11 throws, caught by parse_arguments().
#pragma once

#include "cli/arguments.h"

namespace CLI {
class App;
}

namespace beadle::cli {

void add_duties(CLI::App& app, Arguments& arguments);

}  // namespace beadle::cli
