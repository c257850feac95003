#include "inspect/detect/forwards.h"

#include <algorithm>

#include "base/text.h"
#include "inspect/detect/quoted.h"
#include "inspect/detect/quoted_line.h"
#include "inspect/message/addresses.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_body = 64u << 10, most_bodies = 8, most_documents = 40, top_of_document = 4096,
                      most_html = 256u << 10, after_mark = 4000;

bool holds(const std::vector<HeaderField>& fields, const std::vector<NamedField>& wanted) {
    return std::any_of(fields.begin(), fields.end(), [&](const HeaderField& f) {
        return std::any_of(wanted.begin(), wanted.end(), [&](const NamedField& w) {
            return ascii_iequal(f.name, w.name) &&
                   (w.value.empty() || ascii_lower(f.decoded).find(w.value) != std::string::npos);
        });
    });
}

std::string raw_value_of(const std::vector<HeaderField>& fields, std::string_view name) {
    for (const auto& f : fields)
        if (ascii_iequal(f.name, name)) return f.raw;
    return "";
}

std::string value_of(const std::vector<HeaderField>& fields, std::string_view name) {
    for (const auto& f : fields)
        if (ascii_iequal(f.name, name)) return folded(trim(f.decoded));
    return {};
}

bool is_below(const std::string& part, const std::string& above) {
    return !above.empty() && part.size() > above.size() && part.starts_with(above) && part[above.size()] == '.';
}

std::size_t first_of(const std::vector<std::string>& marks, const std::string& source) {
    std::size_t first = std::string::npos;
    for (const auto& m : marks) first = std::min(first, source.find(m));
    return first;
}

class Look {
  public:
    Look(const ParsedMessage& message, const Reading& reading, const ForwardWords& words, Budget& budget,
         Inspection& out)
        : message_(message), reading_(reading), words_(words), budget_(budget), out_(out), facts_(out.passed_on) {}
    void all();

  private:
    void fields();
    void bodies();
    void attached();
    void message_files();
    void documents();
    void sources();
    void source_marks();
    void business();
    void put(Original original);
    void put_attached(const std::vector<HeaderField>& fields, const std::string& part);
    bool is_inside_attached(const Segment& s) const;

    const ParsedMessage& message_;
    const Reading& reading_;
    const ForwardWords& words_;
    Budget& budget_;
    Inspection& out_;
    PassedOn& facts_;
    std::vector<std::string> attached_;  // their numbers
    struct Source {
        std::string part, text;
    };
    std::vector<Source> html_;
    bool shown_forward_ = false;
    std::string text_;  // of the bodies, folded
};

void Look::put(Original original) {
    auto& list = facts_.originals;
    const bool known = std::any_of(list.begin(), list.end(), [&](const Original& o) {
        return o.form == original.form && o.from == original.from && o.to == original.to &&
               o.from_name == original.from_name && (o.form == OriginalForm::attached ? o.part == original.part : true);
    });
    if (!known && list.size() < PassedOn::most_originals) list.push_back(std::move(original));
}

// Lists add Delivered-To and X-Loop to what they expand: that is no forwarding.
void Look::fields() {
    const auto& f = message_.fields;
    facts_.by_hand_field = holds(f, words_.by_hand);
    out_.marks.forwarded_by_rule = holds(f, words_.by_rule) || (!out_.marks.bulk && holds(f, words_.delivered));
    const std::string subject = folded(message_.subject);
    const auto kind = words_.subject(subject);
    facts_.forward_subject = kind == SubjectKind::forward;
    facts_.reply_subject = kind == SubjectKind::reply;
    const std::string sensitivity = value_of(f, "sensitivity");
    facts_.private_subject = words_.is_private(subject) || sensitivity == "personal" || sensitivity == "private";
}

void Look::put_attached(const std::vector<HeaderField>& fields, const std::string& part) {
    Original one;
    one.form = OriginalForm::attached;
    one.part = part;
    one.message_id = printable(trim(raw_value_of(fields, "message-id")), InspectionLimits::text - 3);
    for (const auto& a : addresses_of(fields).list) {
        if (a.field == "from" && one.from.empty()) {
            one.from = a.address;
            one.from_name = folded(a.display);
        } else if ((a.field == "to" || a.field == "cc") && one.to.size() < PassedOn::most_people) {
            one.to.push_back(a.address);
        }
    }
    put(std::move(one));
}

// The returned message of a delivery report is nobody's forward.
void Look::attached() {
    for (const Part& p : message_.parts) {
        const bool report =
            p.parent >= 0 && message_.parts[static_cast<std::size_t>(p.parent)].media_type == "multipart/report";
        const bool nested =
            std::any_of(attached_.begin(), attached_.end(), [&](const auto& n) { return is_below(p.number, n); });
        if (!p.message || report || nested) continue;
        attached_.push_back(p.number);
        put_attached(p.fields, p.number);
    }
}

