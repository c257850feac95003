#include "inspect/text/ole_reader.h"

#include <algorithm>
#include <array>

#include "base/text.h"

#include "inspect/text/document_flow.h"
#include "inspect/text/vba.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

// Streams that say how it looks or fits together, and pictures: never words that are not elsewhere too.
bool is_plumbing(std::string_view name) {
    static constexpr std::array known{
        "\1CompObj"sv,
        "\1Ole"sv,
        "\3ObjInfo"sv,
        "\3LinkInfo"sv,
        "\3OCXNAME"sv,
        "\3PRINT"sv,
        "\3META"sv,
        "\3PIC"sv,
        "1Table"sv,
        "0Table"sv,
        "Data"sv,
        "Current User"sv,
        "Pictures"sv,
        "Header"sv,
        "\6DataSpaces"sv,
        "Ctls"sv,
        "\1OlePres000"sv,
        "\3ACCESSOBJSITEDATA"sv,
        "\3AxExtra"sv,
        "Equation Native"sv,
        "EncryptedSummary"sv,
        "\1Ole10ItemName"sv,
        "Properties"sv,
        "_signatures"sv,
        "XCB"sv,
        "\4PRS"sv,
    };
    return name.starts_with("\2OlePres") ||
           std::any_of(known.begin(), known.end(), [&](auto k) { return ascii_iequal(k, name); });
}

struct Known {
    std::string_view stream, type, words;
};
constexpr std::array unread{
    Known{"PP40", "application/vnd.ms-powerpoint", "PowerPoint 95 presentation"},
    Known{"VisioDocument", "application/vnd.visio", "Visio drawing"},
    Known{"Quill", "application/vnd.ms-publisher", "Publisher document"},
    Known{"MatOST", "application/vnd.ms-works", "Works document"},
    Known{"SwDocContentMngr", "application/x-ole-storage", "SolidWorks drawing"},
};

struct Readable {
    std::string_view stream, type;
    void (*read)(OleReader&, const CompoundFile::Entry&, const Place&);
};
constexpr std::array readable{
    Readable{"WordDocument", "application/msword", read_doc},
    Readable{"Workbook", "application/vnd.ms-excel", read_xls},
    Readable{"Book", "application/vnd.ms-excel", read_xls},
    Readable{"PowerPoint Document", "application/vnd.ms-powerpoint", read_ppt},
    Readable{"__properties_version1.0", "application/vnd.ms-outlook", read_msg},
};

std::string shown_name(const std::string& name) { return printable(name, 80); }

}  // namespace

std::string OleReader::load(const Entry& entry, const Place& place) {
    seen(entry);
    if (!entry.stream) return {};
    if (const auto it = plain_.find(entry.id); it != plain_.end()) return it->second;
    if (!reader_.budget().spend_unpacked(std::min<std::uint64_t>(entry.size, file_.octets()))) {
        reader_.not_inspected(place, NotInspectedReason::limit, reader_.budget().exhausted());
        return {};
    }
    std::string out = file_.stream(entry, file_.octets());
    if (out.size() < entry.size)
        reader_.not_inspected(place, NotInspectedReason::broken,
                              "stream \"" + shown_name(entry.name) + "\" ends before its end");
    return out;
}

std::string OleReader::load(const Entry& storage, std::string_view name, const Place& place) {
    const Entry* entry = file_.child(storage, name);
    return entry ? load(*entry, place) : std::string();
}

void OleReader::lock(Lock::Kind kind, const Entry& storage, const Place& place) {
    reader_.lock(kind, file_.whole(), place, storage.id);
}

std::string_view OleReader::storage(const Entry& storage, const Place& place) {
    seen(storage);
    if (!reader_.budget().enter(place.depth)) {
        reader_.not_inspected(place, NotInspectedReason::limit,
                              "maximum depth " + std::to_string(reader_.budget().limits().depth) + " reached");
        return {};
    }
    const std::string_view type = documents(storage, place);
    rest(storage, place);
    if (storage.id != file_.root().id) return type;
    unlisted(place);
    if (file_.cut()) reader_.not_inspected(place, NotInspectedReason::limit, "more storages and streams than are read");
    if (file_.damaged())
        reader_.not_inspected(place, NotInspectedReason::broken, "the directory of the compound file ends early");
    if (!unknown_.empty())
        reader_.not_inspected(place, NotInspectedReason::unsupported, "streams of unknown kind:" + unknown_);
    return type;
}

std::string_view OleReader::documents(const Entry& storage, const Place& place) {
    std::string_view type;
    if (const auto* package = file_.child(storage, "EncryptedPackage")) {
        seen(*package);
        if (const auto* info = file_.child(storage, "EncryptionInfo")) seen(*info);
        if (const auto* spaces = file_.child(storage, "\6DataSpaces")) all_seen(*spaces);
        read_sealed_office(reader_, file_, *package, place);
        type = "application/vnd.ms-office.encrypted";
    }
    for (const auto& r : readable) {
        const auto* main = file_.child(storage, r.stream);
        if (!main || !main->stream || seen_[main->id]) continue;
        r.read(*this, storage, place);
        if (type.empty()) type = r.type;
    }
    for (const auto& u : unread) {
        const auto* main = file_.child(storage, u.stream);
        if (!main) continue;
        seen(*main);
        reader_.not_inspected(place, NotInspectedReason::unsupported, std::string(u.words));
        if (type.empty()) type = u.type;
    }
    if (type.empty() && is_macro_project(storage)) {
        macro_project(storage, place);
        type = "application/vnd.ms-office.vbaProject";
    }
    return type;
}

