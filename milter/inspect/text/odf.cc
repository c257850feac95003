#include "inspect/text/odf.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"

#include "inspect/text/active.h"
#include "inspect/text/html_text.h"
#include "inspect/text/odf_open.h"
#include "inspect/text/odf_part.h"
#include "inspect/text/odf_seal.h"
#include "inspect/text/xml_text.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_source = 1u << 20;

using namespace std::string_view_literals;

const ZipMember* find(const ZipFile& zip, std::string_view name) {
    const auto it =
        std::find_if(zip.members.begin(), zip.members.end(), [&](const ZipMember& m) { return m.name == name; });
    return it == zip.members.end() ? nullptr : &*it;
}

// What the mimetype member says, "" = none that is OpenDocument's.
std::string stored_type(const ZipFile& zip) {
    const auto* m = find(zip, "mimetype");
    if (!m || m->method != 0 || m->broken || m->packed > 100 || m->data > zip.octets.size()) return {};
    const auto type = trim(zip.octets.substr(m->data, m->packed));
    return type.starts_with("application/vnd.oasis.opendocument") || type.starts_with("application/vnd.sun.xml")
               ? std::string(type)
               : std::string();
}

// Known types as constants: the reading keeps a view of them.
std::string_view kept_type(std::string_view type) {
    static constexpr std::array known{"application/vnd.oasis.opendocument.text"sv,
                                      "application/vnd.oasis.opendocument.text-template"sv,
                                      "application/vnd.oasis.opendocument.spreadsheet"sv,
                                      "application/vnd.oasis.opendocument.spreadsheet-template"sv,
                                      "application/vnd.oasis.opendocument.presentation"sv,
                                      "application/vnd.oasis.opendocument.presentation-template"sv,
                                      "application/vnd.oasis.opendocument.graphics"sv,
                                      "application/vnd.oasis.opendocument.graphics-template"sv,
                                      "application/vnd.oasis.opendocument.chart"sv,
                                      "application/vnd.oasis.opendocument.formula"sv};
    const auto it = std::find(known.begin(), known.end(), type);
    return it == known.end() ? "application/vnd.oasis.opendocument"sv : *it;
}

