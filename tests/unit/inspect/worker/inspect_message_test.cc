#include "inspect/worker/inspect_message.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "base/codec.h"
#include "base/text.h"
#include "inspect/worker/answer.h"
#include "inspect/worker/masking.h"
#include "inspect/worker/scan_leaves.h"
#include "support.h"
#include "support/fake_clock.h"
#include "support/small_zip.h"
#include "wire/mail_fields.h"

namespace beadle::inspect {
namespace {

using test::engines;
using test::plain_message;
using test::with_attachment;

Inspection inspect(const std::string& octets, CleanMemory* clean = nullptr) {
    Budget budget(engines().limits, octets.size(), system_clock());
    Tools tools{engines().detector.get(), engines().malware.get(), clean, &system_clock()};
    return inspect_message(octets, {}, tools, budget);
}

const Finding* find(const Inspection& i, FindingKind kind) {
    auto at = std::find_if(i.findings.begin(), i.findings.end(), [kind](const Finding& f) { return f.kind == kind; });
    return at == i.findings.end() ? nullptr : &*at;
}
bool has_reason(const Inspection& i, NotInspectedReason reason) {
    return std::any_of(i.not_inspected.begin(), i.not_inspected.end(),
                       [reason](const NotInspected& n) { return n.reason == reason; });
}

TEST(InspectMessage, AnOrdinaryMessageIsCompleteAndCarriesWhatPeopleNeed) {
    NEED_ENGINES();
    const std::string octets = plain_message("Minutes of Tuesday", "Please find the dates for the next meetings.");
    auto i = inspect(octets);
    EXPECT_TRUE(i.complete());
    EXPECT_TRUE(i.findings.empty());
    EXPECT_EQ(i.sha256, sha256_hex(octets));
    EXPECT_EQ(i.octets, octets.size());
    EXPECT_EQ(i.subject, "Minutes of Tuesday");
    EXPECT_EQ(i.message_id, "<1@example.org>");
    EXPECT_EQ(i.addresses.size(), 2u);
    EXPECT_GT(i.elapsed_us, 0u);
}

struct Carrier {
    const char* name;
    std::string octets;
};

std::vector<Carrier> carriers_of(const std::string& value, const std::string& filename) {
    auto line = "NHS number " + value;
    return {
        {"a plain body", plain_message("Referral", line)},
        {"the subject", plain_message(line, "See above.")},
        {"an HTML body",
         "From: a@example.org\r\nSubject: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>" + line + "</p>\r\n"},
        {"a text file", with_attachment("note.txt", "text/plain", base64(line))},
        {"a table",
         with_attachment("list.csv", "text/csv", base64("name,NHS number\r\nJane Specimen," + value + "\r\n"))},
        {"a document", with_attachment("letter.docx", "application/octet-stream", base64(beadle::test::docx_of(line)))},
        {"a workbook",
         with_attachment("list.xlsx", "application/octet-stream", base64(beadle::test::xlsx_of("NHS number", value)))},
        {"an archive",
         with_attachment("files.zip", "application/zip", base64(beadle::test::zip_of({{filename, line}})))},
        {"a file name", with_attachment(filename, "text/plain", base64(line))},
    };
}

TEST(InspectMessage, ASensitiveValueIsFoundInEveryCarrierAndNeverLeavesTheWorkerUnmasked) {
    NEED_ENGINES();
    for (const auto& carrier : carriers_of("999 000 0018", "NHS number 999 000 0018.txt")) {
        SCOPED_TRACE(carrier.name);
        auto i = inspect(carrier.octets);
        EXPECT_NE(find(i, FindingKind::nhs_number), nullptr);
        const std::string answer = wire::encode(i);
        EXPECT_EQ(answer.find("999 000 0018"), std::string::npos);
        EXPECT_EQ(answer.find("9990000018"), std::string::npos);
        EXPECT_TRUE(check_answer(i, {carrier.octets.size(), nullptr}));
    }
}

TEST(InspectMessage, MalwareIsFoundInEveryCarrier) {
    NEED_ENGINES();
    const std::string eicar = test::eicar();
    const std::vector<Carrier> carriers = {
        {"a plain body", plain_message("x", eicar)},
        {"a file", with_attachment("a.com", "application/octet-stream", base64(eicar))},
        {"an archive", with_attachment("a.zip", "application/zip", base64(beadle::test::zip_of({{"a.com", eicar}})))},
        {"an archive in a document", with_attachment("a.docx", "application/octet-stream",
                                                     base64(beadle::test::zip_of({{"word/document.xml", "<w/>"},
                                                                                  {"word/embeddings/a.com", eicar}})))},
        {"a message in the message", "From: a@example.org\r\nContent-Type: message/rfc822\r\n\r\n" +
                                         with_attachment("a.com", "text/plain", base64(eicar))},
    };
    for (const auto& carrier : carriers) {
        SCOPED_TRACE(carrier.name);
        auto i = inspect(carrier.octets);
        const Finding* malware = find(i, FindingKind::malware);
        ASSERT_NE(malware, nullptr);
        EXPECT_EQ(malware->confidence, Confidence::high);
        EXPECT_NE(malware->location, "");
    }
}

TEST(InspectMessage, NothingAtAllIsAMessageToo) {
    NEED_ENGINES();
    for (const std::string& octets :
         {std::string(), std::string("\r\n"), std::string("\n\n\n"), std::string(1, '\0')}) {
        auto i = inspect(octets);
        EXPECT_EQ(i.octets, octets.size());
        EXPECT_TRUE(check_answer(i, {octets.size(), nullptr}));
    }
}

TEST(InspectMessage, CleanContentIsRememberedAndMalwareIsNot) {
    NEED_ENGINES();
    CleanMemory clean;
    const std::string good = with_attachment("a.txt", "text/plain", base64("harmless"));
    inspect(good, &clean);
    const std::size_t once = clean.size();
    EXPECT_EQ(once, 2u);
    inspect(good, &clean);
    EXPECT_EQ(clean.size(), once);
    const std::string bad = with_attachment("b.com", "text/plain", base64(test::eicar()));
    for (int n = 0; n < 2; ++n) EXPECT_NE(find(inspect(bad, &clean), FindingKind::malware), nullptr);
    EXPECT_FALSE(clean.knows(sha256_hex(test::eicar()), "b.com"));
}

TEST(InspectMessage, WithoutTimeNothingIsCalledClean) {
    NEED_ENGINES();
    beadle::test::FakeClock clock;
    const std::string octets = with_attachment("b.com", "text/plain", base64(test::eicar()));
    Budget budget(engines().limits, octets.size(), clock);
    clock.steady_now += 1'000'000;
    Tools tools{engines().detector.get(), engines().malware.get(), nullptr, &clock};
    auto i = inspect_message(octets, {}, tools, budget);
    EXPECT_FALSE(i.complete());
    EXPECT_TRUE(has_reason(i, NotInspectedReason::limit));
    EXPECT_NE(find(i, FindingKind::not_inspected), nullptr);
}

TEST(InspectMessage, WithoutTheTemporaryFolderNothingIsCalledClean) {
    NEED_ENGINES();
    std::string lost;
    {
        beadle::test::ScratchFolder folder;
        lost = folder.path();
        ASSERT_TRUE(engines().malware->use_folder(lost));
    }
    auto i = inspect(with_attachment("a.zip", "application/zip", base64(beadle::test::zip_of({{"a", "text"}}))));
    ASSERT_TRUE(engines().malware->use_folder(test::loaded().folder.path()));
    EXPECT_TRUE(has_reason(i, NotInspectedReason::scanner));
}

std::string uuencoded(const std::string& octets) {
    const auto character = [](unsigned v) { return v == 0 ? '`' : static_cast<char>(v + 32); };
    std::string out = "begin 644 a.com\r\n";
    for (std::size_t at = 0; at < octets.size(); at += 45) {
        std::string line = octets.substr(at, 45);
        out += character(static_cast<unsigned>(line.size()));
        line.resize((line.size() + 2) / 3 * 3);
        for (std::size_t i = 0; i < line.size(); i += 3) {
            unsigned v = 0;
            for (std::size_t k = 0; k < 3; ++k) v = v << 8 | static_cast<unsigned char>(line[i + k]);
            for (unsigned shift : {18u, 12u, 6u, 0u}) out += character(v >> shift & 63);
        }
        out += "\r\n";
    }
    return out + "`\r\nend\r\n";
}

TEST(InspectMessage, TwoFilesOfOneNameAndLengthAreEachScanned) {
    NEED_ENGINES();
    const std::string harmless(test::eicar().size(), 'x');
    CleanMemory clean;
    const auto behind = inspect(plain_message("files", uuencoded(harmless) + uuencoded(test::eicar())), &clean);
    EXPECT_NE(find(behind, FindingKind::malware), nullptr);
    CleanMemory other;
    inspect(plain_message("files", uuencoded(test::eicar()) + uuencoded(harmless)), &other);
    const auto later = inspect(with_attachment("a.com", "application/octet-stream", base64(test::eicar())), &other);
    EXPECT_NE(find(later, FindingKind::malware), nullptr) << "what is remembered as clean is the harmless one alone";
}

TEST(InspectMessage, AnUnderscorePartsANumberFromItsNeighbours) {
    NEED_ENGINES();
    const std::pair<const char*, std::string> rows[] = {
        {"a file name", with_attachment("P45_PP123456C_Jane.txt", "text/plain", base64("nothing\n"))},
        {"emphasis", plain_message("x", "Her NI number is _PP123456C_ as agreed.")},
    };
    for (const auto& [name, octets] : rows)
        EXPECT_NE(find(inspect(octets), FindingKind::national_insurance_number), nullptr) << name;
    EXPECT_EQ(find(inspect(plain_message("x", "the macro A_PP123456C_B")), FindingKind::national_insurance_number), nullptr);
}

TEST(InspectMessage, WhatWasFoundAnywhereIsMaskedEverywhere) {
    NEED_ENGINES();
    const auto i = inspect(
        "From: clerk@example.org\r\nTo: a@example.net\r\nSubject: file pp-123456-c and more\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n"
        "NI number PP 12 34 56 C\r\n--b\r\nContent-Type: application/x-PP123456C; name=\"xPP123456Cx.bin\"\r\n"
        "Content-Disposition: attachment; filename=\"xPP123456Cx.bin\"\r\n\r\n\x01\x02\x03\r\n--b--\r\n");
    EXPECT_NE(find(i, FindingKind::national_insurance_number), nullptr);
    const auto raw = [](const std::string& text) {
        std::string bare;
        for (const char c : text)
            if (std::isalnum(static_cast<unsigned char>(c))) bare += static_cast<char>(std::tolower(c));
        return bare.find("pp123456c") != std::string::npos;
    };
    EXPECT_FALSE(raw(i.subject)) << i.subject;
    for (const auto& f : i.findings) EXPECT_FALSE(raw(f.location) || raw(f.evidence)) << f.location;
    for (const auto& n : i.not_inspected) EXPECT_FALSE(raw(n.location) || raw(n.detail)) << n.location << n.detail;
    for (const auto& e : i.entities) EXPECT_FALSE(raw(e.filename) || raw(e.media_type)) << e.filename << e.media_type;
}

TEST(MaskKnown, HidesAShortPasswordToo) {
    Inspection i;
    i.subject = "Plots (code 7Hill)";
    i.entities.push_back({"1", {"7hill.txt"}, "text/plain", "text/plain", "7hill.txt", 1, ""});
    mask_known({{"7Hill", "***", 4}, {"12345", "***"}}, i);
    EXPECT_EQ(i.subject, "Plots (code ***)");
    EXPECT_EQ(i.entities[0].filename, "***.txt");
    i.subject = "call 12345";
    mask_known({{"12345", "***"}}, i);
    EXPECT_EQ(i.subject, "call 12345");
}

std::string hex(std::string_view s) {
    std::string out;
    for (const char c : s) {
        out += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
        out += "0123456789abcdef"[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

// A signature of the type mail, over the header section and the words behind it.
std::unique_ptr<MalwareEngine> engine_with_mail_signature(const std::string& database, const std::string& scratch) {
    std::ofstream(database + "/lure.ndb") << "Beadle.Test.Lure:4:*:" << hex("X-Lure: parcel") << "*" << hex("pay the fee")
                                          << "\n";
    auto loaded = MalwareEngine::load({database});
    if (!loaded || !(*loaded)->use_folder(scratch)) return nullptr;
    return std::move(*loaded);
}

TEST(InspectMessage, SignaturesOfTheTypeMailSeeTheHeaderSectionWithTheDecodedWords) {
    NEED_ENGINES();
    beadle::test::ScratchFolder database, scratch;
    const auto engine = engine_with_mail_signature(database.path(), scratch.path());
    ASSERT_NE(engine, nullptr);
    const std::string lure = "From: a@example.org\r\nX-Lure: parcel\r\nMIME-Version: 1.0\r\n";
    struct Row {
        const char* name;
        std::string octets;
        bool found;
    };
    const Row rows[] = {
        {"plain", lure + "\r\nPlease pay the fee.\r\n", true},
        {"base64 in a multipart",
         lure + "Content-Type: multipart/mixed;\r\n boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n"
                "Content-Transfer-Encoding: base64\r\n\r\n" +
             base64("Please pay the fee.\n") + "\r\n--x--\r\n",
         true},
        {"another field", "From: a@example.org\r\nX-Other: parcel\r\n\r\nPlease pay the fee.\r\n", false},
    };
    for (const auto& row : rows) {
        Budget budget(engines().limits, row.octets.size(), system_clock());
        const auto i = inspect_message(row.octets, {}, {engines().detector.get(), engine.get(), nullptr, &system_clock()},
                                       budget);
        EXPECT_EQ(find(i, FindingKind::malware) != nullptr, row.found) << row.name;
        EXPECT_TRUE(i.complete()) << row.name;
    }
    EXPECT_FALSE(engines().malware->wants_mail_files()) << "ours hold none of that type: no second scan";
}

TEST(NoteScan, EachAnswerOfTheEngineHasItsPlace) {
    Leaf leaf;
    leaf.location = "attachment \"a.zip\"";
    leaf.part = "2";
    Inspection clean, found, encrypted, unscanned, known;
    note_scan({Scan::Outcome::clean, ""}, leaf, clean);
    EXPECT_EQ(clean, Inspection{});
    note_scan({Scan::Outcome::found, "Test.Signature"}, leaf, found);
    ASSERT_EQ(found.findings.size(), 1u);
    EXPECT_EQ(found.findings[0].evidence, "signature Test.Signature");
    note_scan({Scan::Outcome::encrypted, "Heuristics.Encrypted.7Zip"}, leaf, encrypted);
    ASSERT_EQ(encrypted.protection.size(), 1u);
    EXPECT_EQ(encrypted.protection[0].method, ProtectionMethod::seven_zip);
    EXPECT_FALSE(encrypted.protection[0].protects);
    EXPECT_TRUE(has_reason(encrypted, NotInspectedReason::encrypted));
    note_scan({Scan::Outcome::not_scanned, "Heuristics.Limits.Exceeded.MaxFiles"}, leaf, unscanned);
    EXPECT_TRUE(has_reason(unscanned, NotInspectedReason::scanner));
    known.protection = encrypted.protection;
    note_scan({Scan::Outcome::encrypted, "Heuristics.Encrypted.7Zip"}, leaf, known);
    EXPECT_EQ(known.protection.size(), 1u);
    EXPECT_TRUE(known.complete());
}

}  // namespace
}  // namespace beadle::inspect
