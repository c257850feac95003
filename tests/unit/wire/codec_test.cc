#include "base/codec.h"

#include <gtest/gtest.h>

#include "wire/messages.h"

namespace beadle::wire {
namespace {

Inspection full_inspection() {
    Inspection i;
    Finding f;
    f.kind = FindingKind::iban;
    f.location = "message body";
    f.path = {"a.zip", "b.txt"};
    f.confidence = Confidence::high;
    f.sample = "GB•• •••• 1";
    i.findings = {f, f};
    i.protection = {
        {"attachment a.zip", {"a.zip"}, "1.2", ProtectionMethod::zip, ProtectionGrade::strong, true, "aes-256"}};
    i.not_inspected = {{"attachment b.rar", {"b.rar"}, "1.3", NotInspectedReason::unsupported, "rar"}};
    i.entities = {{"1", {}, "text/plain", "text/plain", "", 12, std::string(64, 'a')}};
    i.addresses = {{"from", "Anne", "a@b.example"}};
    i.marks.reply = true;
    i.message_id = "<1@b.example>";
    i.octets = 1234;
    i.elapsed_us = 99;
    return i;
}

TEST(Codec, DecodeUndoesEncode) {
    const Inspection i = full_inspection();
    const auto back = decode<Inspection>(encode(i), "inspection");
    ASSERT_TRUE(back);
    EXPECT_EQ(*back, i);

    RecordVerdict v;
    v.envelope.recipients = {"a@b.example", ""};
    v.envelope.recipient_parameters = {{"NOTIFY=NEVER"}, {}};
    v.envelope.received_at = -5;
    v.inspection = i;
    v.decision.hits.resize(2);
    v.decision.hits[1].tell = {Teller::clerk};
    v.held = {{HeldReason::ask, {"a@b.example"}, 2, true}};
    const auto verdict = decode<RecordVerdict>(encode(v), "verdict");
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->envelope, v.envelope);
    EXPECT_EQ(verdict->decision, v.decision);
    EXPECT_EQ(verdict->held[0].recipients, v.held[0].recipients);
}

TEST(Codec, ACutAtAnyOctetIsRefused) {
    const std::string octets = encode(full_inspection());
    for (std::size_t n = 0; n < octets.size(); ++n)
        EXPECT_FALSE(decode<Inspection>(std::string_view(octets).substr(0, n), "inspection")) << n;
    EXPECT_FALSE(decode<Inspection>(octets + '\0', "inspection")) << "octets left over";
}

TEST(Codec, AChangedOctetNeverBreaksTheReader) {
    const std::string octets = encode(full_inspection());
    for (std::size_t n = 0; n < octets.size(); ++n)
        for (const int change : {0x01, 0x80, 0xff}) {
            std::string changed = octets;
            changed[n] = static_cast<char>(changed[n] ^ change);
            const auto back = decode<Inspection>(changed, "inspection");
            if (back) {
                EXPECT_EQ(encode(*back), changed);
            }
        }
}

TEST(Codec, MoreThanTheBoundsIsRefused) {
    struct Case {
        const char* name;
        Inspection given;
        bool good;
    };
    Inspection most, findings, text, path;
    most.findings.resize(InspectionLimits::findings);
    findings.findings.resize(InspectionLimits::findings + 1);
    text.subject = std::string(InspectionLimits::text + 1, 'x');
    path.findings.resize(1);
    path.findings[0].path.resize(65);
    const Case cases[] = {{"as many findings as there may be", most, true},
                          {"a finding too many", findings, false},
                          {"a subject too long", text, false},
                          {"a path too deep", path, false}};
    for (const Case& c : cases)
        EXPECT_EQ(static_cast<bool>(decode<Inspection>(encode(c.given), "x")), c.good) << c.name;
}

TEST(Codec, WordsOutsideTheirListAreRefused) {
    std::string octets = encode(Amend{1, Amendment::made_void, ""});
    octets[8] = 2;
    EXPECT_FALSE(decode<Amend>(octets, "amend"));
    std::string flag = encode(Reload{true});
    flag[0] = 2;
    EXPECT_FALSE(decode<Reload>(flag, "reload"));
}

TEST(Codec, AFrameOfAnotherTypeIsNotRead) {
    const Frame f = frame_of(Reload{true});
    EXPECT_TRUE(message_of<Reload>(f));
    EXPECT_FALSE(message_of<Settled>(f));
}

}  // namespace
}  // namespace beadle::wire
