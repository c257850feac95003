#include "mail_out/smtp.h"

#include <arpa/inet.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <optional>
#include <set>

#include "base/text.h"
#include "mail_out/line.h"

namespace beadle::mail_out {
namespace {

constexpr std::uint32_t bad_address = 553;
constexpr std::size_t piece = 64u << 10;

std::uint64_t size_of(const Content& content) {
    struct stat s{};
    if (content.descriptor < 0) return content.top.size() + content.octets.size();
    return content.top.size() + (::fstat(content.descriptor, &s) == 0 ? static_cast<std::uint64_t>(s.st_size) : 0);
}

class Dialogue {
  public:
    Dialogue(const Sending& sending, const Content& content, const Clock& clock, const Limits& limits)
        : sending_(sending), content_(content), final_reply_(limits.final_reply), line_(clock, limits.dialogue, limits.alive) {
        for (const auto& r : sending.recipients) outcome_.recipients.push_back({r, 0, ""});
    }
    Outcome run(const Endpoint& endpoint) {
        if (!settle_addresses()) return std::move(outcome_);
        (void)(greet(endpoint) && envelope() && data());
        if (outcome_.talked && !in_content_) line_.write("QUIT\r\n");  // after a refusal too (RFC 5321 4.1.1.10)
        if (outcome_.code == 0 && outcome_.text.empty())
            outcome_.text = line_.problem().empty() ? "the server's reply made no sense here" : line_.problem();
        return std::move(outcome_);
    }

  private:
    bool settle_addresses();
    bool greet(const Endpoint& endpoint);
    bool envelope();
    bool recipient(std::size_t i);
    bool data();
    bool write_content();
    bool write_piece(std::string_view octets);
    std::optional<Reply> ask(const std::string& command);
    std::string mail_command() const;
    bool offers(const char* keyword) const { return offered_.contains(keyword); }
    void ended_by(const Reply& reply);
    void ended_by(std::uint32_t code, std::string text);

    const Sending& sending_;
    const Content& content_;
    const Milliseconds final_reply_;
    Line line_;
    Outcome outcome_;
    std::optional<Path> sender_;
    std::vector<std::optional<Path>> paths_;
    std::set<std::string> offered_;  // upper case
    DotStuffer stuffer_;
    bool in_content_ = false;  // what is written now would be taken for a line of the message
    std::optional<Reply> interrupted_;  // said while we were still sending
};

// An address that no SMTP path can carry is answered here: it never reaches the wire. False: nobody is left to send to.
bool Dialogue::settle_addresses() {
    sender_ = path_of(sending_.sender);
    if (!sender_) {
        ended_by(bad_address, "5.1.7 the envelope sender is not an address that SMTP can carry");
        return false;
    }
    bool anybody = false;
    for (std::size_t i = 0; i < sending_.recipients.size(); ++i) {
        paths_.push_back(path_of(sending_.recipients[i]));
        if (paths_[i] && paths_[i]->text == "<>") paths_[i].reset();
        anybody = anybody || paths_[i];
        if (!paths_[i]) {
            outcome_.recipients[i].code = bad_address;
            outcome_.recipients[i].text = "5.1.3 not an address that SMTP can carry";
        }
    }
    if (!anybody) ended_by(bad_address, "5.1.3 no recipient has an address that SMTP can carry");
    return anybody;
}

void Dialogue::ended_by(const Reply& reply) { ended_by(reply.code, reply.text()); }

// Recipients that have no reply of their own share the one that ended the dialogue.
void Dialogue::ended_by(std::uint32_t code, std::string text) {
    outcome_.code = code;
    outcome_.text = text;
    for (auto& r : outcome_.recipients) {
        if (r.code != 0 && !(r.code >= 200 && r.code < 300)) continue;
        r.code = code;
        r.text = text;
    }
}

std::optional<Reply> Dialogue::ask(const std::string& command) {
    if (!line_.write(command + "\r\n")) return std::nullopt;
    return line_.reply();
}

bool Dialogue::greet(const Endpoint& endpoint) {
    if (!line_.connect(endpoint)) return false;
    auto reply = line_.reply();
    outcome_.talked = reply.has_value();
    if (reply && reply->positive()) {
        reply = ask("EHLO localhost");
        if (reply && reply->code >= 500) reply = ask("HELO localhost");
    }
    if (!reply) return false;
    if (!reply->positive()) {
        ended_by(*reply);
        return false;
    }
    for (std::size_t i = 1; i < reply->lines.size(); ++i) {
        std::string word = reply->lines[i].substr(0, reply->lines[i].find(' '));
        std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) {
            return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : static_cast<char>(c);
        });
        offered_.insert(word);
    }
    return true;
}

std::string Dialogue::mail_command() const {
    std::string command = "MAIL FROM:" + sender_->text;
    if (offers("SIZE")) command += " SIZE=" + std::to_string(size_of(content_));
    if (sending_.eight_bit && offers("8BITMIME")) command += " BODY=8BITMIME";
    if (offers("SMTPUTF8")) {
        const bool addresses = sender_->needs_utf8 || std::any_of(paths_.begin(), paths_.end(), [](const auto& p) {
            return p && p->needs_utf8;
        });
        if (sending_.smtputf8 || addresses) command += " SMTPUTF8";
    }
    if (offers("DSN"))
        for (const auto& p : sending_.sender_parameters)
            if (is_parameter(p, {"RET", "ENVID"})) command += " " + p;
    return command;
}

