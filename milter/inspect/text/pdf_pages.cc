#include "inspect/text/pdf_pages.h"

#include <cmath>
#include <map>
#include <optional>
#include <set>

#include <Catalog.h>
#include <Error.h>
#include <Gfx.h>
#include <GfxState.h>
#include <GlobalParams.h>
#include <OptionalContent.h>
#include <PDFDoc.h>
#include <Page.h>
#include <Stream.h>

#include "inspect/text/pdf_content.h"
#include "inspect/text/pdf_recorder.h"

namespace beadle::inspect {
namespace {

constexpr int most_annotations = 5000, most_states = 20, most_resources = 2000, dots_an_inch = 72;
constexpr std::size_t most_mended = 32u << 20;

// poppler says only here that it gave up on a content stream. One thread, one page at a time.
int streams_given_up = 0;

void listen(ErrorCategory, Goffset, const char* what) {
    const std::string_view words(what == nullptr ? "" : what);
    for (const auto* sign : {"Too few (", "Restoring state when no", "End of file inside", "Weird page contents",
                             "Unknown filter", "Unterminated string"})
        streams_given_up += words.starts_with(sign);
    streams_given_up += words.find("flate stream") != std::string_view::npos;
}

// A picture in JPEG 2000 among the resources, or in forms among them.
class PictureSearch {
  public:
    explicit PictureSearch(XRef* xref) : xref_(xref) {}
    bool jpeg_2000 = false, any = false;

    void resources(const Object& resources, int depth) {
        if (!resources.isDict() || depth > 5) return;
        const Object named = resources.dictLookup("XObject");
        for (int i = 0; named.isDict() && i < named.dictGetLength() && seen_.size() < most_resources; ++i) {
            const Object& reference = named.dictGetValNF(i);
            if (reference.isRef() && !seen_.insert(reference.getRef().num).second) continue;
            one(reference.fetch(xref_), depth);
        }
    }

  private:
    void one(const Object& thing, int depth) {
        if (!thing.isStream()) return;
        Dict* dict = thing.streamGetDict();
        if (dict->lookup("Subtype").isName("Image")) {
            any = true;
            jpeg_2000 = jpeg_2000 || packed_so(dict->lookup("Filter"));
            const Object mask = dict->lookup("SMask");
            if (mask.isStream()) jpeg_2000 = jpeg_2000 || packed_so(mask.streamGetDict()->lookup("Filter"));
        }
        resources(dict->lookup("Resources"), depth + 1);
    }

    static bool packed_so(const Object& filter) {
        if (filter.isName("JPXDecode")) return true;
        for (int i = 0; filter.isArray() && i < filter.arrayGetLength() && i < 20; ++i)
            if (filter.arrayGet(i).isName("JPXDecode")) return true;
        return false;
    }

    XRef* xref_;
    std::set<int> seen_;
};

// The rectangle of an annotation, user space.
bool rectangle(const Object& array, double (&out)[4]) {
    if (!array.isArray() || array.arrayGetLength() < 4) return false;
    for (int i = 0; i < 4; ++i) {
        const Object number = array.arrayGet(i);
        if (!number.isNum() || !std::isfinite(number.getNum())) return false;
        out[i] = number.getNum();
    }
    if (out[0] > out[2]) std::swap(out[0], out[2]);
    if (out[1] > out[3]) std::swap(out[1], out[3]);
    return true;
}

PdfColour colour_of(const Object& array) {
    PdfColour colour;
    if (!array.isArray()) return colour;
    auto part = [&](int i) {
        const Object number = array.arrayGet(i);
        const double share = number.isNum() ? number.getNum() : 0;
        return static_cast<std::uint8_t>(std::min(std::max(share, 0.0), 1.0) * 255);
    };
    if (array.arrayGetLength() == 3) colour = {part(0), part(1), part(2), true};
    if (array.arrayGetLength() == 1) colour = {part(0), part(0), part(0), true};
    return colour;
}

class Annotations {
  public:
    Annotations(Gfx& gfx, PdfRecorder& recorder) : gfx_(gfx), recorder_(recorder) {}

    void draw(const Object& annotation) {
        if (!annotation.isDict()) return;
        double r[4];
        if (!rectangle(annotation.dictLookup("Rect"), r)) return;
        const Object subtype = annotation.dictLookup("Subtype"), flags = annotation.dictLookup("F");
        if (subtype.isName("Popup")) return;
        const int bits = flags.isInt() ? flags.getInt() : 0;
        recorder_.hide_what_follows((bits & (2 | 32)) != 0);  // Hidden, NoView
        appearances(annotation.dictLookup("AP"), r);
        recorder_.hide_what_follows(false);
        const Object inside = annotation.dictLookup("IC");
        const bool shape = subtype.isName("Square") && inside.isArray() && inside.arrayGetLength() > 0;
        if (subtype.isName("Redact")) box(r, PdfBox::Kind::redaction, PdfColour{});
        if (shape && !annotation.dictLookup("AP").isDict()) box(r, PdfBox::Kind::fill, colour_of(inside));
    }

  private:
    void appearances(const Object& all, const double (&r)[4]) {
        if (!all.isDict()) return;
        Object normal = all.dictLookup("N");
        if (normal.isStream()) return appearance(normal, r);
        for (int i = 0; normal.isDict() && i < normal.dictGetLength() && i < most_states; ++i) {
            Object state = normal.dictGetVal(i);
            appearance(state, r);
        }
    }

