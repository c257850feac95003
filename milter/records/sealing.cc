#include "records/sealing.h"

#include <sodium.h>
#include <sys/stat.h>
#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace beadle::records {
namespace {

constexpr std::size_t plain_most = slice_octets - crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr std::size_t read_octets = 256u << 10;
constexpr std::size_t step_octets = 8u << 20;

const unsigned char* raw(std::string_view s) { return reinterpret_cast<const unsigned char*>(s.data()); }
unsigned char* raw(std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); }

std::string associated(const std::string& name, std::uint32_t number) {
    std::string out = name;
    for (int i = 0; i < 4; ++i) out.push_back(static_cast<char>(number >> (8 * i) & 0xff));
    return out;
}

Failure broken(const char* what) { return fail(FailureKind::misconfigured, "sealing", what); }

}  // namespace

struct Sealing::State {
    Descriptor file;
    std::string memory;
    std::uint64_t octets = 0, read = 0;
    std::string name, key, header;
    Owned<ZSTD_CCtx, ZSTD_freeCCtx> compressor{ZSTD_createCCtx()};
    crypto_secretstream_xchacha20poly1305_state stream{};
    std::string plain;  // compressed, not yet sealed
    std::uint32_t number = 0;
    bool compressed_all = false, finished = false;

    State();
    ~State() {
        sodium_memzero(&stream, sizeof stream);
        sodium_memzero(key.data(), key.size());
    }
    Result<std::string> read_some();
    Status compress_some();
    std::string seal(std::string_view octets_in, bool last);
};

Sealing::State::State() {
    name.resize(16);
    key.resize(crypto_secretstream_xchacha20poly1305_KEYBYTES);
    header.resize(crypto_secretstream_xchacha20poly1305_HEADERBYTES);
    randombytes_buf(name.data(), name.size());
    crypto_secretstream_xchacha20poly1305_keygen(raw(key));
    crypto_secretstream_xchacha20poly1305_init_push(&stream, raw(header), raw(key));
    ZSTD_CCtx_setParameter(compressor.get(), ZSTD_c_compressionLevel, 3);
    ZSTD_CCtx_setParameter(compressor.get(), ZSTD_c_checksumFlag, 1);
}

Result<std::string> Sealing::State::read_some() {
    auto want = static_cast<std::size_t>(std::min<std::uint64_t>(read_octets, octets - read));
    if (!file) return memory.substr(static_cast<std::size_t>(read), want);
    std::string out(want, '\0');
    std::size_t got = 0;
    while (got < want) {
        ssize_t n = ::pread(file.get(), out.data() + got, want - got, static_cast<off_t>(read + got));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0)
            return fail(FailureKind::unavailable, "sealing", "the message handed over cannot be read to its end");
        got += static_cast<std::size_t>(n);
    }
    return out;
}

// Until a slice is full, the message is at its end, or this step has read enough.
Status Sealing::State::compress_some() {
    std::size_t taken = 0;
    std::string out(ZSTD_CStreamOutSize(), '\0');
    while (!compressed_all && plain.size() < plain_most && taken < step_octets) {
        auto piece = read_some();
        if (!piece) return piece.failure();
        read += piece->size();
        taken += piece->size();
        const bool last = read == octets;
        ZSTD_inBuffer in{piece->data(), piece->size(), 0};
        bool more = true;
        while (more) {
            ZSTD_outBuffer to{out.data(), out.size(), 0};
            std::size_t left = ZSTD_compressStream2(compressor.get(), &to, &in, last ? ZSTD_e_end : ZSTD_e_continue);
            if (ZSTD_isError(left)) return fail(FailureKind::defect, "sealing", ZSTD_getErrorName(left));
            plain.append(out.data(), to.pos);
            more = last ? left != 0 : in.pos < in.size;
        }
        compressed_all = last;
    }
    return Done{};
}

