#include "inspect/text/odf_seal.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

#include "inspect/text/inflate.h"
#include "inspect/text/noise.h"
#include "inspect/text/xml_pull.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_entries = 20'000, most_plain = 65'536, block = 16;

template <class T>
T number(std::string_view s) {
    T n = 0;
    std::from_chars(s.data(), s.data() + s.size(), n);
    return n;
}

bool has(std::string_view lower, std::string_view what) { return lower.find(what) != std::string_view::npos; }

void read_algorithm(OdfEntry& e, const XmlPull& xml) {
    const std::string name = ascii_lower(xml.attribute("algorithm-name"));
    const bool aes = has(name, "aes");
    e.cipher = has(name, "blowfish")     ? OdfEntry::Cipher::blowfish_cfb
               : aes && has(name, "gcm") ? OdfEntry::Cipher::aes_gcm
               : aes && has(name, "cbc") ? OdfEntry::Cipher::aes_cbc
                                         : OdfEntry::Cipher::unknown;
    e.bits = has(name, "128") ? 128 : has(name, "192") ? 192 : has(name, "256") ? 256 : e.bits;
    e.vector = unbase64(xml.attribute("initialisation-vector")).value_or("");
}

void read_derivation(OdfEntry& e, const XmlPull& xml) {
    const std::string name = ascii_lower(xml.attribute("key-derivation-name"));
    e.derivation = has(name, "pbkdf2")     ? OdfEntry::Derivation::pbkdf2
                   : has(name, "argon2id") ? OdfEntry::Derivation::argon2id
                   : has(name, "pgp")      ? OdfEntry::Derivation::pgp
                                           : OdfEntry::Derivation::unknown;
    e.salt = unbase64(xml.attribute("salt")).value_or("");
    e.iterations =
        number<std::uint32_t>(xml.attribute(has(name, "argon2id") ? "argon2-iterations" : "iteration-count"));
    e.memory = number<std::uint32_t>(xml.attribute("argon2-memory"));
    e.lanes = number<std::uint32_t>(xml.attribute("argon2-lanes"));
    if (const auto size = number<int>(xml.attribute("key-size")); size > 0 && size <= 64) e.bits = size * 8;
}

// The mimetype and the manifest must be clear; signatures say nothing of the content.
bool is_always_clear(std::string_view name) { return name == "mimetype" || name.starts_with("META-INF/"); }

// Ciphertext is noise; text or what unpacks to text is none.
bool is_readable(const ZipFile& zip, const ZipMember& m, std::uint64_t size) {
    if (m.broken || m.data > zip.octets.size()) return false;
    const auto raw = zip.octets.substr(m.data, m.packed);
    if (m.method == 0 && !looks_sealed(raw)) return true;
    // Noise unpacks too, now and then: for some octets, and never to an end that fits.
    const Inflated plain = inflate(raw.substr(0, most_plain), Wrapping::raw, most_plain);
    const bool to_the_end = raw.size() >= 16 * block && plain.used + block >= std::min(raw.size(), most_plain);
    const bool fits = plain.octets.size() == size || (to_the_end && plain.state != Inflated::State::broken) ||
                      plain.state == Inflated::State::too_long;
    return fits && plain.octets.size() >= 2 * block && !looks_sealed(plain.octets);
}

std::string words_of(const OdfEntry& e) {
    switch (e.cipher) {
        case OdfEntry::Cipher::blowfish_cfb:
            return "blowfish";
        case OdfEntry::Cipher::aes_cbc:
        case OdfEntry::Cipher::aes_gcm:
            return "aes-" + std::to_string(e.bits > 0 ? e.bits : 256);
        case OdfEntry::Cipher::none:
        case OdfEntry::Cipher::unknown:
            break;
    }
    return "unknown-algorithm";
}

}  // namespace

std::vector<OdfEntry> read_odf_manifest(std::string_view octets) {
    std::vector<OdfEntry> out;
    XmlPull xml(octets);
    bool in_entry = false;
    for (auto event = xml.next(); event != XmlPull::Event::stop; event = xml.next()) {
        const auto name = xml.name();
        if (event == XmlPull::Event::end && name == "file-entry") in_entry = false;
        if (event != XmlPull::Event::start) continue;
        if (name == "file-entry" && out.size() < most_entries) {
            OdfEntry e;
            e.path = xml.attribute("full-path");
            e.media_type = xml.attribute("media-type");
            e.size = number<std::uint64_t>(xml.attribute("size"));
            out.push_back(std::move(e));
            in_entry = true;
        } else if (in_entry && name == "encryption-data") {
            out.back().cipher = OdfEntry::Cipher::unknown;
            out.back().checksum = unbase64(xml.attribute("checksum")).value_or("");
            out.back().checksum_type = xml.attribute("checksum-type");
        } else if (in_entry && name == "algorithm") {
            read_algorithm(out.back(), xml);
        } else if (in_entry && name == "key-derivation") {
            read_derivation(out.back(), xml);
        } else if (in_entry && name == "start-key-generation") {
            const std::string digest = ascii_lower(xml.attribute("start-key-generation-name"));
            out.back().start_key = has(digest, "sha256") ? "sha256" : has(digest, "sha1") ? "sha1" : "";
        }
    }
    return out;
}

const OdfEntry* entry_of(const std::vector<OdfEntry>& entries, std::string_view path) {
    const auto it = std::find_if(entries.begin(), entries.end(), [&](const OdfEntry& e) { return e.path == path; });
    return it == entries.end() ? nullptr : &*it;
}

OdfSeal seal_of(const ZipFile& zip, const std::vector<OdfEntry>& entries) {
    OdfSeal out;
    std::size_t clear = 0, weak = 0, unknown = 0;
    std::string least;
    for (const auto& m : zip.members) {
        if (m.folder || is_always_clear(m.name) || (m.plain == 0 && m.packed == 0)) continue;
        const OdfEntry* e = entry_of(entries, m.name);
        if (!e || !e->sealed()) {
            ++clear;
            continue;
        }
        out.sealed = true;
        out.sham = out.sham || is_readable(zip, m, e->size);
        weak += e->cipher == OdfEntry::Cipher::blowfish_cfb;
        unknown += e->cipher == OdfEntry::Cipher::unknown;
        if (least.empty() || e->cipher == OdfEntry::Cipher::blowfish_cfb) least = words_of(*e);
    }
    if (!out.sealed) return out;
    if (out.sham) {
        out.why = "members are readable";
    } else if (unknown > 0) {
        out.why = "unknown-algorithm";
    } else if (clear > 0) {
        out.grade = ProtectionGrade::partial;
        out.why = "some-members-clear";
    } else {
        out.protects = true;
        out.grade = weak > 0 ? ProtectionGrade::weak : ProtectionGrade::strong;
        out.why = least;
    }
    return out;
}

}  // namespace beadle::inspect
