#include "mail/finding.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace beadle {
namespace {

using K = FindingKind;
using G = FindingGroup;

struct KindRow {
    FindingKind kind;
    FindingGroup group;
    std::string_view name;
    std::string_view words;
};

// In the order of the enum; the assertion below holds it there.
constexpr KindRow kinds[] = {
    {K::national_insurance_number, G::sensitive, "national-insurance-number", "National Insurance number"},
    {K::nhs_number, G::sensitive, "nhs-number", "NHS number"},
    {K::chi_number, G::sensitive, "chi-number", "CHI number (Scottish health service)"},
    {K::health_and_care_number, G::sensitive, "health-and-care-number", "Health and Care number (Northern Ireland)"},
    {K::passport_number, G::sensitive, "passport-number", "passport number"},
    {K::driving_licence_number, G::sensitive, "driving-licence-number", "driving licence number"},
    {K::taxpayer_reference, G::sensitive, "taxpayer-reference", "taxpayer reference"},
    {K::pupil_number, G::sensitive, "pupil-number", "pupil number"},
    {K::electoral_number, G::sensitive, "electoral-number", "electoral number"},
    {K::dbs_certificate, G::sensitive, "dbs-certificate", "DBS certificate number"},
    {K::blue_badge_number, G::sensitive, "blue-badge-number", "Blue Badge number"},
    {K::bank_account, G::sensitive, "bank-account", "bank account details"},
    {K::iban, G::sensitive, "iban", "international bank account number (IBAN)"},
    {K::payment_card, G::sensitive, "payment-card", "payment card number"},
    {K::date_of_birth, G::sensitive, "date-of-birth", "date of birth"},
    {K::postal_address, G::sensitive, "postal-address", "home address"},
    {K::vehicle_registration, G::sensitive, "vehicle-registration", "vehicle registration number"},
    {K::person_list, G::sensitive, "person-list", "list of people"},
    {K::credential, G::sensitive, "credential", "password or access code"},
    {K::private_key, G::sensitive, "private-key", "private key"},
    {K::protective_marking, G::sensitive, "protective-marking", "protective marking"},
    {K::exempt_information, G::sensitive, "exempt-information", "exempt or confidential council information"},
    {K::special_category, G::sensitive, "special-category", "special category information about a person"},
    {K::criminal_offence, G::sensitive, "criminal-offence", "information about a criminal offence"},
    {K::safeguarding, G::sensitive, "safeguarding", "safeguarding information"},
    {K::personnel, G::sensitive, "personnel", "personnel matter"},
    {K::legal_privilege, G::sensitive, "legal-privilege", "legally privileged advice"},
    {K::commercial_confidence, G::sensitive, "commercial-confidence", "information given in commercial confidence"},
    {K::cctv_footage, G::sensitive, "cctv-footage", "CCTV footage"},
    {K::visible_recipients, G::exposure, "visible-recipients", "many addresses that every recipient can see"},
    {K::hidden_content, G::exposure, "hidden-content", "hidden content in a document"},
    {K::tracked_changes, G::exposure, "tracked-changes", "tracked changes in a document"},
    {K::document_comment, G::exposure, "document-comment", "comments in a document"},
    {K::pivot_cache, G::exposure, "pivot-cache", "hidden copy of the data behind a pivot table"},
    {K::failed_redaction, G::exposure, "failed-redaction", "blacked-out text that can still be read"},
    {K::document_properties, G::exposure, "document-properties", "personal details in a document's properties"},
    {K::password_with_file, G::exposure, "password-with-file", "password sent together with the file it protects"},
    {K::personal_address, G::people, "personal-address", "personal email address of a member"},
    {K::forwarded_to_personal, G::people, "forwarded-to-personal", "council mail forwarded to a personal address"},
    {K::automatic_forwarding, G::people, "automatic-forwarding", "automatic forwarding to an address elsewhere"},
    {K::from_personal_address, G::people, "from-personal-address", "council business from a personal address"},
    {K::former_member, G::people, "former-member", "person who has left the council"},
    {K::unauthorised_recipient, G::people, "unauthorised-recipient", "recipient who may not receive this"},
    {K::first_time_recipient, G::people, "first-time-recipient", "recipient never written to before"},
    {K::greeting_mismatch, G::people, "greeting-mismatch", "greeting that names somebody else than the recipient"},
    {K::look_alike_recipient, G::people, "look-alike-recipient", "recipient's address that resembles another one"},
    {K::malware, G::threat, "malware", "virus or other malicious program"},
    {K::dangerous_file, G::threat, "dangerous-file", "file of a dangerous kind"},
    {K::macro, G::threat, "macro", "document with a macro (a program inside it)"},
    {K::look_alike_domain, G::threat, "look-alike-domain", "domain that imitates another one"},
    {K::deceptive_link, G::threat, "deceptive-link", "link that leads elsewhere than it says"},
    {K::impersonation, G::threat, "impersonation", "sender who pretends to be somebody of the council"},
    {K::authentication_failed, G::threat, "authentication-failed", "sender whose domain could not be confirmed"},
    {K::first_time_sender, G::threat, "first-time-sender", "sender never heard from before"},
    {K::payment_change, G::threat, "payment-change", "request to change payment details"},
    {K::ambiguous_structure, G::threat, "ambiguous-structure", "message that mail programs would read differently"},
    {K::offensive_language, G::conduct, "offensive-language", "offensive language"},
    {K::copyright_media, G::conduct, "copyright-media", "music, film or other copyright material"},
    {K::file_sharing_link, G::conduct, "file-sharing-link", "link to a file sharing service"},
    {K::inaccessible_document, G::conduct, "inaccessible-document", "document that not everybody can read"},
    {K::unencrypted_submission, G::access, "unencrypted-submission",
     "message handed in over an unencrypted connection"},
    {K::unauthenticated_submission, G::access, "unauthenticated-submission", "message handed in without a log-in"},
    {K::not_inspected, G::coverage, "not-inspected", "part that could not be looked into"},
};
constexpr std::size_t kind_count = static_cast<std::size_t>(last_of(K{})) + 1;
static_assert(std::size(kinds) == kind_count);
static_assert([] {
    for (std::size_t i = 0; i < kind_count; ++i)
        if (static_cast<std::size_t>(kinds[i].kind) != i) return false;
    return true;
}());

const KindRow& row(FindingKind k) { return kinds[std::min(static_cast<std::size_t>(k), kind_count - 1)]; }

constexpr std::array<std::string_view, 7> groups{"sensitive", "exposure", "people",  "threat",
                                                 "conduct",   "access",   "coverage"};
constexpr std::array<std::string_view, 3> confidences{"low", "medium", "high"};
constexpr std::array<std::string_view, 17> methods{
    "smime", "pgp-mime", "pgp-inline", "pdf",     "ooxml", "office-legacy", "odf",           "zip",         "7z",
    "rar",   "gpg-file", "age",        "openssl", "kdbx",  "rpmsg",         "secure-portal", "tls-enforced"};
constexpr std::array<std::string_view, 7> grades{"strong", "weak", "partial", "cosmetic", "signed", "opaque", "leaked"};
constexpr std::array<std::string_view, 6> reasons{"encrypted", "unsupported", "broken", "limit", "scanner", "crash"};
static_assert(groups.size() == static_cast<std::size_t>(last_of(G{})) + 1);
static_assert(confidences.size() == static_cast<std::size_t>(last_of(Confidence{})) + 1);
static_assert(methods.size() == static_cast<std::size_t>(last_of(ProtectionMethod{})) + 1);
static_assert(grades.size() == static_cast<std::size_t>(last_of(ProtectionGrade{})) + 1);
static_assert(reasons.size() == static_cast<std::size_t>(last_of(NotInspectedReason{})) + 1);

template <class E, class Names>
std::string_view name_in(const Names& names, E value) {
    return names[std::min(static_cast<std::size_t>(value), names.size() - 1)];
}

template <class E, class Names>
std::optional<E> value_in(const Names& names, std::string_view name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<E>(found - names.begin());
}

}  // namespace

