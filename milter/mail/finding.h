// finding.h — what was seen in a message, where, and how sure: the vocabulary of ARCHITECTURE.md "Findings".
//
// Gives    values only; samples are masked before they are put in (the raw value never leaves the worker).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beadle {

enum class FindingKind : std::uint8_t {
    // sensitive
    national_insurance_number, nhs_number, chi_number, health_and_care_number, passport_number,
    driving_licence_number, taxpayer_reference, pupil_number, electoral_number, dbs_certificate, blue_badge_number,
    bank_account, iban, payment_card, date_of_birth, postal_address, vehicle_registration, person_list, credential,
    private_key, protective_marking, exempt_information, special_category, criminal_offence, safeguarding, personnel,
    legal_privilege, commercial_confidence, cctv_footage,
    // exposure
    visible_recipients, hidden_content, tracked_changes, document_comment, pivot_cache, failed_redaction,
    document_properties, password_with_file,
    // people
    personal_address, forwarded_to_personal, automatic_forwarding, from_personal_address, former_member,
    unauthorised_recipient, first_time_recipient, greeting_mismatch, look_alike_recipient,
    // threat
    malware, dangerous_file, macro, look_alike_domain, deceptive_link, impersonation, authentication_failed,
    first_time_sender, payment_change, ambiguous_structure,
    // conduct
    offensive_language, copyright_media, file_sharing_link, inaccessible_document,
    // access
    unencrypted_submission, unauthenticated_submission,
    // coverage
    not_inspected,
};
constexpr FindingKind last_of(FindingKind) { return FindingKind::not_inspected; }

enum class FindingGroup : std::uint8_t { sensitive, exposure, people, threat, conduct, access, coverage };
constexpr FindingGroup last_of(FindingGroup) { return FindingGroup::coverage; }

enum class Confidence : std::uint8_t { low, medium, high };
constexpr Confidence last_of(Confidence) { return Confidence::high; }

std::string_view name(FindingKind k);    // "national-insurance-number"
std::string_view name(FindingGroup g);
std::string_view name(Confidence c);
FindingGroup group_of(FindingKind k);
std::optional<FindingKind> finding_kind(std::string_view name);
std::optional<FindingGroup> finding_group(std::string_view name);
std::optional<Confidence> confidence(std::string_view name);
std::vector<std::string> finding_kind_names();
std::string nearest_finding_kind(std::string_view word);  // "did you mean", also by an everyday name: "ni-number"; "" = no idea
std::vector<std::string> finding_group_names();
// The words a clerk reads: "National Insurance number".
std::string_view words(FindingKind k);

struct Finding {
    FindingKind kind = FindingKind::not_inspected;
    std::string location;           // for a person: attachment list.xlsx › sheet "A"
    std::vector<std::string> path;  // the same for a program: {"list.xlsx", "A"}; empty = message body or header section
    std::string part;               // entity number, "1.2"; "0" = the header section; "" = the envelope
    Confidence confidence = Confidence::low;
    std::uint32_t count = 1;        // distinct values
    std::string sample;             // masked
    std::string detector;           // pattern or detector id
    std::string evidence;           // what carried it: "checksum; near \"NHS number\""
    std::string recipient;          // envelope recipient it concerns; "" = the whole message
    bool operator==(const Finding&) const = default;
};

enum class ProtectionMethod : std::uint8_t {
    smime, pgp_mime, pgp_inline, pdf, ooxml, office_legacy, odf, zip, seven_zip, rar, gpg_file, age, openssl, kdbx,
    rpmsg, secure_portal, tls_enforced,
};
constexpr ProtectionMethod last_of(ProtectionMethod) { return ProtectionMethod::tls_enforced; }
enum class ProtectionGrade : std::uint8_t { strong, weak, partial, cosmetic, is_signed, opaque, leaked };
constexpr ProtectionGrade last_of(ProtectionGrade) { return ProtectionGrade::leaked; }
std::string_view name(ProtectionMethod m);
std::string_view name(ProtectionGrade g);

struct Protection {
    std::string location;
    std::vector<std::string> path;
    std::string part;
    ProtectionMethod method = ProtectionMethod::zip;
    ProtectionGrade grade = ProtectionGrade::opaque;
    bool protects = false;  // true only when a reader without the secret sees nothing of the content
    std::string why;        // "aes-256", "signed-only", "some-members-clear"
    bool operator==(const Protection&) const = default;
};

// Why an entity was not looked into. "Could not look" is never "clean".
enum class NotInspectedReason : std::uint8_t {
    encrypted,    // sealed content: judged as sealed
    unsupported,  // a format nobody here reads
    broken,       // claims a format its octets are not
    limit,        // depth, members, octets, ratio or time
    scanner,      // libclamav could not say
    crash,        // the worker died or hung twice
};
constexpr NotInspectedReason last_of(NotInspectedReason) { return NotInspectedReason::crash; }
std::string_view name(NotInspectedReason r);

struct NotInspected {
    std::string location;
    std::vector<std::string> path;
    std::string part;
    NotInspectedReason reason = NotInspectedReason::unsupported;
    std::string detail;  // "maximum depth 16 reached"; no message content
    bool operator==(const NotInspected&) const = default;
};

}  // namespace beadle
