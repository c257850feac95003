#include "people/correspondence.h"

#include <algorithm>

#include "base/clock.h"
#include "base/text.h"
#include "people/direction.h"
#include "people/findings.h"
#include "people/spelling.h"
#include "people/threat_words.h"
#include "people/visible.h"

namespace beadle::people {
namespace {

constexpr std::size_t most_recipients_here = 20;  // of ours, to whom an outside sender writes

// A member is one person, whatever alias was used.
std::string inside_key(const Address& address, const Directory& directory) {
    const Member* member = directory.by_council_address(address);
    return lookup_key(member ? parse_address(member->mailbox) : address);
}

std::string author_of(const Facts& facts) {
    for (const auto& h : facts.inspection.addresses)
        if (h.field == "from") return h.address;
    return facts.envelope.sender;
}

void add(std::vector<Pair>& pairs, Pair pair) {
    if (pair.outside.empty() || pairs.size() >= most_pairs) return;
    if (std::find(pairs.begin(), pairs.end(), pair) == pairs.end()) pairs.push_back(std::move(pair));
}

const PairMemory* memory_of(const Pair& pair, const std::vector<Pair>& pairs, const std::vector<PairMemory>& memory) {
    const auto at = std::find(pairs.begin(), pairs.end(), pair);
    return at == pairs.end() ? nullptr : &memory[static_cast<std::size_t>(at - pairs.begin())];
}

Finding finding(FindingKind kind, Confidence confidence, const std::string& address, std::string evidence) {
    Finding f;
    f.kind = kind;
    f.confidence = confidence;
    f.location = "correspondence";
    f.sample = masked_address(parse_address(address));
    f.detector = "correspondence";
    f.evidence = std::move(evidence);
    return f;
}

// "Tuesday 17 November"
std::string day_in_words(std::int64_t day) {
    const std::string date = rfc5322_date(day * 86'400'000);  // Tue, 17 Nov 2026 …
    const auto comma = date.find(',');
    return date.substr(0, comma) + date.substr(comma + 1, date.find(' ', comma + 6) - comma - 1);
}

bool gives_password(const Inspection& i) {
    return i.said.password != PasswordSaid::no ||
           std::any_of(i.findings.begin(), i.findings.end(), [](const Finding& f) {
               return f.kind == FindingKind::credential && f.path.empty() && f.confidence >= Confidence::medium;
           });
}

bool opens_with_a_password(const Protection& p) {
    using M = ProtectionMethod;
    return p.protects &&
           (p.method == M::pdf || p.method == M::ooxml || p.method == M::office_legacy || p.method == M::odf ||
            p.method == M::zip || p.method == M::seven_zip || p.method == M::rar || p.method == M::gpg_file ||
            p.method == M::age || p.method == M::openssl || p.method == M::kdbx);
}

// A domain whose neighbours nobody else holds: not a provider's, where everybody has a mailbox, nor below a suffix whose names
// are given out with care, nor a known one, whose imitations are known without the memory.
std::string domain_to_compare(const Address& address, const Directory& directory) {
    const auto& words = directory.look_alikes().words();
    const bool left_out = address.domain.find('.') == std::string::npos || directory.is_webmail(address.domain) ||
                          directory.look_alikes().is_known(address.domain) ||
                          ThreatWords::has(words.controlled, address.domain) || ThreatWords::has(words.mailers, address.domain);
    return left_out ? "" : registrable(address.domain);
}

class Remembered {
  public:
    Remembered(Facts& facts, const Directory& directory, const std::vector<Pair>& pairs,
               const std::vector<PairMemory>& memory)
        : facts_(facts), directory_(directory), pairs_(pairs), memory_(memory) {}

    void outbound() {
        const std::string sender = inside_key(parse_address(facts_.envelope.sender), directory_);
        for (const auto& r : facts_.recipients) {
            if (r.direction != Direction::outbound) continue;
            const std::string outside = lookup_key(parse_address(r.address));
            const PairMemory* council = memory_of({"", outside}, pairs_, memory_);
            const PairMemory* member = memory_of({sender, outside}, pairs_, memory_);
            if (!council) continue;
            const bool known = directory_.partner(parse_address(r.address)) != nullptr || council->known();
            if (!known)
                put(FindingKind::first_time_recipient, Confidence::high, r.address,
                    "nobody at the council has written to this address or heard from it");
            else if (member && !member->known())
                put(FindingKind::first_time_recipient, Confidence::low, r.address,
                    "the sender has not written to this address or heard from it, others at the council have");
            const PairMemory* domain =
                memory_of({whole_domain, registrable(parse_address(r.address).domain)}, pairs_, memory_);
            if (!known && (council->alike || (domain && domain->alike)))
                put(FindingKind::look_alike_recipient, Confidence::medium, r.address,
                    council->alike ? "reads nearly like an address that the council writes to"
                                   : "its domain reads nearly like one that the council writes to");
            if (council->locked_day > 0 && gives_password(facts_.inspection))
                put(FindingKind::password_with_file, Confidence::medium, r.address,
                    std::string(facts_.inspection.said.password == PasswordSaid::alone ? "looks like a password alone"
                                                                                       : "gives a password") +
                        "; the locked file was sent on " + day_in_words(council->locked_day));
        }
    }

