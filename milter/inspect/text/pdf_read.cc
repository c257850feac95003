#include "inspect/text/pdf_read.h"

#include <algorithm>
#include <cctype>
#include <map>

#include "base/text.h"

#include "inspect/text/active.h"
#include "inspect/text/pdf_objects.h"
#include "inspect/text/pdf_page_text.h"
#include "inspect/text/pdf_pages.h"
#include "inspect/text/zip_file.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_blanked = 64u << 20, least_sham = 16, most_script = 1u << 20;

struct Surface {
    PdfWords::Kind kind;
    SegmentKind segment;
    const char* words;
    bool by_page;
};
constexpr Surface surfaces[] = {
    {PdfWords::Kind::note, SegmentKind::document, "notes", true},
    {PdfWords::Kind::field, SegmentKind::document, "form fields", true},
    {PdfWords::Kind::form_data, SegmentKind::hidden, "form data", false},
    {PdfWords::Kind::bookmark, SegmentKind::document, "bookmarks", false},
    {PdfWords::Kind::link, SegmentKind::hidden, "links", false},
    {PdfWords::Kind::script, SegmentKind::hidden, "script", false},
    {PdfWords::Kind::alternative, SegmentKind::hidden, "alternative text", false},
    {PdfWords::Kind::signature, SegmentKind::document, "signature", false},
    {PdfWords::Kind::properties, SegmentKind::hidden, "document properties", false},
    {PdfWords::Kind::telling, SegmentKind::hidden, "names and attributes", false},
};

void put_words(Reader& reader, const PdfObjects& objects, const Place& place) {
    for (const auto& s : surfaces) {
        std::map<int, std::string> texts;
        for (const auto& w : objects.words)
            if (w.kind == s.kind) texts[s.by_page ? w.page : 0] += w.text + "\n";
        for (auto& [page, text] : texts) {
            const std::string on = page > 0 ? "page " + std::to_string(page) : std::string();
            const Place at = (on.empty() ? place : place.beside(on, on)).beside(s.words, s.words);
            if (s.kind == PdfWords::Kind::note)
                reader.found(FindingKind::document_comment, at, Confidence::medium, "notes in the document");
            reader.text(s.segment, std::move(text), at);
        }
    }
}

void put_files(Reader& reader, PdfObjects& objects, const Place& place) {
    for (auto& file : objects.files) {
        const Place at = place.inside(file.name, '"' + printable(file.name, 100) + '"');
        reader.name(file.name, at);
        Claim claim;
        claim.filename = file.name;
        claim.media_type = file.media_type;
        const auto held = reader.hold(std::move(file.octets));
        reader.leaf(claim, held, at);
        reader.content(claim, held, at);
    }
}

void put_actions(Reader& reader, const PdfObjects& objects, const Place& place) {
    if (objects.script || objects.script_of_fields) {
        std::string source;
        for (const auto& w : objects.words)
            if (w.kind == PdfWords::Kind::script && source.size() < most_script) source += w.text + "\n";
        const Active active = judge_pdf_script(source, objects.script);
        reader.found(FindingKind::macro, place, active.confidence, active.what);
    }
    for (const auto& target : objects.submits)
        reader.found(FindingKind::macro, place, Confidence::low,
                     "form that sends what is filled in to " + printable(target, 80));
    for (const auto& target : objects.launches)
        reader.found(FindingKind::dangerous_file, place, Confidence::high, "starts " + printable(target, 100));
    if (objects.signature)
        reader.protect(place, ProtectionMethod::pdf, ProtectionGrade::is_signed, false, "signed-only");
}

void put_access(Reader& reader, const PdfObjects& objects, const Place& place) {
    if (!objects.opened || objects.pages == 0 || (objects.tagged && objects.titled)) return;
    reader.inaccessible(place, objects.tagged ? "a title" : objects.titled ? "tags" : "tags and a title");
}

void put_objects(Reader& reader, PdfObjects& objects, const Place& place) {
    put_access(reader, objects, place);
    put_words(reader, objects, place);
    put_actions(reader, objects, place);
    for (const auto& gap : objects.gaps) reader.not_inspected(place, gap.reason, gap.detail);
    put_files(reader, objects, place);
}

// The same octets without their lock: what was never enciphered reads as it stands.
std::string without_lock(std::string_view octets) {
    std::string out(octets.substr(0, most_blanked));
    for (auto at = out.find("/Encrypt"); at != std::string::npos; at = out.find("/Encrypt", at + 8))
        if (at + 8 >= out.size() || std::isalpha(static_cast<unsigned char>(out[at + 8])) == 0) out[at + 1] = 'X';
    return out;
}

bool is_letter(unsigned char c) { return std::isalnum(c) != 0 || c >= 0x80; }

std::size_t letters_of_pages(const std::string& octets, Budget& budget) {
    std::size_t letters = 0;
    PdfPages pages(octets, "", budget);
    for (int n = 1; n <= std::min(pages.count(), 20) && budget.time_left(); ++n) {
        const PdfPage page = pages.page(n, PdfLayers::as_set);
        letters += static_cast<std::size_t>(std::count_if(page.letters.begin(), page.letters.end(), is_letter));
    }
    return letters;
}

