#include "inspect/text/reader.h"

#include <algorithm>

#include "base/text.h"

#include "inspect/message/charset.h"
#include "inspect/message/place_words.h"
#include "inspect/text/active.h"
#include "inspect/text/dangerous.h"
#include "inspect/text/links.h"
#include "inspect/text/pdf_read.h"
#include "inspect/text/written_form.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t segment_octets = 4u << 20, overlap = 256, name_octets = 200, most_dangers = 100;

std::string_view extension(std::string_view name) {
    const auto dot = name.rfind('.');
    return dot == std::string_view::npos ? std::string_view{} : name.substr(dot + 1);
}

bool claims_pgp(const Claim& claim) {
    const auto ext = extension(claim.filename);
    return claim.pgp_mime || ascii_iequal(ext, "gpg") || ascii_iequal(ext, "pgp");
}

bool claims_smime(const Claim& claim) {
    return claim.media_type == "application/pkcs7-mime" || claim.media_type == "application/x-pkcs7-mime" ||
           ascii_iequal(extension(claim.filename), "p7m");
}

std::size_t cut_on_character(std::string_view s, std::size_t at) {
    while (at > 0 && (static_cast<unsigned char>(s[at]) & 0xC0) == 0x80) --at;
    return at;
}

}  // namespace

Place Place::inside(const std::string& name, const std::string& words) const {
    Place out = beside(name, words);
    ++out.depth;
    return out;
}

Place Place::beside(const std::string& name, const std::string& words) const {
    Place out = *this;
    out.path.push_back(name.substr(0, name_octets));
    out.location = beadle::inspect::inside(location, words);
    return out;
}

void Reader::not_inspected(const Place& place, NotInspectedReason reason, std::string detail) {
    const NotInspected one{place.location, place.path, place.part, reason, std::move(detail)};
    if (!out_.not_inspected.empty() && out_.not_inspected.back() == one) return;
    if (out_.not_inspected.size() < InspectionLimits::not_inspected) out_.not_inspected.push_back(one);
}

void Reader::protect(const Place& place, ProtectionMethod method, ProtectionGrade grade, bool protects,
                     std::string why) {
    if (out_.protection.size() < InspectionLimits::protections)
        out_.protection.push_back({place.location, place.path, place.part, method, grade, protects, std::move(why)});
}

void Reader::found(FindingKind kind, const Place& place, Confidence confidence, std::string evidence) {
    if (out_.findings.size() >= InspectionLimits::findings) return;
    Finding f;
    f.kind = kind;
    f.location = place.location;
    f.path = place.path;
    f.part = place.part;
    f.confidence = confidence;
    f.detector = "reading";
    f.evidence = std::move(evidence);
    if (out_.findings.empty() || !(out_.findings.back() == f)) out_.findings.push_back(std::move(f));
}

void Reader::text(SegmentKind kind, std::string text, const Place& place, bool table) {
    if (trim(text).empty() || text_gone_) return;
    if (!budget_.spend_text(text.size())) {
        text_gone_ = true;
        not_inspected(place, NotInspectedReason::limit, budget_.exhausted());
        return;
    }
    const bool opened = kind != SegmentKind::subject && kind != SegmentKind::body && kind != SegmentKind::name;
    if (const auto field = opened ? judge_fields(text) : std::nullopt)
        found(FindingKind::macro, place, field->confidence, field->what);
    if (kind != SegmentKind::name && kind != SegmentKind::subject) {
        bool cut = false;
        links(links_of_text(text, &cut), place);
        if (cut) more_links(place);
    }
    if (auto turned = as_turned(text); !turned.empty())
        this->text(kind, std::move(turned), place.beside("right to left", "read from right to left"), table);
    if (auto parted = parted_words(text); !parted.empty()) {
        if (budget_.spend_text(parted.size()))
            cut_text(kind, std::move(parted), place.beside("joined words", "joined words, parted"), table);
        else
            not_inspected(place, NotInspectedReason::limit, budget_.exhausted());
    }
    // Names of fields and XML come as the sender wrote them.
    cut_text(kind, is_utf8(text) ? std::move(text) : valid_utf8(text), place, table);
}

void Reader::cut_text(SegmentKind kind, std::string text, const Place& place, bool table) {
    if (text.size() <= segment_octets) {
        out_.segments.push_back({kind, table, std::move(text), place.location, place.path, place.part});
        return;
    }
    for (std::size_t from = 0; from < text.size();) {
        auto to = std::min(from + segment_octets, text.size());
        if (to < text.size()) to = cut_on_character(text, to);
        out_.segments.push_back({kind, table, text.substr(from, to - from), place.location, place.path, place.part});
        if (to == text.size()) break;
        from = cut_on_character(text, to - overlap);
    }
}

void Reader::more_links(const Place& place) {
    if (!links_cut_) not_inspected(place, NotInspectedReason::unsupported, "more links than are looked at");
    links_cut_ = true;
}

void Reader::inaccessible(const Place& place, std::string lacks) {
    if (out_.inaccessible.size() < InspectionLimits::inaccessible)
        out_.inaccessible.push_back({place.location, place.path, place.part, std::move(lacks)});
}

void Reader::links(std::vector<Link> found, const Place& place) {
    for (auto& link : found) {
        if (out_.links.size() >= InspectionLimits::links) {
            more_links(place);
            return;
        }
        if (!links_seen_
                 .insert(link.scheme + ' ' + link.host + ' ' + link.shown + ' ' + link.leads_to + ' ' + link.file)
                 .second)
            continue;
        link.location = place.location;
        link.path = place.path;
        link.part = place.part;
        if (!link.file.empty())
            this->found(FindingKind::dangerous_file, place, Confidence::medium,
                        "link that fetches a program (." + link.file + ") from " + printable(link.host, 80));
        out_.links.push_back(std::move(link));
    }
}

