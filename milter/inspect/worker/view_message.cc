#include "inspect/worker/view_message.h"

#include <algorithm>
#include <cctype>
#include <new>

#include "base/text.h"
#include "inspect/message/charset.h"
#include "inspect/text/html_rebuild.h"
#include "inspect/text/html_text.h"
#include "inspect/text/reading.h"
#include "inspect/worker/answer.h"
#include "inspect/worker/masking.h"
#include "inspect/worker/terms.h"

namespace beadle::inspect {
namespace {

using Limits = wire::ViewLimits;

const char* word(SegmentKind kind) {
    switch (kind) {
        case SegmentKind::subject:
            return "subject";
        case SegmentKind::body:
            return "body";
        case SegmentKind::attachment:
            return "attachment";
        case SegmentKind::document:
            return "document";
        case SegmentKind::sheet:
            return "sheet";
        case SegmentKind::name:
            return "name";
        case SegmentKind::hidden:
            return "hidden";
    }
    return "body";
}

std::string part_of(const std::string& part) {
    return part.size() <= 256 && part.find_first_not_of("0123456789.") == std::string::npos ? part : "";
}

// A stretch of a text that is masked, or shown and marked.
struct Stretch {
    std::size_t begin = 0, end = 0;
    std::string shown, kind;
};

void in_order(std::vector<Stretch>& list) {
    std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
    std::size_t behind = 0;
    std::erase_if(list, [&](Stretch& s) {
        if (s.end <= std::max(s.begin, behind)) return true;
        s.begin = std::max(s.begin, behind);
        behind = s.end;
        return false;
    });
}

struct View {
    std::string_view octets;
    const wire::View& asked;
    const Tools& tools;
    Budget& budget;
    wire::Viewed out{};
    ParsedMessage parsed{};
    Reading reading{};
    std::vector<KnownValue> known{};
    std::vector<ValueAt> values{};
    std::size_t text_left = Limits::all_texts, page_left = Limits::all_pages;

    void read() {
        Inspection& i = out.inspection;
        i.octets = octets.size();
        i.sha256 = sha256_hex(octets);
        parsed = parse_message(octets, budget);
        i.not_inspected = parsed.not_inspected;
        i.message_id = parsed.message_id;
        reading = read_message(parsed, budget);
        i.entities = std::move(reading.entities);
        i.protection = std::move(reading.protection);
        i.links = std::move(reading.links);
        i.not_inspected.insert(i.not_inspected.end(), reading.not_inspected.begin(), reading.not_inspected.end());
        for (auto& password : reading.passwords) known.push_back({std::move(password), "••••••••", 4});
    }

    void detect() { tools.detector->detect(reading, budget, out.inspection, &known, &values); }

    void show() {
        for (const auto& f : parsed.fields) field(f);
        for (std::size_t i = 0; i < reading.segments.size(); ++i) text(i);
        for (const auto& p : parsed.parts)
            if (p.media_type == "text/html" && !p.multipart) page(p);
    }

    void find_words() {
        const TermFinder finder(asked.words);
        for (const auto& segment : reading.segments) {
            if (!budget.time_left()) break;
            for (const auto& [which, count] : finder.in(segment.text)) {
                if (out.occurrences.size() >= Limits::occurrences) return;
                out.occurrences.push_back({which, part_of(segment.part), segment.location, count});
            }
        }
    }

    // Digests, names and findings leave masked as they do for a verdict.
    void finish() {
        Inspection& i = out.inspection;
        if (!budget.exhausted().empty())
            i.not_inspected.push_back(whole_message(NotInspectedReason::limit, budget.exhausted()));
        i.subject = printable(asked.reveal ? parsed.subject : tools.detector->mask_values(parsed.subject), 200);
        if (!asked.reveal) {
            mask_names(*tools.detector, i);
            mask_known(known, i);
            const KnownFinder finder(known);
            for (auto& t : out.texts) t.location = masked_name(finder, t.location);
            for (auto& o : out.occurrences) o.location = masked_name(finder, o.location);
        }
        for (auto& t : out.texts) t.location = printable(t.location, InspectionLimits::text);
        for (auto& o : out.occurrences) o.location = printable(o.location, InspectionLimits::text);
        keep_within_limits(i);
        // A frame holds it all: texts and pages come first.
        if (i.entities.size() > 1000) i.entities.resize(1000);
        if (i.findings.size() > 500) i.findings.resize(500);
        if (i.links.size() > 100) i.links.resize(100);
    }

    void field(const HeaderField& f) {
        if (out.fields.size() >= Limits::fields) {
            out.cut = true;
            return;
        }
        const std::string& decoded = f.decoded.empty() ? f.raw : f.decoded;
        const std::string shown = asked.reveal ? decoded : masked_name(KnownFinder(known), decoded);
        out.fields.push_back({printable(f.name, 250), printable(trim(shown), Limits::field)});
    }

    std::string masked_name(const KnownFinder& finder, const std::string& name) const {
        std::string masked = tools.detector->mask_values(name);
        const auto places = finder.in(masked);
        for (auto at = places.rbegin(); at != places.rend(); ++at)
            masked.replace(at->begin, at->end - at->begin, at->shown);
        return masked;
    }