std::string_view last_name(std::string_view path) {
    const auto slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

class OdfFile {
  public:
    OdfFile(Reader& reader, const ZipFile& zip, const Place& place, std::string password = {})
        : reader_(reader), zip_(zip), place_(place), password_(std::move(password)), seen_(zip.members.size()) {}
    bool whole() const { return whole_; }

    void read() {
        if (const auto* manifest = find(zip_, "META-INF/manifest.xml")) entries_ = read_odf_manifest(load(*manifest));
        if (password_.empty()) judge_seal();
        // Styles say what is hidden: before the text that uses them.
        for (const auto name : {"styles.xml"sv, "content.xml"sv, "meta.xml"sv, "settings.xml"sv})
            if (const auto* member = find(zip_, name))
                if (const std::string octets = load(*member); !octets.empty()) xml_part(name, octets, place_, styles_);
        if (!find(zip_, "content.xml") && !seal_.sealed && password_.empty())
            reader_.not_inspected(place_, NotInspectedReason::broken, "OpenDocument file without content.xml");
        rest();
        if (macros_ > 0) {
            Active active = judge_macros(source_, static_cast<std::size_t>(macros_));
            if (bound_) active.what += "; started by the document's events";
            if (bound_) active.confidence = std::max(active.confidence, Confidence::medium);
            reader_.found(FindingKind::macro, place_.beside("macros", "macro project"), active.confidence, active.what);
        }
    }

  private:
    void judge_seal() {
        seal_ = seal_of(zip_, entries_);
        if (!seal_.sealed) return;
        reader_.protect(place_, ProtectionMethod::odf, seal_.grade, seal_.protects, seal_.why);
        const bool openable = std::any_of(entries_.begin(), entries_.end(), can_open);
        std::string why = "OpenDocument file, " + seal_.why;
        if (!openable && !seal_.sham) why += ", a kind of lock that no password can be tried on";
        reader_.not_inspected(place_, seal_.sham ? NotInspectedReason::broken : NotInspectedReason::encrypted, why);
        if (!seal_.sham) reader_.lock(openable ? Lock::Kind::odf : Lock::Kind::none, zip_.octets, place_);
    }

    // Sealed members give nothing, unless they only claim to be.
    std::string load(const ZipMember& m) {
        seen_[static_cast<std::size_t>(&m - zip_.members.data())] = true;
        const auto* entry = entry_of(entries_, m.name);
        if (!password_.empty() && !entries_.empty()) return load_opened(m, entry);
        if (entry && entry->sealed() && !seal_.sham) return {};
        if (m.seal != ZipMember::Seal::clear && m.seal != ZipMember::Seal::contradictory) {
            reader_.not_inspected(place_, NotInspectedReason::encrypted, "a part of the document is encrypted");
            return {};
        }
        Unpacked out = unpack(zip_, m, reader_.budget());
        if (out.state != Unpacked::State::whole) {
            const auto why = out.state == Unpacked::State::limit         ? NotInspectedReason::limit
                             : out.state == Unpacked::State::unsupported ? NotInspectedReason::unsupported
                                                                         : NotInspectedReason::broken;
            reader_.not_inspected(place_, why, printable(m.name, 80) + ": " + out.why);
        }
        return std::move(out.octets);
    }

    // What is clear was read before; styles say what is hidden in the rest.
    std::string load_opened(const ZipMember& m, const OdfEntry* entry) {
        if (!entry || !entry->sealed()) return m.name == "styles.xml" ? unpack(zip_, m, reader_.budget()).octets : "";
        const auto sealed = zip_.octets.substr(std::min<std::uint64_t>(m.data, zip_.octets.size()), m.packed);
        auto plain = open_odf_entry(*entry, sealed, password_, reader_.budget());
        if (!plain) {
            whole_ = false;
            return {};
        }
        Claim claim;
        claim.filename = m.name;
        reader_.leaf(claim, reader_.hold(*plain), place_);
        return std::move(*plain);
    }

    void xml_part(std::string_view name, std::string_view octets, const Place& at, OdfStyles& styles) {
        OdfPart part(reader_, at, styles, octets, last_name(name) == "styles.xml" ? "page styles" : "");
        part.run();
        macros_ += part.has_macros();
        if (part.has_macros() && source_.size() < most_source) source_ += decode_entities(octets);
        bound_ |= octets.find("event-listener") != std::string_view::npos &&
                  octets.find("vnd.sun.star.script") != std::string_view::npos;
        const std::string shown = printable(name, 80);
        const auto& xml = part.xml();
        if (!xml.trouble().empty())
            reader_.not_inspected(place_, NotInspectedReason::broken, shown + ": " + std::string(xml.trouble()));
        if (xml.too_deep())
            reader_.not_inspected(place_, NotInspectedReason::limit, shown + ": elements deeper than are followed");
        reader_.text(SegmentKind::hidden, xml.telling(), place_.beside("attributes", "names and attributes"));
        if (!xml.declarations().empty())
            reader_.text(SegmentKind::hidden, std::string(xml.declarations().substr(0, 1u << 20)),
                         place_.beside("document type", "document type"));
    }

    void rest() {
        for (const auto& m : zip_.members) {
            if (m.folder || seen_[static_cast<std::size_t>(&m - zip_.members.data())] || m.name == "mimetype") continue;
            if (!reader_.budget().time_left()) {
                reader_.not_inspected(place_, NotInspectedReason::limit, reader_.budget().exhausted());
                return;
            }
            const std::string octets = load(m);
            if (!octets.empty()) one_of_rest(m, octets);
        }
    }

    void one_of_rest(const ZipMember& m, const std::string& octets) {
        const std::string root = xml_root(octets);
        const std::string name = printable(m.name, 80);
        if (root.starts_with("document") || root == "module" || root == "math") {
            // Parts of an embedded object, of macros, or a second member of a name.
            const Place at = root == "module" ? place_ : place_.inside(name, "embedded \"" + name + '"');
            OdfStyles styles;
            return xml_part(m.name, octets, at, root == "module" ? styles_ : styles);
        }
        if (!root.empty()) {
            const bool plumbing = m.name == "manifest.rdf" || m.name.starts_with("META-INF/") ||
                                  m.name.starts_with("Configurations2/") || root == "libraries" || root == "library";
            const XmlText xml = read_xml(octets, !plumbing);
            if (!xml.whole) reader_.not_inspected(place_, NotInspectedReason::broken, name + ": " + xml.why);
            return reader_.text(SegmentKind::hidden, xml.text, place_.beside(name, "part \"" + name + '"'));
        }
        embedded(m, octets, name);
    }

    void embedded(const ZipMember& m, const std::string& octets, const std::string& name) {
        // Where pages ended when it was last shown; and LibreOffice's picture of an object, which holds the object's
        // words.
        if ((m.name == "layout-cache" && octets.size() < 65536) || octets.starts_with("VCLMTF")) return;
        if (m.name.starts_with("Versions/"))
            reader_.found(FindingKind::hidden_content, place_.beside("versions", "earlier versions"), Confidence::high,
                          "earlier versions of the document are kept");
        if (m.name.starts_with("Scripts/")) ++macros_;
        if (m.name.starts_with("Scripts/") && source_.size() < most_source) source_ += octets;
        const Place at = place_.inside(name, "embedded \"" + name + '"');
        if (!reader_.budget().spend_member()) {
            reader_.not_inspected(at, NotInspectedReason::limit, reader_.budget().exhausted());
            return;
        }
        Claim claim;
        claim.filename = m.name;
        reader_.content(claim, octets, at);
    }

    Reader& reader_;
    const ZipFile& zip_;
    const Place& place_;
    std::string password_;
    bool whole_ = true;
    std::vector<bool> seen_;
    std::vector<OdfEntry> entries_;
    OdfSeal seal_;
    OdfStyles styles_;
    int macros_ = 0;
    std::string source_;  // of the macros
    bool bound_ = false;  // to an event
};

}  // namespace

