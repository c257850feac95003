// detect_test.cc — messages to findings: tables, merging, counts, masking, evidence, and what happens at the limits.
#include "inspect/detect/detect.h"

#include <gtest/gtest.h>

#include "support/fake_clock.h"
#include "support/signature_bundle.h"

namespace beadle::inspect {
namespace {

const Detector& detector() {
    static const auto loaded = Detector::load(test::signature_bundle());
    if (loaded.detector == nullptr) throw std::runtime_error(text(loaded.diagnostics));
    return *loaded.detector;
}

Segment segment(SegmentKind kind, std::string text, std::string location = "message body", bool table = false) {
    Segment s;
    s.kind = kind;
    s.text = std::move(text);
    s.location = std::move(location);
    s.table = table;
    return s;
}

Inspection detect(std::vector<Segment> segments) {
    Reading reading;
    reading.segments = std::move(segments);
    Inspection out;
    const auto& ready = detector();  // the first call compiles the patterns: not within the budget of a message
    Budget budget({}, 1000, system_clock());
    ready.detect(reading, budget, out);
    return out;
}

const Finding* only(const Inspection& i, FindingKind kind) {
    const Finding* found = nullptr;
    for (const Finding& f : i.findings) {
        if (f.kind != kind) continue;
        if (found != nullptr) return nullptr;
        found = &f;
    }
    return found;
}

TEST(Detect, a_header_vouches_for_its_column_however_far_above) {
    std::string table = "Name\tNHS No\tMobile\n";
    for (int i = 0; i < 300; ++i) table += "Somebody\t\t\n";
    table += "Jane Specimen\t9990000018\t7700900123\n";
    const auto seen = detect({segment(SegmentKind::sheet, table, "attachment \"list.xlsx\" \u203A sheet \"A\"", true)});
    const auto* f = only(seen, FindingKind::nhs_number);
    ASSERT_NE(f, nullptr);
    EXPECT_EQ(f->confidence, Confidence::high);
    EXPECT_EQ(f->evidence, "checksum correct; column header \"nhs no\"");
    EXPECT_EQ(f->location, "attachment \"list.xlsx\" \u203A sheet \"A\"");
}

TEST(Detect, another_columns_header_does_not_vouch) {
    const auto seen = detect({segment(SegmentKind::sheet, "NHS No\tOrder number\n\t9990000018\n", "x", true)});
    const auto* f = only(seen, FindingKind::nhs_number);
    EXPECT_TRUE(f == nullptr || f->confidence == Confidence::low);
}

TEST(Detect, the_same_values_in_plain_and_html_count_once) {
    const std::string text = "NHS number 999 000 0018 and 999 000 0026";
    const auto seen = detect({segment(SegmentKind::body, text), segment(SegmentKind::body, text + "\n")});
    const auto* f = only(seen, FindingKind::nhs_number);
    ASSERT_NE(f, nullptr);
    EXPECT_EQ(f->count, 2u);
    EXPECT_EQ(f->evidence, "checksum correct; near \"nhs number\"; 2 different values");
}

TEST(Detect, three_medium_ones_in_one_message_are_high) {
    const std::vector<std::string> values{"The form 999 000 0018 came", "The form 999 000 0026 came",
                                          "The form 999 000 0034 came"};
    EXPECT_EQ(only(detect({segment(SegmentKind::body, values[0])}), FindingKind::nhs_number)->confidence,
              Confidence::medium);
    const auto seen =
        detect({segment(SegmentKind::body, values[0]), segment(SegmentKind::attachment, values[1], "attachment \"a\""),
                segment(SegmentKind::attachment, values[2], "attachment \"b\"")});
    ASSERT_EQ(seen.findings.size(), 3u);
    for (const auto& f : seen.findings) {
        EXPECT_EQ(f.confidence, Confidence::high);
        EXPECT_NE(f.evidence.find("3 different values in this message"), std::string::npos);
    }
}

TEST(Detect, the_name_of_a_file_vouches_for_what_is_in_it) {
    auto s = segment(SegmentKind::attachment, "9990000018\n", "attachment \"NHS numbers.txt\"");
    s.path = {"NHS numbers.txt"};
    EXPECT_EQ(only(detect({s}), FindingKind::nhs_number)->confidence, Confidence::high);
}

TEST(Detect, an_iban_is_not_a_card_or_an_account_too) {
    const auto seen = detect({segment(SegmentKind::body, "Bank account IBAN GB29 NWBK 6016 1331 9268 19")});
    ASSERT_EQ(seen.findings.size(), 1u);
    EXPECT_EQ(seen.findings[0].kind, FindingKind::iban);
}

TEST(Detect, samples_are_masked_and_evidence_holds_no_document_text) {
    struct Case {
        std::string text;
        FindingKind kind;
        std::string sample;
    };
    for (const Case& c :
         {Case{"NHS number 999 000 0018", FindingKind::nhs_number, "999 \u2022\u2022\u2022 \u2022\u2022\u20228"},
          Case{"NI number PP 12 34 56 C", FindingKind::national_insurance_number,
               "PP \u2022\u2022 \u2022\u2022 \u2022\u2022 C"},
          Case{"card 4242 4242 4242 4242", FindingKind::payment_card, "\u2022\u2022\u2022\u2022 4242"},
          Case{"sort code 08-99-99 account 66374958", FindingKind::bank_account,
               "\u2022\u2022-\u2022\u2022-\u2022\u2022 \u2022\u2022\u2022\u20224958"},
          Case{"GB29NWBK60161331926819", FindingKind::iban,
               "GB\u2022\u2022 \u2022\u2022\u2022\u2022 \u2022\u2022\u2022\u2022 \u2026 19"},
          Case{"Password: Bluebell!1974", FindingKind::credential, "password, 13 characters"}}) {
        const auto seen = detect({segment(SegmentKind::body, c.text)});
        const auto* f = only(seen, c.kind);
        ASSERT_NE(f, nullptr) << c.text;
        EXPECT_EQ(f->sample, c.sample) << c.text;
        EXPECT_EQ(f->evidence.find("1974"), std::string::npos);
    }
}

TEST(Detect, a_subject_is_shown_without_its_values) {
    EXPECT_EQ(detector().mask_values("Referral, NHS No 999\u00A0000 0018 (urgent)"),
              "Referral, NHS No 999 \u2022\u2022\u2022 \u2022\u2022\u20228 (urgent)");
    EXPECT_EQ(detector().mask_values("sort code 08-99-99, account 66374958"),
              "sort code , account \u2022\u2022-\u2022\u2022-\u2022\u2022 \u2022\u2022\u2022\u20224958");
    EXPECT_EQ(detector().mask_values("G\u0175yl y dref"), "G\u0175yl y dref");
    EXPECT_EQ(detector().mask_values("[OFFICIAL-SENSITIVE] Staffing"), "[OFFICIAL-SENSITIVE] Staffing");
}

TEST(Detect, values_split_by_unseen_characters_are_found) {
    for (const char* written :
         {"9\u200B9\u200B9\u200B0\u200B0\u200B0\u200B0\u200B0\u200B1\u200B8", "\uFF19\uFF19\uFF19 000 0018",
          "999\u2011000\u20110018", "999\u2009000\u20090018", "999.000.0018", "999 000\r\n0018"}) {
        const auto seen =
            detect({segment(SegmentKind::body, std::string("her NHS number is ") + written + " as promised")});
        const auto* f = only(seen, FindingKind::nhs_number);
        ASSERT_NE(f, nullptr) << written;
        EXPECT_EQ(f->confidence, Confidence::high) << written;
    }
}

TEST(Detect, a_flood_of_candidates_is_not_inspected_never_clean) {
    std::string flood;
    for (int i = 0; i < 110'000; ++i) flood += "999 000 0018 ";
    const auto seen = detect({segment(SegmentKind::body, flood)});
    ASSERT_EQ(seen.not_inspected.size(), 1u);
    EXPECT_EQ(seen.not_inspected[0].reason, NotInspectedReason::limit);
    EXPECT_EQ(seen.findings.size(), 1u);
}

TEST(Detect, a_long_list_is_read_whole) {
    std::string list = "Name\tNHS No\n";
    for (int i = 0; i < 50'000; ++i) list += "Jane Specimen\t9990000018\n";
    list += "Joan Specimen\t9990000026\n";
    const auto seen = detect({segment(SegmentKind::sheet, list, "x", true)});
    EXPECT_TRUE(seen.complete());
    ASSERT_NE(only(seen, FindingKind::nhs_number), nullptr);
    EXPECT_EQ(only(seen, FindingKind::nhs_number)->count, 2u);
}

TEST(Detect, no_time_left_is_not_inspected) {
    BudgetLimits limits;
    limits.milliseconds = 0;
    Budget budget(limits, 10, system_clock());
    while (budget.time_left()) {
    }
    Reading reading;
    reading.segments.push_back(segment(SegmentKind::body, "NHS number 999 000 0018"));
    Inspection out;
    detector().detect(reading, budget, out);
    ASSERT_EQ(out.not_inspected.size(), 1u);
    EXPECT_EQ(out.not_inspected[0].reason, NotInspectedReason::limit);
}

TEST(Detect, adversarial_text_stays_within_its_time) {
    struct Case {
        const char* name;
        std::string piece;
    };
    for (const Case& c :
         {Case{"digits without end", "1"}, Case{"spaced digits", "4 "}, Case{"letters and digits", "A1"},
          Case{"password without end", "password "}, Case{"label and colon", "password:"}, Case{"tabs", "NHS No\t"},
          Case{"header rows", "password\tsort code\taccount\n"}, Case{"pairs", "08-99-99 66374958 "},
          Case{"marking marks", "*-[("}, Case{"dots", "9."}}) {
        std::string text;
        while (text.size() < 100'000) text += c.piece;
        const auto start = system_clock().steady();
        (void)detect({segment(SegmentKind::body, text, "x", text.find('\t') != std::string::npos)});
        EXPECT_LT(system_clock().steady() - start, 20'000) << c.name;
    }
}

TEST(Detect, the_councils_own_published_account_is_never_a_finding) {
    auto bundle = test::signature_bundle();
    bundle.files.push_back({BundleRole::directory, "directory.toml",
                            "[own]\nbank_accounts = [\"08-99-99 66374958\", \"not an account\"]\n"});
    const auto loaded = Detector::load(bundle);
    ASSERT_NE(loaded.detector, nullptr) << text(loaded.diagnostics);
    struct Row {
        const char* name;
        const char* given;
        std::size_t findings;
    };
    const Row rows[] = {
        {"pair", "Please pay into sort code 08-99-99 account number 66374958.", 0},
        {"bare digits", "Bank details: sort code 089999, account number 66374958", 0},
        {"the same account as an IBAN", "IBAN GB70 NWBK 0899 9966 3749 58", 0},
        {"another account of the same branch", "Please pay into sort code 08-99-99 account number 88837491.", 1},
        {"another bank", "Please pay into sort code 20-29-59 account number 63748472.", 1},
    };
    for (const auto& row : rows) {
        Reading reading;
        reading.segments.push_back(segment(SegmentKind::body, row.given));
        Inspection out;
        Budget budget({}, 1000, system_clock());
        loaded.detector->detect(reading, budget, out);
        EXPECT_EQ(out.findings.size(), row.findings) << row.name;
    }
    EXPECT_EQ(text(loaded.detector->check_samples()), "") << "samples may use the council's own account";
}

}  // namespace
}  // namespace beadle::inspect
