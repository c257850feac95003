// PowerPoint presentations of 1997 to 2003: slides, notes, comments, links, embedded objects, and what earlier versions
// said.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/text.h"

#include "inspect/text/codepage.h"
#include "inspect/text/document_flow.h"
#include "inspect/text/inflate.h"
#include "inspect/text/little_endian.h"
#include "inspect/text/ole_reader.h"
#include "inspect/text/ppt_records.h"

namespace beadle::inspect {
namespace {

// Words of one slide, page of notes or master.
struct Page {
    std::string shown, comments, hidden;
    bool hidden_slide = false;
};

class Presentation {
  public:
    Presentation(OleReader& ole, std::string_view stream, PptEdits edits, const Place& place)
        : reader_(ole.reader()), stream_(stream), edits_(std::move(edits)), place_(place) {}

    void read() {
        order_slides();
        PptRecord r;
        std::size_t at = 0;
        while (at < stream_.size()) {
            if (!reader_.budget().time_left()) {
                reader_.not_inspected(place_, NotInspectedReason::limit, reader_.budget().exhausted());
                return;
            }
            const bool here = ppt_record(stream_, at, stream_.size(), r) && r.type != 0 && !(r.cut && !counts(at));
            if (here) {
                broken_ = broken_ || r.cut;
                top(r, at);
            }
            at = here ? next_place(at, r.end) : next_live(at + 1);
        }
        if (broken_) reader_.not_inspected(place_, NotInspectedReason::broken, "records of the presentation are cut");
        emit();
    }

  private:
    bool counts(std::size_t at) const { return !edits_.known || edits_.live.count(static_cast<std::uint32_t>(at)) > 0; }

    // PowerPoint goes by its directory: what that names is read wherever it stands, padding and rubbish before it or
    // not.
    std::size_t next_live(std::size_t at) {
        const auto it = edits_.live.lower_bound(static_cast<std::uint32_t>(std::min<std::size_t>(at, UINT32_MAX)));
        if (it != edits_.live.end()) return it->first;
        const auto rest = stream_.substr(std::min(at, stream_.size()));
        broken_ = broken_ || (!edits_.known && rest.find_first_not_of('\0') != std::string_view::npos);
        return stream_.size();
    }
    std::size_t next_place(std::size_t at, std::size_t end) {
        const auto it = edits_.live.upper_bound(static_cast<std::uint32_t>(at));
        return it == edits_.live.end() ? end : std::min<std::size_t>(end, it->first);
    }

    // Slides by the list of the newest document, so that they have the numbers a person sees.
    void order_slides() {
        PptRecord r;
        int documents = 0;  // there is one
        for (const auto& [at, live] : edits_.live) {
            if (!ppt_record(stream_, at, stream_.size(), r) || r.type != ppt::document) continue;
            if (++documents > 4) return;
            PptRecord list;
            for (std::size_t in = r.at; ppt_record(stream_, in, r.end, list); in = list.end)
                if (list.type == ppt::slide_list && list.instance == 0) number_slides(list);
        }
    }

    void number_slides(const PptRecord& list) {
        PptRecord r;
        for (std::size_t at = list.at; ppt_record(stream_, at, list.end, r); at = r.end) {
            if (r.type != ppt::slide_persist) continue;
            const auto place = edits_.places.find(le32(r.body, 0));
            if (place != edits_.places.end())
                numbers_.emplace(place->second, static_cast<unsigned>(numbers_.size() + 1));
        }
    }

    unsigned slide_number(std::size_t at) {
        return numbers_.emplace(static_cast<std::uint32_t>(at), static_cast<unsigned>(numbers_.size() + 1))
            .first->second;
    }

    void top(const PptRecord& r, std::size_t at) {
        if (r.type == ppt::ole_storage) return object(r);
        if (!r.container) return;
        if (!counts(at)) return words(r, earlier_);
        switch (r.type) {
            case ppt::slide:
                return words(r, slides_[slide_number(at)]);
            case ppt::notes:
                return words(r, notes_);
            case ppt::main_master:
            case ppt::handout:
                return words(r, masters_);
            default:
                return words(r, document_);
        }
    }

    struct Open {
        std::uint16_t type;
        std::size_t end;
        bool in_tags;  // what programs add there need not be records
    };

    // Every text inside one record, however deep: containers are stepped into, atoms over.
    void words(const PptRecord& top, Page& page) {
        walked_ += top.body.size();  // entries of the directory may all lead into the same octets
        if (walked_ > 4 * stream_.size()) {
            reader_.not_inspected(place_, NotInspectedReason::limit,
                                  "records of the presentation lie over one another");
            return;
        }
        std::vector<Open> open{{top.type, top.end, false}};
        Page* to = &page;
        PptRecord r;
        for (std::size_t at = top.at; at < top.end;) {
            while (open.size() > 1 && at >= open.back().end) open.pop_back();
            if (!ppt_record(stream_, at, open.back().end, r)) {
                at = open.back().end;
                if (open.size() == 1) break;
                continue;
            }
            broken_ = broken_ || (r.cut && !open.back().in_tags);
            to = page_of(r, open, page, to);
            // Table styles of newer versions call themselves a container and hold a ZIP archive.
            if ((r.container && r.type != ppt::newer_table_styles) || r.type == ppt::tag_blob) {
                open.push_back({r.type, r.end, open.back().in_tags || r.type == ppt::tag_blob});
                at = r.at;
                continue;
            }
            atom(r, open.back().type, *to);
            at = r.end;
        }
        listed_ = false;
    }

