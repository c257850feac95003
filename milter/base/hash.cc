#include "base/hash.h"

#include <sodium.h>

namespace beadle {

struct Sha256::State {
    crypto_hash_sha256_state hash;
};

Sha256::Sha256() : state_(std::make_unique<State>()) { crypto_hash_sha256_init(&state_->hash); }
Sha256::~Sha256() = default;

void Sha256::add(std::string_view octets) {
    crypto_hash_sha256_update(&state_->hash, reinterpret_cast<const unsigned char*>(octets.data()), octets.size());
}

std::string Sha256::take() {
    std::string out(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256_final(&state_->hash, reinterpret_cast<unsigned char*>(out.data()));
    return out;
}

}  // namespace beadle
