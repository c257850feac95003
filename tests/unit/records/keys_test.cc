#include <sys/stat.h>

#include <fstream>

#include "unit/records/fixture.h"

namespace beadle::records {
namespace {

namespace fs = std::filesystem;

struct KeyPlaces : ::testing::Test {
    TempFolder folder;
    TestClock clock;
    StorePlace place() { return {store_url(folder), folder.path + "/keys", "", "test"}; }
    Result<OpenedStore> open() { return open_store(place(), clock); }
    std::string key(const char* name_in) { return folder.path + "/keys/" + name_in; }
    // "" when it opens
    std::string problem() {
        auto opened = open();
        if (opened) return "";
        EXPECT_EQ(opened.failure().kind, FailureKind::misconfigured);
        return opened.failure().what;
    }
};

TEST_F(KeyPlaces, keys_are_made_once_with_a_sheet_that_is_for_the_owner_alone) {
    auto first = open();
    ASSERT_TRUE(first) << first.failure().what;
    EXPECT_EQ(first->recovery_sheet, key("recovery-sheet.txt"));
    for (const char* name_in : {"council.key", "chain.key", "recovery-sheet.txt"}) {
        struct stat s {};
        ASSERT_EQ(::stat(key(name_in).c_str(), &s), 0);
        EXPECT_EQ(s.st_mode & 0777, 0600u) << name_in;
    }
    struct stat s {};
    ::stat((folder.path + "/keys").c_str(), &s);
    EXPECT_EQ(s.st_mode & 0777, 0700u);
    *first = {};
    auto second = open();
    ASSERT_TRUE(second);
    EXPECT_EQ(second->recovery_sheet, "");
}

TEST_F(KeyPlaces, refuses_to_start_rather_than_make_a_key_for_a_store_that_has_one) {
    const struct {
        const char* name;
        std::function<void()> given;
        const char* want;
    } table[] = {
        {"both keys are gone",
         [&] {
             fs::remove(key("council.key"));
             fs::remove(key("chain.key"));
         },
         "council.key is missing"},
        {"the folder is gone", [&] { fs::remove_all(folder.path + "/keys"); },
         "is missing, but the store is not empty"},
        {"the chain key is gone", [&] { fs::remove(key("chain.key")); }, "chain.key is missing"},
        {"the council's key is another", [&] { std::ofstream(key("council.key")) << std::string(64, 'a'); },
         "not the key that this store"},
        {"the chain's key is another", [&] { std::ofstream(key("chain.key")) << std::string(64, 'a'); },
         "not the key that this store"},
        {"a key is no key", [&] { std::ofstream(key("chain.key")) << "rubbish"; }, "does not hold a key"},
        {"a key can be read by others", [&] { fs::permissions(key("chain.key"), fs::perms(0640)); },
         "can be read by others"},
        {"the folder is open to others", [&] { fs::permissions(folder.path + "/keys", fs::perms(0750)); },
         "is open to others"},
    };
    for (const auto& row : table) {
        SCOPED_TRACE(row.name);
        fs::remove_all(folder.path + "/keys");
        remove_store(folder);
        EXPECT_EQ(problem(), "");
        row.given();
        EXPECT_THAT(problem(), ::testing::HasSubstr(row.want));
    }
}

TEST_F(KeyPlaces, keys_that_are_there_serve_an_empty_store) {
    EXPECT_EQ(problem(), "");
    remove_store(folder);
    auto again = open();
    ASSERT_TRUE(again);
    EXPECT_EQ(again->recovery_sheet, "");
}

TEST_F(KeyPlaces, one_key_of_two_is_refused_even_for_an_empty_store) {
    EXPECT_EQ(problem(), "");
    remove_store(folder);
    fs::remove(key("council.key"));
    EXPECT_THAT(problem(), ::testing::HasSubstr("council.key is missing"));
}

// As it was at each moment at which the making of keys can end.
TEST_F(KeyPlaces, keys_that_a_crash_left_half_made_are_made_or_finished) {
    const auto unmake = [&](const char* name_in) { fs::rename(key(name_in), key(name_in) + ".new"); };
    const struct {
        const char* name;
        std::function<void()> given;
        const char* sheet;
    } table[] = {
        {"the first file was not whole",
         [&] {
             for (const char* f : {"council.key", "chain.key", "recovery-sheet.txt"}) fs::remove(key(f));
             std::ofstream(key("council.key.new")) << "4f";
         },
         "recovery-sheet.txt"},
        {"all were whole, none had its name",
         [&] {
             for (const char* f : {"council.key", "chain.key", "recovery-sheet.txt"}) unmake(f);
         },
         "recovery-sheet.txt"},
        {"the council's key had its name",
         [&] {
             for (const char* f : {"chain.key", "recovery-sheet.txt"}) unmake(f);
         },
         "recovery-sheet.txt"},
        {"both keys had their names", [&] { unmake("recovery-sheet.txt"); }, "recovery-sheet.txt"},
        {"a sheet of keys that are gone is kept",
         [&] {
             for (const char* f : {"council.key", "chain.key"}) fs::remove(key(f));
         },
         "recovery-sheet-2.txt"},
        {"all was done", [] {}, ""},
    };
    for (const auto& row : table) {
        SCOPED_TRACE(row.name);
        fs::remove_all(folder.path + "/keys");
        remove_store(folder);
        EXPECT_EQ(problem(), "");
        remove_store(folder);
        row.given();
        auto opened = open();
        ASSERT_TRUE(opened) << opened.failure().what;
        EXPECT_EQ(opened->recovery_sheet, *row.sheet ? key(row.sheet) : "");
        *opened = {};
        EXPECT_EQ(problem(), "") << "and they are the keys that the store was begun with";
        std::ifstream in(key(*row.sheet ? row.sheet : "recovery-sheet.txt")), council(key("council.key"));
        const std::string sheet((std::istreambuf_iterator<char>(in)), {});
        std::string first;
        council >> first;
        EXPECT_THAT(sheet, ::testing::HasSubstr(first.substr(0, 4) + " " + first.substr(4, 4)));
        for (const auto& file : fs::directory_iterator(folder.path + "/keys"))
            EXPECT_NE(file.path().extension(), ".new") << file.path();
    }
}

TEST_F(KeyPlaces, an_address_of_another_kind_is_refused) {
    auto opened = open_store({"mysql://x", folder.path + "/keys", ""}, clock);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.failure().kind, FailureKind::misconfigured);
}

TEST(Keys, a_wrapped_key_opens_only_under_the_same_key_and_for_the_same_message) {
    auto keys = Keys::from(std::string(32, 'a'), std::string(32, 'b'));
    auto others = Keys::from(std::string(32, 'c'), std::string(32, 'b'));
    const std::string key(32, 'k');
    const std::string wrapped = keys->wrap(key, "one");
    EXPECT_EQ(*keys->unwrap(wrapped, "one"), key);
    EXPECT_FALSE(keys->unwrap(wrapped, "two"));
    EXPECT_FALSE(others->unwrap(wrapped, "one"));
    EXPECT_FALSE(keys->unwrap(wrapped.substr(0, 10), "one"));
    EXPECT_NE(keys->wrap(key, "one"), wrapped);
}

}  // namespace
}  // namespace beadle::records
