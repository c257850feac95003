// keys.h — the council's key, which wraps the key of every message, and the key of the chain of events.
//
// Takes    the folder settings.store_keys (council.key, chain.key: 64 hex digits each, mode 0600).
// Gives    both keys in locked memory. They are made only when the store is empty and neither file is there; a recovery
//          sheet to print is then written beside them once (recovery-sheet.txt; with a number when one is there). A crash
//          while they are made leaves none, or what the next start finishes.
// Fails    misconfigured: one is missing, open to others, or not the key that this store was begun with.
// Runs in  record alone. Never throws.
// Source   libsodium: crypto_aead_xchacha20poly1305_ietf, crypto_auth_hmacsha256.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "records/database.h"

namespace beadle::records {

class Keys {
  public:
    static constexpr std::size_t octets = 32;
    static Result<Keys> from(std::string_view council, std::string_view chain);  // 32 octets each

    // `about` is bound to it: a wrapped key moved to another message does not open.
    std::string wrap(std::string_view message_key, std::string_view about) const;
    Result<std::string> unwrap(std::string_view wrapped, std::string_view about) const;
    std::string mac(std::string_view octets) const;  // 32 octets, under the chain key
    std::string backup_key() const;                  // 32 octets, made of the council's: who has its sheet can open a backup
    // Both keys, sealed under a passphrase (Argon2id), in hex; and back, as council and chain.
    Result<std::string> sealed_under(std::string_view passphrase) const;
    static Result<std::pair<std::string, std::string>> opened_with(std::string_view passphrase, std::string_view sealed);

  private:
    struct Locked {
        Locked();
        ~Locked();
        Locked(const Locked&) = delete;
        Locked& operator=(const Locked&) = delete;
        std::array<unsigned char, octets> council{}, chain{};
    };
    Keys() : locked_(std::make_unique<Locked>()) {}
    std::unique_ptr<Locked> locked_;
};

// Opens or makes them and holds them against the check values in the store (written when it is empty).
struct OpenedKeys {
    Keys keys;
    std::string sheet;  // path of the recovery sheet when the keys were made now, else ""
};
Result<OpenedKeys> open_keys(const std::string& folder, Database& db, bool store_empty);

// True when both are the same octets; takes as long whatever differs.
bool same_octets(std::string_view a, std::string_view b);

}  // namespace beadle::records