    // The document lists the words of its slides, each behind the record that says which slide.
    Page* page_of(const PptRecord& r, const std::vector<Open>& open, Page& page, Page* now) {
        const bool in_list = open.back().type == ppt::slide_list;
        if (r.type == ppt::slide_list) {
            listed_ = r.instance == 0 && &page == &document_;
            return listed_ || &page == &earlier_ ? &page : r.instance == 1 ? &masters_ : &notes_;
        }
        if (r.type == ppt::slide_persist && in_list && listed_) return &listed(r);
        return open.size() == 1 ? &page : now;
    }

    Page& listed(const PptRecord& r) {
        const auto place = edits_.places.find(le32(r.body, 0));
        return place == edits_.places.end() ? document_ : slides_[slide_number(place->second)];
    }

    void atom(const PptRecord& r, std::uint16_t inside, Page& page) {
        if (r.type == ppt::text_chars) {
            line(page.shown, utf16_text(r.body));
        } else if (r.type == ppt::text_bytes) {
            std::string text;
            append_latin(text, r.body);
            line(page.shown, text);
        } else if (r.type == ppt::slide_show_info && r.body.size() >= 12) {
            page.hidden_slide = (le16(r.body, 10) & 4) != 0;
        } else if (r.type == ppt::c_string && inside == ppt::comment) {
            line(page.comments, utf16_text(r.body));
        } else if (r.type == ppt::c_string && inside == ppt::headers_footers) {
            line(page.shown, utf16_text(r.body));
        } else if (r.type == ppt::shape_options) {
            line(page.hidden, telling_words_in(r.body));  // words drawn as art, descriptions
        } else if (r.type == ppt::c_string) {
            const std::string text = utf16_text(r.body);
            if (!text.starts_with("___PPT")) line(page.hidden, text);  // what newer versions keep beside
        }
    }

    static void line(std::string& to, std::string text) {
        std::replace(text.begin(), text.end(), '\r', '\n');
        std::replace(text.begin(), text.end(), '\v', '\n');
        if (trim(text).empty() || trim(text) == "*") return;  // a star stands for the number or the date
        to += text;
        if (!to.ends_with('\n')) to += '\n';
    }

    void object(const PptRecord& r) {
        const bool packed = r.instance == 1;
        const std::string number = std::to_string(++objects_);
        const Place at = place_.inside("object " + number, "embedded object " + number);
        if (!reader_.budget().spend_member()) {
            reader_.not_inspected(at, NotInspectedReason::limit, reader_.budget().exhausted());
            return;
        }
        if (!packed) {
            if (!r.body.empty()) reader_.content({}, r.body, at);
            return;
        }
        const Inflated plain = inflate(r.body.substr(std::min<std::size_t>(4, r.body.size())), Wrapping::zlib,
                                       reader_.budget().limits().unpacked);
        const bool as_said = plain.octets.size() >= le32(r.body, 0);  // its own end mark is often not written
        if (plain.state != Inflated::State::whole && !(plain.state == Inflated::State::cut && as_said))
            reader_.not_inspected(
                at, plain.state == Inflated::State::too_long ? NotInspectedReason::limit : NotInspectedReason::broken,
                "embedded object cannot be unpacked");
        if (!reader_.budget().spend_unpacked(plain.octets.size()))
            reader_.not_inspected(at, NotInspectedReason::limit, reader_.budget().exhausted());
        else if (!plain.octets.empty())
            reader_.content({}, plain.octets, at);
    }

    void emit() {
        for (auto& [number, slide] : slides_) {
            const std::string words_of = "slide " + std::to_string(number);
            const Place at = place_.beside(words_of, slide.hidden_slide ? "hidden " + words_of : words_of);
            if (slide.hidden_slide && !slide.shown.empty())
                reader_.found(FindingKind::hidden_content, at, Confidence::high, "hidden slide");
            page(slide, at, slide.hidden_slide ? SegmentKind::hidden : SegmentKind::document);
        }
        page(document_, place_, SegmentKind::document);
        page(notes_, place_.beside("notes", "speaker notes"), SegmentKind::hidden);
        page(masters_, place_.beside("masters", "slide masters"), SegmentKind::document);
        const Place at = place_.beside("earlier version", "earlier version");
        if (!earlier_.shown.empty())
            reader_.found(FindingKind::hidden_content, at, Confidence::medium, "text of an earlier version is kept");
        page(earlier_, at, SegmentKind::hidden);
    }

    void page(Page& page, const Place& at, SegmentKind kind) {
        reader_.text(kind, std::move(page.shown), at);
        reader_.text(SegmentKind::hidden, std::move(page.hidden), at.beside("names and links", "names and links"));
        if (page.comments.empty()) return;
        const Place comments = at.beside("comments", "comments");
        reader_.found(FindingKind::document_comment, comments, Confidence::medium, "comments on slides");
        reader_.text(SegmentKind::hidden, std::move(page.comments), comments);
    }

    Reader& reader_;
    std::string_view stream_;
    PptEdits edits_;
    const Place& place_;
    std::map<std::uint32_t, unsigned> numbers_;  // offset of a slide -> its number
    std::map<unsigned, Page> slides_;
    Page document_, notes_, masters_, earlier_;
    bool broken_ = false, listed_ = false;
    unsigned objects_ = 0;
    std::uint64_t walked_ = 0;
};

}  // namespace

void read_ppt(OleReader& ole, const CompoundFile::Entry& storage, const Place& place) {
    const std::string stream = ole.load(storage, "PowerPoint Document", place);
    const std::string user = ole.load(storage, "Current User", place);
    PptEdits edits = ppt_edits(stream, user);
    if (edits.seal.sealed()) {
        judge_seal(ole.reader(), edits.seal, place);
        ole.lock(Lock::Kind::powerpoint, storage, place);
        return;
    }
    Presentation(ole, stream, std::move(edits), place).read();
}

}  // namespace beadle::inspect