void Reader::name(std::string_view name, const Place& place) {
    if (!trim(name).empty()) text(SegmentKind::name, std::string(name), place);
}

void Reader::leaf(const Claim& claim, std::string_view octets, const Place& place) {
    out_.leaves.push_back({octets, place.location, place.path, place.part, claim.filename, claim.media_type});
}

std::string_view Reader::hold(std::string octets) {
    out_.kept.push_back(std::move(octets));
    return out_.kept.back();
}

void Reader::content(const Claim& claim, std::string_view octets, const Place& place) {
    const Sniffed sniffed = sniff(octets, claim.media_type, claim.filename);
    const std::size_t index = out_.entities.size();
    const bool recorded = index < InspectionLimits::entities;
    if (recorded)
        out_.entities.push_back({place.part, place.path, claim.media_type, std::string(sniffed.type), claim.filename,
                                 octets.size(), sha256_hex(octets)});
    if (!budget_.enter(place.depth)) {
        not_inspected(place, NotInspectedReason::limit,
                      "maximum depth " + std::to_string(budget_.limits().depth) + " reached");
        return;
    }
    if (!budget_.time_left()) {
        not_inspected(place, NotInspectedReason::limit, budget_.exhausted());
        return;
    }
    note_danger(sniffed, claim, octets, place);
    const std::string_view better = by_format(sniffed, claim, octets, place);
    read_appended(*this, sniffed, octets, place);
    if (recorded && !better.empty()) out_.entities[index].detected_type = better;
}

// A program packed with a thousand others is one reason to stop the message.
void Reader::note_danger(const Sniffed& sniffed, const Claim& claim, std::string_view octets, const Place& place) {
    if (dangers_ >= most_dangers) return;
    const std::size_t before = out_.findings.size();
    judge_danger(*this, sniffed, claim, octets, place);
    dangers_ += out_.findings.size() - before;
}

std::string_view Reader::by_format(const Sniffed& s, const Claim& claim, std::string_view octets, const Place& place) {
    switch (s.format) {
        case Format::empty:
        case Format::certificate:
            break;
        case Format::text:
        case Format::html:
        case Format::table:
        case Format::calendar:
        case Format::xml:
        case Format::armour:
            return read_text(*this, s, claim, octets, place);
        case Format::message:
            message(octets, place);
            break;
        case Format::zip:
            return read_zip_archive(*this, octets, place);
        case Format::compressed:
        case Format::tar:
        case Format::seven_zip:
        case Format::rar:
        case Format::cabinet:
        case Format::disc:
        case Format::lha:
        case Format::cpio:
        case Format::ar:
            read_other_archive(*this, s, claim, octets, place);
            break;
        case Format::compound:
            return read_compound(*this, octets, place);
        case Format::pdf:
            return read_pdf(*this, octets, place);
        case Format::rtf:
            read_rtf(*this, claim, octets, place);
            break;
        case Format::tnef:
            read_tnef(*this, octets, place);
            break;
        case Format::cms:
            read_smime(*this, claim, octets, place);
            break;
        case Format::pgp:
            read_openpgp(*this, claim, octets, place);
            break;
        case Format::sealed:
            read_sealed_file(*this, s, octets, place);
            break;
        case Format::emf:
            read_emf(*this, octets, place);
            [[fallthrough]];
        case Format::image:
        case Format::unsupported:
        case Format::program:
        case Format::unknown:
            known_unread(s, claim, octets, place);
            break;
    }
    return {};
}

void Reader::known_unread(const Sniffed& s, const Claim& claim, std::string_view octets, const Place& place) {
    if (is_onenote(octets)) return read_onenote(*this, octets, place);
    const bool picture = s.format == Format::image || s.format == Format::emf;
    if (picture || s.format == Format::unknown) {
        // Pictures may begin with anything short; viewers of PDF look for its header that far.
        if (octets.substr(0, 1024).find("%PDF-") != std::string_view::npos) {
            found(FindingKind::ambiguous_structure, place, Confidence::medium,
                  std::string(s.words) + " that is a PDF document too");
            read_pdf(*this, octets, place);
        }
        if (picture) return;  // text in pictures is not read: ARCHITECTURE.md says so openly
    }
    const bool pgp = claims_pgp(claim), smime = claims_smime(claim);
    if (s.format == Format::unknown && (pgp || smime)) {
        const auto method = smime            ? ProtectionMethod::smime
                            : claim.pgp_mime ? ProtectionMethod::pgp_mime
                                             : ProtectionMethod::gpg_file;
        protect(place, method, ProtectionGrade::opaque, false, "not-what-it-claims");
        not_inspected(place, NotInspectedReason::broken, smime ? "claims S/MIME, is not" : "claims OpenPGP, is not");
        return;
    }
    std::string words(s.words);
    if (s.format == Format::unknown && !claim.media_type.empty() && claim.media_type != "application/octet-stream")
        words += " (claims " + printable(claim.media_type, 60) + ")";
    not_inspected(place, NotInspectedReason::unsupported, words);
}

void Reader::message(std::string_view octets, const Place& place) {
    out_.unwrapped.push_back(parse_message(octets, budget_));
    const ParsedMessage& inner = out_.unwrapped.back();
    Place below = place;
    ++below.depth;
    parsed(inner, &below);
}

}  // namespace beadle::inspect
