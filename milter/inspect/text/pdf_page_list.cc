// The tree of pages, walked here: qpdf's own list copies a page that stands in it twice, and keeps a warning of each.
#include <algorithm>
#include <set>
#include <vector>

#include "inspect/text/pdf_qpdf.h"

namespace beadle::inspect {
namespace {

constexpr int most_annotations = 5000;

void note(QPDFObjectHandle page, int number, std::map<QPDFObjGen, int>& out) {
    if (!out.emplace(page.getObjGen(), number).second) return;
    auto list = page.getKey("/Annots");
    for (int i = 0; list.isArray() && i < std::min(list.getArrayNItems(), most_annotations); ++i)
        out[list.getArrayItem(i).getObjGen()] = number;
}

}  // namespace

bool list_pages(QPDF& file, Budget& budget, int most, int& count, std::map<QPDFObjGen, int>& out) {
    try {
        std::vector<QPDFObjectHandle> open{file.getRoot().getKey("/Pages")};
        std::set<QPDFObjGen> seen;
        for (int nodes = 0; !open.empty() && count <= most && nodes <= 2 * most && budget.time_left(); ++nodes) {
            auto node = open.back();
            open.pop_back();
            if (!node.isDictionary()) continue;
            auto kids = node.getKey("/Kids");
            if (!kids.isArray()) {
                note(node, ++count, out);
                continue;
            }
            if (node.isIndirect() && !seen.insert(node.getObjGen()).second) {  // in a ring: no order of pages at all
                out.clear();
                count = 0;
                return false;
            }
            for (int i = std::min(kids.getArrayNItems(), most + 1); i-- > 0;) open.push_back(kids.getArrayItem(i));
        }
    } catch (const std::exception&) {
        return false;
    }
    return true;
}

}  // namespace beadle::inspect