std::string_view name(FindingKind k) { return row(k).name; }
std::string_view words(FindingKind k) { return row(k).words; }
FindingGroup group_of(FindingKind k) { return row(k).group; }
std::string_view name(FindingGroup g) { return name_in(groups, g); }
std::string_view name(Confidence c) { return name_in(confidences, c); }
std::string_view name(ProtectionMethod m) { return name_in(methods, m); }
std::string_view name(ProtectionGrade g) { return name_in(grades, g); }
std::string_view name(NotInspectedReason r) { return name_in(reasons, r); }
std::optional<FindingGroup> finding_group(std::string_view name) { return value_in<FindingGroup>(groups, name); }
std::optional<Confidence> confidence(std::string_view name) { return value_in<Confidence>(confidences, name); }

std::optional<FindingKind> finding_kind(std::string_view name) {
    const auto* found =
        std::find_if(std::begin(kinds), std::end(kinds), [&](const KindRow& k) { return k.name == name; });
    if (found == std::end(kinds)) return std::nullopt;
    return found->kind;
}

std::vector<std::string> finding_kind_names() {
    std::vector<std::string> out;
    for (const KindRow& k : kinds) out.emplace_back(k.name);
    return out;
}

std::string nearest_finding_kind(std::string_view word) {
    static constexpr std::pair<std::string_view, FindingKind> everyday[] = {
        {"ni", K::national_insurance_number}, {"nin", K::national_insurance_number}, {"nino", K::national_insurance_number},
        {"insurance", K::national_insurance_number}, {"nhs", K::nhs_number}, {"chi", K::chi_number}, {"passport", K::passport_number},
        {"driving-licence", K::driving_licence_number}, {"driving-license", K::driving_licence_number}, {"utr", K::taxpayer_reference},
        {"tax", K::taxpayer_reference}, {"upn", K::pupil_number}, {"dbs", K::dbs_certificate}, {"blue-badge", K::blue_badge_number},
        {"sort-code", K::bank_account}, {"bank", K::bank_account}, {"account", K::bank_account}, {"card", K::payment_card},
        {"credit-card", K::payment_card}, {"debit-card", K::payment_card}, {"pan", K::payment_card}, {"dob", K::date_of_birth},
        {"birth-date", K::date_of_birth}, {"birthday", K::date_of_birth}, {"postcode", K::postal_address}, {"home-address", K::postal_address},
        {"number-plate", K::vehicle_registration}, {"registration", K::vehicle_registration}, {"password", K::credential},
        {"cctv", K::cctv_footage}, {"virus", K::malware}, {"phishing", K::impersonation}, {"spoofing", K::impersonation},
        {"personal-email", K::personal_address}, {"swearing", K::offensive_language}, {"encrypted", K::not_inspected}};
    std::string plain = replace_all(replace_all(ascii_lower(word), "_", "-"), " ", "-");
    for (const std::string_view end : {"s", "-number", "-no", "-details"})
        if (plain.ends_with(end)) plain.resize(plain.size() - end.size());
    for (const auto& [said, kind] : everyday)
        if (plain == said) return std::string(name(kind));  // before the spelling: "ni-number" is nearly "nhs-number"
    return nearest(word, finding_kind_names());
}

std::vector<std::string> finding_group_names() { return {groups.begin(), groups.end()}; }

}  // namespace beadle
