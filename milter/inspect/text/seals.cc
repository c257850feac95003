#include <algorithm>

#include "base/text.h"

#include "inspect/message/charset.h"
#include "inspect/message/transfer.h"
#include "inspect/text/cms.h"
#include "inspect/text/compound_file.h"
#include "inspect/text/little_endian.h"
#include "inspect/text/ole_reader.h"
#include "inspect/text/pgp.h"
#include "inspect/text/pgp_open.h"
#include "inspect/text/reader.h"

namespace beadle::inspect {
namespace {

std::uint64_t most_inner(Reader& reader) { return reader.budget().limits().unpacked; }

ProtectionMethod pgp_method(const Claim& claim) {
    if (claim.pgp_mime) return ProtectionMethod::pgp_mime;
    return claim.kind == SegmentKind::body ? ProtectionMethod::pgp_inline : ProtectionMethod::gpg_file;
}

void opaque(Reader& reader, const Place& place, ProtectionMethod method, std::string detail) {
    reader.protect(place, method, ProtectionGrade::opaque, false, "not-what-it-claims");
    reader.not_inspected(place, NotInspectedReason::broken, std::move(detail));
}

// What packets turned out to be, apart from where they stood. True when they were an encrypted message.
bool judge_pgp(Reader& reader, const Claim& claim, const Pgp& pgp, std::string_view octets, const Place& place,
               bool all_of_it) {
    const auto method = pgp_method(claim);
    switch (pgp.kind) {
        case Pgp::Kind::encrypted: {
            const auto grade = !all_of_it ? ProtectionGrade::partial
                               : pgp.weak ? ProtectionGrade::weak
                                          : ProtectionGrade::strong;
            reader.protect(place, method, grade, all_of_it, all_of_it ? pgp.why : "text-around-clear");
            reader.not_inspected(place, NotInspectedReason::encrypted, "OpenPGP, " + pgp.why);
            if (pgp.password) reader.lock(pgp_needs(octets) ? Lock::Kind::openpgp : Lock::Kind::none, octets, place);
            return true;
        }
        case Pgp::Kind::readable: {
            reader.protect(place, method, ProtectionGrade::is_signed, false, "signed-only");
            if (!pgp.limit.empty()) reader.not_inspected(place, NotInspectedReason::limit, pgp.limit);
            if (pgp.unread)
                reader.not_inspected(place, NotInspectedReason::unsupported,
                                     "OpenPGP, packed in a way nobody here unpacks");
            if (pgp.inner.empty()) return false;
            Claim inside;
            inside.filename = valid_utf8(pgp.name);
            inside.kind = claim.kind;
            const auto content = reader.hold(pgp.inner);
            const Place at = place.inside("signed content", "signed content");
            reader.leaf(inside, content, at);
            reader.content(inside, content, at);
            return false;
        }
        case Pgp::Kind::none:
            opaque(reader, place, method, "claims OpenPGP, is not");
            return false;
        case Pgp::Kind::signature:
        case Pgp::Kind::keys:
        case Pgp::Kind::secret_keys:
            return false;
    }
    return false;
}

bool is_signature(const Claim& claim) {
    return claim.media_type.ends_with("pkcs7-signature") || ascii_lower(claim.filename).ends_with(".p7s");
}

void judge_envelope(Reader& reader, const Cms& cms, const Place& place) {
    if (cms.opaque) {
        opaque(reader, place, ProtectionMethod::smime, "claims S/MIME encryption, holds no ciphertext");
        return;
    }
    reader.protect(place, ProtectionMethod::smime, cms.weak ? ProtectionGrade::weak : ProtectionGrade::strong, true,
                   cms.why);
    reader.not_inspected(place, NotInspectedReason::encrypted, "S/MIME, " + cms.why);
}

// An entity with header fields of its own, unless it is a file that was signed.
void read_unwrapped(Reader& reader, const Claim& claim, std::string octets, const Place& at) {
    if (octets.empty()) return;
    const auto start = ascii_lower(std::string_view(octets).substr(0, 20));
    const bool entity = start.starts_with("content-") || start.starts_with("mime-version");
    if (entity || sniff(octets, "", "").format == Format::message) {
        reader.message(octets, at);
        return;
    }
    Claim inside;
    inside.kind = claim.kind;
    const auto held = reader.hold(std::move(octets));
    reader.leaf(inside, held, at);
    reader.content(inside, held, at);
}

}  // namespace

void read_openpgp(Reader& reader, const Claim& claim, std::string_view octets, const Place& place) {
    judge_pgp(reader, claim, read_pgp(octets, reader.budget()), octets, place, true);
}

std::string without_armour(Reader& reader, const Claim& claim, std::string text, const Place& place) {
    constexpr int most_blocks = 100;
    if (text.find("-----BEGIN PGP ") == std::string::npos) return text;
    std::string out;
    std::vector<Armour> blocks;
    std::size_t from = 0, copied = 0;
    for (int i = 0;; ++i) {
        auto block = find_armour(text, from);
        if (!block) break;
        if (i >= most_blocks) {
            if (text.find("-----BEGIN PGP MESSAGE", block->from) != std::string::npos)
                reader.not_inspected(place, NotInspectedReason::limit, "over 100 blocks between lines of dashes");
            break;
        }
        from = block->to;
        if (block->label == "PGP SIGNED MESSAGE") {
            // The signed text itself stands behind this line: only the signature below it is a block.
            from = block->from + 20;
            reader.protect(place, pgp_method(claim), ProtectionGrade::is_signed, false, "signed-only");
            continue;
        }
        if (block->label != "PGP MESSAGE") continue;
        out.append(text, copied, block->from - copied);
        if (block->headers.find("Comment:") != std::string::npos) out += block->headers;
        // What is no base64 between the lines is words.
        if (!block->clean) out.append(text, block->from, block->to - block->from);
        copied = block->to;
        blocks.push_back(std::move(*block));
    }
    out.append(text, copied);
    const bool all_of_it = trim(out).empty();
    for (const auto& block : blocks) {
        const Pgp pgp = read_pgp(block.octets, reader.budget());
        const bool sealed = judge_pgp(reader, claim, pgp, block.octets, place, all_of_it && blocks.size() == 1);
        // What is no OpenPGP stays text.
        if (!sealed && pgp.kind == Pgp::Kind::none) out.append("\n").append(text, block.from, block.to - block.from);
    }
    return out;
}

void read_smime(Reader& reader, const Claim& claim, std::string_view octets, const Place& place) {
    Cms cms = read_cms(octets, most_inner(reader));
    if (cms.too_long) reader.not_inspected(place, NotInspectedReason::limit, "S/MIME content over the limit");
    switch (cms.kind) {
        case Cms::Kind::none:
        case Cms::Kind::broken:
            if (is_signature(claim))
                reader.not_inspected(place, NotInspectedReason::broken, "damaged signature");
            else
                opaque(reader, place, ProtectionMethod::smime, "claims S/MIME, is not or is damaged");
            return;
        case Cms::Kind::enveloped:
            judge_envelope(reader, cms, place);
            return;
        case Cms::Kind::certificates:
            return;
        case Cms::Kind::is_signed:
            reader.protect(place, ProtectionMethod::smime, ProtectionGrade::is_signed, false, "signed-only");
            break;
        case Cms::Kind::compressed:
        case Cms::Kind::plain:
            break;
    }
    if (reader.budget().spend_unpacked(cms.inner.size()))
        read_unwrapped(reader, claim, std::move(cms.inner), place.inside("signed content", "signed content"));
    else
        reader.not_inspected(place, NotInspectedReason::limit, reader.budget().exhausted());
}

void read_sealed_office(Reader& reader, const CompoundFile& file, const CompoundFile::Entry& package,
                        const Place& place) {
    const auto* info = file.find("EncryptionInfo");
    const OfficeSeal seal = info ? office_seal(file.stream(*info, 65536)) : OfficeSeal{};
    const std::string head = file.stream(package, 4096);
    const auto plain = le64(head, 0);
    const bool sized = head.size() > 8 && plain > 0 && plain <= package.size && package.size - plain < 8 + 4096;
    const bool readable = head.size() > 40 && looks_like_text(std::string_view(head).substr(8));
    if (!seal.known || !sized || readable) {
        opaque(reader, place, ProtectionMethod::ooxml, "claims to be an encrypted document, is not understood");
        return;
    }
    reader.protect(place, ProtectionMethod::ooxml, seal.weak ? ProtectionGrade::weak : ProtectionGrade::strong, true,
                   seal.why);
    reader.not_inspected(place, NotInspectedReason::encrypted, "Office document, " + seal.why);
    reader.lock(Lock::Kind::office, file.whole(), place, package.id);
}

// Words drawn in an EMF picture: every record of EXTTEXTOUTW says where its text stands.
void read_emf(Reader& reader, std::string_view octets, const Place& place) {
    std::string text;
    for (std::size_t at = 0; at + 8 <= octets.size();) {
        const auto type = le32(octets, at), size = le32(octets, at + 4);
        if (size < 8 || size > octets.size() - at) break;
        const auto record = octets.substr(at, size);
        if (type == 84 && size >= 76) {
            const std::uint64_t count = le32(record, 44), from = le32(record, 48);
            if (from < record.size() && count * 2 <= record.size() - from)
                text += convert_charset(record.substr(from, count * 2), "UTF-16LE").value_or("") + "\n";
        }
        at += size;
    }
    reader.text(SegmentKind::document, std::move(text), place);
}

}  // namespace beadle::inspect
