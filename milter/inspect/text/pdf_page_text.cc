#include "inspect/text/pdf_page_text.h"

#include <algorithm>
#include <map>
#include <unordered_set>

#include "base/text.h"

#include "inspect/text/pdf_layout.h"
#include "inspect/text/pdf_read.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_revisions = 3, most_copied = 32u << 20, few_letters = 20, many_curves = 8, drawn_page = 100,
                      some_unmapped = 10;
constexpr int most_old_pages = 50, most_broken = 50;
constexpr double a_picture = 0.25, a_scan = 0.7;

// "pages 1-3, 7"
std::string listed(const std::vector<int>& numbers) {
    std::string out = numbers.size() == 1 ? "page " : "pages ";
    for (std::size_t i = 0; i < numbers.size() && out.size() < 200;) {
        std::size_t end = i;
        while (end + 1 < numbers.size() && numbers[end + 1] == numbers[end] + 1) ++end;
        out += (i == 0 ? "" : ", ") + std::to_string(numbers[i]);
        if (end > i) out += "-" + std::to_string(numbers[end]);
        i = end + 1;
    }
    return out;
}

// Where the last table of the file stands, as it says itself.
std::size_t last_table(std::string_view octets) {
    const auto at = octets.rfind("startxref");
    std::size_t value = 0;
    for (auto i = at == std::string_view::npos ? octets.size() : at + 9; i < octets.size(); ++i) {
        const char c = octets[i];
        if (c >= '0' && c <= '9' && value < octets.size())
            value = value * 10 + static_cast<std::size_t>(c - '0');
        else if (value > 0)
            break;
    }
    return value;
}

std::string with_tree(std::string_view octets, const ExpectedPages& expected) {
    const auto catalog = std::to_string(expected.highest + 1), tree = std::to_string(expected.highest + 2);
    std::string out(octets), table;
    auto object = [&](const std::string& number, const std::string& body) {
        const auto at = std::to_string(out.size() + 1);
        table += std::string(10 - std::min<std::size_t>(at.size(), 10), '0') + at + " 00000 n \n";
        out += "\n" + number + " 0 obj " + body + " endobj\n";
    };
    std::string kids;
    for (const int n : expected.stray) kids += std::to_string(n) + " 0 R ";
    object(catalog, "<</Type/Catalog/Pages " + tree + " 0 R>>");
    object(tree, "<</Type/Pages/Count " + std::to_string(expected.stray.size()) + "/Kids[" + kids + "]>>");
    const auto start = std::to_string(out.size());
    out += "xref\n" + catalog + " 2\n" + table + "trailer\n<</Size " + std::to_string(expected.highest + 3) + "/Root " +
           catalog + " 0 R/Prev " + std::to_string(last_table(octets)) + ">>\nstartxref\n" + start + "\n%%EOF\n";
    return out;
}

class Pages {
  public:
    Pages(Reader& reader, std::string_view octets, const std::string& password, const Place& place)
        : reader_(reader), octets_(octets), password_(password), place_(place) {}

    PagesRead read(const ExpectedPages& expected) {
        PdfPages pages(octets_, password_, reader_.budget());
        const int count = pages.count();
        if (!pages.opened()) return PagesRead::unreadable;
        find_revisions(count);
        compares_ = !ends_.empty() || !expected.stray.empty();
        int broken_in_a_row = 0;
        for (int n = 1; n <= count && broken_in_a_row < most_broken; ++n) {
            if (!reader_.budget().time_left()) {
                reader_.not_inspected(place_, NotInspectedReason::limit,
                                      reader_.budget().exhausted() + ": pages from " + std::to_string(n) + " on");
                break;
            }
            broken_in_a_row = one(pages, n) ? 0 : broken_in_a_row + 1;
        }
        if (expected.count > count)
            reader_.not_inspected(place_, NotInspectedReason::broken,
                                  std::to_string(expected.count - count) + " pages that the document does not count");
        tell();
        if (!expected.stray.empty()) stray(expected);
        earlier_revisions();
        return count > 0 || !expected.stray.empty() ? PagesRead::some : PagesRead::none;
    }

