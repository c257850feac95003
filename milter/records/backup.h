// backup.h — all records out of a running store, and into an empty one.
//
// Takes    BackupArguments: keys in it or not. RestoreArguments: the file, ledgers of destructions, where the store shall be.
// Gives    Backup: a job that copies the store as it is at one moment (Database::snapshot) and gives it, sealed, as lines
//          {"data": base64}; the last one says how many rows, the SHA-256 of all octets and the head of the chain. An event tells.
//          restore(): tables, rows, then what the ledgers say was destroyed since is destroyed again, then all is verified.
//          The ledger: a line for each destroyed message, beside the store or where [backup] ledger says, added after the
//          destruction by a due task (note_destroyed, due.h): it is no part of a backup, so it outlives what is put back.
// Fails    misconfigured: the store is not empty, another council's key, a damaged file. Nothing is half put back: the store is
//          then to be removed. Never throws but std::bad_alloc.
// Runs in  record; restore in a beadle-record of its own, started by `beadle restore`.
#pragma once

#include <memory>

#include "records/backup_file.h"
#include "records/job.h"

namespace beadle::records {

struct BackupArguments {
    bool with_keys = false;
    std::string passphrase;
};
Result<BackupArguments> backup_arguments(std::string_view json);

class Backup : public Job {
  public:
    Backup(BackupArguments wanted, Person person) : wanted_(std::move(wanted)), person_(std::move(person)) {}
    bool step(Store& store, wire::Answer& answer) override;

  private:
    Status start(Store& store);
    Result<bool> go_on(Store& store, wire::Answer& answer);
    Result<bool> finish(Store& store, wire::Answer& answer);
    void give(wire::Answer& answer, const std::string& octets);
    BackupArguments wanted_;
    Person person_;
    std::unique_ptr<Snapshot> snapshot_;
    std::unique_ptr<BackupWriter> writer_;
    std::vector<TableShape> tables_;
    std::string head_;
    bool prepared_ = false, in_table_ = false;
    std::size_t table_ = 0;
    std::int64_t begun_at_ = 0;
    std::uint64_t rows_ = 0, octets_ = 0;
    struct Hash;
    std::shared_ptr<Hash> hash_;
};

// When the last backup that can hold what is destroyed now is gone, by the days it is kept; 0 = none was ever made.
Result<std::int64_t> backups_gone_at(Store& store);
// When the last one was made; 0 = never.
Result<std::int64_t> last_backup_at(Store& store);

struct RestoreArguments {
    Descriptor file;
    std::vector<std::string> ledgers;  // their texts
    std::string passphrase;
    StorePlace place;
};
// A sentence on what was done.
Result<std::string> restore(RestoreArguments wanted, const Clock& clock);

// A line of the ledger, and back: name of the message (hex), time, MAC.
std::string ledger_line(const Keys& keys, const std::string& name, std::int64_t at);
std::string name_in_ledger_line(const Keys& keys, std::string_view line);  // "" = not one of ours

}  // namespace beadle::records
