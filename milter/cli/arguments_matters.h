// arguments_matters.h — the command lines of hold, retention and request.
//
// Takes    the program's CLI11 app. Gives, when one of them is named, Command::records with the verb and its arguments, or
//          Command::request_pack. Runs in  cli. Never throws but std::bad_alloc.
#pragma once

#include "cli/arguments.h"

namespace CLI {
class App;
}

namespace beadle::cli {

void add_matters(CLI::App& app, Arguments& arguments);

}  // namespace beadle::cli
