#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "inspect/message/transfer.h"
#include "inspect/text/cms.h"
#include "inspect/text/pgp.h"
#include "inspect/text/zip_file.h"
#include "support/fake_clock.h"
#include "unit/inspect/text/samples.h"

namespace beadle::inspect {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using namespace testing;

TEST(Seals, AreJudgedByTheirOctets) {
    struct {
        const char *sample, *want;
    } cases[] = {
        {"smime/aes256.p7m", "smime strong protects aes-256-cbc; encrypted; "},
        {"smime/aes256-stream.p7m", "smime strong protects aes-256-cbc; encrypted; "},
        {"smime/gcm.p7m", "smime strong protects aes-256-gcm; encrypted; "},
        {"smime/3des.p7m", "smime strong protects 3des; encrypted; "},
        {"smime/des.p7m", "smime weak protects des; encrypted; "},
        {"smime/signed.p7m", "smime signed open signed-only; "},
        {"smime/signed-stream.p7m", "smime signed open signed-only; "},
        {"smime/signed-then-sealed.p7m", "smime strong protects aes-256-cbc; encrypted; "},
        {"smime/compressed.p7m", ""},
        {"smime/certs-only.p7m", ""},
        {"smime/cut.p7m", "smime opaque open not-what-it-claims; broken; "},
        {"smime/sham.p7m", "smime opaque open not-what-it-claims; broken; "},
        {"openpgp/sealed.asc", "gpg-file strong protects public-key; encrypted; "},
        {"openpgp/sealed.gpg", "gpg-file strong protects public-key; encrypted; "},
        {"openpgp/password.asc", "gpg-file strong protects password; encrypted; "},
        {"openpgp/password.gpg", "gpg-file strong protects password; encrypted; "},
        {"openpgp/signed.asc", "gpg-file signed open signed-only; "},
        {"openpgp/clear-signed.asc", "gpg-file signed open signed-only; "},
        {"openpgp/stored.asc", "gpg-file signed open signed-only; "},
        {"openpgp/key.asc", ""},
        {"openpgp/random.pgp", "gpg-file opaque open not-what-it-claims; broken; "},
        {"openssl/salted.enc", "openssl opaque open cipher-not-said; encrypted; "},
        {"openssl/salted.b64", "openssl opaque open cipher-not-said; encrypted; "},
        {"openssl/key.p12", "encrypted; "},
        {"documents/agile.xlsx", "ooxml strong protects aes-256; encrypted; "},
        {"documents/standard.docx", "ooxml strong protects aes-128; encrypted; "},
        {"documents/rc4.docx", "ooxml weak protects rc4; encrypted; "},
        {"documents/sham.docx", "ooxml opaque open not-what-it-claims; broken; "},
        {"documents/protected.docx", "ooxml cosmetic open documentProtection; "},
        {"documents/ledger.xlsx", "ooxml cosmetic open sheetProtection; "},
        {"archives/clear.zip", ""},
        {"archives/zipcrypto.zip", "zip weak protects zip-crypto; encrypted; "},
        {"archives/stored.zip", "zip weak protects zip-crypto; encrypted; "},
        {"archives/aes256.zip", "zip strong protects aes-256; encrypted; "},
        {"archives/aes128.zip", "zip strong protects aes-128; encrypted; "},
        {"archives/mixed.zip", "zip partial open some-members-clear; encrypted; "},
        {"archives/sham.zip", "zip opaque open members are readable; broken; "},
        {"archives/sealed.7z", "7z strong protects aes-256; encrypted; "},
        {"archives/clear.7z", ""},
    };
    for (const auto& c : cases) EXPECT_EQ(judged(read_sample(c.sample).reading), c.want) << c.sample;
}

std::string noise(std::size_t size) {
    std::string out;
    std::uint32_t state = 12345;
    while (out.size() < size) out += static_cast<char>((state = state * 1664525u + 1013904223u) >> 24);
    return out;
}

// No program of Debian makes these: their heads are written here, the rest is noise, or in shams text.
TEST(Seals, OfOtherProgramsAreKnownByTheirHeads) {
    using namespace std::string_literals;
    const std::string age = "age-encryption.org/v1\n-> ", text(300, 'a'),
                      mac = "\n--- bWFjbWFjbWFjbWFjbWFjbWFjbWFjbWFjbWFj\n";
    const struct {
        const char* what;
        std::string octets;
        const char *want, *told;
    } cases[] = {
        {"age to a key", age + "X25519 c29tZWJvZHk\nYm9keQ" + mac + noise(200), "age strong protects public-key; encrypted; ",
         "age strong protects public-key; encrypted; "},
        {"age with a password", age + "scrypt c2FsdA 18\nYm9keQ" + mac + noise(200), "age strong protects password; encrypted; ",
         "age leaked open password-in-same-message; encrypted; "},
        {"age of plain text", age + "scrypt c2FsdA 18\nYm9keQ" + mac + text, "age opaque open not-what-it-claims; broken; ",
         "age opaque open not-what-it-claims; broken; "},
        {"KeePass", "\x03\xD9\xA2\x9A\x67\xFB\x4B\xB5" + noise(300), "kdbx strong protects password; encrypted; ",
         "kdbx leaked open password-in-same-message; encrypted; "},
        {"KeePass cut short", "\x03\xD9\xA2\x9A\x67\xFB\x4B\xB5" + noise(20), "kdbx opaque open not-what-it-claims; broken; ",
         "kdbx opaque open not-what-it-claims; broken; "},
        {"rights", "\x76\xE8\x04\x60\xC4\x11\xE3\x86\xA0\x0F\0\0"s + noise(300), "rpmsg strong protects rights-management; encrypted; ",
         "rpmsg strong protects rights-management; encrypted; "},
        {"openssl of plain text", "Salted__\1\2\3\4\5\6\7\10" + text, "openssl opaque open not-what-it-claims; broken; ",
         "openssl opaque open not-what-it-claims; broken; "},
        {"a volume", "LUKS\xBA\xBE\0\2"s + noise(3000), "unsupported; ", "unsupported; "},
    };
    for (const auto& c : cases) {
        const std::string mail = message_with(c.octets, "file.bin");
        EXPECT_EQ(judged(read(mail).reading), c.want) << c.what;
        const auto at = mail.find("--bb\r\n");
        EXPECT_EQ(judged(read(mail.substr(0, at) + "--bb\r\n\r\nThe password is Plum-tree77.\r\n" + mail.substr(at)).reading), c.told)
            << c.what;
    }
    EXPECT_THAT(found(read_sample("openssl/key.p12").reading), HasSubstr("private-key"));
}

TEST(Seals, WhatIsOnlySignedOrPackedIsRead) {
    for (const char* name : {"smime/signed.p7m",         "smime/signed-stream.p7m",
                             "smime/compressed.p7m",     "openpgp/signed.asc",
                             "openpgp/clear-signed.asc", "openpgp/stored.asc",
                             "archives/clear.zip",       "archives/nested.zip",
                             "archives/lzma.zip",        "archives/clear.7z",
                             "archives/list.tar.gz",     "archives/list.tar",
                             "archives/list.txt.gz",     "archives/list.txt.bz2",
                             "archives/list.txt.xz",     "archives/picture-and-zip.gif",
                             "archives/cut.zip",         "archives/names-differ.zip",
                             "archives/two-ends.zip",    "documents/protected.docx"})
        EXPECT_THAT(all_text(read_sample(name).reading), HasSubstr("999 000 0018")) << name;
    EXPECT_THAT(all_text(read_sample("archives/mixed.zip").reading), HasSubstr("999 000 0026"));
    EXPECT_THAT(all_text(read_sample("archives/unlisted.zip").reading), HasSubstr("999 000 0034"));
    EXPECT_THAT(all_text(read_sample("archives/overlap.zip").reading), HasSubstr("999 000 0026"));
}

TEST(Seals, WhatIsSealedIsNotRead) {
    for (const char* name :
         {"smime/aes256.p7m", "openpgp/password.gpg", "archives/aes256.zip", "archives/zipcrypto.zip"})
        EXPECT_THAT(all_text(read_sample(name).reading), Not(HasSubstr("999 000"))) << name;
}

TEST(Seals, ContradictoryArchivesAreCalledSo) {
    for (const char* name : {"archives/flags-differ.zip", "archives/names-differ.zip", "archives/two-ends.zip",
                             "archives/unlisted.zip", "archives/overlap.zip", "archives/picture-and-zip.gif"})
        EXPECT_THAT(found(read_sample(name).reading), HasSubstr("ambiguous-structure")) << name;
    for (const char* name :
         {"archives/clear.zip", "archives/nested.zip", "archives/aes256.zip", "archives/zipcrypto.zip",
          "archives/lzma.zip", "documents/minutes.docx", "documents/ledger.xlsx"})
        EXPECT_THAT(found(read_sample(name).reading), Not(HasSubstr("ambiguous-structure"))) << name;
    EXPECT_THAT(judged(read_sample("archives/flags-differ.zip").reading),
                HasSubstr("zip opaque open contradictory-headers"));
}

TEST(Seals, ABombEndsAtTheRatio) {
    const auto r = read_sample("archives/bomb.zip").reading;
    ASSERT_FALSE(r.not_inspected.empty());
    EXPECT_EQ(r.not_inspected[0].reason, NotInspectedReason::limit);
}

TEST(Seals, ArchivesInArchivesEndAtTheDepth) {
    BudgetLimits limits;
    limits.depth = 2;
    const auto r = read(message_with(sample("archives/nested.zip"), "n.zip"), limits).reading;
    EXPECT_THAT(judged(r), HasSubstr("limit"));
}

TEST(InlineOpenPgp, ProtectsOnlyItsBlock) {
    const std::string block = sample("openpgp/sealed.asc");
    const auto alone = read("\r\n" + block).reading;
    EXPECT_EQ(judged(alone), "pgp-inline strong protects public-key; encrypted; ");
    const auto around = read("\r\nNHS No 999 000 0018\r\n" + block + "\r\nbye").reading;
    EXPECT_EQ(judged(around), "pgp-inline partial open text-around-clear; encrypted; ");
    EXPECT_THAT(all_text(around), HasSubstr("999 000 0018"));
    const auto fake =
        read("\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nNHS No 999 000 0018\r\n-----END PGP MESSAGE-----\r\n").reading;
    EXPECT_EQ(judged(fake), "pgp-inline opaque open not-what-it-claims; broken; ");
    EXPECT_THAT(all_text(fake), HasSubstr("999 000 0018"));
    const auto html = read("Content-Type: text/html\r\n\r\n<pre>" + block + "</pre>").reading;
    EXPECT_THAT(judged(html), HasSubstr("pgp-inline strong protects"));
}

// A compressed packet (bzip2) with literal data: a number, or one and 900,000 letters.
constexpr std::string_view packed_number =
    "yP8AAABJA0JaaDkxQVkmU1kf0PZfAAAO/wTgAAAgQABgYABBCAAQAIAIAACgACGp6QYR6QpgADpsjEukwkEVsZVMvaV/F3JFOFCQH9D2Xw==";
constexpr std::string_view packed_letters =
    "yP8AAABfA0JaaDkxQVkmU1lXlbTkABuj3wzgEkAAYGAAQQgAMgCAGAAIAAigAFCgaaGRkxBFJAaaNNMTyHMTjqdqyKEHexpWkq5QQVGthVEQS8cYvjVBBUc/"
    "i7kinChIK8racgA=";

std::string armoured(std::string_view packets) {
    return "\r\n-----BEGIN PGP MESSAGE-----\r\n\r\n" + std::string(packets) + "\r\n-----END PGP MESSAGE-----\r\n";
}

TEST(PackedOpenPgp, IsTakenFromTheBudgetOfTheInspection) {
    const auto one = read(armoured(packed_number)).reading;
    EXPECT_EQ(judged(one), "pgp-inline signed open signed-only; ");
    EXPECT_THAT(all_text(one), HasSubstr("999 000 0018"));
    BudgetLimits limits;
    limits.unpacked = 1'000'000;
    EXPECT_EQ(judged(read(armoured(packed_letters), limits).reading), "pgp-inline signed open signed-only; ");
    EXPECT_THAT(judged(read(armoured(packed_letters) + armoured(packed_letters), limits).reading), HasSubstr("limit; "));
    limits.unpacked = 800'000;
    EXPECT_THAT(judged(read(armoured(packed_letters), limits).reading), HasSubstr("limit; "));
}

TEST(PackedOpenPgp, EndsWithTheTimeOfTheInspection) {
    const std::string packets = decode_base64(packed_number, nullptr);
    test::FakeClock clock;
    Budget budget({}, packets.size(), clock);
    EXPECT_THAT(read_pgp(packets, budget).inner, HasSubstr("999 000 0018"));
    clock.steady_now += 60'000;
    const Pgp late = read_pgp(packets, budget);
    EXPECT_EQ(late.inner, "");
    EXPECT_THAT(late.limit, HasSubstr("milliseconds"));
}

TEST(InlineOpenPgp, BehindTooManyBlocksIsSaidNotToBeRead) {
    std::string many = "\r\n";
    for (int i = 0; i < 100; ++i) many += "-----BEGIN NOTE-----\r\nabc\r\n-----END NOTE-----\r\n";
    EXPECT_EQ(judged(read(many + "-----BEGIN NOTE-----\r\nabc\r\n-----END NOTE-----\r\n-----BEGIN PGP \r\n").reading), "");
    EXPECT_EQ(judged(read(many + armoured(packed_number)).reading), "limit; ");
}

TEST(FindArmour, SurvivesABeginLineOfNothing) {
    for (const char* text :
         {"-----BEGIN ", "-----BEGIN \nx", "-----BEGIN -----\n-----END -----", "-----BEGIN PGP MESSAGE-----"}) {
        const auto block = find_armour(text, 0);
        ASSERT_TRUE(block) << text;
        EXPECT_GT(block->to, block->from) << text;
    }
    EXPECT_FALSE(find_armour("-----BEGIN", 0));
}

TEST(PgpMime, IsKnownByItsChildrenEvenWhenMixedUp) {
    for (const char* type :
         {"multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b", "multipart/mixed; boundary=b"}) {
        const auto r = read(std::string("Content-Type: ") + type +
                            "\r\n\r\n--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n"
                            "--b\r\nContent-Type: application/octet-stream\r\n\r\n" +
                            sample("openpgp/sealed.asc") + "\r\n--b--\r\n")
                           .reading;
        EXPECT_EQ(judged(r), "pgp-mime strong protects public-key; encrypted; ") << type;
    }
    const auto sham =
        read(
            "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\r\n\r\n--b\r\n"
            "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b\r\nContent-Type: "
            "application/octet-stream\r\n\r\n"
            "NHS No 999 000 0018\r\n--b--\r\n")
            .reading;
    EXPECT_THAT(judged(sham), Not(HasSubstr("protects")));
    EXPECT_THAT(all_text(sham), HasSubstr("999 000 0018"));
}

TEST(Smime, AClearSignedMessageIsRead) {
    const auto r =
        read(
            "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; "
            "boundary=b\r\n\r\n--b\r\n\r\nwords\r\n--b\r\n"
            "Content-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
            base64(sample("smime/certs-only.p7m")) + "\r\n--b--\r\n")
            .reading;
    EXPECT_EQ(judged(r), "smime signed open signed-only; ");
    EXPECT_THAT(all_text(r), HasSubstr("words"));
}

}  // namespace
}  // namespace beadle::inspect