  private:
    bool one(PdfPages& pages, int n) {
        const PdfPage page = pages.page(n, PdfLayers::as_set);
        if (page.broken && page.glyphs.empty()) {
            unread_["cannot be read"].push_back(n);
            return false;
        }
        PdfText text = lay_out(page);
        const std::string words = "page " + std::to_string(n);
        const Place at = place_.beside(words, words);
        judge(page, text, n);
        if (pages.has_layers()) layers(pages, n, text, at);
        remember(text.text), remember(text.hidden), remember(text.layer);
        put(page, text, at);
        return true;
    }

    void put(const PdfPage& page, PdfText& text, const Place& at) {
        reader_.text(SegmentKind::document, std::move(text.text), at);
        reader_.text(SegmentKind::document, std::move(text.as_drawn), at);
        if (!text.layer.empty()) {
            const Place layer = at.beside("text layer", "text layer of the picture");
            reader_.text(SegmentKind::document, std::move(text.layer), layer);
        }
        if (!text.covered.empty()) {
            const Place covered = at.beside("covered text", "covered text");
            reader_.found(FindingKind::failed_redaction, covered, text.covered_by, text.covered_why);
            reader_.text(SegmentKind::hidden, std::move(text.covered), covered);
        }
        hidden(std::move(text.hidden), text.hidden_why, at);
        std::string other;
        for (const auto& words : page.stands_for) other += words + "\n";
        reader_.text(SegmentKind::hidden, std::move(other), at.beside("replacement text", "replacement text"));
    }

    void hidden(std::string text, const std::string& why, const Place& at) {
        if (trim(text).empty()) return;
        // Printers' marks and cells that are cut stand outside of what is seen too.
        const bool often_harmless = why == "off the page" || why == "outside what is drawn";
        const Place place = at.beside("hidden text", "hidden text");
        reader_.found(FindingKind::hidden_content, place, often_harmless ? Confidence::low : Confidence::medium,
                      "text " + why);
        reader_.text(SegmentKind::hidden, std::move(text), place);
    }

    void judge(const PdfPage& page, const PdfText& text, int n) {
        const bool layer = !text.layer.empty();
        const double pictures = page.placed_pictures ? text.pictures : page.pictures ? 1 : 0;
        if (text.letters == 0 && !layer && pictures >= a_picture)
            unread_["a picture without text"].push_back(n);
        else if (text.letters < few_letters && !layer && pictures >= a_scan)
            unread_["a picture with hardly any text"].push_back(n);
        else if (text.letters == 0 && !layer && page.curves > many_curves)
            unread_["a drawing without text"].push_back(n);
        else if (text.letters < few_letters && !layer && page.curves > drawn_page)
            unread_["a drawing with hardly any text"].push_back(n);
        if (page.unmapped > some_unmapped && page.unmapped * 4 > page.glyphs.size())
            unread_["in letters of a font that does not say which they are"].push_back(n);
        if (page.given_up) unread_["drawn with a mistake after which not all was read"].push_back(n);
        if (page.cut || text.cut) cut_.push_back(n);
    }

    void tell() {
        for (const auto& [why, numbers] : unread_) {
            const std::string is = why == "cannot be read" ? " " : numbers.size() == 1 ? " is " : " are each ";
            const auto reason = why == "cannot be read" ? NotInspectedReason::broken : NotInspectedReason::unsupported;
            reader_.not_inspected(place_, reason, listed(numbers) + is + why);
        }
        if (!cut_.empty())
            reader_.not_inspected(place_, NotInspectedReason::limit, listed(cut_) + ": more than is read of one page");
    }

    // Lines that stand on the page only when its layers are switched another way.
    void layers(PdfPages& pages, int n, const PdfText& shown, const Place& at) {
        std::unordered_set<std::string> lines;
        for (auto& line : split(shown.text + shown.hidden + shown.layer, '\n')) lines.insert(std::move(line));
        std::string other;
        for (const auto setting : {PdfLayers::all_on, PdfLayers::all_off}) {
            if (!reader_.budget().time_left()) return;
            const PdfText text = lay_out(pages.page(n, setting));
            for (auto& line : split(text.text + text.hidden + text.layer, '\n'))
                if (lines.insert(line).second) other += line + "\n";
        }
        hidden(std::move(other), "on a layer that is switched off", at);
    }

