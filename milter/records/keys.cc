#include "records/keys.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/owned.h"
#include "base/text.h"

#include "records/schema.h"

namespace beadle::records {
namespace {

constexpr const char* council_file = "council.key";
constexpr const char* chain_file = "chain.key";
constexpr const char* sheet_file = "recovery-sheet.txt";

const unsigned char* raw(std::string_view s) { return reinterpret_cast<const unsigned char*>(s.data()); }
unsigned char* raw(std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); }

Failure wrong(const std::string& what) { return fail(FailureKind::misconfigured, "keys", what); }

// "" = there is none.
Result<std::string> read_key(const std::string& path) {
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!file) {
        if (errno == ENOENT) return std::string();
        return wrong("cannot read " + path + ": " + std::strerror(errno));
    }
    struct stat s {};
    if (::fstat(file.get(), &s) != 0 || !S_ISREG(s.st_mode)) return wrong(path + " is not a plain file");
    if ((s.st_mode & 077) != 0) return wrong(path + " can be read by others: give it mode 0600");
    std::string octets(256, '\0');
    ssize_t n = ::read(file.get(), octets.data(), octets.size());
    if (n < 0) return wrong("cannot read " + path + ": " + std::strerror(errno));
    octets.resize(static_cast<std::size_t>(n));
    auto key = unhex(trim(octets));
    sodium_memzero(octets.data(), octets.size());
    if (!key || key->size() != Keys::octets) return wrong(path + " does not hold a key of 64 hex digits");
    return *key;
}

std::string beside(const std::string& path) { return path + ".new"; }

bool is_there(const std::string& path) {
    struct stat s {};
    return ::lstat(path.c_str(), &s) == 0;
}

// Whole and durable beside its place; what a crash left there goes.
Status write_beside(const std::string& path, const std::string& octets) {
    const std::string name = beside(path);
    (void)::unlink(name.c_str());
    Descriptor file(::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file) return wrong("cannot make " + name + ": " + std::strerror(errno));
    if (::write(file.get(), octets.data(), octets.size()) != static_cast<ssize_t>(octets.size()) ||
        ::fsync(file.get()) != 0)
        return wrong("cannot write " + name + ": " + std::strerror(errno));
    return Done{};
}

Status put_in_place(const std::string& path) {
    if (::rename(beside(path).c_str(), path.c_str()) != 0)
        return wrong("cannot make " + path + ": " + std::strerror(errno));
    return Done{};
}

std::string groups_of_four(const std::string& hex_text) {
    std::string out;
    for (std::size_t i = 0; i < hex_text.size(); i += 4) out += (i ? " " : "") + hex_text.substr(i, 4);
    return out;
}

std::string sheet_text(const std::string& council, const std::string& chain) {
    return "Beadle recovery sheet\n\n"
           "Print this page, put it in the council's safe, then delete the file.\n"
           "Whoever has the first key can read every message kept; without it nobody can, not even from a backup.\n\n"
           "council.key\n  " +
           groups_of_four(council) + "\n  check: " + sha256_hex(council).substr(0, 8) + "\n\nchain.key\n  " +
           groups_of_four(chain) + "\n  check: " + sha256_hex(chain).substr(0, 8) +
           "\n\nTo restore: write each key without blanks into a file of that name in the key folder, mode 0600.\n";
}

Status sync_folder(const std::string& folder) {
    Descriptor d(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!d || ::fsync(d.get()) != 0) return wrong("cannot sync " + folder + ": " + std::strerror(errno));
    return Done{};
}

// A sheet of older keys may be the last that is left of them: it is never written over.
std::string free_sheet_name(const std::string& folder) {
    std::string path = folder + "/" + sheet_file;
    for (int n = 2; is_there(path); ++n) path = folder + "/recovery-sheet-" + std::to_string(n) + ".txt";
    return path;
}

// All three are whole on the disk before the first has its name, and the council's key has its name first: where that is
// there, everything needed to finish is too, wherever a crash came. Nothing else is ever taken for keys.
Status make_keys(const std::string& folder) {
    std::string council(Keys::octets, '\0'), chain(Keys::octets, '\0');
    randombytes_buf(council.data(), council.size());
    randombytes_buf(chain.data(), chain.size());
    council = hex(council);
    chain = hex(chain);
    for (const auto& [name, octets] : {std::pair{council_file, council + "\n"}, std::pair{chain_file, chain + "\n"},
                                       std::pair{sheet_file, sheet_text(council, chain)}})
        if (auto done = write_beside(folder + "/" + name, octets); !done) return done;
    if (auto done = sync_folder(folder); !done) return done;
    if (auto done = put_in_place(folder + "/" + council_file); !done) return done;
    return sync_folder(folder);
}