    void text(std::size_t index) {
        const Segment& s = reading.segments[index];
        if (s.text.empty() || s.kind == SegmentKind::name || (s.kind == SegmentKind::subject && s.part == "0")) return;
        if (out.texts.size() >= Limits::texts || text_left == 0) {
            out.cut = true;
            return;
        }
        const std::string_view whole = s.text;
        std::vector<Stretch> stretches;
        for (const auto& v : values)
            if (v.segment == index && v.end <= whole.size())
                stretches.push_back({v.begin, v.end, v.shown, std::string(name(v.kind))});
        for (auto& k : KnownFinder(known).in(whole)) stretches.push_back({k.begin, k.end, std::move(k.shown), ""});
        for (auto& one : stretches)  // the end of a text is the end of what stands last in it
            while (one.end > one.begin && std::isspace(static_cast<unsigned char>(whole[one.end - 1]))) --one.end;
        in_order(stretches);
        wire::ViewText t;
        t.part = part_of(s.part);
        t.location = s.location;
        t.kind = word(s.kind);
        compose(whole, stretches, std::min(Limits::text, text_left), t);
        text_left -= std::min(text_left, t.text.size());
        out.texts.push_back(std::move(t));
    }

    void compose(std::string_view whole, const std::vector<Stretch>& stretches, std::size_t most,
                 wire::ViewText& t) const {
        std::size_t at = 0;
        const auto add = [&](std::string_view piece) {
            if (t.cut) return;
            const std::string shown = printable_lines(piece, piece.size() * 3);
            const std::size_t room = most - t.text.size();
            t.cut = shown.size() > room;
            t.text += t.cut ? printable_lines(shown, room) : shown;
        };
        for (const auto& s : stretches) {
            add(whole.substr(at, s.begin - at));
            const auto begin = t.text.size();
            add(asked.reveal ? whole.substr(s.begin, s.end - s.begin) : std::string_view(s.shown));
            if (t.text.size() > begin && t.spans.size() < Limits::spans)
                t.spans.push_back(
                    {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(t.text.size()), s.kind});
            at = s.end;
        }
        add(whole.substr(at));
    }

    void page(const Part& p) {
        if (out.pages.size() >= Limits::pages || page_left < 4096) {
            out.cut = true;
            return;
        }
        const auto decoded = decode_text(p.content, p.charset.empty() ? html_charset(p.content) : p.charset);
        const KnownFinder finder(known);
        WordsFilter filter;
        if (!asked.reveal)
            filter = [&](std::string_view words) {
                std::vector<WordsCut> cuts;
                for (auto& k : finder.in(words)) cuts.push_back({k.begin, k.end, std::move(k.shown)});
                return cuts;
            };
        auto rebuilt = rebuild_html(decoded.text, std::min(Limits::text / 2, page_left), filter);
        if (rebuilt.html.size() > std::min(Limits::text, page_left)) {  // the masks made it longer than it may be
            out.cut = true;
            return;
        }
        page_left -= rebuilt.html.size();
        out.pages.push_back(
            {part_of(p.number), std::move(rebuilt.html), rebuilt.left_out, rebuilt.taken_out, rebuilt.cut});
    }

    template <class Stage>
    void stage(const char* name_of_it, Stage&& run) {
        try {
            run();
        } catch (const std::bad_alloc&) {
            out.inspection.not_inspected.push_back(
                whole_message(NotInspectedReason::limit, std::string(name_of_it) + ": not enough memory"));
        } catch (...) {
            out.inspection.not_inspected.push_back(
                whole_message(NotInspectedReason::crash, std::string(name_of_it) + " failed"));
        }
    }
};

// Blocks of a text, as a terminal may get them.
bool is_safe(std::string_view text, bool lines) {
    return std::none_of(text.begin(), text.end(), [lines](char c) {
        const auto octet = static_cast<unsigned char>(c);
        return octet == 0x7f || (octet < 0x20 && !(lines && (c == '\n' || c == '\t')));
    });
}

}  // namespace

wire::Viewed view_message(std::string_view octets, const wire::View& asked, const Tools& tools,
                          Budget& budget) noexcept {
    View view{octets, asked, tools, budget};
    view.out.outcome = wire::ViewOutcome::viewed;
    if (asked.purpose == wire::ViewPurpose::inspect) {
        view.out.inspection = inspect_message(octets, asked.envelope, tools, budget);
        return std::move(view.out);
    }
    view.stage("reading", [&] { view.read(); });
    view.stage("detection", [&] { view.detect(); });
    if (asked.purpose == wire::ViewPurpose::content)
        view.stage("showing", [&] { view.show(); });
    else
        view.stage("searching", [&] { view.find_words(); });
    view.stage("answering", [&] { view.finish(); });
    return std::move(view.out);
}

Status check_view(const wire::Viewed& a, const wire::View& asked) {
    const auto wrong = [](const char* what) { return fail(FailureKind::malformed, "view", what); };
    if (a.outcome != wire::ViewOutcome::viewed) return wrong("it answers for its parent");
    std::size_t texts = 0, pages = 0;
    for (const auto& f : a.fields)
        if (!is_safe(f.name, false) || !is_safe(f.text, false)) return wrong("a field with controls");
    for (const auto& t : a.texts) {
        texts += t.text.size();
        if (!is_safe(t.text, true) || !is_safe(t.location, false) || !is_safe(t.kind, false) ||
            part_of(t.part) != t.part)
            return wrong("a text with controls");
        for (const auto& s : t.spans)
            if (s.begin > s.end || s.end > t.text.size() || !is_safe(s.kind, false))
                return wrong("a span outside its text");
    }
    for (const auto& p : a.pages) {
        pages += p.html.size();
        if (!is_safe(p.html, true) || part_of(p.part) != p.part) return wrong("a page with controls");
    }
    for (const auto& o : a.occurrences)
        if (o.word >= asked.words.size() || !is_safe(o.location, false) || part_of(o.part) != o.part)
            return wrong("an occurrence of nothing");
    if (texts > Limits::all_texts + 64 || pages > Limits::all_pages + 64) return wrong("more text than there may be");
    return Done{};
}

}  // namespace beadle::inspect