void metadata_in_clear(Reader& reader, std::string_view octets, const Place& place) {
    const auto from = octets.find("<x:xmpmeta"), to = octets.find("</x:xmpmeta>");
    if (from == std::string_view::npos || to == std::string_view::npos || to < from) return;
    Claim claim;
    claim.media_type = "application/xml";
    claim.kind = SegmentKind::hidden;
    reader.content(claim, octets.substr(from, to + 12 - from), place.inside("properties", "document properties"));
}

// Nobody who lacks the secret reads it; or so it claims.
void read_sealed(Reader& reader, std::string_view octets, PdfObjects& objects, const Place& place) {
    const PdfSeal& seal = objects.seal;
    const std::string clear = without_lock(octets);
    const bool readable = letters_of_pages(clear, reader.budget()) >= least_sham;
    if (seal.known && seal.pages_clear) {
        reader.protect(place, ProtectionMethod::pdf, ProtectionGrade::partial, false, seal.why);
        reader.not_inspected(place, NotInspectedReason::encrypted, "PDF, " + seal.why);
        reader.lock(Lock::Kind::pdf, octets, place);
    } else if (readable || !seal.known) {
        reader.protect(place, ProtectionMethod::pdf, ProtectionGrade::opaque, false,
                       readable ? "not-what-it-claims" : seal.why);
        reader.not_inspected(place, readable ? NotInspectedReason::broken : NotInspectedReason::encrypted,
                             readable ? "claims to be encrypted, its pages are not" : "PDF, " + seal.why);
    } else {
        reader.protect(place, ProtectionMethod::pdf, seal.weak ? ProtectionGrade::weak : ProtectionGrade::strong, true,
                       seal.why);
        reader.not_inspected(place, NotInspectedReason::encrypted, "PDF, " + seal.why);
        if (seal.why != "public-key") reader.lock(Lock::Kind::pdf, octets, place);
        metadata_in_clear(reader, octets, place);
        return;
    }
    metadata_in_clear(reader, octets, place);
    if (!readable && !seal.pages_clear) return;
    put_pages(reader, clear, "", {}, place);
    PdfObjects beside = read_pdf_objects(clear, "", reader.budget());
    beside.files.clear();  // ciphertext
    put_objects(reader, beside, place);
}

// What stands before the header and after the end, where no reader of PDF looks.
void read_around(Reader& reader, std::string_view octets, const Place& place) {
    const auto header = std::min(octets.find("%PDF-"), octets.size());
    const auto before = octets.substr(0, header);
    if (trim(before).size() >= 4 && looks_like_text(before))
        reader.text(SegmentKind::hidden, std::string(before),
                    place.beside("before the document", "before the document"));
    const auto end = octets.rfind("%%EOF");
    const auto after = end == std::string_view::npos ? std::string_view() : octets.substr(end + 5);
    if (trim(after).size() >= 4 && looks_like_text(after))
        reader.text(SegmentKind::hidden, std::string(after), place.beside("after the document", "after the document"));
    if (!has_zip_tail(octets)) return;
    reader.found(FindingKind::ambiguous_structure, place, Confidence::medium, "PDF document that is a ZIP archive too");
    read_zip_archive(reader, octets, place);
}

void read_open(Reader& reader, std::string_view octets, const std::string& password, PdfObjects& objects,
               const Place& place) {
    const PagesRead pages =
        put_pages(reader, octets, password, {objects.pages, objects.stray_pages, objects.highest}, place);
    if (!objects.opened || pages == PagesRead::unreadable)
        reader.not_inspected(place, NotInspectedReason::broken,
                             "PDF, " + (objects.opened ? "its pages cannot be read" : objects.problem));
    put_objects(reader, objects, place);
    // Neither library knows it: whatever it is, its words are read.
    if (pages == PagesRead::some || objects.opened || !looks_like_text(octets)) return;
    reader.text(SegmentKind::document, std::string(octets), place);
}

}  // namespace

std::string_view read_pdf(Reader& reader, std::string_view octets, const Place& place) {
    PdfObjects objects = read_pdf_objects(octets, "", reader.budget());
    if (objects.seal.encrypted && !objects.opened) {
        read_sealed(reader, octets, objects, place);
    } else {
        if (objects.seal.encrypted)
            reader.protect(place, ProtectionMethod::pdf, ProtectionGrade::cosmetic, false, "owner-password-only");
        read_open(reader, octets, "", objects, place);
    }
    read_around(reader, octets, place);
    return "application/pdf";
}

void read_opened_pdf(Reader& reader, std::string_view octets, const std::string& password, const Place& place) {
    PdfObjects objects = read_pdf_objects(octets, password, reader.budget());
    read_open(reader, octets, password, objects, place);
}

void start_pdf() {
    start_pdf_pages();
    start_pdf_objects();
    (void)check_pdf();
}

}  // namespace beadle::inspect
