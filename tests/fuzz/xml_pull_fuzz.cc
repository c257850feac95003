// library: beadle_text
// XML one tag at a time: every start has an end, text never grows past what was put in, attributes end.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "inspect/text/xml_pull.h"

using namespace beadle::inspect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    XmlPull xml(octets);
    std::size_t text = 0, open = 0, asked = 0;
    for (auto event = xml.next(); event != XmlPull::Event::stop; event = xml.next()) {
        if (event == XmlPull::Event::start) {
            ++open;
            XmlPull::Attribute a;
            for (std::size_t at = 0; asked < 100'000 && xml.attributes(at, a); ++asked)
                text += XmlPull::decoded(a.raw).size();
            if (asked < 100'000) (void)xml.attribute("id", true);
        } else if (event == XmlPull::Event::end) {
            if (open-- == 0) std::abort();
        } else {
            text += xml.text().size();
        }
    }
    // A charset may take three octets of UTF-8 for one.
    if (open != 0 || text > 3 * size + 16) std::abort();
    (void)xml_root(octets);
    return 0;
}