std::string Sealing::State::seal(std::string_view octets_in, bool last) {
    std::string out(octets_in.size() + crypto_secretstream_xchacha20poly1305_ABYTES, '\0');
    const std::string about = associated(name, number++);
    crypto_secretstream_xchacha20poly1305_push(
        &stream, raw(out), nullptr, raw(octets_in), octets_in.size(), raw(about), about.size(),
        last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
    return out;
}

Sealing::Sealing(std::unique_ptr<State> state) : state_(std::move(state)) {}
Sealing::~Sealing() = default;
bool Sealing::finished() const { return state_->finished; }
const std::string& Sealing::name() const { return state_->name; }
const std::string& Sealing::key() const { return state_->key; }
const std::string& Sealing::header() const { return state_->header; }
std::uint64_t Sealing::octets() const { return state_->octets; }

Result<std::unique_ptr<Sealing>> Sealing::of(Descriptor message) {
    struct stat s {};
    if (::fstat(message.get(), &s) != 0 || !S_ISREG(s.st_mode))
        return fail(FailureKind::malformed, "sealing", "the message handed over is not a file");
    if (static_cast<std::uint64_t>(s.st_size) > most_octets)
        return fail(FailureKind::limit, "sealing", "the message is larger than a record may be");
    auto state = std::make_unique<State>();
    state->octets = static_cast<std::uint64_t>(s.st_size);
    state->file = std::move(message);
    return std::unique_ptr<Sealing>(new Sealing(std::move(state)));
}

Result<std::unique_ptr<Sealing>> Sealing::of(std::string message) {
    auto state = std::make_unique<State>();
    state->octets = message.size();
    state->memory = std::move(message);
    return std::unique_ptr<Sealing>(new Sealing(std::move(state)));
}

Result<std::optional<std::string>> Sealing::next_slice() {
    auto& s = *state_;
    if (s.finished) return std::optional<std::string>();
    if (auto done = s.compress_some(); !done) return done.failure();
    const std::size_t n = std::min(s.plain.size(), plain_most);
    s.finished = s.compressed_all && n == s.plain.size();
    auto slice = s.seal(std::string_view(s.plain).substr(0, n), s.finished);
    s.plain.erase(0, n);
    return std::optional<std::string>(std::move(slice));
}

struct Unsealing::State {
    std::string name;
    std::uint64_t octets = 0, given = 0;
    crypto_secretstream_xchacha20poly1305_state stream{};
    Owned<ZSTD_DCtx, ZSTD_freeDCtx> decompressor{ZSTD_createDCtx()};
    std::uint32_t number = 0;
    bool good = false, final_seen = false;
    ~State() { sodium_memzero(&stream, sizeof stream); }
    Status decompress(std::string_view plain, const Sink& sink);
};

Unsealing::Unsealing(std::string_view key, std::string_view header, std::string name, std::uint64_t octets)
    : state_(std::make_unique<State>()) {
    state_->name = std::move(name);
    state_->octets = octets;
    state_->good = key.size() == crypto_secretstream_xchacha20poly1305_KEYBYTES &&
                   header.size() == crypto_secretstream_xchacha20poly1305_HEADERBYTES &&
                   crypto_secretstream_xchacha20poly1305_init_pull(&state_->stream, raw(header), raw(key)) == 0;
}
Unsealing::~Unsealing() = default;
Unsealing::Unsealing(Unsealing&&) noexcept = default;

Status Unsealing::State::decompress(std::string_view plain, const Sink& sink) {
    std::string out(ZSTD_DStreamOutSize(), '\0');
    ZSTD_inBuffer in{plain.data(), plain.size(), 0};
    bool full = false;
    while (in.pos < in.size || full) {
        ZSTD_outBuffer to{out.data(), out.size(), 0};
        std::size_t left = ZSTD_decompressStream(decompressor.get(), &to, &in);
        if (ZSTD_isError(left)) return broken("a stored message does not decompress");
        given += to.pos;
        if (given > octets) return broken("a stored message is longer than its record says");
        if (auto done = sink({out.data(), to.pos}); !done) return done;
        full = to.pos == to.size;
    }
    return Done{};
}

Status Unsealing::slice(std::string_view sealed, const Sink& sink) {
    auto& s = *state_;
    if (!s.good || s.final_seen || sealed.size() < crypto_secretstream_xchacha20poly1305_ABYTES ||
        sealed.size() > slice_octets)
        return broken("a slice of a stored message is out of place");
    std::string plain(sealed.size() - crypto_secretstream_xchacha20poly1305_ABYTES, '\0');
    const std::string about = associated(s.name, s.number++);
    unsigned char tag = 0;
    s.good = crypto_secretstream_xchacha20poly1305_pull(&s.stream, raw(plain), nullptr, &tag, raw(sealed),
                                                        sealed.size(), raw(about), about.size()) == 0;
    if (!s.good) return broken("a slice of a stored message does not open");
    s.final_seen = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    return s.decompress(plain, sink);
}

Status Unsealing::end() const {
    if (!state_->good || !state_->final_seen || state_->given != state_->octets)
        return broken("a stored message is not complete");
    return Done{};
}

}  // namespace beadle::records
