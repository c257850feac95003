#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "records/schema.h"
#include "unit/records/fixture.h"

namespace beadle::records {
namespace {

TEST(Database, gives_back_every_kind_of_value_as_it_was_put_in) {
    TempFolder folder;
    auto db = open_back_end(folder);
    ASSERT_TRUE(db);
    ASSERT_TRUE((*db)->define("CREATE TABLE t(id @id, a @int, b @text, c @bytes) @table"));
    const std::string with_nul("a\0b\xff", 4);
    const Values given = {std::int64_t{-5}, std::string("£ é"), Blob{with_nul}};
    auto made = (*db)->rows("INSERT INTO t(a, b, c) VALUES(?1, ?2, ?3) RETURNING id", given);
    ASSERT_TRUE(made);
    EXPECT_EQ(integer(made->front()[0]), 1);
    ASSERT_TRUE((*db)->run("INSERT INTO t(a, b, c) VALUES(?1, ?2, ?3)", {std::monostate{}, std::monostate{}, Blob{}}));
    auto rows = (*db)->rows("SELECT a, b, c FROM t ORDER BY id", {});
    ASSERT_TRUE(rows);
    EXPECT_EQ((*rows)[0], given);
    EXPECT_TRUE(is_null((*rows)[1][0]));
    EXPECT_EQ((*rows)[1][2], Value(Blob{}));
}

TEST(Database, a_transaction_that_is_not_committed_leaves_nothing) {
    TempFolder folder;
    auto db = open_back_end(folder);
    ASSERT_TRUE((*db)->define("CREATE TABLE t(a @int) @table"));
    {
        Transaction t(**db);
        ASSERT_TRUE((*db)->run("INSERT INTO t(a) VALUES(1)", {}));
    }
    auto rows = (*db)->rows("SELECT count(*) FROM t", {});
    EXPECT_EQ(integer(rows->front()[0]), 0);
}

TEST(Database, names_what_was_wrong) {
    TempFolder folder;
    auto db = open_back_end(folder);
    ASSERT_TRUE((*db)->define("CREATE TABLE t(a @int NOT NULL PRIMARY KEY) @table"));
    ASSERT_TRUE((*db)->run("INSERT INTO t(a) VALUES(1)", {}));
    EXPECT_EQ((*db)->run("INSERT INTO t(a) VALUES(1)", {}).failure().kind, FailureKind::defect);
    EXPECT_EQ((*db)->run("SELEC", {}).failure().kind, FailureKind::defect);
    if (!on_postgresql()) {
        EXPECT_EQ(open_sqlite(folder.path + "/none/x.db").failure().kind, FailureKind::misconfigured);
    }
}

TEST(Database, runs_as_the_design_binds_it) {
    BEADLE_ON_SQLITE_ALONE;
    TempFolder folder;
    auto db = open_sqlite(folder.path + "/x.db");
    const auto pragma = [&](const char* statement) { return (*db)->rows(statement, {})->front()[0]; };
    EXPECT_EQ(text(pragma("PRAGMA journal_mode")), "wal");
    EXPECT_EQ(integer(pragma("PRAGMA synchronous")), 2);
    EXPECT_EQ(integer(pragma("PRAGMA secure_delete")), 1);
    EXPECT_EQ(text(pragma("PRAGMA locking_mode")), "exclusive");
    auto mapped = (*db)->rows("PRAGMA mmap_size", {});
    EXPECT_TRUE(mapped->empty() || integer(mapped->front()[0]) == 0);
}

TEST(Database, refuses_to_run_without_its_log) {
    BEADLE_ON_SQLITE_ALONE;
    auto db = open_sqlite(":memory:");  // which answers "memory" when asked for a log
    ASSERT_FALSE(db);
    EXPECT_EQ(db.failure().kind, FailureKind::misconfigured);
    EXPECT_THAT(db.failure().what, ::testing::HasSubstr("write-ahead log"));
}

TEST(Database, a_file_that_is_no_store_is_refused) {
    BEADLE_ON_SQLITE_ALONE;
    TempFolder folder;
    FILE* f = ::fopen((folder.path + "/x.db").c_str(), "w");
    for (int i = 0; i < 1000; ++i) ::fputs("this is not a store. ", f);
    ::fclose(f);
    auto db = open_sqlite(folder.path + "/x.db");
    ASSERT_FALSE(db);
    EXPECT_EQ(db.failure().kind, FailureKind::misconfigured);
}

TEST(Database, a_full_disk_is_unavailable_and_reading_goes_on) {
    BEADLE_ON_SQLITE_ALONE;
    TempFolder folder;
    auto db = open_sqlite(folder.path + "/x.db");
    ASSERT_TRUE((*db)->define("CREATE TABLE t(a @bytes) @table"));
    ASSERT_TRUE((*db)->run("INSERT INTO t(a) VALUES(?1)", {Blob{"before"}}));
    ASSERT_TRUE((*db)->rows("PRAGMA max_page_count=20", {}));
    {
        Transaction t(**db);
        auto put = (*db)->run("INSERT INTO t(a) VALUES(?1)", {Blob{std::string(1 << 20, 'x')}});
        ASSERT_FALSE(put);
        EXPECT_EQ(put.failure().kind, FailureKind::unavailable);
    }
    EXPECT_EQ(octets((*db)->rows("SELECT a FROM t", {})->front()[0]), "before");
    ASSERT_TRUE((*db)->rows("PRAGMA max_page_count=100000", {}));
    EXPECT_TRUE((*db)->run("INSERT INTO t(a) VALUES(?1)", {Blob{"after"}}));
}

TEST(Database, files_that_are_moved_away_take_nothing_until_they_are_back) {
    BEADLE_ON_SQLITE_ALONE;
    for (const std::string moved : {"/x.db", "/x.db-wal"}) {
        TempFolder folder;
        auto db = open_sqlite(folder.path + "/x.db");
        ASSERT_TRUE((*db)->define("CREATE TABLE t(a @int) @table"));
        const auto put = [&] {
            Transaction t(**db);
            auto done = (*db)->run("INSERT INTO t(a) VALUES(1)", {});
            return done ? t.commit() : Status(done.failure());
        };
        EXPECT_TRUE(put());
        const std::string path = folder.path + moved, away = path + ".away";
        ASSERT_EQ(::rename(path.c_str(), away.c_str()), 0);
        for (const bool replaced : {false, true}) {
            ASSERT_EQ(::close(replaced ? ::open(path.c_str(), O_CREAT | O_WRONLY, 0600) : ::dup(0)), 0);
            auto refused = put();
            ASSERT_FALSE(refused) << moved;
            EXPECT_EQ(refused.failure().kind, FailureKind::unavailable);
            EXPECT_THAT(refused.failure().what, ::testing::HasSubstr("moved, removed or replaced"));
        }
        ASSERT_EQ(::rename(away.c_str(), path.c_str()), 0);
        EXPECT_TRUE(put());
        EXPECT_EQ(integer((*db)->rows("SELECT count(*) FROM t", {})->front()[0]), 2);
    }
}

TEST(Database, a_second_process_cannot_open_a_store_that_is_in_use) {
    BEADLE_ON_SQLITE_ALONE;
    TempFolder folder;
    const std::string path = folder.path + "/x.db";
    int told[2], go[2];
    ASSERT_EQ(::pipe(told) + ::pipe(go), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        auto mine = open_sqlite(path);
        char c = mine ? 'y' : 'n';
        (void)!::write(told[1], &c, 1);
        (void)!::read(go[0], &c, 1);
        ::_exit(0);
    }
    char c = 0;
    ASSERT_EQ(::read(told[0], &c, 1), 1);
    ASSERT_EQ(c, 'y');
    auto second = open_sqlite(path);
    EXPECT_FALSE(second);
    (void)!::write(go[1], &c, 1);
    int how = 0;
    ::waitpid(child, &how, 0);
    EXPECT_TRUE(open_sqlite(path));
}

TEST(Database, several_gateways_share_a_store_and_each_has_its_own_name) {
    if (!on_postgresql()) GTEST_SKIP() << "of PostgreSQL alone";
    TempFolder folder;
    TestClock clock;
    auto place = [&](const std::string& gateway) { return StorePlace{store_url(folder), folder.path + "/keys", "", gateway}; };
    auto one = open_store(place("one"), clock), two = open_store(place("two"), clock);
    ASSERT_TRUE(one && two) << (one ? two.failure().what : one.failure().what);
    EXPECT_FALSE(open_store(place("two"), clock)) << "a second process by that name would write the same chain";
    for (auto* opened : {&*one, &*two, &*one}) {
        Store store{*opened->db, *opened->keys, clock, opened->gateway};
        Transaction t(*opened->db);
        ASSERT_TRUE(t.begun());
        ASSERT_TRUE(append(store, {}));
        ASSERT_TRUE(set_store_mark(*opened->db, "x " + opened->gateway, "y"));
        ASSERT_TRUE(t.commit());
    }
    EXPECT_EQ(integer(one->db->rows("SELECT count(*) FROM events WHERE gateway = 'one'", {})->front()[0]), 2);
    EXPECT_EQ(*one->db->untouched_problem(), "");
    ASSERT_TRUE(one->db->beneath().run("DELETE FROM store_marks WHERE name = 'x two'", {}));
    EXPECT_NE(*one->db->untouched_problem(), "");
}

TEST(Database, a_lost_connection_is_unavailable_and_made_anew) {
    if (!on_postgresql()) GTEST_SKIP() << "of PostgreSQL alone";
    TempFolder folder;
    auto db = open_back_end(folder);
    ASSERT_TRUE(db);
    ASSERT_TRUE((*db)->define("CREATE TABLE t(a @int) @table"));
    auto other = open_back_end(folder, "other");
    ASSERT_TRUE(other);
    const auto pid = integer((*db)->rows("SELECT pg_backend_pid()", {})->front()[0]);
    {
        Transaction t(**db);
        ASSERT_TRUE((*db)->run("INSERT INTO t(a) VALUES(?1)", {std::int64_t{1}}));
        ASSERT_TRUE((*other)->rows("SELECT pg_terminate_backend(?1::int)", {pid}));
        ::usleep(200'000);
        auto failed = (*db)->run("INSERT INTO t(a) VALUES(?1)", {std::int64_t{2}});
        ASSERT_FALSE(failed);
        EXPECT_EQ(failed.failure().kind, FailureKind::unavailable) << failed.failure().what;
        EXPECT_FALSE(t.commit());
    }
    auto rows = (*db)->rows("SELECT count(*) FROM t", {});
    ASSERT_TRUE(rows) << rows.failure().what;
    EXPECT_EQ(integer(rows->front()[0]), 0);
}

TEST(Schema, a_store_of_a_newer_beadle_is_refused) {
    TempFolder folder;
    auto db = open_back_end(folder);
    ASSERT_TRUE(bring_schema_forward(**db, 1));
    ASSERT_TRUE(bring_schema_forward(**db, 2)) << "twice does nothing";
    ASSERT_TRUE((*db)->run("INSERT INTO schema_version(version, at) VALUES(99, 0)", {}));
    auto done = bring_schema_forward(**db, 3);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.failure().kind, FailureKind::misconfigured);
}

}  // namespace
}  // namespace beadle::records
