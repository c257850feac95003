// log_reader.h — follows the mail server's log as it grows, is rotated and is cut.
//
// Takes    the path of the log; how far it was read before ("inode:offset", from the records; "" = never).
// Gives    next(): what the lines that are there now say, and the cursor behind the last whole line. It is read again from
//          where settled() last was told: what the records did not take comes again.
//          Renamed (PATH.1, PATH.0) it is read to its end first; cut shorter it is read from its start.
// Bounds   256 KiB a call; a line without an end in 64 KiB is passed over. Deliveries::most results a call.
// Fails    unavailable, with a sentence: it cannot be read now. Never throws but std::bad_alloc.
// Runs in  mail.
#pragma once

#include <string>

#include "base/owned.h"
#include "base/result.h"
#include "wire/delivery.h"

namespace beadle::mail_out {

class LogReader {
  public:
    LogReader(std::string path, const std::string& cursor);
    Result<wire::Deliveries> next();  // cursor "" = nothing new
    void settled() { at_ = next_; }
    const std::string& path() const { return path_; }

  private:
    struct Place {
        std::uint64_t inode = 0, offset = 0;
    };
    Status open_where_it_was();
    Status open_file(const std::string& path, std::uint64_t offset);
    bool was_replaced() const;
    void read_lines(std::string_view octets, wire::Deliveries& out);

    std::string path_;
    Descriptor file_;
    Place at_, next_;
};

}  // namespace beadle::mail_out
