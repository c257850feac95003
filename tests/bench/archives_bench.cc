// library: beadle_text
// Megabytes a second, unpacked, of every kind of archive and packed file through the reader of contents: 4 MiB of prose in
// one member, or the same in 200 members.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>

#include "inspect/text/reader.h"

namespace beadle::inspect {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t total = 4u << 20, members = 200;

std::string prose(std::size_t size, unsigned seed) {
    static constexpr const char* words[] = {"the",   "council", "resolved", "that", "path",  "by",   "river",   "will",
                                            "be",    "mended",  "before",   "and",  "asked", "to",   "use",     "other",
                                            "while", "work",    "goes",     "on",   "Thank", "you",  "letter",  "of",
                                            "March", "about",   "hedge",    "at",   "14",    "gate", "meeting", "planning"};
    std::mt19937 random(seed);
    std::string out;
    while (out.size() < size) out.append(words[random() % std::size(words)]).append(random() % 14 == 0 ? ".\n" : " ");
    return out;
}

// Packers are run once each, in a folder of their own; a missing one skips its row.
class Folder {
  public:
    Folder() : path_(fs::temp_directory_path() / ("beadle-bench-" + std::to_string(::getpid()))) {
        fs::create_directories(path_ / "many");
        std::ofstream(path_ / "one.txt") << prose(total, 1);
        for (std::size_t i = 0; i < members; ++i)
            std::ofstream(path_ / "many" / (std::to_string(i) + ".txt")) << prose(total / members, static_cast<unsigned>(i));
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    std::string packed(const std::string& command) const {
        const std::string line = "cd " + path_.string() + " && rm -f out* && (" + command + ") > log 2>&1";
        if (std::system(line.c_str()) != 0) return {};
        for (const auto& entry : fs::directory_iterator(path_))
            if (entry.path().filename().string().starts_with("out")) {
                std::ifstream in(entry.path(), std::ios::binary);
                return std::string((std::istreambuf_iterator<char>(in)), {});
            }
        return {};
    }

  private:
    fs::path path_;
};

void read_archive(benchmark::State& state, const char* command) {
    static const Folder folder;
    static const bool started = (start_text(), true);
    const std::string octets = folder.packed(command);
    if (octets.empty() || !started) {
        state.SkipWithError("the packer is not here");
        return;
    }
    for (auto _ : state) {
        Budget budget({}, octets.size(), system_clock());
        Reading reading;
        Reader reader(reading, budget);
        reader.content({}, octets, {"attachment", {"a"}, "1", 1});
        std::size_t text = 0;
        for (const auto& s : reading.segments) text += s.text.size();
        if (text < total || !reading.not_inspected.empty()) state.SkipWithError("not read to its end");
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * total));
    state.counters["packed_kB"] = static_cast<double>(octets.size()) / 1000;
}

#define ARCHIVE(name, command) BENCHMARK_CAPTURE(read_archive, name, command)->Unit(benchmark::kMillisecond)
ARCHIVE(zip_deflate, "zip -q out.zip one.txt");
ARCHIVE(zip_deflate_200, "zip -qr out.zip many");
ARCHIVE(zip_stored_200, "zip -q0r out.zip many");
ARCHIVE(zip_bzip2, "7z a -tzip -mm=BZip2 out.zip one.txt");
ARCHIVE(zip_lzma, "7z a -tzip -mm=LZMA out.zip one.txt");
ARCHIVE(seven_zip_lzma2, "7z a out.7z one.txt");
ARCHIVE(seven_zip_lzma2_200, "7z a out.7z many");
ARCHIVE(seven_zip_ppmd, "7z a -m0=ppmd out.7z one.txt");
ARCHIVE(tar_200, "tar cf out.tar many");
ARCHIVE(tar_gzip_200, "tar czf out.tgz many");
ARCHIVE(tar_xz_200, "tar cJf out.txz many");
ARCHIVE(tar_zstd_200, "tar cf out.tzst --zstd many");
ARCHIVE(gzip, "gzip -c one.txt > out.gz");
ARCHIVE(bzip2, "bzip2 -c one.txt > out.bz2");
ARCHIVE(xz, "xz -c one.txt > out.xz");
ARCHIVE(zstd, "zstd -qc one.txt > out.zst");
ARCHIVE(lz4, "lz4 -c one.txt > out.lz4");
ARCHIVE(compress, "compress -c one.txt > out.Z");
ARCHIVE(cpio_200, "find many -type f | cpio -o -H newc > out.cpio");
ARCHIVE(cabinet_200, "gcab -c -z out.cab many/*.txt");
ARCHIVE(disc_joliet_200, "genisoimage -quiet -J -R -o out.iso many");

}  // namespace
}  // namespace beadle::inspect

BENCHMARK_MAIN();