bool Dialogue::envelope() {
    if (sender_->needs_utf8 && !offers("SMTPUTF8")) {
        ended_by(bad_address, "5.6.7 the server does not take addresses in UTF-8");
        return false;
    }
    const auto reply = ask(mail_command());
    if (!reply) return false;
    if (!reply->positive()) {
        ended_by(*reply);
        return false;
    }
    bool anybody = false;
    for (std::size_t i = 0; i < paths_.size(); ++i) {
        if (!recipient(i)) return false;
        const auto code = outcome_.recipients[i].code;
        anybody = anybody || (code >= 200 && code < 300);
    }
    if (anybody) return true;
    // All refused: if any of them may be tried again, the work as a whole may.
    const auto passing = std::find_if(outcome_.recipients.begin(), outcome_.recipients.end(),
                                      [](const auto& r) { return r.code >= 400 && r.code < 500; });
    const auto& last = passing == outcome_.recipients.end() ? outcome_.recipients.back() : *passing;
    outcome_.code = last.code;
    outcome_.text = last.text;
    return false;
}

// False only when the connection is of no more use.
bool Dialogue::recipient(std::size_t i) {
    auto& answer = outcome_.recipients[i];
    if (!paths_[i]) return true;
    if (paths_[i]->needs_utf8 && !offers("SMTPUTF8")) {
        answer.code = bad_address;
        answer.text = "5.6.7 the server does not take addresses in UTF-8";
        return true;
    }
    std::string command = "RCPT TO:" + paths_[i]->text;
    if (offers("DSN") && i < sending_.recipient_parameters.size())
        for (const auto& p : sending_.recipient_parameters[i])
            if (is_parameter(p, {"NOTIFY", "ORCPT"})) command += " " + p;
    const auto reply = ask(command);
    if (!reply) {
        for (auto& r : outcome_.recipients)
            if (r.code >= 200 && r.code < 300) r = {r.recipient, 0, ""};
        return false;
    }
    answer.code = reply->code;
    answer.text = reply->text();
    if (reply->code != 421) return true;
    ended_by(*reply);
    return false;
}

bool Dialogue::write_piece(std::string_view octets) {
    if (!line_.write(stuffer_.stuff(octets))) return false;
    interrupted_ = line_.early();
    return !interrupted_ && line_.problem().empty();
}

bool Dialogue::write_content() {
    if (!content_.top.empty() && !write_piece(content_.top)) return false;
    if (content_.descriptor < 0) {
        for (std::size_t at = 0; at < content_.octets.size(); at += piece)
            if (!write_piece(std::string_view(content_.octets).substr(at, piece))) return false;
        return line_.write(stuffer_.finish());
    }
    std::string buffer(piece, '\0');
    off_t at = 0;
    while (true) {
        const ssize_t n = ::pread(content_.descriptor, buffer.data(), buffer.size(), at);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) outcome_.text = "the stored message could not be read";
        if (n < 0) return false;
        if (n == 0) return line_.write(stuffer_.finish());
        if (!write_piece(std::string_view(buffer.data(), static_cast<std::size_t>(n)))) return false;
        at += n;
    }
}

// The final dot goes out alone: until it is written, the server cannot have taken the message, whatever breaks.
bool Dialogue::data() {
    const auto go = ask("DATA");
    const auto forget = [&] {
        for (auto& r : outcome_.recipients)
            if (r.code >= 200 && r.code < 300) r = {r.recipient, 0, ""};
        return false;
    };
    if (!go) return forget();
    if (go->code != 354) {
        // A positive reply that is not 354 is no promise of anything.
        if (go->code >= 400) ended_by(*go);
        return go->code >= 400 ? false : forget();
    }
    in_content_ = true;
    if (!write_content()) {
        if (interrupted_ && interrupted_->code >= 400) ended_by(*interrupted_);
        return outcome_.code != 0 ? false : forget();
    }
    outcome_.reached_data_end = true;
    line_.allow(final_reply_);
    const auto verdict = ask(".");
    if (!verdict || (verdict->code >= 300 && verdict->code < 400)) return forget();
    in_content_ = false;
    ended_by(*verdict);
    return true;
}

}  // namespace

Result<Endpoint> parse_endpoint(std::string_view text) {
    const auto bad = [&](const char* why) {
        return fail(FailureKind::misconfigured, "smtp", "\"" + printable(text, 100) + "\" " + why);
    };
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return bad("has no port: write 127.0.0.1:10026");
    Endpoint endpoint;
    const std::string_view port = text.substr(colon + 1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), endpoint.port);
    if (error != std::errc{} || end != port.data() + port.size() || endpoint.port == 0) return bad("has no valid port");
    std::string_view host = text.substr(0, colon);
    endpoint.six = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (endpoint.six) host = host.substr(1, host.size() - 2);
    endpoint.address = host == "localhost" ? "127.0.0.1" : std::string(host);
    in6_addr six{};
    in_addr four{};
    if (endpoint.six ? ::inet_pton(AF_INET6, endpoint.address.c_str(), &six) != 1 || !IN6_IS_ADDR_LOOPBACK(&six)
                     : ::inet_pton(AF_INET, endpoint.address.c_str(), &four) != 1 || ntohl(four.s_addr) >> 24 != 127)
        return bad("is not on this machine: releases go to a loopback listener that carries Beadle");
    return endpoint;
}

Outcome send_message(const std::string& endpoint, const Sending& sending, const Content& content, const Clock& clock,
                     const Limits& limits) {
    const auto where = parse_endpoint(endpoint);
    if (where) return Dialogue(sending, content, clock, limits).run(*where);
    Outcome outcome;
    outcome.text = where.failure().what;
    for (const auto& r : sending.recipients) outcome.recipients.push_back({r, 0, ""});
    return outcome;
}

}  // namespace beadle::mail_out
