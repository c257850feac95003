#include <sys/socket.h>
#include <sys/un.h>

#include <fstream>

#include "records/due.h"
#include "records/event_formats.h"
#include "records/heads.h"
#include "records/schema.h"
#include "unit/records/fixture.h"

namespace beadle::records {
namespace {

using nlohmann::json;

class EventsOutTest : public StoreTest {
  protected:
    bool run(Result<DueDone> (*task)(Store&)) {
        Transaction t(store().db);
        auto done = task(store());
        EXPECT_TRUE(done && t.commit());
        return done && done->more;
    }
    std::vector<std::string> lines_of(const std::string& path) {
        std::ifstream in(path);
        std::vector<std::string> out;
        for (std::string line; std::getline(in, line);) out.push_back(line);
        return out;
    }
    int listen(const std::string& path) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
        const int fd = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        EXPECT_EQ(::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
        return fd;
    }
    static std::string datagram(int fd) {
        std::string out(65536, '\0');
        const ssize_t n = ::recv(fd, out.data(), out.size(), 0);
        out.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
        return out;
    }
};

TEST_F(EventsOutTest, a_file_gets_each_event_once_and_catches_up) {
    store().events_out.file = folder_.path + "/events.json";
    run(send_events_out);
    for (int i = 0; i < 450; ++i) record(accepted_verdict());
    EXPECT_TRUE(run(send_events_out));
    while (run(send_events_out)) {
    }
    EXPECT_EQ(lines_of(store().events_out.file).size(), 450u);
    std::filesystem::rename(store().events_out.file, folder_.path + "/old");
    std::filesystem::create_directory(store().events_out.file);
    record(held_verdict());
    EXPECT_FALSE(run(send_events_out)) << "where it cannot be written nothing waits for it";
    std::filesystem::remove(store().events_out.file);
    run(send_events_out);
    const auto lines = lines_of(store().events_out.file);
    ASSERT_EQ(lines.size(), 1u);
    const auto j = json::parse(lines[0]);
    EXPECT_EQ(j["event"]["action"], "verdict");
    EXPECT_EQ(j["event"]["sequence"], 451);
    EXPECT_EQ(j["beadle"]["outcome"], "quarantined");
    EXPECT_EQ(j["beadle"]["findings"][0]["kind"], "nhs-number");
    EXPECT_EQ(j["email"]["from"]["address"][0], "a.smith@council.example");
    EXPECT_EQ(lines[0].find("Sample"), std::string::npos) << "no subject";
    EXPECT_EQ(lines[0].find("•••"), std::string::npos) << "no sample, masked or not";
    EXPECT_EQ(verify(), "");
}

TEST_F(EventsOutTest, journal_and_syslog_get_them_and_nobody_waits_for_either) {
    store().events_out = {folder_.path + "/journal", folder_.path + "/log", ""};
    const int journal = listen(folder_.path + "/journal");
    run(send_events_out);
    auto v = accepted_verdict();
    v.envelope.queue_id = "4A\nPRIORITY=0";
    v.envelope.sender = "x\r\n<0>1 forged@example.org";
    record(v);
    EXPECT_FALSE(run(send_events_out));
    const auto entry = datagram(journal);
    EXPECT_THAT(entry, ::testing::HasSubstr("MESSAGE={\"@timestamp\""));
    EXPECT_EQ(std::count(entry.begin(), entry.end(), '\n'), 7) << "one line a field, none put in: " << entry;
    const int log = listen(folder_.path + "/log");
    run(send_events_out);
    const auto line = datagram(log);
    EXPECT_EQ(line.rfind("<22>1 2026-", 0), 0u) << line;
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_NE(line.find("[beadle@32473 event=\"1\"] {"), std::string::npos);
    EXPECT_EQ(datagram(journal), "") << "each once";
    ::close(journal);
    ::close(log);
}

TEST(EventFormats, a_cell_never_begins_as_a_formula) {
    const struct {
        const char *name, *given, *want;
    } table[] = {
        {"a word", "word", "\"word\""},
        {"a quote", "say \"hi\"", "\"say \"\"hi\"\"\""},
        {"a formula", "=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\""},
        {"behind blanks", "  +1", "\"'  +1\""},
        {"minus", "-2", "\"'-2\""},
        {"at", "@SUM(A1)", "\"'@SUM(A1)\""},
        {"a tab", "\t=1", "\"' =1\""},
        {"wide", "\xef\xbc\x9d" "1", "\"'\xef\xbc\x9d" "1\""},
        {"nothing", "", "\"\""},
    };
    for (const auto& row : table) EXPECT_EQ(csv_cell(row.given), row.want) << row.name;
}

TEST_F(EventsOutTest, exports_give_every_event_in_each_form) {
    record(accepted_verdict());
    clock_.pass(24LL * 60 * minute);
    record(held_verdict());
    EXPECT_EQ(person_asks("events.export", {{"format", "json"}}).lines.size(), 2u);
    EXPECT_EQ(person_asks("events.export", {{"format", "csv"}}).lines.size(), 3u);
    EXPECT_EQ(person_asks("events.export", {{"format", "ecs"}, {"since", utc_text(clock_.now)}}).lines.size(), 1u);
    EXPECT_EQ(person_asks("events.export", {{"format", "xml"}}).exit_code, 2u);
    Event large;
    for (int i = 0; i < 5000; ++i) large.recipients += "someone" + std::to_string(i) + "@example.org\n";
    EXPECT_LE(ecs_line(large).size(), most_ecs);
    EXPECT_TRUE(json::parse(ecs_line(large))["beadle"]["cut"].get<bool>());
}

TEST(Addressees, are_those_of_the_settings_else_the_clerk_whom_session_named) {
    using Named = Addressees;
    EXPECT_EQ(addressees({}, ""), (Named{}));
    EXPECT_EQ(addressees({}, "c@a.example"), (Named{"c@a.example", {"c@a.example"}}));
    EXPECT_EQ(addressees({"s@a.example", {}}, "c@a.example"), (Named{"s@a.example", {"s@a.example"}}));
    EXPECT_EQ(addressees({"", {"h@a.example"}}, "c@a.example"), (Named{"c@a.example", {"h@a.example"}}));
    EXPECT_EQ(addressees({"s@a.example", {"h@a.example"}}, ""), (Named{"s@a.example", {"h@a.example"}}));
}

TEST_F(EventsOutTest, the_head_of_the_day_goes_out_once_and_tells_an_older_copy) {
    record(accepted_verdict());
    run(send_day_heads);
    EXPECT_EQ(count("notices"), 0) << "to nobody";
    store().named.head_to = {"clerk@council.example", "auditor@example.org"};
    run(send_day_heads);
    run(send_day_heads);
    EXPECT_EQ(count("notices"), 2);
    auto notice = store().db.rows("SELECT plain FROM notices LIMIT 1", {});
    const auto plain = text(notice->front()[0]);
    const auto at = plain.find("test 1 ");
    ASSERT_NE(at, std::string::npos) << plain;
    const auto head = plain.substr(at, plain.find('\n', at) - at);
    EXPECT_EQ(person_asks("events.verify", {{"heads", {head}}}).exit_code, 0u);
    EXPECT_EQ(person_asks("events.verify", {{"heads", {"rubbish"}}}).exit_code, 2u);
    auto other = head;
    other.back() = other.back() == '0' ? '1' : '0';
    EXPECT_EQ(person_asks("events.verify", {{"heads", {other}}}).exit_code, 1u) << "made anew";
    begin_anew();
    EXPECT_EQ(person_asks("events.verify", {{"heads", {head}}}).exit_code, 1u) << "put back from an older copy";
    clock_.pass(24LL * 60 * minute);
    record(accepted_verdict());
    store().named.head_to = {"clerk@council.example"};
    run(send_day_heads);
    EXPECT_EQ(count("notices"), 1);
}

}  // namespace
}  // namespace beadle::records
