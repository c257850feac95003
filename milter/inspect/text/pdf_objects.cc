#include "inspect/text/pdf_objects.h"

#include <set>

#include "inspect/text/pdf_qpdf.h"

namespace beadle::inspect {
namespace {

// Raw octets of an object stream that cannot grow past the budget, whatever they hold (deflate ends at 1032 : 1).
constexpr long long small_stream = 32'768;

// qpdf unpacks an object stream whole and without a bound: each large one is measured before anything in it is asked
// for.
bool object_streams_fit(QPDF& file, Budget& budget) {
    std::set<int> streams;
    for (const auto& [id, entry] : file.getXRefTable())
        if (entry.getType() == 2) streams.insert(entry.getObjStreamNumber());
    for (const int number : streams) {
        auto stream = file.getObjectByID(number, 0);
        if (!stream.isStream()) continue;
        auto dictionary = stream.getDict();
        auto length = dictionary.getKey("/Length");
        const bool chained =
            dictionary.getKey("/Filter").isArray() && dictionary.getKey("/Filter").getArrayNItems() > 1;
        if (!chained && length.isInteger() && length.getIntValue() <= small_stream) continue;
        const auto unpacked = unpack_pdf_stream(stream, budget.limits().unpacked);
        if (unpacked.too_long || !budget.spend_unpacked(unpacked.octets.size()) || !budget.time_left()) return false;
    }
    return true;
}

}  // namespace

PdfObjects read_pdf_objects(std::string_view octets, const std::string& password, Budget& budget) {
    PdfObjects out;
    auto file = open_pdf(octets, password, out);
    if (!file) return out;
    try {
        if (!object_streams_fit(*file, budget))
            out.gaps.push_back({NotInspectedReason::limit, "objects that unpack to more than the limit"});
        else
            walk_pdf(*file, out, budget);
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception&) {
        out.gaps.push_back({NotInspectedReason::broken, "some of its objects are damaged"});
    }
    return out;
}

void start_pdf_objects() {
    // What qpdf makes at first use (filters, random numbers, the names of algorithms) is made before the fork.
    static constexpr std::string_view small =
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        "trailer<</Root 1 0 R>>\n%%EOF\n";
    PdfObjects ignored;
    (void)open_pdf(small, "", ignored);
}

}  // namespace beadle::inspect