void OleReader::rest(const Entry& storage, const Place& place) {
    for (const auto id : storage.children) {
        const Entry& entry = file_.entries()[id];
        if (seen_[id]) continue;
        if (!reader_.budget().time_left()) {
            reader_.not_inspected(place, NotInspectedReason::limit, reader_.budget().exhausted());
            return;
        }
        seen(entry);
        if (entry.storage)
            one_storage(entry, place);
        else
            one_stream(entry, place);
    }
}

void OleReader::one_storage(const Entry& entry, const Place& place) {
    if (is_macro_project(entry) || (file_.child(entry, "VBA") && is_macro_project(*file_.child(entry, "VBA")))) {
        macro_project(entry, place);
        return;
    }
    if (is_plumbing(entry.name)) {
        all_seen(entry);
        return;
    }
    if (!reader_.budget().spend_member()) {
        reader_.not_inspected(place, NotInspectedReason::limit, reader_.budget().exhausted());
        all_seen(entry);
        return;
    }
    // Containers of objects are no level of their own to a person.
    if (entry.name == "ObjectPool" || entry.name == "MsoDataStore") {
        rest(entry, place);
        return;
    }
    const std::string name = shown_name(entry.name);
    storage(entry, place.inside(name, "embedded object \"" + name + '"'));
}

void OleReader::one_stream(const Entry& entry, const Place& place) {
    if (is_plumbing(entry.name) || entry.size == 0) return;
    const std::string octets = load(entry, place);
    if (entry.name.starts_with("\5")) {
        read_property_set(reader_, octets, place.beside("properties", "document properties"));
        return;
    }
    if (octets.empty()) return;
    if (!reader_.budget().spend_member()) {
        reader_.not_inspected(place, NotInspectedReason::limit, reader_.budget().exhausted());
        return;
    }
    const std::string name = shown_name(entry.name);
    const Place at = place.inside(name, "embedded \"" + name + '"');
    if (ascii_iequal(entry.name, "\1Ole10Native")) {
        read_native_object(reader_, std::string_view(octets).substr(std::min<std::size_t>(4, octets.size())), at);
        return;
    }
    const Format format = sniff(octets, "", "").format;
    if (format == Format::unknown) {
        if (unknown_.size() < 200) unknown_ += " " + name;
        reader_.text(SegmentKind::hidden, words_in(octets), at);
        return;
    }
    reader_.content({}, octets, at);
}

bool OleReader::is_macro_project(const Entry& storage) const {
    return storage.storage && file_.child(storage, "_VBA_PROJECT") && file_.child(storage, "dir");
}

void OleReader::macro_project(const Entry& storage, const Place& place) {
    const Entry* modules = is_macro_project(storage) ? &storage : file_.child(storage, "VBA");
    read_vba(reader_, file_, *modules, place);
    // Forms beside the modules: captions and defaults of their fields.
    std::string forms;
    for (const auto id : storage.children) {
        const Entry& form = file_.entries()[id];
        if (!form.storage || id == modules->id) continue;
        for (const auto in : form.children) forms += words_in(load(file_.entries()[in], place));
    }
    reader_.text(SegmentKind::hidden, std::move(forms), place.beside("macros", "forms of the macro project"));
    all_seen(storage);
}

void OleReader::all_seen(const Entry& storage) {
    std::vector<std::uint32_t> todo{storage.id};
    while (!todo.empty()) {
        const Entry& entry = file_.entries()[todo.back()];
        todo.pop_back();
        seen(entry);
        todo.insert(todo.end(), entry.children.begin(), entry.children.end());
    }
}

// What the directory names and no storage holds: not shown by any program, still there.
void OleReader::unlisted(const Place& place) {
    for (const auto& entry : file_.entries()) {
        if (entry.parent != CompoundFile::none || entry.id == file_.root().id || seen_[entry.id]) continue;
        seen(entry);
        const Place at = place.beside("unlisted", "unlisted stream");
        if (entry.storage)
            storage(entry, at.inside(shown_name(entry.name), "unlisted storage"));
        else if (entry.stream)
            one_stream(entry, at);
    }
}

std::string_view read_compound(Reader& reader, std::string_view octets, const Place& place) {
    const CompoundFile file(octets);
    if (file.broken()) {
        reader.not_inspected(place, NotInspectedReason::broken, "compound file whose directory cannot be read");
        return {};
    }
    return OleReader(reader, file).storage(file.root(), place);
}

}  // namespace beadle::inspect
