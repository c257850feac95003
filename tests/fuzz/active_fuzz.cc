// library: beadle_text
// What documents and pages do by themselves; the first octet chooses the judge.
#include <cstdint>
#include <string>

#include "inspect/text/active.h"

using namespace beadle::inspect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (data[0] % 6) {
        case 0:
            (void)judge_macros(text, 1);
            break;
        case 1:
            (void)judge_fields(text);
            break;
        case 2:
            (void)judge_target("attachedTemplate", text);
            break;
        case 3:
            (void)judge_pdf_script(text, true);
            break;
        case 4:
            (void)judge_page(text, true);
            break;
        default:
            (void)judge_drawing(text);
            break;
    }
    return 0;
}
