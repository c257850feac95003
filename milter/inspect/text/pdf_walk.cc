#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"

#include "inspect/text/pdf_qpdf.h"
#include "inspect/text/xml_text.h"

namespace beadle::inspect {
namespace {

using Kind = PdfWords::Kind;
constexpr std::size_t most_xml = 16u << 20, most_stray = 50;
constexpr int most_pages_noted = 20'000;

// Marks that people put on a page; a link or a form field has no words of its own here.
constexpr std::string_view marks[] = {
    "/Text",      "/FreeText",       "/Line",      "/Square",    "/Circle", "/Polygon",   "/PolyLine",
    "/Highlight", "/Underline",      "/Squiggly",  "/StrikeOut", "/Caret",  "/Stamp",     "/Ink",
    "/Popup",     "/FileAttachment", "/Sound",     "/Movie",     "/Screen", "/Watermark", "/3D",
    "/Redact",    "/Projection",     "/RichMedia", "/Link"};

class Walk {
  public:
    Walk(QPDF& file, PdfObjects& out, Budget& budget) : file_(file), out_(out), budget_(budget) {}

    void all() {
        note_pages();
        properties();
        note_pdf_access(file_, out_);
        std::size_t objects = 0;
        for (const auto& [id, entry] : file_.getXRefTable()) {
            if (!budget_.time_left()) return gap(NotInspectedReason::limit, budget_.exhausted());
            if (++objects > PdfLimits::most_objects)
                return gap(NotInspectedReason::limit, "more objects than are read");
            object(id);
            out_.highest = std::max(out_.highest, id.getObj());
            if (stopped_) return;
        }
        for (auto& [id, stream] : streams_of_files_)
            if (!taken_.contains(id)) file("embedded file", stream, 0);
        telling_.give(out_);
        out_.script = opens_ && scripts_ > 0;
        out_.script_of_fields = !opens_ && scripts_ > 0;
    }

  private:
    struct Node {
        QPDFObjectHandle value;
        int page, depth;
    };

    void gap(NotInspectedReason reason, std::string detail) {
        for (const auto& g : out_.gaps)
            if (g.detail == detail) return;
        out_.gaps.push_back({reason, std::move(detail)});
    }

    // Which page an annotation stands on.
    void note_pages() {
        const bool whole = list_pages(file_, budget_, most_pages_noted, out_.pages, pages_);
        if (!whole) gap(NotInspectedReason::broken, "its tree of pages is damaged");
    }

    int page_of(const QPDFObjGen& id) const {
        const auto at = pages_.find(id);
        return at == pages_.end() || id.getObj() == 0 ? 0 : at->second;
    }

    void properties() {
        auto info = file_.getTrailer().getKey("/Info");
        if (!info.isDictionary()) return;
        for (const auto& key : info.getKeys())
            if (auto value = info.getKey(key); value.isString() && !key.ends_with("Date"))
                property(key.substr(1), value.getUTF8Value());
    }

    void property(const std::string& name, const std::string& value) {
        if (!trim(value).empty()) say(Kind::properties, 0, name + ": " + value);
    }

    void object(const QPDFObjGen& id) {
        try {
            auto value = file_.getObject(id);
            std::vector<Node> open{{value, page_of(id), 0}};
            while (!open.empty() && !stopped_) {
                Node node = open.back();
                open.pop_back();
                visit(node, open);
            }
        } catch (const QPDFExc&) {
            gap(NotInspectedReason::broken, "some of its objects are damaged");
        } catch (const std::logic_error&) {
            gap(NotInspectedReason::broken, "some of its objects are damaged");
        } catch (const std::runtime_error&) {
            gap(NotInspectedReason::broken, "some of its objects are damaged");
        }
    }

    void visit(Node& node, std::vector<Node>& open) {
        if (++nodes_ > PdfLimits::most_nodes || (nodes_ % 4096 == 0 && !budget_.time_left())) {
            gap(NotInspectedReason::limit, "more objects than are read");
            stopped_ = true;
            return;
        }
        const bool dictionary = node.value.isDictionary(), stream = node.value.isStream();
        if (node.depth > PdfLimits::most_nesting) return gap(NotInspectedReason::limit, "objects nested too deep");
        if (stream) of_stream(node.value);
        auto entries = stream ? node.value.getDict() : node.value;
        if (dictionary || stream) {
            examine(entries, node.page ? node.page : page_of(node.value.getObjGen()));
            const bool sealed = entries.hasKey("/ByteRange");  // its /Contents are a signature's octets
            for (auto& [key, value] : entries.getDictAsMap()) {
                telling_.take(key);
                if (!(sealed && key == "/Contents")) telling_.take(value);
                push(value, node, open);
            }
        } else if (node.value.isArray()) {
            for (auto& value : node.value.getArrayAsVector()) telling_.take(value), push(value, node, open);
        } else if (node.value.isString()) {
            telling_.take(node.value.getUTF8Value());
        }
    }

