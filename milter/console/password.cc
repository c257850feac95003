#include "console/password.h"

#include <sodium.h>

#include <algorithm>
#include <semaphore>
#include <set>
#include <string_view>

#include "base/text.h"
#include "console/embedded.h"

namespace beadle::console {
namespace {

constexpr std::size_t proof_octets = 32, least_word = 3;

std::counting_semaphore<2>& room() {
    static std::counting_semaphore<2> two(2);
    return two;
}

const std::set<std::string, std::less<>>& common_words() {
    static const std::set<std::string, std::less<>> all = [] {
        std::set<std::string, std::less<>> out;
        for (const auto& line : split(embedded("common-passwords.txt"), '\n'))
            if (const auto word = trim(line); !word.empty() && word[0] != '#') out.emplace(word);
        return out;
    }();
    return all;
}

// Letters alone; as_meant: as they were meant, "P4ssw0rd!" is "password".
std::string plain_letters(std::string_view password, bool as_meant = false) {
    constexpr std::string_view from = "0134578@$", to = "oieastbas";
    std::string out;
    for (char c : ascii_lower(password)) {
        const auto at = as_meant ? from.find(c) : from.npos;
        const char meant = at == from.npos ? c : to[at];
        if (static_cast<unsigned char>(meant) >= 0x80 || (meant >= 'a' && meant <= 'z')) out += meant;
    }
    return out;
}

// Nothing is left when common words and the given ones are taken away.
bool is_made_of(std::string_view letters, const std::set<std::string, std::less<>>& own) {
    std::vector<bool> reached(letters.size() + 1, false);
    reached[0] = true;
    for (std::size_t i = 0; i < letters.size(); ++i) {
        if (!reached[i]) continue;
        for (std::size_t length = least_word; i + length <= letters.size(); ++length) {
            const auto word = letters.substr(i, length);
            if (common_words().contains(word) || own.contains(word)) reached[i + length] = true;
        }
    }
    return reached[letters.size()];
}

bool has_few_letters(std::string_view password) {
    return std::set<char>(password.begin(), password.end()).size() < 5;
}

bool is_a_row(std::string_view password) {
    std::size_t steps = 0;
    for (std::size_t i = 1; i < password.size(); ++i) steps += std::abs(password[i] - password[i - 1]) <= 1;
    return steps + 3 >= password.size();
}

std::size_t letters_in(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

Result<std::string> proof_of(const std::string& password, const std::string& salt_hex) {
    const auto salt = unhex(salt_hex);
    if (!salt || salt->size() != crypto_pwhash_SALTBYTES || password.size() > most_password)
        return fail(FailureKind::malformed, "password", "the password is too long");
    std::string out(proof_octets, '\0');
    room().acquire();
    const int done = crypto_pwhash(reinterpret_cast<unsigned char*>(out.data()), out.size(), password.data(), password.size(),
                                   reinterpret_cast<const unsigned char*>(salt->data()), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                   crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13);
    room().release();
    if (done != 0) return fail(FailureKind::unavailable, "password", "there is no memory for it now");
    return hex(out);
}

std::string why_not(const std::string& password, const std::string& account, const std::string& council) {
    if (letters_in(password) < least_password) return "Use at least 12 letters. Three or four words that do not belong together are easy to remember.";
    if (password.size() > most_password) return "Use at most 1000 letters.";
    std::set<std::string, std::less<>> own{plain_letters(account)};
    for (const auto& word : split(ascii_lower(council), ' ')) own.insert(plain_letters(word));
    own.erase("");
    const std::string_view front = std::string_view(password).substr(0, password.find_last_not_of("0123456789!.?*#$@") + 1);
    bool common = has_few_letters(password) || is_a_row(password) || is_made_of(plain_letters(password), own);
    common = common || is_made_of(plain_letters(password, true), own) || is_made_of(plain_letters(front, true), own);
    if (common)
        return "That password is one that many people use, or is made of such words, your name or the council's. Choose another one.";
    return "";
}

}  // namespace beadle::console
