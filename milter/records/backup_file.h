// backup_file.h — the sealed file of a backup: one line that says what it is, then pieces under a key made of the council's.
//
//              "beadle-backup 1 {json}\n"  head of the stream (24 octets)  then pieces: length u32 (little endian), sealed octets
//
// Takes    rows of tables, in pieces. The line is bound to the first piece; the last one is marked, so that a file that was cut
//          is known.
// Gives    octets to be written; and, read again, the same rows.
// Bounds   a piece of at most most_piece octets.
// Fails    misconfigured: no backup, of a newer Beadle, of another council's key, cut or changed. Never throws but std::bad_alloc.
// Runs in  record.
// Source   libsodium: crypto_secretstream_xchacha20poly1305.
#pragma once

#include <memory>
#include <string>

#include "base/codec.h"
#include "base/owned.h"

#include "records/database.h"

namespace beadle::records {

constexpr std::size_t most_piece = 64u << 20;

struct PieceValue {
    std::uint8_t kind = 0;  // as the index of Value
    std::int64_t number = 0;
    std::string octets;
};
template <class A>
void describe(A& a, PieceValue& v) { a(v.kind, v.number, v.octets); }
// Rows of one table; the last piece has no table and says in `rows_in_all` how many there were.
struct BackupPiece {
    std::string table;
    std::vector<std::string> columns;
    std::vector<std::vector<PieceValue>> rows;
    std::uint64_t rows_in_all = 0;
};
template <class A>
void describe(A& a, BackupPiece& v) { a(v.table, v.columns, v.rows, v.rows_in_all); }

PieceValue piece_value(const Value& v);
Value value_of(const PieceValue& v);

class BackupWriter {
  public:
    BackupWriter(const std::string& key, const std::string& about_json);
    ~BackupWriter();
    std::string start();  // what the file begins with
    std::string seal(const BackupPiece& piece, bool last);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

class BackupReader {
  public:
    static Result<BackupReader> open(Descriptor file);
    BackupReader(BackupReader&&) noexcept;
    ~BackupReader();
    const std::string& about_json() const;
    Status unlock(const std::string& key);
    Result<BackupPiece> next(bool& last);

  private:
    struct State;
    explicit BackupReader(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace beadle::records
