// beadle-inspect: loads the engines, forks the sandboxed workers, gives them messages one at a time.
//
//     beadle-inspect --control-fd N                  run by beadled
//     beadle-inspect --serve-fd N --bundle-fd M      started for one command: serves until end of file on N
//     beadle-inspect --check --bundle-fd M           tells what is wrong with patterns and malware databases; exit 0 or
//     3
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <string>

#include "base/log.h"
#include "inspect/detect/detect.h"
#include "inspect/detect/malware.h"
#include "inspect/worker/inspector.h"
#include "settings/bundle.h"

namespace {

constexpr int usage = 2, misconfigured = 3, unreachable = 4;

int descriptor_after(int argc, char** argv, const char* option) {
    for (int i = 1; i + 1 < argc; ++i) {
        if (std::strcmp(argv[i], option) != 0) continue;
        char* end = nullptr;
        long n = std::strtol(argv[i + 1], &end, 10);
        return *end == '\0' && n >= 3 && n < 1024 ? static_cast<int>(n) : -1;
    }
    return -1;
}

// Everything that a generation's start would refuse, and the samples that only this check runs.
int check(beadle::Descriptor descriptor) {
    using namespace beadle;
    const auto bundle = open_bundle(descriptor.get());
    const BundleFile* file = bundle ? bundle->first(BundleRole::settings) : nullptr;
    if (file == nullptr) return unreachable;
    auto loaded = inspect::Detector::load(*bundle);
    std::fputs(text(loaded.diagnostics).c_str(), stdout);
    bool good = loaded.detector != nullptr;
    if (loaded.detector) {
        const Diagnostics samples = loaded.detector->check_samples(), work = loaded.detector->check_work();
        std::fputs((text(samples) + text(work)).c_str(), stdout);
        good = samples.empty() && work.empty();
    }
    const auto malware =
        inspect::MalwareEngine::load(read_settings(file->octets, file->path).settings.signatures_malware);
    if (!malware) std::printf("%s\n", malware.failure().what.c_str());
    if (good && malware)
        std::printf("%zu patterns, %llu malware signatures\n", loaded.patterns,
                    static_cast<unsigned long long>((*malware)->signatures()));
    std::fflush(stdout);
    return good && malware ? 0 : misconfigured;
}

bool has(int argc, char** argv, const char* option) {
    for (int i = 1; i < argc; ++i)
        if (std::strcmp(argv[i], option) == 0) return true;
    return false;
}

}  // namespace

int main(int argc, char** argv) {
    using beadle::Descriptor;
    beadle::log::start("beadle-inspect", beadle::log::Level::information);
    const int control = descriptor_after(argc, argv, "--control-fd");
    const int serve = descriptor_after(argc, argv, "--serve-fd");
    const int bundle = descriptor_after(argc, argv, "--bundle-fd");
    try {
        if (bundle >= 0 && has(argc, argv, "--check")) return check(Descriptor(bundle));
        if (control >= 0 && serve < 0) return beadle::inspect::run_controlled(Descriptor(control));
        if (serve >= 0 && bundle >= 0) return beadle::inspect::run_for_command(Descriptor(serve), Descriptor(bundle));
    } catch (const std::exception& e) {
        beadle::log::error("beadle-inspect ends", {{"cause", e.what()}});
        return unreachable;
    }
    beadle::log::error("beadle-inspect is started by beadled or beadle, not by hand");
    return usage;
}
