// Marked as tagged and with a tree of tags; a title in the properties or in the metadata.
#include <exception>

#include "base/text.h"

#include "inspect/text/pdf_qpdf.h"
#include "inspect/text/xml_text.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_metadata = 1u << 20;

// <dc:title><rdf:Alt><rdf:li xml:lang="x-default">Agenda</rdf:li>
bool has_xmp_title(std::string_view xmp) {
    const auto from = xmp.find("<dc:title>"), to = xmp.find("</dc:title>");
    if (from == std::string_view::npos || to == std::string_view::npos || to < from) return false;
    return !trim(read_xml(xmp.substr(from, to + 11 - from), false).text).empty();
}

bool is_tagged(QPDFObjectHandle& root) {
    auto marked = root.getKey("/MarkInfo");
    if (!marked.isDictionary()) return false;
    auto flag = marked.getKey("/Marked");
    return flag.isBool() && flag.getBoolValue() && root.getKey("/StructTreeRoot").isDictionary();
}

}  // namespace

// A damaged catalogue is told of by whoever reads the pages.
void note_pdf_access(QPDF& file, PdfObjects& out) {
    try {
        auto root = file.getRoot();
        out.tagged = is_tagged(root);
        auto info = file.getTrailer().getKey("/Info");
        if (info.isDictionary()) out.titled = !trim(text_in(info, "/Title")).empty();
        auto metadata = root.getKey("/Metadata");
        if (!out.titled && metadata.isStream())
            out.titled = has_xmp_title(unpack_pdf_stream(metadata, most_metadata).octets);
    } catch (const std::exception&) {
        out.tagged = false;
    }
}

}  // namespace beadle::inspect
