#include "records/release_octets.h"
#include "unit/records/fixture.h"

namespace beadle::records {
namespace {

class VaultTest : public StoreTest {
  protected:
    std::int64_t put(const std::string& message) {
        Incoming incoming;
        auto sealing = Sealing::of(memory_file(message));
        EXPECT_TRUE(sealing);
        incoming.sealing = std::move(*sealing);
        while (!incoming.stored_all()) {
            auto done = store_slice(store().db, store().keys, incoming, 1);
            EXPECT_TRUE(done) << done.failure().what;
            if (!done) return 0;
        }
        EXPECT_TRUE(make_it_count(store().db, incoming.id));
        return incoming.id;
    }
    Result<std::string> get(std::int64_t id) {
        auto outgoing = records::Outgoing::open(store().db, store().keys, id);
        if (!outgoing) return outgoing.failure();
        std::string out;
        while (true) {
            auto last = outgoing->step(store().db, [&](std::string_view piece) -> Status {
                out += piece;
                return Done{};
            });
            if (!last) return last.failure();
            if (*last) return out;
        }
    }
};

std::string noise(std::size_t octets_out) {
    std::string out(octets_out, '\0');
    std::uint64_t x = 88172645463325252u;
    for (auto& c : out) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        c = static_cast<char>(x);
    }
    return out;
}

TEST_F(VaultTest, gives_back_messages_of_every_size_octet_by_octet) {
    for (std::size_t size : {0u, 1u, 255u, 262144u, 262145u, 1048559u, 1048576u, 1048577u, 3000000u}) {
        SCOPED_TRACE(size);
        const std::string message = noise(size);
        auto got = get(put(message));
        ASSERT_TRUE(got) << got.failure().what;
        EXPECT_TRUE(*got == message);
    }
    const std::string zeros(20u << 20, '\0');
    auto got = get(put(zeros));
    ASSERT_TRUE(got);
    EXPECT_TRUE(*got == zeros);
}

TEST_F(VaultTest, small_messages_sealed_once_can_be_stored_again_after_a_rollback) {
    auto sealing = Sealing::of(std::string("From: x\r\n\r\nbody"));
    auto sealed = seal_whole(store().keys, **sealing);
    ASSERT_TRUE(sealed);
    {
        Transaction t(store().db);
        ASSERT_TRUE(store_whole(store().db, *sealed, 1));
    }
    auto id = store_whole(store().db, *sealed, 1);
    ASSERT_TRUE(id);
    EXPECT_EQ(*get(*id), "From: x\r\n\r\nbody");
}

TEST_F(VaultTest, nothing_of_the_message_is_in_the_store_in_clear) {
    put(message_text(5000));
    auto rows = store().db.rows("SELECT octets FROM slices", {});
    for (const auto& row : *rows) EXPECT_EQ(octets(row[0]).find("council.example"), std::string::npos);
}

TEST_F(VaultTest, slices_changed_swapped_moved_or_cut_off_do_not_open) {
    const std::string message = noise(3'000'000);
    const struct {
        const char* name;
        const char* statement;
    } table[] = {
        {"one octet changed",
         "UPDATE slices SET octets = CAST(substr(octets, 1, 99) || x'00' || substr(octets, 101) AS BLOB) WHERE number "
         "= 1 AND message = ?1"},
        {"two swapped",
         "UPDATE slices SET octets = (SELECT octets FROM slices s WHERE s.message = ?1 AND s.number = 1 - "
         "slices.number) WHERE message = ?1 AND number IN (0, 1)"},
        {"the last cut off", "UPDATE messages SET slices = slices - 1 WHERE id = ?1"},
        {"one of another message",
         "UPDATE slices SET octets = (SELECT octets FROM slices s WHERE s.message <> ?1 AND s.number = 1 LIMIT 1) "
         "WHERE message = ?1 AND number = 1"},
        {"the length changed", "UPDATE messages SET octets = octets - 1 WHERE id = ?1"},
        {"the name changed", "UPDATE messages SET name = x'00' WHERE id = ?1"},
    };
    put(message);
    for (const auto& row : table) {
        SCOPED_TRACE(row.name);
        const auto id = put(message);
        ASSERT_TRUE(tamper(replace_all(row.statement, "?1", std::to_string(id))));
        auto got = get(id);
        ASSERT_FALSE(got);
        EXPECT_EQ(got.failure().kind, FailureKind::misconfigured);
    }
}

TEST_F(VaultTest, a_destroyed_message_is_gone_from_the_file_too) {
    BEADLE_ON_SQLITE_ALONE;
    const auto id = put(message_text(4000));
    auto before = store().db.rows("SELECT wrapped_key FROM messages WHERE id = ?1", {id});
    const std::string wrapped = octets(before->front()[0]);
    ASSERT_TRUE(destroy(store().db, id, 2));
    ASSERT_TRUE(store().db.forget_deleted());
    EXPECT_FALSE(get(id));
    EXPECT_EQ(std::filesystem::file_size(folder_.path + "/records.db-wal"), 0u);
    close();
    FILE* f = ::fopen((folder_.path + "/records.db").c_str(), "r");
    std::string file = read_all(::fileno(f));
    ::fclose(f);
    EXPECT_EQ(file.find(wrapped.substr(24)), std::string::npos);
    open();
}

TEST_F(VaultTest, messages_that_never_came_to_count_are_swept_at_start) {
    Incoming incoming;
    incoming.sealing = std::move(*Sealing::of(memory_file(noise(2'500'000))));
    ASSERT_TRUE(store_slice(store().db, store().keys, incoming, 1));
    ASSERT_TRUE(store_slice(store().db, store().keys, incoming, 1));
    EXPECT_EQ(count("slices"), 2);
    reopen();
    EXPECT_EQ(opened_.swept.gone, 1);
    EXPECT_EQ(count("slices") + count("messages"), 0);
}

TEST_F(VaultTest, what_is_not_a_file_is_not_stored) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    EXPECT_FALSE(Sealing::of(Descriptor(ends[0])));
    ::close(ends[1]);
    EXPECT_FALSE(Sealing::of(Descriptor()));
}

