// library: beadle_text
// HTML, XML, tables, small ways of writing: output is bounded by the input, and no mark-up breaks the walk.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "inspect/message/charset.h"
#include "inspect/text/html_text.h"
#include "inspect/text/sniff.h"
#include "inspect/text/table_text.h"
#include "inspect/text/written_form.h"
#include "inspect/text/xml_text.h"

using namespace beadle;
using namespace beadle::inspect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    const std::string text = valid_utf8(octets);
    const HtmlText html = read_html(text);
    if (html.visible.size() > 2 * text.size() + 16 || !is_utf8(html.visible) || !is_utf8(html.hidden)) std::abort();
    if (read_table(text, guess_separator(text)).size() > text.size()) std::abort();
    if (read_xml(octets, true).text.size() > 4 * size + 64) std::abort();
    const std::size_t most = 2 * text.size() + 16;
    if (without_enriched(text).size() > most || bar_tables(text).size() > most) std::abort();
    for (const auto& shown : {as_turned(text), without_escapes(text)})
        if (shown.size() > most || !is_utf8(shown)) std::abort();
    (void)shown_fields(text);
    (void)html_charset(octets);
    (void)sniff(octets, "", "");
    return 0;
}
