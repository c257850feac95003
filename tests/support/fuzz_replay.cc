// fuzz_replay.cc — runs a fuzz target over its kept corpus, whole and cut short, in the ordinary test run.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int argc, char** argv) {
    std::size_t runs = 0;
    for (int i = 1; i < argc; ++i) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[i])) {
            if (!entry.is_regular_file()) continue;
            std::ifstream in(entry.path(), std::ios::binary);
            std::string all((std::istreambuf_iterator<char>(in)), {});
            const std::size_t step = all.size() / 8 + 1;
            for (std::size_t n = all.size();; n -= step) {
                // an exact-size copy, so that the sanitizer sees a read past the end
                std::string cut = all.substr(0, n);
                cut.shrink_to_fit();
                LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(cut.data()), cut.size());
                ++runs;
                if (n < step) break;
            }
        }
    }
    std::printf("%zu inputs replayed\n", runs);
    return runs == 0;
}
