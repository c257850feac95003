// support.h — the engines of this tree, loaded once for all tests of the worker.
#pragma once

#include <optional>
#include <string>

#include "inspect/worker/engines.h"
#include "support/child.h"
#include "support/signature_bundle.h"

namespace beadle::inspect::test {

// Settings as a file without a word gives them, with this tree's own malware signatures.
inline Settings settings() {
    auto s = read_settings("", "test.toml").settings;
    s.signatures_malware = {std::string(BEADLE_SOURCE_DIR) + "/signatures/malware"};
    return s;
}

struct Loaded {
    beadle::test::ScratchFolder folder;
    std::string problem;
    std::optional<Engines> engines;
};
inline Loaded& loaded() {
    static Loaded one;
    if (!one.engines && one.problem.empty()) {
        auto made = load_engines(beadle::test::signature_bundle(), settings(), one.folder.path());
        if (made) {
            one.engines = std::move(*made);
        } else {
            one.problem = made.failure().where + ": " + made.failure().what;
        }
    }
    return one;
}
#define NEED_ENGINES() ASSERT_TRUE(beadle::inspect::test::loaded().engines) << beadle::inspect::test::loaded().problem
inline const Engines& engines() { return *loaded().engines; }

// The standard test file of antivirus programs, in two halves so that this source is not taken for it.
inline std::string eicar() {
    return std::string("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-") + "ANTIVIRUS-TEST-FILE!$H+H*";
}

inline std::string plain_message(const std::string& subject, const std::string& body) {
    return "From: clerk@example.org\r\nTo: a@example.net\r\nSubject: " + subject +
           "\r\nMessage-ID: <1@example.org>\r\n\r\n" + body + "\r\n";
}
inline std::string with_attachment(const std::string& filename, const std::string& type, const std::string& base64_octets) {
    return "From: clerk@example.org\r\nTo: a@example.net\r\nSubject: file\r\nMIME-Version: 1.0\r\n"
           "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee the file.\r\n"
           "--b\r\nContent-Type: " + type + "; name=\"" + filename + "\"\r\nContent-Disposition: attachment; filename=\"" +
           filename + "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64_octets + "\r\n--b--\r\n";
}

}  // namespace beadle::inspect::test
