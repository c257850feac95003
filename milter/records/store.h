// store.h — what every operation on the records is given: the database, the keys, the clock, the name of this gateway.
//
// Gives    open_store(): database, schema, keys, sweep of what never came to count, in that order. What a full disk does not
//          let it sweep is left to the service.
// Fails    misconfigured: wrong address, damaged store, missing or wrong keys, another process holds it; unavailable.
// Runs in  record. Never throws.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "records/database.h"
#include "records/keys.h"
#include "records/policy_files.h"
#include "records/vault.h"
#include "wire/council.h"
#include "settings/bank_holidays.h"
#include "settings/retention.h"

namespace beadle::records {

struct Counters {  // since this process began
    std::uint64_t recorded = 0, transactions = 0, refused = 0;
    std::string last_problem;
    std::string signatures_problem;  // as beadled says: why new databases are not loaded
    std::map<std::string, std::uint64_t> outcomes{};  // verdicts
    std::int64_t last_commit_ms = 0;
};

struct EventsOut {  // where events go besides; "" = not there
    std::string journald, syslog, file;
};

// Whom the clock tells what, from the settings.
struct NoticeRules {
    std::string deputy, auditor, chair, admin;  // addresses; "" = nobody
    std::vector<int> digest_minutes;     // of the day, in Europe/London
    bool digest_when_empty = false;
    std::int64_t alerts_an_hour = 20;
    std::int64_t training_months = 24, signatures_days = 7;
    std::vector<std::string> signature_folders;
    std::string console;  // address of the console for links; "" = none
};

// Whom the records tell, where no rule says so.
struct Addressees {
    std::string clerk{};                 // is warned of what ends by itself; "" = nobody
    std::vector<std::string> head_to{};  // are told the head of the day
    bool operator==(const Addressees&) const = default;
};
// What the settings name; where they name nobody, the clerk whom session told of (its settings', else the directory's).
Addressees addressees(const Addressees& named, const std::string& council_clerk);

class Views;

struct ExpiryDays {  // 0 = not ended by this timer
    std::int64_t quarantine = 30, refused = 30, ask = 30, malware = 14, journal = 0, warn = 3;
};

// How far the automatic classes were looked through; lost with the process, and then begun again.
struct RetentionLook {
    std::int64_t day = -1, at = -1, number = 0;
};

// How far the events of a period were counted for a report, so that the next one goes on from there; lost with the process.
struct CountedPeriod {
    std::int64_t next = 0, erasures = 0;  // no longer counts when events were erased since
    std::string tally;
};

struct Store {
    Database& db;
    const Keys& keys;
    const Clock& clock;
    std::string gateway;
    std::int64_t notices_an_hour = 5;
    std::int64_t correspondence_days = 400;
    std::int64_t correspondence_swept = 0;  // day on which old correspondence was last removed
    std::uint32_t generation = 0;           // of the settings that are served
    Counters counters{};
    wire::Council council{};                // as session told it last; empty until then
    NoticeRules notices{};
    EventsOut events_out{};
    std::int64_t backup_keep_days = 90;
    std::string ledger{};  // file of what was destroyed; "" = none
    ExpiryDays expiry{};
    Addressees named{};                     // by the settings
    Addressees told() const { return addressees(named, council.clerk); }
    PolicyFiles policy{};                   // of the generation that serves
    std::int64_t expiry_at = 0, expiry_warn_at = 0;     // how far a walk over the kept copies has come
    std::int64_t expiry_done = 0, expiry_warned = 0;    // when the last whole walk ended
    Views* views = nullptr;                 // the way to the view workers; none in tests and tools
    std::map<std::string, RetentionLook> retention_looked{};
    std::map<std::string, CountedPeriod> counted{};  // by the name of the period
    std::int64_t erasures = 0;                       // how often events were erased since the start
    RetentionSchedule schedule{};  // as the settings name it; "" version: none
    BankHolidays holidays = read_bank_holidays(built_in_bank_holidays, "").holidays;
};

struct StorePlace {
    std::string url;  // sqlite:///path or postgresql://…
    std::string keys_folder;
    std::string base_folder;  // where a relative path starts
    std::string gateway = "";  // "" = the name of this host
};
struct OpenedStore {
    std::unique_ptr<Keys> keys;  // outlive the database, which makes MACs by them
    std::unique_ptr<Database> db;
    std::string gateway;
    std::string recovery_sheet;  // "" unless the keys were made now
    Swept swept;
};
Result<std::string> store_path(const StorePlace& place);  // of the file behind the address
Result<std::unique_ptr<Database>> open_raw_database(const StorePlace& place);  // the back end alone
Result<OpenedStore> open_store(const StorePlace& place, const Clock& clock);

// Who asks: over the admin socket the Unix account of the peer, through the console the account that is signed in.
struct Person {
    std::string name;
    bool allowed = false;
    std::string session = {}, address = {};  // of the console: keyed hash of the session, the browser's address
    std::string scope = {};                  // of which kept mail they see anything (scope.h)
};

}  // namespace beadle::records
