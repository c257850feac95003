// odf_seal.h — how an OpenDocument file is encrypted: by its manifest, never by the ZIP archive around it, whose
// encryption bit is not set.
//
// Takes    the octets of META-INF/manifest.xml. Hostile.
// Gives    every entry with its algorithm, and all that a decryptor needs of it (salt, iteration count, …).
// Bounds   20,000 entries. XML by xml_pull.h.
// Fails    an algorithm that is not known is `unknown`: the entry is sealed, and not strong. Never throws but
//          std::bad_alloc.
// Runs in  inspect worker.
// Source   ODF 1.2 part 3, 3.4 and 4.8; ODF 1.4 part 2 (one encrypted package); reference of grades in
//          ARCHITECTURE.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/text/zip_file.h"
#include "mail/finding.h"

namespace beadle::inspect {

struct OdfEntry {
    enum class Cipher { none, blowfish_cfb, aes_cbc, aes_gcm, unknown };
    enum class Derivation { none, pbkdf2, argon2id, pgp, unknown };
    std::string path;
    std::string media_type;
    Cipher cipher = Cipher::none;
    Derivation derivation = Derivation::none;
    int bits = 0;                                         // of the key
    std::string salt, vector;                             // raw octets
    std::uint32_t iterations = 0, memory = 0, lanes = 0;  // argon2: iterations, KiB, lanes
    std::string start_key;                                // the digest of the password: "sha1", "sha256"
    std::string checksum, checksum_type;
    std::uint64_t size = 0;  // before it was packed
    bool sealed() const { return cipher != Cipher::none; }
};

std::vector<OdfEntry> read_odf_manifest(std::string_view xml);

struct OdfSeal {
    bool sealed = false, protects = false, sham = false;
    ProtectionGrade grade = ProtectionGrade::opaque;
    std::string why;
};

// Over all members of the file; `sham`: some entry that claims to be encrypted can be read.
OdfSeal seal_of(const ZipFile& zip, const std::vector<OdfEntry>& entries);
const OdfEntry* entry_of(const std::vector<OdfEntry>& entries, std::string_view path);

}  // namespace beadle::inspect
