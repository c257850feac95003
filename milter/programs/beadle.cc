// beadle — the command line. See beadle(1) and milter/cli/FORMATS.md.
#include <cstdio>
#include <exception>

#include "cli/arguments.h"
#include "cli/commands.h"

int main(int argc, char** argv) {
    using namespace beadle::cli;
    try {
        const Parsed parsed = parse_arguments(argc, argv);
        if (parsed.arguments) return run(*parsed.arguments);
        std::fputs(parsed.text.c_str(), parsed.exit_code == 0 ? stdout : stderr);
        return parsed.exit_code;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "beadle: could not go on (%s)\n", error.what());
        return unreachable;
    }
}