// What make_keys() began. Gives the path of the sheet, "" when there was nothing to finish.
Result<std::string> finish_keys(const std::string& folder) {
    const std::string council_path = folder + "/" + council_file, chain_path = folder + "/" + chain_file,
                      sheet = folder + "/" + sheet_file;
    if (!is_there(council_path) || !is_there(beside(sheet))) return std::string();
    if (!is_there(chain_path) && is_there(beside(chain_path)))
        if (auto done = put_in_place(chain_path); !done) return done.failure();
    auto council = read_key(council_path);
    if (!council) return council.failure();
    auto chain = read_key(chain_path);
    if (!chain) return chain.failure();
    if (chain->empty()) return std::string();
    if (auto done = write_beside(sheet, sheet_text(hex(*council), hex(*chain))); !done) return done.failure();
    const std::string path = free_sheet_name(folder);
    if (::rename(beside(sheet).c_str(), path.c_str()) != 0)
        return wrong("cannot make " + path + ": " + std::strerror(errno));
    if (auto done = sync_folder(folder); !done) return done.failure();
    return path;
}

Status check_folder(const std::string& folder, bool may_make) {
    struct stat s {};
    if (::stat(folder.c_str(), &s) != 0) {
        if (!may_make) return wrong("the key folder " + folder + " is missing, but the store is not empty");
        if (::mkdir(folder.c_str(), 0700) != 0) return wrong("cannot make " + folder + ": " + std::strerror(errno));
        return Done{};
    }
    if (!S_ISDIR(s.st_mode)) return wrong(folder + " is not a folder");
    if ((s.st_mode & 077) != 0) return wrong("the key folder " + folder + " is open to others: give it mode 0700");
    return Done{};
}

// Says without the keys whether they are those the store was begun with.
Status hold_against_store(const Keys& keys, Database& db, bool store_empty) {
    constexpr std::string_view about = "beadle key check";
    if (store_empty) {
        Transaction t(db);
        if (!t.begun()) return t.begun();
        if (auto done = set_store_mark(db, "council-key-check", keys.wrap(std::string(Keys::octets, '\0'), about));
            !done)
            return done;
        if (auto done = set_store_mark(db, "chain-key-check", keys.mac(about)); !done) return done;
        return t.commit();
    }
    auto council = store_mark(db, "council-key-check");
    if (!council) return council.failure();
    auto chain = store_mark(db, "chain-key-check");
    if (!chain) return chain.failure();
    if (!keys.unwrap(*council, about)) return wrong("council.key is not the key that this store was begun with");
    if (!same_octets(*chain, keys.mac(about))) return wrong("chain.key is not the key that this store was begun with");
    return Done{};
}

}  // namespace

Keys::Locked::Locked() { (void)sodium_mlock(this, sizeof *this); }
Keys::Locked::~Locked() { (void)sodium_munlock(this, sizeof *this); }

Result<Keys> Keys::from(std::string_view council, std::string_view chain) {
    if (sodium_init() < 0) return fail(FailureKind::defect, "keys", "libsodium does not start");
    if (council.size() != octets || chain.size() != octets) return wrong("a key is not 32 octets long");
    Keys keys;
    std::memcpy(keys.locked_->council.data(), council.data(), octets);
    std::memcpy(keys.locked_->chain.data(), chain.data(), octets);
    return keys;
}

std::string Keys::wrap(std::string_view message_key, std::string_view about) const {
    constexpr std::size_t nonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    std::string out(nonce + message_key.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
    randombytes_buf(out.data(), nonce);
    crypto_aead_xchacha20poly1305_ietf_encrypt(raw(out) + nonce, nullptr, raw(message_key), message_key.size(),
                                               raw(about), about.size(), nullptr, raw(out), locked_->council.data());
    return out;
}

Result<std::string> Keys::unwrap(std::string_view wrapped, std::string_view about) const {
    constexpr std::size_t nonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    constexpr std::size_t tag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
    if (wrapped.size() < nonce + tag) return fail(FailureKind::misconfigured, "keys", "a wrapped key is cut short");
    std::string out(wrapped.size() - nonce - tag, '\0');
    auto sealed = wrapped.substr(nonce);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(raw(out), nullptr, nullptr, raw(sealed), sealed.size(), raw(about),
                                                   about.size(), raw(wrapped), locked_->council.data()) != 0)
        return fail(FailureKind::misconfigured, "keys", "a wrapped key does not open under the council's key");
    return out;
}