    void inbound() {
        const std::string author = author_of(facts_), outside = lookup_key(parse_address(author));
        const PairMemory* council = memory_of({"", outside}, pairs_, memory_);
        if (!council) return;
        bool any = false;
        for (std::size_t i = 0; i < pairs_.size(); ++i)
            any = any || (!pairs_[i].inside.empty() && pairs_[i].inside != whole_domain && memory_[i].known());
        if (any) return;
        near_domain(author, council->known());
        const bool known = council->known();
        Finding f = finding(FindingKind::first_time_sender, known ? Confidence::low : Confidence::high, author,
                            known ? "the recipients have not heard from this sender, others at the council have"
                                  : "nobody at the council has heard from this sender or written to them");
        f.part = "0";
        found_.push_back(std::move(f));
    }

    // Somebody new, at a domain that is nearly one the council writes to.
    void near_domain(const std::string& author, bool known) {
        const PairMemory* domain = memory_of({whole_domain, registrable(parse_address(author).domain)}, pairs_, memory_);
        const auto& findings = facts_.inspection.findings;
        const bool said = std::any_of(findings.begin(), findings.end(), [](const Finding& f) {
            return f.kind == FindingKind::look_alike_domain && f.part == "0";
        });
        if (known || said || !domain || !domain->alike) return;
        found_.push_back(finding(FindingKind::look_alike_domain, Confidence::medium, author,
                                 "the domain reads nearly like one that the council writes to"));
        found_.back().part = "0";
    }

    void finish() { add_within_limits(facts_.inspection, std::move(found_)); }

  private:
    void put(FindingKind kind, Confidence confidence, const std::string& recipient, std::string evidence) {
        found_.push_back(finding(kind, confidence, recipient, std::move(evidence)));
        found_.back().location = "recipient " + printable(recipient, 200);
        found_.back().recipient = recipient;
    }

    Facts& facts_;
    const Directory& directory_;
    const std::vector<Pair>& pairs_;
    const std::vector<PairMemory>& memory_;
    std::vector<Finding> found_;
};

}  // namespace

std::vector<Pair> pairs_of(const Facts& facts, const Directory& directory,
                           const std::vector<std::string>& council_domains) {
    std::vector<Pair> out;
    if (facts.origin == Origin::inside) {
        const auto sender = parse_address(facts.envelope.sender);
        for (const auto& r : facts.recipients) {
            const auto address = parse_address(r.address);
            if (r.direction != Direction::outbound || is_council(address, council_domains)) continue;
            add(out, {"", lookup_key(address)});
            if (!sender.is_null()) add(out, {inside_key(sender, directory), lookup_key(address)});
            add(out, {whole_domain, domain_to_compare(address, directory)});
        }
        return out;
    }
    const auto author = parse_address(author_of(facts));
    if (author.domain.empty() || is_council(author, council_domains)) return out;
    add(out, {"", lookup_key(author)});
    for (const auto& r : facts.recipients)
        if (out.size() < most_recipients_here)
            add(out, {inside_key(parse_address(r.address), directory), lookup_key(author)});
    add(out, {whole_domain, domain_to_compare(author, directory)});
    return out;
}

void add_memory(Facts& facts, const Directory& directory, const std::vector<Pair>& pairs,
                const std::vector<PairMemory>& memory) {
    if (pairs.empty() || pairs.size() != memory.size()) return;
    Remembered remembered(facts, directory, pairs, memory);
    if (facts.origin == Origin::inside)
        remembered.outbound();
    else
        remembered.inbound();
    remembered.finish();
}

// No address of the council holds a blank.
Pair thread_pair(const std::string& message_id) { return {"warned thread", message_id}; }

std::vector<PairSeen> pairs_to_remember(const Facts& facts, const Decision& decision, const Directory& directory,
                                        const std::vector<Pair>& pairs) {
    const bool sent = facts.origin == Origin::inside;
    const auto& protection = facts.inspection.protection;
    const bool locked = sent && std::any_of(protection.begin(), protection.end(), opens_with_a_password);
    std::vector<PairSeen> out;
    for (const Pair& pair : pairs) {
        const bool goes =
            std::any_of(decision.recipients.begin(), decision.recipients.end(), [&](const RecipientDecision& r) {
                if (r.action > Action::flag) return false;
                const auto address = parse_address(r.address);
                if (pair.inside == whole_domain) return sent && registrable(address.domain) == pair.outside;
                return sent ? lookup_key(address) == pair.outside
                            : pair.inside.empty() || inside_key(address, directory) == pair.inside;
            });
        if (goes) out.push_back({pair, sent, locked});
    }
    return out;
}

}  // namespace beadle::people