    // Indirect objects have their own turn.
    static void push(QPDFObjectHandle& value, const Node& node, std::vector<Node>& open) {
        if (value.isIndirect() || !(value.isDictionary() || value.isArray())) return;
        open.push_back({value, node.page, node.depth + 1});
    }

    void of_stream(QPDFObjectHandle& stream) {
        auto entries = stream.getDict();
        const auto type = name_in(entries, "/Type");
        if (type == "/EmbeddedFile") streams_of_files_.emplace(stream.getObjGen(), stream);
        if (type == "/Metadata") xml(Kind::properties, stream);
    }

    void xml(Kind kind, QPDFObjectHandle stream) {
        const auto unpacked = unpack_pdf_stream(stream, most_xml);
        if (unpacked.too_long || !unpacked.whole)
            gap(NotInspectedReason::broken, "data in XML that cannot be unpacked");
        if (!budget_.spend_unpacked(unpacked.octets.size())) return gap(NotInspectedReason::limit, budget_.exhausted());
        say(kind, 0, read_xml(unpacked.octets, true).text);
    }

    void examine(QPDFObjectHandle& d, int page) {
        const auto subtype = name_in(d, "/Subtype"), action = name_in(d, "/S");
        const bool mark =
            std::find(std::begin(marks), std::end(marks), subtype) != std::end(marks) && d.hasKey("/Rect");
        if (mark) note(d, page);
        if (!mark &&
            (d.hasKey("/FT") || (d.hasKey("/T") && (d.hasKey("/V") || d.hasKey("/Kids") || subtype == "/Widget"))))
            field(d, page);
        if (d.hasKey("/EF")) file_of(d, page);
        if (!action.empty()) act(d, action, page);
        if (d.hasKey("/Title") && (d.hasKey("/Parent") || d.hasKey("/Dest") || d.hasKey("/A")))
            say(Kind::bookmark, 0, text_in(d, "/Title"));
        for (const char* key : {"/Alt", "/ActualText", "/E"})
            if (d.getKey(key).isString()) say(Kind::alternative, page, text_in(d, key));
        if (d.hasKey("/ByteRange") && d.hasKey("/Contents")) signature(d);
        if (d.getObjGen().getObj() > 0 && !pages_.contains(d.getObjGen()) && name_in(d, "/Type") == "/Page" &&
            out_.stray_pages.size() < most_stray && pages_.size() <= static_cast<std::size_t>(most_pages_noted))
            out_.stray_pages.push_back(d.getObjGen().getObj());
        if (d.hasKey("/XFA")) form_data(d.getKey("/XFA"));
        if (name_in(d, "/Type") == "/Catalog" && d.getKey("/OpenAction").isDictionary()) opens_ = true;
        if (d.hasKey("/AA") && !d.hasKey("/FT") && subtype != "/Widget") opens_ = true;
        if (name_in(d, "/Type") == "/Catalog" && d.getKey("/Names").isDictionary() &&
            d.getKey("/Names").hasKey("/JavaScript"))
            opens_ = true;
    }

    void note(QPDFObjectHandle& d, int page) {
        std::string text;
        for (const char* key : {"/Contents", "/Subj", "/T", "/OverlayText"})
            if (const auto words = text_in(d, key); !words.empty()) text += words + "\n";
        const auto rich = text_in(d, "/RC");
        if (!rich.empty()) text += read_xml(rich, false).text + "\n";
        say(Kind::note, page, text);
    }

    static std::string values(QPDFObjectHandle value) {
        if (value.isString()) return value.getUTF8Value();
        if (value.isName()) return value.getName().substr(1);
        if (value.isStream()) {
            auto holder = QPDFObjectHandle::newDictionary();
            holder.replaceKey("/V", value);
            return text_in(holder, "/V");
        }
        std::string out;
        for (int i = 0; value.isArray() && i < std::min(value.getArrayNItems(), 2000); ++i) {
            auto item = value.getArrayItem(i);
            if (item.isArray() && item.getArrayNItems() > 1) item = item.getArrayItem(1);
            if (item.isString()) out += (out.empty() ? "" : ", ") + item.getUTF8Value();
        }
        return out;
    }

    void field(QPDFObjectHandle& d, int page) {
        std::string label = text_in(d, "/TU");
        const std::string name = text_in(d, "/T"), value = values(d.getKey("/V")), usual = values(d.getKey("/DV"));
        if (!name.empty() && name != label) label += (label.empty() ? "" : " ") + name;
        if (!value.empty()) say(Kind::field, page, label + ": " + value);
        if (!usual.empty() && usual != value) say(Kind::field, page, label + ": " + usual);
        if (value.empty() && usual.empty()) say(Kind::field, page, label);
        say(Kind::field, page, values(d.getKey("/Opt")));
        if (const auto rich = text_in(d, "/RV"); !rich.empty()) say(Kind::field, page, read_xml(rich, false).text);
        auto looks = d.getKey("/MK");
        if (looks.isDictionary()) say(Kind::field, page, text_in(looks, "/CA"));
    }

