#include "records/restore_program.h"

#include <fcntl.h>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "base/sandbox.h"
#include "base/text.h"

#include "records/backup.h"
#include "settings/settings.h"

namespace beadle::records {
namespace {

struct Given {
    std::string config, from, passphrase_file;
    std::vector<std::string> ledgers;
};

Given given(int argc, char** argv) {
    Given out;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string word = argv[i];
        if (word == "--config") out.config = argv[i + 1];
        if (word == "--restore") out.from = argv[i + 1];
        if (word == "--passphrase-file") out.passphrase_file = argv[i + 1];
        if (word == "--ledger") out.ledgers.push_back(argv[i + 1]);
    }
    return out;
}

std::string octets_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

int complain(const std::string& why) {
    std::fprintf(stderr, "beadle restore: %s\n", why.c_str());
    return 3;
}

}  // namespace

int restore_program(int argc, char** argv) {
    const Given words = given(argc, argv);
    if (words.config.empty() || words.from.empty()) return 2;
    const auto read = read_settings(octets_of(words.config), words.config);
    if (!read.diagnostics.empty()) return complain(text(read.diagnostics));
    const Settings& settings = read.settings;
    RestoreArguments wanted;
    wanted.file = Descriptor(::open(words.from.c_str(), O_RDONLY | O_CLOEXEC));
    if (!wanted.file) return complain("cannot read " + words.from);
    if (!words.passphrase_file.empty()) wanted.passphrase = std::string(trim(octets_of(words.passphrase_file)));
    // Before anything stands in the store, and while root's own copies can be read: else what was destroyed would come back.
    for (const auto& path : words.ledgers) {
        std::ifstream ledger(path, std::ios::binary);
        std::ostringstream text;
        if (!ledger || (ledger.peek() != std::ifstream::traits_type::eof() && !(text << ledger.rdbuf())))
            return complain("cannot read the ledger " + path + ": nothing was put back");
        wanted.ledgers.push_back(text.str());
    }
    if (auto dropped = drop_to_user(settings.user_record); !dropped) return complain(dropped.failure().what);
    wanted.place = {settings.store_url, settings.store_keys, settings.file.substr(0, settings.file.rfind('/')), settings.store_gateway};
    const auto done = restore(std::move(wanted), system_clock());
    if (!done) return complain(printable(done.failure().what, 2000));
    std::printf("%s\n", printable(*done, 2000).c_str());
    return 0;
}

}  // namespace beadle::records
