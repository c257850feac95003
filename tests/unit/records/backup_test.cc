#include <fcntl.h>
#include <sys/stat.h>

#include <fstream>

#include "records/backup.h"
#include "records/due.h"
#include "records/schema.h"
#include "unit/records/fixture.h"

namespace beadle::records {
namespace {

using nlohmann::json;

class BackupTest : public StoreTest {
  protected:
    void fill() {
        for (int i = 0; i < 300; ++i) record(accepted_verdict());
        kept_ = record(held_verdict(), message_text(2'500'000)).held[0];
        auto v = held_verdict();
        v.content_hash = ContentHash::of_message(message_text() + "x");
        v.notices[0].key += "x";
        v.inspection.message_id = "<2@council.example>";
        dropped_ = record(v).held[0];
    }
    // The file; the last line of the answer in `last`.
    std::string back_up(json* last = nullptr, const json& arguments = json::object()) {
        auto answer = person_asks("backup", arguments);
        EXPECT_EQ(answer.exit_code, 0u) << answer.problem;
        const std::string path = folder_.path + "/backup";
        std::ofstream out(path, std::ios::binary | std::ios::trunc);
        for (const auto& line : answer.lines) {
            auto j = json::parse(line);
            if (j.contains("data")) out << *unbase64(j["data"].get<std::string>());
            if (last && j.contains("done")) *last = j;
        }
        return path;
    }
    Result<std::string> put_back(const std::string& path, const std::vector<std::string>& ledgers = {}, const std::string& passphrase = "",
                                 const std::string& keys = "/keys") {
        RestoreArguments wanted;
        wanted.file = Descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
        for (const auto& ledger : ledgers) {
            std::ifstream in(ledger);
            wanted.ledgers.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
        }
        wanted.passphrase = passphrase;
        wanted.place = {store_url(folder_, "second"), folder_.path + keys, "", "test"};
        return restore(std::move(wanted), clock_);
    }
    void open_second(const std::string& keys = "/keys") {
        close();
        auto opened = open_store({store_url(folder_, "second"), folder_.path + keys, "", "test"}, clock_);
        ASSERT_TRUE(opened) << opened.failure().what;
        opened_ = std::move(*opened);
        service_ = std::make_unique<Service>(Store{*opened_.db, *opened_.keys, clock_, opened_.gateway}, replies_);
    }
    std::string kept_, dropped_;
};

TEST_F(BackupTest, an_empty_machine_gets_all_of_it_back_and_goes_on) {
    fill();
    json last;
    const auto path = back_up(&last);
    EXPECT_GT(last["rows"].get<int>(), 300);
    EXPECT_EQ(last["sha256"].get<std::string>(), sha256_hex([&] {
                  std::ifstream in(path, std::ios::binary);
                  return std::string((std::istreambuf_iterator<char>(in)), {});
              }()));
    record(accepted_verdict());
    const auto before = count("events");
    close();  // PostgreSQL: the name of the gateway is free again
    auto done = put_back(path);
    ASSERT_TRUE(done) << done.failure().what;
    EXPECT_THAT(*done, ::testing::HasSubstr("all of it verifies"));
    open_second();
    EXPECT_EQ(count("events"), before - 2 + 1) << "without what came after, with the event of the restore";
    EXPECT_EQ(verify(), "");
    EXPECT_EQ(person_asks("quarantine.release", {{"id", kept_}}).exit_code, 0u);
    std::string octets_out;
    EXPECT_EQ(take_work_now(&octets_out).kind, wire::WorkKind::release);
    EXPECT_GT(octets_out.size(), 2'500'000u);
    EXPECT_TRUE(record(held_verdict(), message_text(300'000)).good) << "numbers go on after those put back";
    EXPECT_EQ(verify(), "");
}

TEST_F(BackupTest, what_was_destroyed_since_is_destroyed_again) {
    fill();
    const auto path = back_up();
    ASSERT_EQ(person_asks("quarantine.discard", {{"id", dropped_}, {"reason", "x"}}).exit_code, 0u);
    clock_.pass(minute);
    {
        Transaction t(store().db);
        ASSERT_TRUE(t.begun() && destroy_discarded(store()) && t.commit());
    }
    const std::string ledger = folder_.path + "/ledger";
    store().ledger = ledger;
    clock_.pass(minute);
    for (auto* task : {destroy_discarded, note_destroyed}) {
        Transaction t(store().db);
        ASSERT_TRUE(t.begun());
        ASSERT_TRUE(task(store()));
        ASSERT_TRUE(t.commit());
    }
    EXPECT_EQ(count("destroyed_queue"), 0);
    std::ofstream(ledger, std::ios::app) << "0011 2026-11-22T10:00:00Z " << std::string(64, '0') << "\nrubbish\n";
    close();
    auto done = put_back(path, {ledger});
    ASSERT_TRUE(done) << done.failure().what;
    EXPECT_THAT(*done, ::testing::HasSubstr("1 messages destroyed since"));
    EXPECT_THAT(*done, ::testing::HasSubstr("2 lines of the ledgers are not of these keys"));
    open_second();
    EXPECT_EQ(state_of(dropped_), "discarded");
    EXPECT_EQ(count("messages WHERE destroyed_at <> 0"), 1);
    EXPECT_EQ(person_asks("quarantine.release", {{"id", dropped_}}).exit_code, 1u);
    EXPECT_EQ(verify(), "");
}

TEST_F(BackupTest, refuses_what_is_not_a_whole_backup_of_this_council) {
    fill();
    const auto path = back_up();
    close();
    const auto octets_of = [&] {
        std::ifstream in(path, std::ios::binary);
        return std::string((std::istreambuf_iterator<char>(in)), {});
    }();
    const struct {
        const char* name;
        std::string octets;
        const char* want;
    } table[] = {
        {"another file", "Dear Clerk,\n" + std::string(100, 'x'), "no backup"},
        {"cut in the line", octets_of.substr(0, 10), "no backup"},
        {"cut in the middle", octets_of.substr(0, octets_of.size() / 2), "cut short"},
        {"cut before the last piece", octets_of.substr(0, octets_of.size() - 20), "cut short"},
        {"an octet changed", octets_of.substr(0, 5000) + "\x01" + octets_of.substr(5001), "changed"},
        {"the line changed", replace_all(octets_of, "\"gateway\":\"test\"", "\"gateway\":\"tent\""), "changed"},
        {"a newer Beadle's", replace_all(octets_of, "\"schema\":", "\"schema\":9"), "newer"},
    };
    for (const auto& row : table) {
        SCOPED_TRACE(row.name);
        std::ofstream(folder_.path + "/bad", std::ios::binary | std::ios::trunc) << row.octets;
        auto done = put_back(folder_.path + "/bad");
        ASSERT_FALSE(done);
        EXPECT_THAT(done.failure().what, ::testing::HasSubstr(row.want));
        if (on_postgresql()) {
            auto db = open_back_end(folder_, "second");
            const auto url = store_url(folder_, "second");
            ASSERT_TRUE((*db)->define("DROP SCHEMA " + url.substr(url.find("schema=") + 7) + " CASCADE"));
        }
        std::filesystem::remove(folder_.path + "/second.db");
    }
    EXPECT_TRUE(put_back(path));
    auto twice = put_back(path);
    ASSERT_FALSE(twice);
    EXPECT_THAT(twice.failure().what, ::testing::HasSubstr("a store already"));
}

TEST_F(BackupTest, keys_are_in_it_only_when_asked_and_open_with_the_passphrase) {
    fill();
    EXPECT_EQ(person_asks("backup", {{"with_keys", true}, {"passphrase", "short"}}).exit_code, 2u);
    const auto without = back_up();
    close();
    auto none = put_back(without, {}, "", "/none");
    ASSERT_FALSE(none);
    EXPECT_THAT(none.failure().what, ::testing::HasSubstr("recovery sheet"));
    open();
    const auto path = back_up(nullptr, {{"with_keys", true}, {"passphrase", "correct horse battery"}});
    close();
    EXPECT_FALSE(put_back(path, {}, "wrong horse battery", "/none"));
    auto done = put_back(path, {}, "correct horse battery", "/none");
    ASSERT_TRUE(done) << done.failure().what;
    open_second("/none");
    EXPECT_EQ(verify(), "");
}

TEST_F(BackupTest, a_backup_goes_on_while_mail_is_recorded_and_holds_one_moment) {
    fill();
    ASSERT_TRUE(service_->take(1, wire::Role::admin, {"clerk", true}, wire::frame_of(wire::Ask{"backup", "{}"}, 901)));
    for (int i = 0; i < 5; ++i) {
        service_->turn();
        ASSERT_TRUE(service_->take(1, wire::Role::session, {}, wire::frame_of(accepted_verdict(), 950 + static_cast<std::uint32_t>(i))));
    }
    turns();
    std::ofstream out(folder_.path + "/backup", std::ios::binary);
    for (const auto& frame : replies_.frames[901]) {
        const auto part = wire::message_of<wire::Answer>(frame);
        ASSERT_TRUE(part);
        for (const auto& line : part->lines)
            if (auto j = json::parse(line); j.contains("data")) out << *unbase64(j["data"].get<std::string>());
    }
    out.close();
    EXPECT_FALSE(replies_.frames[954].empty());
    EXPECT_EQ(verify(), "");
    EXPECT_EQ(*last_backup_at(store()), clock_.now);
    EXPECT_EQ(*backups_gone_at(store()), clock_.now + 90LL * 24 * 60 * minute);
    close();
    auto done = put_back(folder_.path + "/backup");
    EXPECT_TRUE(done) << done.failure().what;
}

TEST_F(BackupTest, a_store_is_brought_forward_in_place_with_a_copy_from_before) {
    BEADLE_ON_SQLITE_ALONE;
    fill();
    const auto was = newest_schema() - 1;
    ASSERT_TRUE(tamper("DELETE FROM schema_version WHERE version > " + std::to_string(was)));
    close();
    // The newest step cannot be run twice; what counts is that the copy is made before it is tried.
    auto opened = open_store({store_url(folder_), folder_.path + "/keys", "", "test"}, clock_);
    EXPECT_TRUE(std::filesystem::exists(folder_.path + "/records.db.before-schema-" + std::to_string(newest_schema())));
}

}  // namespace
}  // namespace beadle::records
