#include "inspect/text/lzma_raw.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <lzma.h>

#include "base/owned.h"

namespace beadle::inspect {
namespace {

constexpr std::uint64_t most_memory = (128u << 20) + (1u << 20);

struct Known {
    std::uint64_t method;
    lzma_vli filter;
};
constexpr std::array known{
    Known{0x030101, LZMA_FILTER_LZMA1EXT},   Known{0x21, LZMA_FILTER_LZMA2},         Known{0x03, LZMA_FILTER_DELTA},
    Known{0x04, LZMA_FILTER_X86},         Known{0x03030103, LZMA_FILTER_X86},     Known{0x05, LZMA_FILTER_POWERPC},
    Known{0x03030205, LZMA_FILTER_POWERPC}, Known{0x06, LZMA_FILTER_IA64},        Known{0x03030401, LZMA_FILTER_IA64},
    Known{0x07, LZMA_FILTER_ARM},         Known{0x03030501, LZMA_FILTER_ARM},     Known{0x08, LZMA_FILTER_ARMTHUMB},
    Known{0x03030701, LZMA_FILTER_ARMTHUMB}, Known{0x09, LZMA_FILTER_SPARC},      Known{0x03030805, LZMA_FILTER_SPARC},
    Known{0x0A, LZMA_FILTER_ARM64},
};

const Known* find(std::uint64_t method) {
    const auto at = std::find_if(known.begin(), known.end(), [&](const Known& k) { return k.method == method; });
    return at == known.end() ? nullptr : &*at;
}

// liblzma allocates the options of a filter; they are freed with this.
struct Filters {
    Filters() = default;
    Filters(const Filters&) = delete;
    Filters& operator=(const Filters&) = delete;
    ~Filters() {
        for (std::size_t i = 0; i < used; ++i) std::free(list[i].options);
    }
    std::array<lzma_filter, LZMA_FILTERS_MAX + 1> list{};
    std::size_t used = 0;

    // Told its size, LZMA says when it ends, and the filters before it let go of their last octets.
    bool add(const SevenZipCoder& coder, std::uint64_t plain) {
        const auto* k = find(coder.method);
        if (!k || used == LZMA_FILTERS_MAX) return false;
        auto& f = list[used];
        f.id = k->filter, f.options = nullptr;
        const bool good = lzma_properties_decode(&f, nullptr, reinterpret_cast<const std::uint8_t*>(coder.properties.data()),
                                                 coder.properties.size()) == LZMA_OK;
        if (good) ++used;
        if (good && f.id == LZMA_FILTER_LZMA1EXT) {
            auto* options = static_cast<lzma_options_lzma*>(f.options);
            options->ext_flags = LZMA_LZMA1EXT_ALLOW_EOPM;
            lzma_set_ext_size(*options, plain);
        }
        return good;
    }
};

struct Decoder {
    Decoder() = default;
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;
    ~Decoder() { lzma_end(&z); }
    lzma_stream z = LZMA_STREAM_INIT;
};

}  // namespace

bool is_lzma_coder(std::uint64_t method) { return method == 0x030101 || method == 0x21; }
bool is_code_filter(std::uint64_t method) { return !is_lzma_coder(method) && find(method) != nullptr; }

bool undo_lzma_raw(const std::vector<const SevenZipCoder*>& coders, std::string_view packed, std::uint64_t plain,
                   Sink& sink) {
    Filters filters;  // in the order of packing: the other way round
    for (auto at = coders.rbegin(); at != coders.rend(); ++at)
        if (!filters.add(**at, plain)) return false;
    filters.list[filters.used].id = LZMA_VLI_UNKNOWN;
    Decoder d;
    if (lzma_raw_decoder_memusage(filters.list.data()) > most_memory ||
        lzma_raw_decoder(&d.z, filters.list.data()) != LZMA_OK)
        return false;
    static thread_local std::array<char, 65536> block;
    d.z.next_in = reinterpret_cast<const std::uint8_t*>(packed.data());
    d.z.avail_in = packed.size();
    for (lzma_ret result = LZMA_OK; plain > 0 && result == LZMA_OK;) {
        d.z.next_out = reinterpret_cast<std::uint8_t*>(block.data());
        d.z.avail_out = std::min<std::uint64_t>(block.size(), plain);
        const auto room = d.z.avail_out;
        result = lzma_code(&d.z, LZMA_RUN);
        const auto got = room - d.z.avail_out;
        plain -= got;
        if (!sink.add(block.data(), got)) return true;
        if (result == LZMA_OK && got == 0 && d.z.avail_in == 0) break;
    }
    if (plain > 0) sink.damaged("the packed data are damaged");
    return true;
}

}  // namespace beadle::inspect