    void appearance(Object& stream, const double (&r)[4]) {
        if (stream.isStream()) gfx_.drawAnnot(&stream, nullptr, nullptr, r[0], r[1], r[2], r[3], 0);
    }

    void box(const double (&r)[4], PdfBox::Kind kind, PdfColour colour) {
        Corners c;
        double x = 0, y = 0;
        for (int corner = 0; corner < 4; ++corner) {
            gfx_.getState()->transform(r[corner & 1 ? 2 : 0], r[corner & 2 ? 3 : 1], &x, &y);
            c.add(x, y);
        }
        recorder_.add_box(kind, c, true, colour);
    }

    Gfx& gfx_;
    PdfRecorder& recorder_;
};

bool out_of_time(void* budget) { return !static_cast<Budget*>(budget)->time_left(); }

}  // namespace

struct PdfPages::State {
    State(std::string_view octets, const std::string& password, Budget& all) : budget(all) {
        auto* stream = new MemStream(octets.data(), 0, static_cast<Goffset>(octets.size()), Object(objNull));
        std::optional<GooString> secret;
        if (!password.empty()) secret.emplace(password);
        document = std::make_unique<PDFDoc>(stream, secret, secret);  // owns the stream
    }

    void layers(PdfLayers wanted) {
        if (set == wanted) return;
        set = wanted;
        const auto& groups = document->getCatalog()->getOptContentConfig()->getOCGs();
        for (const auto& [reference, group] : groups) {
            if (!before.contains(group.get())) before[group.get()] = group->getState();
            group->setState(wanted == PdfLayers::as_set   ? before[group.get()]
                            : wanted == PdfLayers::all_on ? OptionalContentGroup::On
                                                          : OptionalContentGroup::Off);
        }
    }

    // The octets of a page's content, which are many streams or one; "" when there are too many.
    static std::string content_of(Page& page) {
        std::string octets;
        const Object all = page.getContents();
        for (int i = 0; i < (all.isArray() ? std::min(all.arrayGetLength(), 10'000) : 1); ++i) {
            Object one = all.isArray() ? all.arrayGet(i) : all.copy();
            if (!one.isStream()) continue;
            one.streamReset();
            for (int c = one.streamGetChar(); c != EOF; c = one.streamGetChar()) {
                if (octets.size() >= most_mended) return {};
                octets += static_cast<char>(c);
            }
            octets += '\n';
        }
        return octets;
    }

    void draw(Page& page, PdfPage& out) {
        streams_given_up = 0;
        draw(page, out, nullptr);
        if (streams_given_up == 0) return;
        MendedContent content = mend_content(content_of(page));
        if (content.mended) {
            streams_given_up = 0;
            out = PdfPage{};
            draw(page, out, &content.octets);
        }
        out.given_up = streams_given_up > 0;
    }

    void draw(Page& page, PdfPage& out, const std::string* content) {
        PictureSearch search(document->getXRef());
        search.resources(*page.getResourceDictObject(), 0);
        out.pictures = search.any;
        out.placed_pictures = !search.jpeg_2000;
        auto recorder = make_recorder(out, !search.jpeg_2000);
        std::unique_ptr<Gfx> gfx(page.createGfx(recorder.get(), dots_an_inch, dots_an_inch, 0, false, false, -1, -1, -1,
                                                -1, false, out_of_time, &budget));
        if (content == nullptr) {
            page.display(gfx.get());
        } else {
            const auto length = static_cast<Goffset>(content->size());
            Object stream(static_cast<Stream*>(
                new MemStream(content->data(), 0, length, Object(new Dict(static_cast<XRef*>(nullptr))))));
            gfx->saveState();
            gfx->display(&stream);
            gfx->restoreState();
        }
        Annotations annotations(*gfx, *recorder);
        const Object list = page.getAnnotsObject();
        for (int i = 0; list.isArray() && i < list.arrayGetLength(); ++i) {
            if (i >= most_annotations || !budget.time_left()) {
                out.cut = true;
                break;
            }
            annotations.draw(list.arrayGet(i));
        }
    }

    Budget& budget;
    std::unique_ptr<PDFDoc> document;
    PdfLayers set = PdfLayers::as_set;
    std::map<const OptionalContentGroup*, OptionalContentGroup::State> before;
};

PdfPages::PdfPages(std::string_view octets, const std::string& password, Budget& budget)
    : state_(std::make_unique<State>(octets, password, budget)) {}
PdfPages::~PdfPages() = default;

bool PdfPages::opened() const { return state_->document->isOk(); }

int PdfPages::count() const { return opened() ? state_->document->getNumPages() : 0; }

bool PdfPages::has_layers() const {
    const OCGs* groups = opened() ? state_->document->getCatalog()->getOptContentConfig() : nullptr;
    return groups != nullptr && groups->hasOCGs();
}

PdfPage PdfPages::page(int number, PdfLayers layers) {
    PdfPage out;
    if (has_layers()) state_->layers(layers);
    Page* page = state_->document->getPage(number);
    if (page == nullptr || !page->isOk()) {
        out.broken = true;
        return out;
    }
    state_->draw(*page, out);
    if (!state_->budget.time_left()) out.cut = true;
    return out;
}

void start_pdf_pages() {
    // Read from /usr/share/poppler once, and kept: made anew with each document otherwise.
    static const GlobalParamsIniter kept(listen);
}

}  // namespace beadle::inspect
