// library: beadle_text
// Seals undone by a password: whatever the seal says of itself, nothing comes out longer than it went in. The first
// octet chooses the kind; a line's end parts what belongs apart.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "inspect/text/ciphers.h"
#include "inspect/text/legacy_open.h"
#include "inspect/text/odf_open.h"
#include "inspect/text/office_open.h"
#include "inspect/text/password_guesses.h"
#include "inspect/text/password_recipe.h"
#include "inspect/text/pgp_open.h"
#include "inspect/text/ppt_records.h"
#include "inspect/text/reading.h"
#include "inspect/text/written_form.h"

using namespace beadle;
using namespace beadle::inspect;

namespace {

void legacy(std::string_view octets, std::string_view head) {
    const LegacySeal seals[] = {read_rc4_header(head), read_file_pass(head, true), xls_seal(octets)};
    for (auto seal : seals) {
        if (!seal.sealed()) continue;
        const auto key = LegacyKey::of(seal, "x", LegacyKey::Program::excel);
        if (!key) continue;
        if (open_xls(octets, *key).size() != octets.size()) std::abort();
        if (open_doc_main(octets, *key, false).size() != octets.size()) std::abort();
    }
    // A key that is right for certain: nothing of it is hostile, all that it undoes is.
    LegacySeal known;
    known.algorithm = LegacySeal::Algorithm::rc4_40;
    known.salt = std::string(16, 's');
    const std::string base = digest(Digest::md5,
                                    [&] {
                                        std::string mixed;
                                        for (int i = 0; i < 16; ++i)
                                            mixed += digest(Digest::md5, utf16_octets("x")).substr(0, 5) + known.salt;
                                        return mixed;
                                    }())
                                 .substr(0, 5);
    Rc4 cipher(digest(Digest::md5, base, std::string_view("\0\0\0\0", 4)));
    const std::string verifier(16, 'v');
    known.encrypted_verifier = cipher.undo(verifier);
    known.encrypted_verifier_hash = cipher.undo(digest(Digest::md5, verifier));
    const auto key = LegacyKey::of(known, "x", LegacyKey::Program::powerpoint);
    if (!key) std::abort();
    if (open_xls(octets, *key).size() != octets.size()) std::abort();
    if (open_doc_main(octets, *key, true).size() != octets.size()) std::abort();
    const PptStreams slides = open_ppt(octets, head, *key);
    if (slides.document.size() != octets.size() || slides.current_user.size() != head.size()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const std::string_view all(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto cut = std::min(all.find('\n'), all.size());
    const auto head = all.substr(0, cut), rest = all.substr(std::min(cut + 1, all.size()));
    BudgetLimits limits;
    limits.unpacked = 2u << 20;
    limits.milliseconds = 200;
    Budget budget(limits, 0, system_clock());
    switch (data[0] % 6) {
        case 0: {
            const auto plain = open_office_package(head, rest, "x", budget);
            if (plain && plain->size() > rest.size()) std::abort();
            break;
        }
        case 4: {
            auto needs = pgp_needs(rest);
            if (!needs) break;
            for (auto& key : needs->keys) key.octets %= 4096;
            const auto plain = open_pgp(*needs, head, budget);
            if (plain && plain->size() > rest.size()) std::abort();
            break;
        }
        case 5: {
            if (parted_words(rest).size() > 2 * rest.size() + 2) std::abort();
            std::vector<NamedPerson> people;
            people_in(rest, people);
            for (const auto& password : described(head, people))
                if (password.size() > 200) std::abort();
            break;
        }
        case 1: {
            auto entries = read_odf_manifest(rest);
            if (entries.size() > 3) entries.resize(3);
            for (auto& e : entries) {
                e.iterations %= 1000;
                const auto plain = open_odf_entry(e, head, "x", budget);
                if (plain && plain->size() > limits.unpacked) std::abort();
            }
            break;
        }
        case 2:
            legacy(rest, head);
            break;
        default: {
            Segment s;
            s.text = std::string(all);
            for (const auto& g : password_guesses({s, s}))
                if (g.text.empty() || g.text.size() > 64) std::abort();
        }
    }
    return 0;
}
