#include "inspect/text/lock_openers.h"

#include <algorithm>

#include "inspect/message/charset.h"
#include "inspect/text/archive_password.h"
#include "inspect/text/archives.h"
#include "inspect/text/legacy_open.h"
#include "inspect/text/odf.h"
#include "inspect/text/odf_open.h"
#include "inspect/text/office_open.h"
#include "inspect/text/ole_reader.h"
#include "inspect/text/pdf_objects.h"
#include "inspect/text/pdf_read.h"
#include "inspect/text/pgp.h"
#include "inspect/text/pgp_open.h"
#include "inspect/text/ppt_records.h"
#include "inspect/text/word_file.h"

namespace beadle::inspect {
namespace {

using Entry = CompoundFile::Entry;

// Read and scanned; false when the budget has no room for it.
bool read_inside(Reader& reader, const Claim& claim, std::string octets, const Place& place) {
    if (!reader.budget().spend_unpacked(octets.size()) || !reader.budget().spend_member()) {
        reader.not_inspected(place, NotInspectedReason::limit, reader.budget().exhausted());
        return false;
    }
    const auto held = reader.hold(std::move(octets));
    reader.leaf(claim, held, place);
    reader.content(claim, held, place);
    return true;
}

Opener archive_opener(const Lock& lock) {
    return [lock](const std::string& password, Budget& trial) -> Inside {
        OpenedArchive opened = try_archive_password(lock.octets, password, trial);
        if (opened.members.empty()) return {};
        return [lock, opened = std::move(opened)](Reader& reader) mutable {
            bool whole = opened.whole;
            for (auto& m : opened.members) {
                const Place at = member_place(lock.place, m.name);
                reader.name(m.name, at);
                Claim claim;
                claim.filename = m.name;
                if (!m.octets.empty()) whole = read_inside(reader, claim, std::move(m.octets), at) && whole;
            }
            return whole;
        };
    };
}

Opener pdf_opener(const Lock& lock) {
    return [lock](const std::string& password, Budget&) -> Inside {
        if (!pdf_opens_with(lock.octets, password)) return {};
        return [lock, password](Reader& reader) {
            if (std::string plain = pdf_without_lock(lock.octets, password);
                !plain.empty() && reader.budget().spend_unpacked(plain.size()))
                reader.leaf({}, reader.hold(std::move(plain)), lock.place);
            read_opened_pdf(reader, lock.octets, password, lock.place);
            return true;
        };
    };
}

Opener office_opener(const Lock& lock) {
    const CompoundFile file(lock.octets);
    const auto* info = file.broken() ? nullptr : file.find("EncryptionInfo");
    if (!info || lock.storage >= file.entries().size()) return {};
    return [lock, head = file.stream(*info, 65536), sealed = file.stream(file.entries()[lock.storage], file.octets())](
               const std::string& password, Budget& trial) -> Inside {
        auto plain = open_office_package(head, sealed, password, trial);
        if (!plain) return {};
        return [lock, plain = std::move(*plain)](Reader& reader) mutable {
            Place at = lock.place;
            ++at.depth;
            return read_inside(reader, {}, std::move(plain), at);
        };
    };
}

// --- Word, Excel and PowerPoint of 1997 to 2003

struct LegacyFile {
    explicit LegacyFile(const Lock& lock) : file(lock.octets), place(lock.place), at(lock.storage) {}
    bool usable() const { return !file.broken() && at < file.entries().size(); }
    const Entry& storage() const { return file.entries()[at]; }
    std::string stream(std::string_view name) const {
        const auto* entry = file.child(storage(), name);
        return entry ? file.stream(*entry, file.octets()) : std::string();
    }
    CompoundFile file;
    Place place;
    std::uint32_t at;
};

using Streams = std::vector<std::pair<const Entry*, std::string>>;
using ReadStorage = void (*)(OleReader&, const Entry&, const Place&);

bool read_streams(Reader& reader, const LegacyFile& from, Streams plain, ReadStorage read) {
    OleReader ole(reader, from.file);
    for (auto& [entry, octets] : plain) {
        if (!reader.budget().spend_unpacked(2 * octets.size())) {
            reader.not_inspected(from.place, NotInspectedReason::limit, reader.budget().exhausted());
            return false;
        }
        reader.leaf({}, reader.hold(octets), from.place);
        ole.instead(*entry, std::move(octets));
    }
    read(ole, from.storage(), from.place);
    return true;
}

Inside word_inside(const LegacyFile& from, const LegacyKey& key, bool old) {
    return [from, key, old](Reader& reader) {
        Streams plain;
        for (const char* name : {"WordDocument", "0Table", "1Table", "Data"})
            if (const auto* entry = from.file.child(from.storage(), name))
                plain.emplace_back(entry, name[0] == 'W' ? open_doc_main(from.stream(name), key, old)
                                                         : open_doc_other(from.stream(name), key));
        return read_streams(reader, from, std::move(plain), read_doc);
    };
}

Opener word_opener(LegacyFile from) {
    const std::string main = from.stream("WordDocument");
    const WordFile word(main);
    const LegacySeal seal = word.seal(word.is_old() ? std::string() : from.stream(word.table_name()));
    return [from = std::move(from), seal, old = word.is_old()](const std::string& password, Budget&) -> Inside {
        const auto key = LegacyKey::of(seal, password, LegacyKey::Program::word);
        return key ? word_inside(from, *key, old) : Inside{};
    };
}

// Caches of pivot tables are streams of the same records.
void add_caches(const LegacyFile& from, const LegacyKey& key, Streams& plain) {
    const auto* caches = from.file.child(from.storage(), "_SX_DB_CUR");
    if (!caches) return;
    for (const auto id : caches->children) {
        const Entry& entry = from.file.entries()[id];
        if (entry.stream) plain.emplace_back(&entry, open_xls(from.file.stream(entry, from.file.octets()), key));
    }
}

Inside excel_inside(const LegacyFile& from, const LegacyKey& key) {
    return [from, key](Reader& reader) {
        Streams plain;
        for (const char* name : {"Workbook", "Book"})
            if (const auto* entry = from.file.child(from.storage(), name))
                plain.emplace_back(entry, open_xls(from.stream(name), key));
        add_caches(from, key, plain);
        return read_streams(reader, from, std::move(plain), read_xls);
    };
}

Opener excel_opener(LegacyFile from) {
    LegacySeal seal = xls_seal(from.stream("Workbook"));
    if (!seal.sealed()) seal = xls_seal(from.stream("Book"));
    return [from = std::move(from), seal](const std::string& password, Budget&) -> Inside {
        const auto key = LegacyKey::of(seal, password, LegacyKey::Program::excel);
        return key ? excel_inside(from, *key) : Inside{};
    };
}

Inside slides_inside(const LegacyFile& from, const LegacyKey& key) {
    return [from, key](Reader& reader) {
        PptStreams opened = open_ppt(from.stream("PowerPoint Document"), from.stream("Current User"), key);
        Streams plain;
        plain.emplace_back(from.file.child(from.storage(), "PowerPoint Document"), std::move(opened.document));
        if (const auto* user = from.file.child(from.storage(), "Current User"))
            plain.emplace_back(user, std::move(opened.current_user));
        return read_streams(reader, from, std::move(plain), read_ppt);
    };
}

Opener slides_opener(LegacyFile from) {
    if (!from.file.child(from.storage(), "PowerPoint Document")) return {};
    const LegacySeal seal = ppt_edits(from.stream("PowerPoint Document"), from.stream("Current User")).seal;
    return [from = std::move(from), seal](const std::string& password, Budget&) -> Inside {
        const auto key = LegacyKey::of(seal, password, LegacyKey::Program::powerpoint);
        return key ? slides_inside(from, *key) : Inside{};
    };
}

// --- OpenDocument

Opener odf_opener(const Lock& lock, std::size_t most) {
    const ZipFile zip = read_zip(lock.octets, most);
    const auto manifest = std::find_if(zip.members.begin(), zip.members.end(),
                                       [](const ZipMember& m) { return m.name == "META-INF/manifest.xml"; });
    if (manifest == zip.members.end()) return {};
    Budget look({}, manifest->packed, system_clock());
    const auto entries = read_odf_manifest(unpack(zip, *manifest, look).octets);
    // The shortest member is tried first.
    const ZipMember* shortest = nullptr;
    for (const auto& m : zip.members) {
        const auto* e = entry_of(entries, m.name);
        if (e && can_open(*e) && !e->checksum.empty() && m.packed > 0 && (!shortest || m.packed < shortest->packed))
            shortest = &m;
    }
    if (!shortest || shortest->data > lock.octets.size()) return {};
    return [lock, zip, entry = *entry_of(entries, shortest->name),
            sealed = lock.octets.substr(shortest->data, shortest->packed)](const std::string& password,
                                                                           Budget& trial) -> Inside {
        if (password.empty() || !open_odf_entry(entry, sealed, password, trial)) return {};
        return [lock, zip, password](Reader& reader) { return read_opened_odf(reader, zip, password, lock.place); };
    };
}

Opener openpgp_opener(const Lock& lock) {
    auto needs = pgp_needs(lock.octets);
    if (!needs) return {};
    return [place = lock.place, needs = std::move(*needs)](const std::string& password, Budget& trial) -> Inside {
        auto packets = open_pgp(needs, password, trial);
        if (!packets) return {};
        return [place, packets = std::move(*packets)](Reader& reader) {
            Claim claim;
            const Pgp inner = read_pgp(packets, reader.budget());
            if (!inner.limit.empty()) {
                reader.not_inspected(place, NotInspectedReason::limit, inner.limit);
                return false;
            }
            if (inner.kind != Pgp::Kind::readable || inner.unread) {
                reader.not_inspected(place, NotInspectedReason::unsupported,
                                     "OpenPGP, packed in a way nobody here unpacks");
                return false;
            }
            claim.filename = valid_utf8(inner.name);
            return read_inside(reader, claim, inner.inner, place.inside("decrypted content", "decrypted content"));
        };
    };
}

}  // namespace

Opener opener_of(const Lock& lock) {
    constexpr std::size_t most_members = 4000;
    switch (lock.kind) {
        case Lock::Kind::archive:
            return archive_opener(lock);
        case Lock::Kind::pdf:
            return pdf_opener(lock);
        case Lock::Kind::office:
            return office_opener(lock);
        case Lock::Kind::odf:
            return odf_opener(lock, most_members);
        case Lock::Kind::word:
        case Lock::Kind::excel:
        case Lock::Kind::powerpoint: {
            LegacyFile file(lock);
            if (!file.usable()) return {};
            return lock.kind == Lock::Kind::word    ? word_opener(std::move(file))
                   : lock.kind == Lock::Kind::excel ? excel_opener(std::move(file))
                                                    : slides_opener(std::move(file));
        }
        case Lock::Kind::openpgp:
            return openpgp_opener(lock);
        case Lock::Kind::none:
            break;
    }
    return {};
}

}  // namespace beadle::inspect