    void remember(const std::string& text) {
        if (!compares_) return;
        for (auto& line : split(text, '\n'))
            for (auto& word : split(line, ' ')) known_.insert(std::hash<std::string>{}(word));
    }

    bool knows(const std::string& line) const {
        const auto words = split(line, ' ');
        return std::all_of(words.begin(), words.end(),
                           [&](const auto& w) { return known_.contains(std::hash<std::string>{}(w)); });
    }

    // Pages that nothing leads to: read through a new tree of pages, appended as a change to a copy of the file.
    void stray(const ExpectedPages& expected) {
        if (octets_.size() > most_copied) return;
        const std::string changed = with_tree(octets_, expected);
        std::string other;
        other_words(changed, other);
        hidden(std::move(other), "of a page that is not shown", place_.beside("unlisted page", "unlisted page"));
    }

    // A file that was changed by appending still holds what it was before.
    void find_revisions(int count) {
        if (octets_.substr(0, 1024).find("/Linearized") != std::string_view::npos || count > most_old_pages) return;
        const auto last = octets_.rfind("%%EOF");
        for (auto at = octets_.find("%%EOF"); at < last && ends_.size() < 1000; at = octets_.find("%%EOF", at + 5))
            ends_.push_back(at + 5);
    }

    void earlier_revisions() {
        std::string other;
        for (std::size_t i = 0; i < std::min(ends_.size(), most_revisions); ++i)
            other_words(octets_.substr(0, ends_[ends_.size() - 1 - i]), other);
        if (trim(other).empty()) return;
        hidden(std::move(other), "of an earlier revision", place_.beside("earlier revision", "earlier revision"));
    }

    void other_words(std::string_view octets, std::string& other) {
        PdfPages pages(octets, password_, reader_.budget());
        for (int n = 1; n <= std::min(pages.count(), most_old_pages); ++n) {
            if (!reader_.budget().time_left()) return;
            const PdfText text = lay_out(pages.page(n, PdfLayers::as_set));
            for (const auto& line : split(text.text + text.hidden + text.layer, '\n'))
                if (!knows(line)) other += line + "\n", remember(line);
        }
    }

    Reader& reader_;
    std::string_view octets_;
    const std::string& password_;
    const Place& place_;
    std::map<std::string, std::vector<int>> unread_;
    std::vector<int> cut_;
    std::vector<std::size_t> ends_;  // of earlier revisions
    bool compares_ = false;          // something will be compared with what was read
    std::unordered_set<std::size_t> known_;
};

constexpr char canary[] =
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</L 5 0 R/J 6 0 R>>>>>>"
    "endobj\n4 0 obj<</Length 74>>stream\nBT/L 12 Tf 10 100 Td(Canary \\351)Tj/J 12 Tf 0 -20 Td<82A082A2>Tj ET      "
    "    \nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>endobj\n"
    "6 0 obj<</Type/Font/Subtype/Type0/BaseFont/Ryumin-Light/Encoding/90ms-RKSJ-H/DescendantFonts[7 0 R]>>endobj\n"
    "7 0 obj<</Type/Font/Subtype/CIDFontType0/BaseFont/Ryumin-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)"
    "/Supplement 2>>/FontDescriptor 8 0 R>>endobj\n8 0 obj<</Type/FontDescriptor/FontName/Ryumin-Light/Flags "
    "4>>endobj\n"
    "trailer<</Root 1 0 R>>\n%%EOF\n";

}  // namespace

PagesRead put_pages(Reader& reader, std::string_view octets, const std::string& password, const ExpectedPages& expected,
                    const Place& place) {
    return Pages(reader, octets, password, place).read(expected);
}

std::string check_pdf() {
    Budget budget({}, sizeof canary, system_clock());
    PdfPages pages(std::string_view(canary, sizeof canary - 1), "", budget);
    if (pages.count() != 1) return "a PDF cannot be opened";
    const std::string text = lay_out(pages.page(1, PdfLayers::as_set)).text;
    if (text.find("Canary é") == std::string::npos) return "the text of a PDF cannot be read";
    if (text.find("あい") == std::string::npos) return "the Japanese text of a PDF cannot be read (poppler-data)";
    return {};
}

}  // namespace beadle::inspect
