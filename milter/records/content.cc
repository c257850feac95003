#include "records/content.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>

#include "base/text.h"

namespace beadle::records {

struct Content::Hashing {
    crypto_hash_sha256_state state;
};

Content::Content(Outgoing outgoing, Descriptor file)
    : outgoing_(std::move(outgoing)), file_(std::move(file)), hashing_(std::make_unique<Hashing>()) {
    crypto_hash_sha256_init(&hashing_->state);
}
Content::Content(Content&&) noexcept = default;
Content::~Content() = default;

Result<Content> Content::open(Store& store, std::int64_t message, const std::string& top) {
    auto outgoing = Outgoing::open(store.db, store.keys, message);
    if (!outgoing) return outgoing.failure();
    Descriptor file(::memfd_create("beadle-content", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!file) return fail(FailureKind::unavailable, "records", "no memory file can be made for the message");
    Content out(std::move(*outgoing), std::move(file));
    if (!top.empty())
        if (auto put = out.write(top + "\r\n"); !put) return put.failure();
    return out;
}

Status Content::write(std::string_view piece) {
    crypto_hash_sha256_update(&hashing_->state, reinterpret_cast<const unsigned char*>(piece.data()), piece.size());
    octets_ += piece.size();
    while (!piece.empty()) {
        const ssize_t n = ::write(file_.get(), piece.data(), piece.size());
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return fail(FailureKind::unavailable, "records", "the memory file for a message cannot be written");
        piece.remove_prefix(static_cast<std::size_t>(n));
    }
    return Done{};
}

Result<bool> Content::step(Store& store) {
    auto last = outgoing_.step(store.db, [this](std::string_view piece) { return write(piece); });
    if (!last || !*last) return last;
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final(&hashing_->state, digest);
    hash_ = hex({reinterpret_cast<const char*>(digest), sizeof digest});
    if (::fcntl(file_.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0)
        return fail(FailureKind::unavailable, "records", "the memory file for a message cannot be sealed");
    return true;
}

Result<Descriptor> Content::sealed() const {
    Descriptor copy(::fcntl(file_.get(), F_DUPFD_CLOEXEC, 3));
    if (!copy) return fail(FailureKind::unavailable, "records", "no descriptor is left for the message");
    return copy;
}

}  // namespace beadle::records