TEST(ReleaseOctets, fields_of_ours_are_left_out_and_nothing_else) {
    const struct {
        const char* name;
        const char* given;
        const char* want;
    } table[] = {
        {"a message without any", "From: a\r\nTo: b\r\n\r\nbody\r\n", "From: a\r\nTo: b\r\n\r\nbody\r\n"},
        {"a forged stamp", "From: a\r\nX-Beadle-Stamp: z\r\nTo: b\r\n\r\nbody", "From: a\r\nTo: b\r\n\r\nbody"},
        {"a folded one, in other letters", "x-BEADLE-verdict: a\r\n b\r\n\tc\r\nTo: b\r\n\r\n", "To: b\r\n\r\n"},
        {"continuation lines of others stay", "To: b,\r\n c\r\n\r\n", "To: b,\r\n c\r\n\r\n"},
        {"in the body it is text", "To: b\r\n\r\nX-Beadle-Stamp: z\r\n", "To: b\r\n\r\nX-Beadle-Stamp: z\r\n"},
        {"the empty line ends a dropped field", "X-Beadle-Id: z\r\n\r\n folded?\r\n", "\r\n folded?\r\n"},
        {"short lines", "A:\r\nB:\r\n\r\nx", "A:\r\nB:\r\n\r\nx"},
        {"no line end at all", "To", "To"},
        {"bare line feeds", "X-Beadle-Id: z\nTo: b\n\nX-Beadle-Id: z\n", "To: b\n\nX-Beadle-Id: z\n"},
        {"a like name", "X-Beadles: z\r\n\r\n", "X-Beadles: z\r\n\r\n"},
        {"empty", "", ""},
    };
    for (const auto& row : table) {
        SCOPED_TRACE(row.name);
        const std::string given = row.given;
        for (std::size_t piece : {1u, 2u, 3u, 7u, 1000u}) {
            ReleaseFields filter;
            std::string got;
            for (std::size_t i = 0; i < given.size(); i += piece)
                got += filter.add(std::string_view(given).substr(i, piece));
            got += filter.end();
            EXPECT_EQ(got, row.want) << "in pieces of " << piece;
        }
    }
}

}  // namespace
}  // namespace beadle::records