bool is_odf(const ZipFile& zip) {
    return !stored_type(zip).empty() || (find(zip, "content.xml") && find(zip, "META-INF/manifest.xml"));
}

std::string_view read_odf(Reader& reader, const ZipFile& zip, const Place& place) {
    OdfFile(reader, zip, place).read();
    return kept_type(stored_type(zip));
}

bool read_opened_odf(Reader& reader, const ZipFile& zip, const std::string& password, const Place& place) {
    OdfFile file(reader, zip, place, password);
    file.read();
    return file.whole();
}

bool read_flat_odf(Reader& reader, std::string_view octets, const Place& place) {
    XmlPull look(octets.substr(0, std::min<std::size_t>(octets.size(), 65536) & ~std::size_t{1}));
    auto event = look.next();
    while (event == XmlPull::Event::comment) event = look.next();
    if (event != XmlPull::Event::start || look.name() != "document" || look.prefix() != "office") return false;
    OdfStyles styles;
    OdfPart part(reader, place, styles, octets);
    part.run();
    if (part.has_macros()) {
        const Active active = judge_macros(decode_entities(octets.substr(0, most_source)), 1);
        reader.found(FindingKind::macro, place.beside("macros", "macro project"), active.confidence, active.what);
    }
    if (!part.xml().trouble().empty())
        reader.not_inspected(place, NotInspectedReason::broken,
                             "OpenDocument XML: " + std::string(part.xml().trouble()));
    if (part.xml().too_deep())
        reader.not_inspected(place, NotInspectedReason::limit, "OpenDocument XML: elements deeper than are followed");
    reader.text(SegmentKind::hidden, part.xml().telling(), place.beside("attributes", "names and attributes"));
    reader.text(SegmentKind::hidden, std::string(part.xml().declarations()),
                place.beside("document type", "document type"));
    return true;
}

}  // namespace beadle::inspect
