#include <algorithm>

#include "base/text.h"

#include "inspect/text/pdf_qpdf.h"
#include "inspect/text/written_form.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t least = 8, longest = 4096, most_kept = 10'000, most_compared = 200, most_searched = 1u << 20;

}  // namespace

void PdfTelling::take(QPDFObjectHandle& value) {
    if (value.isIndirect()) return;  // it has its own turn
    if (value.isString())
        take(value.getUTF8Value());
    else if (value.isName())
        take(value.getName());
}

void PdfTelling::take(std::string_view text) {
    if (text.size() < least || !tells(text) || kept_.size() >= most_kept) return;
    if (trim(text).find_first_of(" \t\r\n") == std::string_view::npos && parted_words(text).empty()) return;
    for (; !text.empty() && kept_.size() < most_kept; text.remove_prefix(std::min(longest, text.size()))) kept_.emplace(text.substr(0, longest));
}

void PdfTelling::give(PdfObjects& out) {
    if (kept_.size() >= most_kept)
        out.gaps.push_back({NotInspectedReason::limit, "more names and attributes than are read"});
    std::size_t octets = 0;
    for (const auto& w : out.words) octets += w.text.size();
    const bool compares = kept_.size() <= most_compared && octets <= most_searched;
    std::string lines;
    for (const auto& text : kept_) {
        const bool said = compares && std::any_of(out.words.begin(), out.words.end(), [&](const PdfWords& w) {
                              return w.text.find(text) != std::string::npos;
                          });
        if (!said) lines += text + "\n";
    }
    if (!lines.empty()) out.words.push_back({PdfWords::Kind::telling, 0, std::move(lines)});
}

}  // namespace beadle::inspect