std::string Keys::mac(std::string_view octets_in) const {
    std::string out(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256(raw(out), raw(octets_in), octets_in.size(), locked_->chain.data());
    return out;
}

std::string Keys::backup_key() const {
    std::string out(crypto_auth_hmacsha256_BYTES, '\0');
    constexpr std::string_view about = "beadle backup key";
    crypto_auth_hmacsha256(raw(out), raw(about), about.size(), locked_->council.data());
    return out;
}

namespace {

Result<std::string> stretched(std::string_view passphrase, std::string_view salt) {
    std::string out(crypto_secretbox_KEYBYTES, '\0');
    if (crypto_pwhash(raw(out), out.size(), passphrase.data(), passphrase.size(), raw(salt), crypto_pwhash_OPSLIMIT_MODERATE,
                      crypto_pwhash_MEMLIMIT_MODERATE, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return fail(FailureKind::unavailable, "keys", "there is not the memory to stretch the passphrase");
    return out;
}

}  // namespace

Result<std::string> Keys::sealed_under(std::string_view passphrase) const {
    std::string head(crypto_pwhash_SALTBYTES + crypto_secretbox_NONCEBYTES, '\0');
    randombytes_buf(head.data(), head.size());
    auto key = stretched(passphrase, std::string_view(head).substr(0, crypto_pwhash_SALTBYTES));
    if (!key) return key.failure();
    std::string both(2 * octets, '\0');
    std::memcpy(both.data(), locked_->council.data(), octets);
    std::memcpy(both.data() + octets, locked_->chain.data(), octets);
    std::string sealed(both.size() + crypto_secretbox_MACBYTES, '\0');
    crypto_secretbox_easy(raw(sealed), raw(both), both.size(), raw(head) + crypto_pwhash_SALTBYTES, raw(*key));
    sodium_memzero(both.data(), both.size());
    sodium_memzero(key->data(), key->size());
    return hex(head + sealed);
}

Result<std::pair<std::string, std::string>> Keys::opened_with(std::string_view passphrase, std::string_view sealed) {
    constexpr std::size_t head = crypto_pwhash_SALTBYTES + crypto_secretbox_NONCEBYTES, all = head + 2 * octets + crypto_secretbox_MACBYTES;
    const auto octets_in = unhex(sealed);
    if (!octets_in || octets_in->size() != all) return wrong("the backup holds no keys");
    auto key = stretched(passphrase, std::string_view(*octets_in).substr(0, crypto_pwhash_SALTBYTES));
    if (!key) return key.failure();
    std::string both(2 * octets, '\0');
    if (crypto_secretbox_open_easy(raw(both), raw(*octets_in) + head, all - head, raw(*octets_in) + crypto_pwhash_SALTBYTES, raw(*key)) != 0)
        return wrong("the passphrase is not the one the keys were sealed under");
    return std::pair{both.substr(0, octets), both.substr(octets)};
}

bool same_octets(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

Result<OpenedKeys> open_keys(const std::string& folder, Database& db, bool store_empty) {
    if (sodium_init() < 0) return fail(FailureKind::defect, "keys", "libsodium does not start");
    if (auto good = check_folder(folder, store_empty); !good) return good.failure();
    const auto path = [&](const char* name) { return folder + "/" + name; };
    const bool none = !is_there(path(council_file)) && !is_there(path(chain_file));
    if (none && store_empty)
        if (auto made = make_keys(folder); !made) return made.failure();
    auto sheet = store_empty ? finish_keys(folder) : Result<std::string>(std::string());
    if (!sheet) return sheet.failure();
    auto council = read_key(path(council_file));
    if (!council) return council.failure();
    auto chain = read_key(path(chain_file));
    if (!chain) return chain.failure();
    if (council->empty())
        return wrong(path(council_file) + " is missing; restore it from the recovery sheet or a backup");
    if (chain->empty()) return wrong(path(chain_file) + " is missing; restore it from the recovery sheet or a backup");
    auto keys = Keys::from(*council, *chain);
    sodium_memzero(council->data(), council->size());
    sodium_memzero(chain->data(), chain->size());
    if (!keys) return keys.failure();
    if (auto held = hold_against_store(*keys, db, store_empty); !held) return held.failure();
    return OpenedKeys{std::move(*keys), *sheet};
}

}  // namespace beadle::records
