// What an RTF gives when it is read: its flows, the HTML inside, its objects, and what stands behind its end.
#include "base/text.h"

#include "inspect/text/html_text.h"
#include "inspect/text/ole_reader.h"
#include "inspect/text/rtf_text.h"

namespace beadle::inspect {

void RtfText::object() {
    const std::string octets_of = std::move(object_);
    object_.clear();
    nibble_ = -1;
    if (octets_of.empty()) return;
    if (!reader_.budget().spend_member() || !reader_.budget().spend_unpacked(octets_of.size())) {
        reader_.not_inspected(place_, NotInspectedReason::limit, reader_.budget().exhausted());
        return;
    }
    const std::string number = std::to_string(++objects_);
    read_ole1_object(reader_, octets_of, place_.inside("object " + number, "embedded object " + number));
}

void RtfText::emit() {
    const auto document = kind_ == SegmentKind::body ? SegmentKind::body : SegmentKind::document;
    body_.emit(reader_, place_, document);
    headers_.emit(reader_, place_.beside("page headers and footers", "page headers and footers"), document);
    notes_.emit(reader_, place_.beside("footnotes", "footnotes"), document);
    const Place comments = place_.beside("comments", "comments");
    if (commented_)
        reader_.found(FindingKind::document_comment, comments, Confidence::medium, "comments in the document");
    comments_.emit(reader_, comments, SegmentKind::hidden);
    const Place properties = place_.beside("properties", "document properties");
    if (!trim(info_).empty() && kind_ != SegmentKind::body)
        reader_.found(FindingKind::document_properties, properties, Confidence::low, "information of the document");
    reader_.text(SegmentKind::hidden, std::move(info_), properties);
    if (!from_html_ || html_.empty()) return;
    HtmlText html = read_html(html_);
    reader_.text(document, std::move(html.visible), place_);
    for (auto& table : html.tables) reader_.text(document, std::move(table), place_, true);
    reader_.text(SegmentKind::hidden, std::move(html.hidden), place_.beside("hidden text", "hidden text"));
}

// Word stops at the last brace; what stands behind is not seen and goes along.
void RtfText::trailing(std::string_view rest) {
    while (!rest.empty() &&
           (rest.front() == '\0' || rest.front() == '\r' || rest.front() == '\n' || rest.front() == ' '))
        rest.remove_prefix(1);
    if (rest.size() < 4) return;
    Claim claim;
    claim.kind = SegmentKind::hidden;
    reader_.content(claim, rest, place_.inside("behind the end", "octets behind the end of the document"));
}

}  // namespace beadle::inspect
