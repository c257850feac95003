// Links: where they say that they lead, and where they do; and imitated domains wherever they stand.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "people/direction.h"
#include "people/spelling.h"
#include "people/threat_parts.h"

namespace beadle::people {
namespace {

constexpr std::size_t most_findings = 50;  // a page of a hundred such links is one reason to stop it

Finding of_link(const Link& link, FindingKind kind, Confidence confidence, const std::string& evidence) {
    Finding f = threat(kind, confidence, link.location.empty() ? "message" : link.location, link.part,
                       printable(evidence, 400));
    f.path = link.path;
    return f;
}

std::string shown(const std::string& domain) {
    const std::string letters = shown_domain(domain);
    return letters == domain ? domain : domain + " (" + letters + ")";
}

bool same_owner(const std::string& a, const std::string& b) {
    return !a.empty() && !b.empty() && registrable(a) == registrable(b);
}

// Of a known organisation, or under a suffix that is given out with care.
bool is_weighty(const Scene& scene, const std::string& host) {
    return scene.directory.look_alikes().is_known(host) ||
           ThreatWords::has(scene.directory.look_alikes().words().controlled, host);
}

bool runs_code(const std::string& scheme) {
    return scheme == "javascript" || scheme == "vbscript" || scheme == "search-ms" || scheme == "search" ||
           scheme == "ms-msdt" || scheme == "ms-officecmd" || scheme == "ms-appinstaller" || scheme == "ms-cxh" ||
           scheme == "ms-cxh-full" || scheme == "jar" || scheme == "mhtml";
}

void by_form(const Link& link, std::vector<Finding>& out) {
    if (runs_code(link.scheme))
        out.push_back(
            of_link(link, FindingKind::deceptive_link, Confidence::high, "link that runs code (" + link.scheme + ":)"));
    if (link.scheme == "data")
        out.push_back(
            of_link(link, FindingKind::deceptive_link, Confidence::high, "link that holds a page in itself (data:)"));
    if (link.scheme == "blob" || link.scheme == "filesystem")
        out.push_back(of_link(link, FindingKind::deceptive_link, Confidence::medium,
                              "link to a page that a script makes (" + link.scheme + ":)"));
    if (link.scheme == "file" && !link.host.empty())
        out.push_back(of_link(link, FindingKind::deceptive_link, Confidence::medium,
                              "link to a file on the computer " + link.host));
    if (link.credentials)
        out.push_back(of_link(link, FindingKind::deceptive_link,
                              link.shown.empty() ? Confidence::medium : Confidence::high,
                              "what stands before @ in the link is a name, it leads to " + shown(link.host)));
    if (link.odd_number)
        out.push_back(of_link(link, FindingKind::deceptive_link, Confidence::high,
                              "link whose host is written as a number, it leads to " + link.host));
    else if (!link.host.empty() && link.host.find_first_not_of("0123456789.") == std::string::npos &&
             !link.host.starts_with("192.168.") && !link.host.starts_with("10."))
        out.push_back(of_link(link, FindingKind::deceptive_link, Confidence::medium,
                              "link to a bare number (" + link.host + ")"));
    if (is_disguised(link.host))
        out.push_back(of_link(link, FindingKind::deceptive_link, Confidence::high,
                              "link whose host mixes letters of other scripts: " + shown(link.host)));
}

// The words name one host, the link leads to another.
void by_words(const Scene& scene, const Link& link, std::vector<Finding>& out) {
    const auto& words = scene.directory.look_alikes().words();
    const bool rewritten = ThreatWords::has(words.rewriters, link.host) && !link.leads_to.empty();
    const std::string& target = rewritten ? link.leads_to : link.host;
    const bool passes_on =
        ThreatWords::has(words.redirectors, target) && !link.leads_to.empty() && !same_owner(target, link.leads_to);
    // Some security gateways tell the domain alone, which may be a suffix by itself (nhs.uk), in a parameter that anybody can
    // write, since the token before it leads; some tell nothing.
    const bool claimed = rewritten && link.host.ends_with(".mimecast.com");
    const bool agrees = same_owner(link.shown, target) || (claimed && (link.shown == target || link.shown.ends_with("." + target)));
    const bool opaque = ThreatWords::has(words.rewriters, link.host) && !rewritten;
    if (claimed && agrees && !link.shown.empty())
        out.push_back(of_link(link, FindingKind::deceptive_link, Confidence::low,
                              "a link of " + link.host + " that claims to lead to " + shown(target)));
    if (!link.shown.empty() && !target.empty() && !agrees && !link.credentials) {
        const bool arrives = same_owner(link.shown, link.leads_to);
        const bool counted = opaque || ThreatWords::has(words.mailers, target) || scene.inspection.marks.bulk;
        const auto sure = arrives || counted                                            ? Confidence::low
                          : is_weighty(scene, link.shown) && !is_weighty(scene, target) ? Confidence::high
                                                                                        : Confidence::medium;
        out.push_back(of_link(link, FindingKind::deceptive_link, sure,
                              "its words name " + shown(link.shown) + ", it leads to " + shown(target)));
    }
    if (passes_on)
        out.push_back(of_link(link, FindingKind::deceptive_link, Confidence::low,
                              "link over " + target + " that passes on to " + shown(link.leads_to)));
}

struct Name {
    std::string domain, where;
};

std::vector<Name> names_of(const Scene& scene) {
    std::vector<Name> out;
    for (const auto& a : scene.inspection.addresses) {
        const char* field = a.field == "from"       ? "From field"
                            : a.field == "reply-to" ? "Reply-To field"
                            : a.field == "sender"   ? "Sender field"
                                                    : nullptr;
        if (field) out.push_back({parse_address(a.address).domain, field});
    }
    out.push_back({parse_address(scene.envelope.sender).domain, "envelope sender"});
    return out;
}

std::string imitation(const std::string& domain, const Likeness& like) {
    return shown(domain) + " looks like " + like.known + ": " + like.how;
}

void look_alike_recipients(const Scene& scene, std::vector<Finding>& out) {
    for (const auto& recipient : scene.envelope.recipients) {
        const auto address = parse_address(recipient);
        if (is_council(address, scene.council_domains)) continue;
        const auto like = scene.directory.look_alikes().judge(address.domain);
        if (!like || out.size() >= most_findings) continue;
        Finding f =
            threat(FindingKind::look_alike_recipient, like->confidence, "recipient " + printable(recipient, 200), "",
                   printable(imitation(address.domain, *like), 400));
        f.recipient = recipient;
        out.push_back(std::move(f));
    }
}

}  // namespace

void look_alike_findings(const Scene& scene, std::vector<Finding>& out) {
    const auto& judge = scene.directory.look_alikes();
    std::set<std::string> said;
    if (scene.origin == Origin::inside) look_alike_recipients(scene, out);
    if (!proves_its_author(scene)) {
        for (const auto& name : names_of(scene)) {
            const auto like = judge.judge(name.domain);
            if (!like || !said.insert(name.domain).second) continue;
            out.push_back(threat(FindingKind::look_alike_domain, like->confidence, name.where,
                                 name.where == "envelope sender" ? "" : "0",
                                 printable(imitation(name.domain, *like), 400)));
        }
    }
    for (const auto& link : scene.inspection.links)
        for (const auto* host : {&link.host, &link.leads_to}) {
            if (host->empty() || said.contains(*host) || out.size() >= most_findings) continue;
            said.insert(*host);
            if (const auto like = judge.judge(*host))
                out.push_back(of_link(link, FindingKind::look_alike_domain, like->confidence,
                                      "link to " + imitation(*host, *like)));
        }
}

void link_findings(const Scene& scene, std::vector<Finding>& out) {
    std::vector<Finding> mine;
    for (const auto& link : scene.inspection.links) {
        if (mine.size() >= most_findings) break;
        by_form(link, mine);
        by_words(scene, link, mine);
    }
    std::move(mine.begin(), mine.end(), std::back_inserter(out));
}

}  // namespace beadle::people
