// detect_texts.h — texts that the detector is measured on, and the pattern set grown with others of like shape.
#pragma once

#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "../support/signature_bundle.h"
#include "base/text.h"

namespace beadle::bench {

constexpr std::size_t block = 8192, total = 4u << 20;

inline std::string prose() {
    static constexpr const char* words[] = {
        "the",     "council", "resolved", "that",       "path",      "by",    "river", "will",   "be",
        "mended",  "before",  "Monday",   "and",        "residents", "are",   "asked", "to",     "use",
        "other",   "gate",    "while",    "work",       "goes",      "on",    "Thank", "you",    "for",
        "your",    "letter",  "of",       "March",      "about",     "hedge", "at",    "number", "14",
        "account", "meeting", "on",       "12/05/2025", "planning"};
    std::mt19937 random(1);
    std::string out;
    while (out.size() < total) {
        out += words[random() % std::size(words)];
        out += random() % 14 == 0 ? ".\n" : " ";
    }
    return out;
}

inline std::string numbers() {
    std::mt19937 random(2);
    std::string out = "Date\tSupplier\tReference\tNet\n";
    while (out.size() < total)
        out += std::to_string(random() % 28 + 1) + "/04/2024\tMill Grounds\t" +
               std::to_string(random() % 900000 + 100000) + "\t" + std::to_string(random() % 9000) + "." +
               std::to_string(random() % 90 + 10) + "\n";
    return out;
}

inline std::string dense() {
    std::string out;
    while (out.size() < total)
        out +=
            "Jane Specimen, NHS number 999 000 0018, sort code 08-99-99 account 66374958, card 4242 4242 4242 4242\n";
    return out;
}

// As mail programs send it: CRLF, typographic quotes and dashes, names with accents.
inline std::string accented() {
    std::string out = replace_all(prose(), "\n", "\r\n");
    out = replace_all(out, "council", "Cyngor Tŷ’r Môr");
    out = replace_all(out, "residents", "“trigolion” – café");
    return replace_all(out, "14", "£14\u00a0million");
}

// Every few letters something that has to be folded.
inline std::string folded() {
    std::string out;
    while (out.size() < total)
        out += "Ｊａｎｅ Sp\u200becimen, NHS\u00a0number 9\u00ad99 000 00１8, sort code 10–79–99\r\n";
    return out;
}

inline const std::string& text_of(std::int64_t which) {
    static const std::string texts[] = {prose(), numbers(), dense(), accented(), folded(), [] {
                                            std::string out;
                                            const char* named = std::getenv("BEADLE_BENCH_TEXT");
                                            for (const auto& file : split(named == nullptr ? "" : named, ':')) {
                                                std::ifstream in(file, std::ios::binary);
                                                out.append(std::istreambuf_iterator<char>(in), {});
                                            }
                                            return out;
                                        }()};
    return texts[which];
}

// The shipped patterns and `more` of like shape: numbers in groups, references behind a word, keys with a prefix; each
// with words of its own that vouch for it.
inline Bundle grown_bundle(int more) {
    constexpr std::array shapes{R"(\b{N}\d{2}[ -]?\d{3}[ -]?\d{4}\b)",
                                R"((?i)\b(?:{W}|{W} number|{W} no\.?)[ :#-]{1,3}([A-Z]{2}\d{6})\b)",
                                R"(\b[A-{L}][A-Z]?\d{2}[ /-]\d{5}[A-Z]\b)", R"({w}_(?:live|test)_[0-9A-Za-z]{20,40})"};
    Bundle bundle = test::signature_bundle();
    std::string file;
    for (int i = 0; i < more; ++i) {
        const std::string word =
            std::string("zq") + static_cast<char>('a' + i % 26) + static_cast<char>('a' + i / 26 % 26) + "card";
        std::string regex = shapes[static_cast<std::size_t>(i) % shapes.size()];
        regex = replace_all(replace_all(regex, "{W}", word), "{w}", word);
        regex = replace_all(regex, "{N}", std::to_string(10 + i % 90));
        regex = replace_all(regex, "{L}", std::string(1, static_cast<char>('C' + i % 20)));
        file += "[[pattern]]\nid = \"more-" + std::to_string(i) +
                "\"\nkind = \"personnel\"\nreason = \"r\"\nsource = \"s\"\nsince = \"0.1\"\nregex = '" + regex +
                "'\nvalidator = \"shape\"\nmust = [\"x\"]\nmust_not = [\"y\"]\nnear = [\"" + word + "\", \"" + word +
                " number\"]\nvouched = { plain = \"medium\" }\n";
    }
    if (more > 0) bundle.files.push_back({BundleRole::pattern, "more.toml", file});
    return bundle;
}

}  // namespace beadle::bench
