#include "mail_out/mta_log.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"

namespace beadle::mail_out {
namespace {

using wire::Delivery;
using wire::DeliveryStatus;

constexpr std::size_t most_recipients = 100, most_text = 500, most_address = 320;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter_or_digit(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string_view take_word(std::string_view& s) {
    const auto end = std::min(s.find(' '), s.size());
    const auto word = s.substr(0, end);
    s.remove_prefix(std::min(end + 1, s.size()));
    return word;
}

// The time as it stands there; "" = the line begins otherwise.
std::string take_time(std::string_view& s) {
    constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    if (s.size() > 20 && is_digit(s[0]) && s[4] == '-' && s[10] == 'T') return std::string(take_word(s).substr(0, 40));
    const bool month = std::any_of(months.begin(), months.end(), [&](const char* m) { return s.starts_with(m); });
    if (!month || s.size() < 17 || s[3] != ' ' || s[6] != ' ' || s[9] != ':' || s[12] != ':' || s[15] != ' ') return "";
    const std::string out(s.substr(0, 15));
    s.remove_prefix(16);
    return out;
}

// "postfix/smtp[123]:" gives postfix/smtp; the name ends before the number of the process.
std::string_view take_program(std::string_view& s) {
    const auto word = take_word(s);
    const auto open = word.find('[');
    if (open == std::string_view::npos || !word.ends_with("]:") || open + 3 >= word.size()) return "";
    const auto number = word.substr(open + 1, word.size() - open - 3);
    if (!std::all_of(number.begin(), number.end(), is_digit)) return "";
    return word.substr(0, open);
}

std::string take_queue_id(std::string_view& s) {
    const auto end = s.find(": ");
    if (end == std::string_view::npos || end < 5 || end > 32) return "";
    const auto id = s.substr(0, end);
    if (!std::all_of(id.begin(), id.end(), is_letter_or_digit)) return "";
    s.remove_prefix(end + 2);
    return std::string(id);
}

std::string bounded_text(std::string_view s, std::size_t most = most_text) { return printable(s, most); }

// "<address>" at the front, quotes in it included; s goes on behind it. Nothing: there is none.
std::optional<std::string> take_address(std::string_view& s) {
    if (s.empty() || s[0] != '<') return std::nullopt;
    bool quoted = false;
    for (std::size_t i = 1; i < s.size() && i <= 2 * most_address; ++i) {
        if (quoted && s[i] == '\\') {
            ++i;
        } else if (s[i] == '"') {
            quoted = !quoted;
        } else if (s[i] == '>' && !quoted) {
            std::string out(s.substr(1, i - 1));
            s.remove_prefix(i + 1);
            return out;
        }
    }
    return std::nullopt;
}

bool take(std::string_view& s, std::string_view wanted) {
    if (!s.starts_with(wanted)) return false;
    s.remove_prefix(wanted.size());
    return true;
}

// The value up to ", NEXT=" for the key that has to follow; Postfix writes its keys in one order.
std::optional<std::string> take_value(std::string_view& s, std::string_view next) {
    const auto end = s.find(next);
    if (end == std::string_view::npos) return std::nullopt;
    std::string out = bounded_text(s.substr(0, end), 200);
    s.remove_prefix(end + next.size());
    return out;
}

// ---- Postfix -----------------------------------------------------------------------------------------------------

// Without its outermost parentheses: "(250 2.0.0 Ok: queued as 4XYZ)".
std::string reply_in(std::string_view s) {
    if (!s.empty() && s.front() == '(') s.remove_prefix(1);
    if (!s.empty() && s.back() == ')') s.remove_suffix(1);
    return bounded_text(s);
}

std::optional<DeliveryStatus> postfix_status(std::string_view word) {
    if (word == "sent" || word == "delivered" || word == "deliverable") return DeliveryStatus::sent;
    if (word == "deferred" || word == "undeliverable") return DeliveryStatus::deferred;
    if (word == "bounced") return DeliveryStatus::bounced;
    if (word == "expired") return DeliveryStatus::expired;
    return std::nullopt;
}

// to=<a@b>, [orig_to=<c@d>, ]relay=mx[192.0.2.1]:25, [conn_use=2, ]delay=…, delays=…, dsn=2.0.0, status=sent (250 …)
std::vector<Delivery> postfix_delivery(Delivery d, std::string_view s) {
    if (!take(s, "to=")) return {};
    auto to = take_address(s);
    if (!to || !take(s, ", ")) return {};
    d.recipient = bounded_text(*to, most_address);
    if (take(s, "orig_to=")) {
        auto original = take_address(s);
        if (!original || !take(s, ", ")) return {};
        d.original = bounded_text(*original, most_address);
    }
    if (!take(s, "relay=")) return {};
    auto relay = take_value(s, ", ");
    if (!relay) return {};
    d.relay = *relay;
    if (take(s, "conn_use=") && !take_value(s, ", ")) return {};
    if (!take(s, "delay=") || !take_value(s, ", ")) return {};
    if (take(s, "delays=") && !take_value(s, ", ")) return {};
    if (!take(s, "dsn=")) return {};
    auto dsn = take_value(s, ", status=");
    if (!dsn) return {};
    d.dsn = *dsn;
    const auto status = postfix_status(take_word(s));
    if (!status) return {};
    d.status = *status;
    d.reply = reply_in(s);
    return {d};
}

std::vector<Delivery> postfix_line(std::string_view program, Delivery d, std::string_view s) {
    const auto daemon = program.substr(program.rfind('/') + 1);
    for (const char* delivers : {"smtp", "lmtp", "relay", "local", "virtual", "pipe", "error", "discard"})
        if (daemon == delivers) return postfix_delivery(std::move(d), s);
    if (daemon == "cleanup" && (s.starts_with("milter-discard: END-OF-MESSAGE ") || s.starts_with("milter-reject: END-OF-MESSAGE ") ||
                                s.starts_with("milter-hold: END-OF-MESSAGE "))) {
        d.status = DeliveryStatus::heard;
        return {d};
    }
    if (daemon != "qmgr" || !take(s, "from=") || !take_address(s) || !take(s, ", status=expired, ")) return {};
    d.status = DeliveryStatus::expired;
    d.reply = bounded_text(s);
    return {d};
}

// ---- Sendmail ----------------------------------------------------------------------------------------------------

DeliveryStatus sendmail_status(std::string_view stat, std::string_view dsn) {
    if (stat.starts_with("Sent")) return DeliveryStatus::sent;
    if (stat.starts_with("Deferred") || stat.starts_with("queued") || dsn.starts_with("4")) return DeliveryStatus::deferred;
    return DeliveryStatus::bounced;
}

// After the last ", KEY=" of Sendmail's own keys up to the next comma; stat= runs to the end of the line.
std::string sendmail_value(std::string_view s, std::string_view key) {
    const auto at = s.find(key);
    if (at == std::string_view::npos) return "";
    s.remove_prefix(at + key.size());
    return bounded_text(s.substr(0, s.find(", ")), 200);
}

// to=<a@b>,<c@d>, ctladdr=…, delay=…, xdelay=…, mailer=esmtp, pri=…, relay=mx. [192.0.2.1], dsn=2.0.0, stat=Sent (ok)
std::vector<Delivery> sendmail_line(Delivery d, std::string_view s) {
    if (s.starts_with("Milter: data, discard") || s.starts_with("Milter: data, reject=")) {
        d.status = DeliveryStatus::heard;
        return {d};
    }
    if (!take(s, "to=")) return {};
    std::vector<std::string> to;
    do {
        auto address = take_address(s);
        if (!address) return {};
        if (to.size() < most_recipients) to.push_back(bounded_text(*address, most_address));
    } while (take(s, ","  ) && s.starts_with("<"));
    const auto keys = s.find(" mailer=");
    const auto stat = s.find(", stat=", keys == std::string_view::npos ? 0 : keys);
    if (keys == std::string_view::npos || stat == std::string_view::npos) return {};
    const auto fields = s.substr(keys, stat - keys);
    const auto says = s.substr(stat + 7);
    d.relay = sendmail_value(fields, ", relay=");
    d.dsn = sendmail_value(fields, ", dsn=");
    if (says.starts_with("queued")) return {};
    d.status = sendmail_status(says, d.dsn);
    d.reply = bounded_text(says);
    std::vector<Delivery> out;
    for (auto& address : to) {
        d.recipient = std::move(address);
        out.push_back(d);
    }
    return out;
}

}  // namespace

std::vector<wire::Delivery> read_log_line(std::string_view s) {
    if (s.size() > most_line) return {};
    Delivery d;
    d.logged = take_time(s);
    if (d.logged.empty() || take_word(s).empty()) return {};
    const auto program = take_program(s);
    const auto first = program.substr(0, program.find('/'));
    const bool postfix = first == "postfix" || first.starts_with("postfix-");
    const bool sendmail = program == "sendmail" || program == "sm-mta" || program == "sm-msp-queue";
    if (!postfix && !sendmail) return {};
    d.queue_id = take_queue_id(s);
    if (d.queue_id.empty() || d.queue_id == "NOQUEUE" || d.queue_id == "warning") return {};
    return sendmail ? sendmail_line(std::move(d), s) : postfix_line(program, std::move(d), s);
}

}  // namespace beadle::mail_out
