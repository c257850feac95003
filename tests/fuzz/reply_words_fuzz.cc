// library: beadle_text
// The words of a reply: whatever stands there, the answer is one of the four, the reason no longer than what was read;
// quoting the whole of it makes it nobody's own words.
#include <cstdlib>
#include <string>

#include "base/text.h"
#include "inspect/text/reply_words.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace beadle;
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto got = inspect::reply_words(text);
    if (got.word > last_of(AnswerWord{}) || (got.empty && got.word != AnswerWord::unclear)) std::abort();
    if (got.reason.size() > 3 * text.size()) std::abort();
    for (const auto& code : codes_in(text))
        if (!is_answer_code(code)) std::abort();
    if (!inspect::reply_words("> " + replace_all(text, "\n", "\n> ")).empty) std::abort();
    return 0;
}
