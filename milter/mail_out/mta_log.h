// mta_log.h — one line of a mail server's log, as Postfix 3.7 and Sendmail 8.17 write it by syslog.
//
// Takes    a line without its end, in the traditional form ("Nov 22 10:00:33 mx postfix/smtp[123]: …") or with an ISO time.
// Gives    what it says of delivery, or that the mail server had the milter's verdict; nothing of any other line. Of several
//          recipients (Sendmail) one Delivery each.
//          A line counts only by the program that begins it and by fields in their places: what senders and far servers put into
//          it (addresses, HELO, replies) is read as values and never as further fields. Addresses are held against what was
//          recorded by those who get them.
// Bounds   lines of at most most_line octets, 100 recipients a line, texts cut at 500.
// Fails    never: a line that is not understood gives nothing. Never throws but std::bad_alloc.
// Runs in  mail.
// Source   Postfix: src/global/log_adhoc.c, src/cleanup/cleanup_milter.c; Sendmail: deliver.c logdelivery(), srvrsmtp.c.
#pragma once

#include <string_view>
#include <vector>

#include "wire/delivery.h"

namespace beadle::mail_out {

constexpr std::size_t most_line = 8192;

std::vector<wire::Delivery> read_log_line(std::string_view line);

}  // namespace beadle::mail_out
