#include "records/argument_reader.h"
#include "records/arguments.h"
#include "unit/records/fixture.h"

namespace beadle::records {
namespace {

TEST(Arguments, are_read_strictly) {
    const struct {
        const char* name;
        const char* given;
        const char* want;  // "" = good, else part of the sentence
    } table[] = {
        {"nothing", "", ""},
        {"an empty object", "{}", ""},
        {"all keys",
         R"({"since":"2026-11-21","until":"2026-11-22T10:00:00.5Z","text":"x","sender":"a","recipient":"b","rule":"r","kind":"k","outcome":"o","queue_id":"q","limit":7})",
         ""},
        {"null is absent", R"({"text":null})", ""},
        {"an unknown key", R"({"sendr":"x"})", "did you mean \"sender\""},
        {"a number for text", R"({"text":5})", "must be text"},
        {"text for a number", R"({"limit":"5"})", "must be a number"},
        {"a fraction", R"({"limit":1.5})", "must be a number"},
        {"zero", R"({"limit":0})", "must be a number"},
        {"a huge number", R"({"limit":18446744073709551615})", "must be a number"},
        {"negative", R"({"limit":-1})", "must be a number"},
        {"a day that is none", R"({"since":"2026-02-30"})", "must be a time"},
        {"words for a time", R"({"since":"yesterday"})", "must be a time"},
        {"a list", "[]", "not one JSON object"},
        {"rubbish", "{\"a\":", "not one JSON object"},
        {"deep nesting", "[[[[[[[[[[[[[[[[[[[[", "too large"},
        {"a NUL", R"({"text":"a\u0000b"})", "NUL"},
        {"invalid UTF-8", "{\"text\":\"\xff\"}", "not one JSON object"},
    };
    for (const auto& row : table) {
        SCOPED_TRACE(row.name);
        auto got = search_arguments(row.given);
        EXPECT_EQ(static_cast<bool>(got), *row.want == 0);
        EXPECT_THAT(got ? "" : got.failure().what, ::testing::HasSubstr(row.want));
    }
    EXPECT_FALSE(search_arguments("{\"text\":\"" + std::string(2000, 'x') + "\"}"));
    EXPECT_FALSE(search_arguments(std::string(100'000, ' ') + "{\"a\":1}"));
}

TEST(Arguments, of_the_quarantine) {
    EXPECT_TRUE(list_arguments(R"({"state":"void"})"));
    EXPECT_FALSE(list_arguments(R"({"state":"lost"})"));
    EXPECT_EQ(show_arguments(R"({"id":"7K2M9XDQ"})")->id, "7k2m-9xdq");
    EXPECT_FALSE(show_arguments("{}"));
    EXPECT_FALSE(show_arguments(R"({"id":"x"})"));
    EXPECT_FALSE(release_arguments(R"({"id":"7k2m-9xdq","recipients":"a@b"})"));
    EXPECT_FALSE(release_arguments(R"({"id":"7k2m-9xdq","recipients":[5]})"));
    EXPECT_FALSE(release_arguments(R"({"id":"7k2m-9xdq","recipients":[""]})"));
    EXPECT_EQ(release_arguments(R"({"id":"7k2m-9xdq","recipients":["a@b","c@d"]})")->recipients.size(), 2u);
    EXPECT_FALSE(discard_arguments(R"({"id":"7k2m-9xdq","reason":"  "})"));
    EXPECT_TRUE(discard_arguments(R"({"id":"7k2m-9xdq","reason":"spam"})"));
    EXPECT_FALSE(no_arguments(R"({"x":1})"));
}

TEST(Arguments, times_are_utc) {
    EXPECT_EQ(*wall_time("1970-01-01"), 0);
    EXPECT_EQ(*wall_time("2000-02-29T23:59:59.999Z"), 951868799999);
    EXPECT_EQ(*wall_time("2026-11-21T19:35:00Z"), 1795289700000);
    for (const char* wrong : {"2026-13-01", "2026-11-21 19:35:00", "2026-11-21T24:00:00Z", "2026-11-21T19:35",
                              "2026-11-21T19:35:00.Z", "1900-02-29"})
        EXPECT_FALSE(wall_time(wrong)) << wrong;
    for (std::int64_t at = 0; at < 4102444800000; at += 86400000LL * 17 + 12345)
        EXPECT_EQ(*wall_time(utc_text(at)), at);
}

}  // namespace
}  // namespace beadle::records
