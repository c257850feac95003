// library: beadle_text
// CMS, OpenPGP and compound files: what protects is never readable too.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "inspect/text/cms.h"
#include "inspect/text/compound_file.h"
#include "inspect/text/pgp.h"

using namespace beadle;
using namespace beadle::inspect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    const Cms cms = read_cms(octets, 1u << 20);
    if (cms.kind == Cms::Kind::enveloped && !cms.inner.empty()) std::abort();
    BudgetLimits limits;
    limits.unpacked = 1u << 20;
    Budget budget(limits, size, system_clock());
    const Pgp pgp = read_pgp(octets, budget);
    if (pgp.kind == Pgp::Kind::encrypted && !pgp.inner.empty()) std::abort();
    (void)is_cms(octets);
    (void)is_pgp(octets);
    (void)is_der_certificate(octets);
    std::size_t from = 0;
    for (int i = 0; i < 50; ++i) {
        const auto block = find_armour(octets, from);
        if (!block) break;
        if (block->to <= from || block->to > size) std::abort();
        from = block->to;
    }
    const CompoundFile file(octets);
    for (const auto& e : file.entries())
        if (file.stream(e, 65536).size() > 65536) std::abort();
    (void)office_seal(octets);
    return 0;
}