// Files that are messages: .eml by their own fields, .msg by the lines that its reader gives.
void Look::message_files() {
    for (const Entity& e : out_.entities) {  // the worker has moved them out of the reading
        const std::string name = ascii_lower(e.filename);
        const bool eml = e.detected_type == "message/rfc822" && e.media_type != "message/rfc822";
        if (!eml && !name.ends_with(".eml") && !name.ends_with(".msg") && !name.ends_with(".emlx")) continue;
        const bool seen = std::any_of(attached_.begin(), attached_.end(),
                                      [&](const auto& n) { return n == e.part || is_below(e.part, n); });
        if (seen) continue;
        attached_.push_back(e.part);
        Original one;
        one.form = OriginalForm::attached;
        one.part = e.part;
        for (const Segment& s : reading_.segments) {
            const bool its = s.kind == SegmentKind::subject && (s.part == e.part || is_below(s.part, e.part));
            if (!its || !one.from.empty()) continue;
            auto blocks = quoted_originals(folded(s.text.substr(0, most_body)), words_, {true, false});
            if (!blocks.empty()) {
                one.from = blocks.front().from, one.from_name = blocks.front().from_name, one.to = blocks.front().to;
            } else if (auto found = addresses_in(s.text.substr(0, most_body), PassedOn::most_people); !found.empty()) {
                one.from = found.front();
                one.to.assign(found.begin() + 1, found.end());
            }
        }
        put(std::move(one));
    }
}

bool Look::is_inside_attached(const Segment& s) const {
    return !s.path.empty() || std::any_of(attached_.begin(), attached_.end(),
                                          [&](const auto& n) { return s.part == n || is_below(s.part, n); });
}

void Look::bodies() {
    std::size_t looked = 0;
    QuotedOptions options;
    options.expected = facts_.forward_subject || shown_forward_ || facts_.by_hand_field;
    for (const Segment& s : reading_.segments) {
        if (s.kind != SegmentKind::body || is_inside_attached(s) || looked == most_bodies || !budget_.time_left())
            continue;
        ++looked;
        const std::string text = folded(std::string_view(s.text).substr(0, most_body));
        if (text_.size() < 4 * most_body) text_ += text + "\n";
        for (auto& original : quoted_originals(text, words_, options)) {
            original.part = s.part;
            put(std::move(original));
        }
    }
}

// A message that was printed to a PDF or saved as a document begins with its fields.
void Look::documents() {
    std::size_t looked = 0;
    std::string last;
    for (const Segment& s : reading_.segments) {
        const bool content = s.kind == SegmentKind::attachment || s.kind == SegmentKind::document;
        if (!content || s.location == last || looked == most_documents || !budget_.time_left()) continue;
        const bool of_attached = std::any_of(attached_.begin(), attached_.end(),
                                             [&](const auto& n) { return s.part == n || is_below(s.part, n); });
        last = s.location;
        ++looked;
        if (of_attached) continue;
        auto found =
            quoted_originals(folded(std::string_view(s.text).substr(0, top_of_document)), words_, {false, true});
        if (found.empty()) continue;
        found.front().form = OriginalForm::attached;
        found.front().part = s.part;
        put(std::move(found.front()));
    }
}

// The source of each HTML body in lower case, once.
void Look::sources() {
    for (const Part& p : message_.parts) {
        if (p.media_type != "text/html" || p.attachment || p.message || html_.size() == most_bodies) continue;
        if (std::any_of(attached_.begin(), attached_.end(), [&](const auto& n) { return is_below(p.number, n); }))
            continue;
        html_.push_back({p.number, ascii_lower(std::string_view(p.content).substr(0, most_html))});
        shown_forward_ = shown_forward_ || first_of(words_.html_forward, html_.back().text) != std::string::npos;
    }
}

// A mark without any line that is known: the nearest addresses after it.
void Look::source_marks() {
    if (!facts_.originals.empty() && facts_.originals.back().form != OriginalForm::attached) return;
    for (const Source& source : html_) {
        const auto forward = first_of(words_.html_forward, source.text);
        const auto original = std::min(forward, first_of(words_.html_original, source.text));
        if (original == std::string::npos) continue;
        Original one;
        one.form = OriginalForm::attribution;
        one.called_forward = forward != std::string::npos;
        one.part = source.part;
        auto found = addresses_in(std::string_view(source.text).substr(original, after_mark), PassedOn::most_people);
        if (!found.empty()) one.from = found.front();
        if (found.size() > 1) one.to.assign(found.begin() + 1, found.end());
        return put(std::move(one));
    }
}

void Look::business() {
    std::string subject = folded(message_.subject);
    for (const Segment& s : reading_.segments)
        if (s.kind == SegmentKind::name && subject.size() < 4000) subject += "\n" + folded(s.text.substr(0, 400));
    facts_.council_business = words_.is_business(subject, text_);
}

void Look::all() {
    fields();
    attached();
    message_files();
    sources();
    bodies();
    source_marks();
    documents();
    business();
    const auto& originals = facts_.originals;
    const bool called = facts_.by_hand_field || shown_forward_ ||
                        std::any_of(originals.begin(), originals.end(), [](const Original& o) {
                            return o.called_forward || o.form == OriginalForm::attached;
                        });
    out_.marks.forwarded_by_hand = called || (facts_.forward_subject && !originals.empty());
    // What a rule writes is a forward like any other, but marked as made by a program.
    if (out_.marks.forwarded_by_hand && !out_.marks.forwarded_by_rule)
        out_.marks.forwarded_by_rule = value_of(message_.fields, "auto-submitted").starts_with("auto-generated");
}

}  // namespace

void note_forwarding(const ParsedMessage& message, const Reading& reading, const ForwardWords& words, Budget& budget,
                     Inspection& out) {
    if (words.known()) Look(message, reading, words, budget, out).all();
}

}  // namespace beadle::inspect
