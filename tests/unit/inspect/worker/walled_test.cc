// Everything that a worker does, done behind the real wall in trap mode: a call that is not in base/syscalls.h names
// itself, and an answer that differs from the one before the wall shows what a library could not open.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/codec.h"
#include "base/text.h"
#include "inspect/worker/inspect_message.h"
#include "inspect/worker/worker.h"
#include "support.h"
#include "support/small_zip.h"
#include "wire/mail_fields.h"

namespace beadle::inspect {
namespace {

using test::engines;
using test::with_attachment;

struct Sample {
    std::string name;
    std::string octets;
};

// The charsets that mail programs use, by the names they use.
const char* const charsets[] = {
    "us-ascii",     "utf-8",        "utf-7",        "utf-16",       "utf-16be",     "utf-16le",       "utf-32",
    "iso-8859-1",   "iso-8859-2",   "iso-8859-3",   "iso-8859-4",   "iso-8859-5",   "iso-8859-6",     "iso-8859-7",
    "iso-8859-8",   "iso-8859-8-i", "iso-8859-9",   "iso-8859-10",  "iso-8859-13",  "iso-8859-14",    "iso-8859-15",
    "iso-8859-16",  "windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254",   "windows-1255",
    "windows-1256", "windows-1257", "windows-1258", "cp1252",       "latin-9",      "koi8-r",         "koi8-u",
    "ibm437",       "ibm850",       "ibm852",       "ibm866",       "macintosh",    "x-mac-cyrillic", "iso-2022-jp",
    "shift_jis",    "sjis",         "cp932",        "euc-jp",       "iso-2022-kr",  "euc-kr",         "ks_c_5601-1987",
    "cp949",        "gb2312",       "gbk",          "gb18030",      "hz-gb-2312",   "big5",           "big5-hkscs",
    "euc-tw",       "tis-620",      "windows-874",  "tcvn",         "viscii",       "x-unknown",      "no-such-charset",
};

Sample in_charset(const std::string& charset) {
    const std::string octets = "\x1b$B\xa4\xa2 caf\xe9 999 000 0018 \xff\xfe~{\xa0";
    const std::string word = "=?" + charset + "?b?" + base64(octets) + "?=";
    return {"charset " + charset,
            "From: " + word + " <a@example.org>\r\nSubject: " + word +
                "\r\nMIME-Version: 1.0\r\nContent-Type: "
                "multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=" +
                charset + "\r\n\r\n" + octets + "\r\n--b\r\nContent-Type: text/html; charset=" + charset +
                "\r\n\r\n<html><head><meta charset=\"" + charset + "\"></head><body>" + octets +
                "</body></html>\r\n--b\r\nContent-Type: text/csv; charset=" + charset + "; name*=" + charset +
                "''caf%E9.csv\r\nContent-Disposition: attachment\r\n\r\na,b\r\n" + octets + "\r\n--b--\r\n"};
}

std::string wide(const std::string& text, bool big_endian) {
    std::string out = big_endian ? "\xfe\xff" : "\xff\xfe";
    for (char c : text) out += big_endian ? std::string{'\0', c} : std::string{c, '\0'};
    return out;
}

std::string file_of(const std::string& path) {
    std::ifstream in(BEADLE_SOURCE_DIR + path, std::ios::binary);
    return base64(std::string((std::istreambuf_iterator<char>(in)), {}));
}

std::vector<Sample> samples() {
    std::vector<Sample> all;
    for (const char* charset : charsets) all.push_back(in_charset(charset));
    const std::string eicar = test::eicar();
    const std::string page = "<html><body><p>" + eicar + "</p></body></html>";
    const std::string enveloped = *unhex("301806092a864886f70d010703a00b30090201003100300206000500");
    auto file = [&all](const std::string& name, const std::string& type, const std::string& octets) {
        all.push_back({name, with_attachment(name, type, base64(octets))});
    };
    file("letter.docx", "application/octet-stream", beadle::test::docx_of("NHS number 999 000 0018"));
    file("list.xlsx", "application/octet-stream", beadle::test::xlsx_of("NHS number", "999 000 0018"));
    file("files.zip", "application/zip",
         beadle::test::zip_of({{"a.txt", "999 000 0018"}, {"b/caf\x82.txt", "x"}, {"c.com", eicar}}));
    file("deep.zip", "application/zip",
         beadle::test::zip_of({{"in.zip", beadle::test::zip_of({{"in.docx", beadle::test::docx_of("x")}})}}));
    file("broken.zip", "application/zip", beadle::test::zip_of({{"a.txt", "text"}}).substr(0, 40));
    file("smime.p7m", "application/pkcs7-mime; smime-type=enveloped-data", enveloped);
    file("page-be.html", "text/html", wide(page, true));
    file("page-le.html", "text/html", wide(page, false));
    file("eicar.com", "application/octet-stream", eicar);
    file("paper.pdf", "application/pdf",
         "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
         "trailer<</Root 1 0 R>>\n%%EOF\n");
    for (const char* name : {"letter", "table", "form", "notes", "attachment", "japanese", "ghostscript", "owner-256",
                             "user-128", "user-256", "certificate", "files-sealed", "sham", "wrapper", "redacted", "hidden",
                             "scan", "recognised", "layer", "revised", "stray", "loops", "cut", "linear", "object-streams",
                             "no-letters", "pdf-and-zip", "xfa"})
        all.push_back({name, with_attachment(std::string(name) + ".pdf", "application/pdf",
                                             file_of("/tests/samples/pdf/" + std::string(name) + ".pdf"))});
    // The password is their name.
    for (const char* name : {"agile.docx", "locked.docx", "locked.doc", "locked.xls", "locked.ppt", "xor.xls", "locked.odt",
                             "blowfish.odt", "aes.zip", "crypto.zip", "names.7z", "aes256.pdf", "rc4.pdf", "default.xlsx"})
        all.push_back({name, with_attachment("Plum-tree77" + std::string(name).substr(std::string(name).rfind('.')),
                                             "application/octet-stream", file_of("/tests/samples/locked/" + std::string(name)))});
    file("picture.png", "image/png", "\x89PNG\r\n\x1a\n" + std::string(200, '\0'));
    file("picture.gif", "image/gif", std::string("GIF89a") + std::string(20, '\0'));
    file("old.doc", "application/msword", *unhex("d0cf11e0a1b11ae1") + std::string(2000, '\0'));
    file("a.rar", "application/vnd.rar", std::string("Rar!\x1a\x07\x01\x00", 8) + std::string(100, '\0'));
    file("a.7z", "application/x-7z-compressed", std::string("7z\xbc\xaf\x27\x1c\x00\x04", 8) + std::string(100, '\0'));
    file("a.gz", "application/gzip", std::string("\x1f\x8b\x08\x00", 4) + std::string(100, '\0'));
    file("mail.eml", "message/rfc822", with_attachment("in.com", "text/plain", base64(eicar)));
    all.push_back({"PGP/MIME",
                   "From: a@example.org\r\nContent-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; "
                   "boundary=b\r\n\r\n--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b\r\n"
                   "Content-Type: application/octet-stream\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n"
                   "-----END PGP MESSAGE-----\r\n--b--\r\n"});
    all.push_back({"five megabytes", test::plain_message("long", std::string(5u << 20, 'a'))});
    std::string many = "From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
    for (int n = 0; n < 3000; ++n) many += "--b\r\n\r\npart\r\n";
    all.push_back({"three thousand parts", many + "--b--\r\n"});
    std::string deep;
    for (int n = 0; n < 60; ++n) deep += "Content-Type: message/rfc822\r\n\r\n";
    all.push_back({"sixty messages in each other", deep + "Subject: inmost\r\n\r\ntext\r\n"});
    return all;
}

std::string answer_to(const std::string& octets) {
    Budget budget(engines().limits, octets.size(), system_clock());
    Tools tools{engines().detector.get(), engines().malware.get(), nullptr, &system_clock()};
    Inspection i = inspect_message(octets, {}, tools, budget);
    i.elapsed_us = 0;
    return wire::encode(i);
}

TEST(Walled, EverySampleIsReadBehindTheWallAsItIsBeforeIt) {
    NEED_ENGINES();
    const auto all = samples();
    std::vector<std::string> before;
    for (const auto& sample : all) before.push_back(answer_to(sample.octets));
    WorkerPlan plan;
    beadle::test::ScratchFolder folder;
    plan.folder = folder.path();
    plan.address_space = address_space_in_use() + (1u << 30);
    plan.trap = true;
    auto ending = beadle::test::in_child([&] {
        auto say = [](const std::string& what) { return ::write(STDERR_FILENO, what.data(), what.size()) < 0; };
        if (std::string problem = close_wall(plan, engines()); !problem.empty()) return say(problem) ? 97 : 98;
        int differing = 0;
        for (std::size_t n = 0; n < all.size(); ++n) {
            say("\n" + all[n].name + ": ");
            if (answer_to(all[n].octets) == before[n]) continue;
            say("ANSWER DIFFERS");
            ++differing;
        }
        return differing == 0 ? 0 : 1;
    });
    EXPECT_EQ(ending.code, 0) << ending.said;
    EXPECT_EQ(ending.signal, 0) << ending.said;
}

TEST(Walled, AWorkerWhoseFolderIsMissingDoesNotBecomeReady) {
    NEED_ENGINES();
    WorkerPlan plan;
    plan.folder = "/no/such/folder";
    auto ending = beadle::test::in_child([&] { return close_wall(plan, engines()).empty() ? 1 : 0; });
    EXPECT_EQ(ending.code, 0) << ending.said;
}

TEST(Walled, TheFolderIsEmptyAgainAfterEverySample) {
    NEED_ENGINES();
    beadle::test::ScratchFolder folder;
    WorkerPlan plan;
    plan.folder = folder.path();
    plan.trap = true;
    auto ending = beadle::test::in_child([&] {
        if (!close_wall(plan, engines()).empty()) return 98;
        for (const auto& sample : samples()) answer_to(sample.octets);
        return 0;
    });
    EXPECT_EQ(ending.code, 0) << ending.said;
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace beadle::inspect
