// library: beadle_text
// HTML, XML, tables: output is bounded by the input, and no mark-up breaks the walk.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "inspect/message/charset.h"
#include "inspect/text/html_text.h"
#include "inspect/text/sniff.h"
#include "inspect/text/table_text.h"
#include "inspect/text/xml_text.h"

using namespace beadle;
using namespace beadle::inspect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    const std::string text = valid_utf8(octets);
    const HtmlText html = read_html(text);
    if (html.visible.size() > 2 * text.size() + 16 || !is_utf8(html.visible) || !is_utf8(html.hidden)) std::abort();
    if (read_table(text, guess_separator(text)).size() > text.size()) std::abort();
    (void)read_xml(octets, true);
    (void)html_charset(octets);
    (void)sniff(octets, "", "");
    return 0;
}