    void form_data(QPDFObjectHandle data) {
        if (data.isStream()) return xml(Kind::form_data, data);
        // Packets of one XML document: read together.
        std::string octets;
        for (int i = 1; data.isArray() && i < std::min(data.getArrayNItems(), 200); i += 2)
            if (data.getArrayItem(i).isStream() && octets.size() < most_xml)
                octets += unpack_pdf_stream(data.getArrayItem(i), most_xml).octets;
        if (!budget_.spend_unpacked(octets.size())) return gap(NotInspectedReason::limit, budget_.exhausted());
        say(Kind::form_data, 0, read_xml(octets, true).text);
    }

    void signature(QPDFObjectHandle& d) {
        out_.signature = true;
        for (const char* key : {"/Name", "/Reason", "/Location", "/ContactInfo"})
            say(Kind::signature, 0, text_in(d, key));
    }

    void act(QPDFObjectHandle& d, const std::string& action, int page) {
        if (action == "/URI") say(Kind::link, page, text_in(d, "/URI"));
        if (action == "/JavaScript" || (action == "/Rendition" && d.hasKey("/JS"))) {
            ++scripts_;
            say(Kind::script, page, text_in(d, "/JS"));
        }
        if (action != "/Launch" && action != "/SubmitForm" && action != "/ImportData" && action != "/GoToR") return;
        std::string target = file_name(d.getKey("/F"));
        auto windows = d.getKey("/Win");
        if (windows.isDictionary()) target += " " + text_in(windows, "/F") + " " + text_in(windows, "/P");
        say(Kind::link, page, target);
        if (action == "/Launch" && out_.launches.size() < 20) out_.launches.push_back(target);
        if (action == "/SubmitForm" && !target.empty() && out_.submits.size() < 20) out_.submits.push_back(target);
    }

    static std::string file_name(QPDFObjectHandle specification) {
        if (specification.isString()) return specification.getUTF8Value();
        if (!specification.isDictionary()) return {};
        for (const char* key : {"/UF", "/F", "/Unix", "/DOS", "/Mac"})
            if (const auto name = text_in(specification, key); !name.empty()) return name;
        return {};
    }

    void file_of(QPDFObjectHandle& d, int page) {
        auto streams = d.getKey("/EF");
        if (!streams.isDictionary()) return;
        const auto name = file_name(d);
        say(Kind::note, page, text_in(d, "/Desc"));
        for (const auto& key : streams.getKeys()) {
            auto stream = streams.getKey(key);
            if (stream.isStream() && taken_.insert(stream.getObjGen()).second)
                file(name.empty() ? "embedded file" : name, stream, page);
        }
    }

    void file(const std::string& name, QPDFObjectHandle stream, int page) {
        auto unpacked = unpack_pdf_stream(stream, budget_.limits().unpacked);
        if (!budget_.spend_member() || unpacked.too_long || !budget_.spend_unpacked(unpacked.octets.size()))
            return gap(NotInspectedReason::limit, "embedded file \"" + printable(name, 80) + "\": " +
                                                      (unpacked.too_long ? "over the limit" : budget_.exhausted()));
        if (!unpacked.whole) {
            gap(NotInspectedReason::broken, "embedded file \"" + printable(name, 80) + "\" cannot be unpacked");
            if (unpacked.octets.empty()) return;
        }
        auto entries = stream.getDict();
        auto type = name_in(entries, "/Subtype");
        out_.files.push_back({name, type.empty() ? type : type.substr(1), std::move(unpacked.octets), page, false});
    }

    void say(Kind kind, int page, std::string text) {
        if (trim(text).empty()) return;
        if (out_.words.size() >= PdfLimits::most_words)
            return gap(NotInspectedReason::limit, "more notes, fields and links than are read");
        out_.words.push_back({kind, page, std::move(text)});
    }

    QPDF& file_;
    PdfObjects& out_;
    Budget& budget_;
    PdfTelling telling_;
    std::map<QPDFObjGen, int> pages_;
    std::map<QPDFObjGen, QPDFObjectHandle> streams_of_files_;
    std::set<QPDFObjGen> taken_;
    std::size_t nodes_ = 0, scripts_ = 0;
    bool stopped_ = false, opens_ = false;
};

}  // namespace

void walk_pdf(QPDF& file, PdfObjects& out, Budget& budget) { Walk(file, out, budget).all(); }

}  // namespace beadle::inspect
