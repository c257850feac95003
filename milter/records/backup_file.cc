#include "records/backup_file.h"

#include <sodium.h>
#include <unistd.h>

#include <cerrno>

namespace beadle::records {
namespace {

constexpr std::string_view magic = "beadle-backup 1 ";
constexpr std::size_t line_most = 64u << 10;

const unsigned char* raw(std::string_view s) { return reinterpret_cast<const unsigned char*>(s.data()); }
unsigned char* raw(std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); }

Failure broken(const std::string& what) { return fail(FailureKind::misconfigured, "backup", what); }

}  // namespace

PieceValue piece_value(const Value& v) {
    PieceValue out;
    out.kind = static_cast<std::uint8_t>(v.index());
    out.number = integer(v);
    out.octets = std::holds_alternative<std::string>(v) ? text(v) : octets(v);
    return out;
}

Value value_of(const PieceValue& v) {
    switch (v.kind) {
        case 1:
            return v.number;
        case 2:
            return v.octets;
        case 3:
            return Blob{v.octets};
        default:
            return std::monostate{};
    }
}

// ---- writing -----------------------------------------------------------------------------------------------------

struct BackupWriter::State {
    std::string line, head;
    bool first = true;
    crypto_secretstream_xchacha20poly1305_state stream{};
    ~State() { sodium_memzero(&stream, sizeof stream); }
};

BackupWriter::BackupWriter(const std::string& key, const std::string& about_json) : state_(std::make_unique<State>()) {
    state_->line = std::string(magic) + about_json + "\n";
    state_->head.resize(crypto_secretstream_xchacha20poly1305_HEADERBYTES);
    crypto_secretstream_xchacha20poly1305_init_push(&state_->stream, raw(state_->head), raw(key));
}
BackupWriter::~BackupWriter() = default;

std::string BackupWriter::start() { return state_->line + state_->head; }

std::string BackupWriter::seal(const BackupPiece& piece, bool last) {
    const std::string plain = wire::encode(piece);
    const std::string about = state_->first ? state_->line : "";
    state_->first = false;
    std::string sealed(plain.size() + crypto_secretstream_xchacha20poly1305_ABYTES, '\0');
    crypto_secretstream_xchacha20poly1305_push(
        &state_->stream, raw(sealed), nullptr, raw(plain), plain.size(), raw(about), about.size(),
        last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
    std::string out;
    for (int i = 0; i < 4; ++i) out += static_cast<char>(sealed.size() >> (8 * i) & 255);
    return out + sealed;
}

// ---- reading -----------------------------------------------------------------------------------------------------

struct BackupReader::State {
    Descriptor file;
    std::string line, about, head;
    bool first = true;
    crypto_secretstream_xchacha20poly1305_state stream{};
    ~State() { sodium_memzero(&stream, sizeof stream); }
    Result<std::string> read(std::size_t n) {
        std::string out(n, '\0');
        std::size_t got = 0;
        while (got < n) {
            const ssize_t k = ::read(file.get(), out.data() + got, n - got);
            if (k < 0 && errno == EINTR) continue;
            if (k <= 0) return broken("the backup is cut short");
            got += static_cast<std::size_t>(k);
        }
        return out;
    }
};

BackupReader::BackupReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
BackupReader::BackupReader(BackupReader&&) noexcept = default;
BackupReader::~BackupReader() = default;
const std::string& BackupReader::about_json() const { return state_->about; }

Result<BackupReader> BackupReader::open(Descriptor file) {
    auto state = std::make_unique<State>();
    state->file = std::move(file);
    while (state->line.size() < line_most && (state->line.empty() || state->line.back() != '\n')) {
        auto next = state->read(1);
        if (!next) return broken("this is no backup of Beadle");
        state->line += *next;
        if (state->line.size() <= magic.size() && magic.substr(0, state->line.size()) != state->line) return broken("this is no backup of Beadle");
    }
    state->about = state->line.substr(magic.size());
    auto head = state->read(crypto_secretstream_xchacha20poly1305_HEADERBYTES);
    if (!head) return head.failure();
    state->head = std::move(*head);
    return BackupReader(std::move(state));
}

Status BackupReader::unlock(const std::string& key) {
    if (crypto_secretstream_xchacha20poly1305_init_pull(&state_->stream, raw(state_->head), raw(key)) != 0) return broken("the backup's head is damaged");
    return Done{};
}

Result<BackupPiece> BackupReader::next(bool& last) {
    auto length = state_->read(4);
    if (!length) return length.failure();
    std::size_t n = 0;
    for (int i = 3; i >= 0; --i) n = n << 8 | static_cast<unsigned char>((*length)[static_cast<std::size_t>(i)]);
    if (n < crypto_secretstream_xchacha20poly1305_ABYTES || n > most_piece) return broken("the backup is damaged");
    auto sealed = state_->read(n);
    if (!sealed) return sealed.failure();
    const std::string about = state_->first ? state_->line : "";
    std::string plain(n - crypto_secretstream_xchacha20poly1305_ABYTES, '\0');
    unsigned char tag = 0;
    if (crypto_secretstream_xchacha20poly1305_pull(&state_->stream, raw(plain), nullptr, &tag, raw(*sealed), n, raw(about), about.size()) != 0)
        return broken(state_->first ? "the backup does not open under this council's key, or was changed" : "the backup was changed");
    state_->first = false;
    last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    auto piece = wire::decode<BackupPiece>(plain, "backup");
    if (!piece) return broken("the backup is damaged");
    return piece;
}

}  // namespace beadle::records
