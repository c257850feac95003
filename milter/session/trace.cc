#include "session/trace.h"

#include <string_view>

#include "base/clock.h"

namespace beadle::session {
namespace {

constexpr std::size_t longest_word = 255;

// One word of a trace field out of hostile text: what could fold, quote, comment or end the field is left out.
std::string word(std::string_view text, bool blanks = false) {
    std::string out;
    for (const char c : text.substr(0, longest_word)) {
        const bool special = c == '(' || c == ')' || c == '<' || c == '>' || c == ';' || c == '"' || c == '\\' || c == ',';
        if (c > 0x20 && c < 0x7f && !special) out += c;
        if (c == ' ' && blanks && !out.empty() && out.back() != ' ') out += c;
    }
    return out;
}

std::string protocol(const Envelope& e) {
    std::string out = e.smtputf8 ? "UTF8SMTP" : "ESMTP";
    if (!e.tls_version.empty()) out += 'S';
    if (!e.authenticated.empty()) out += 'A';
    return out;
}

std::string client(const Envelope& e) {
    std::string name = word(e.client.name);
    if (name.starts_with('[')) name = "unknown";  // the MTA's spelling of "no name"
    std::string out = name;
    if (!e.client.address.empty()) {
        const bool v6 = e.client.address.find(':') != std::string::npos;
        out += std::string(out.empty() ? "" : " ") + "[" + (v6 ? "IPv6:" : "") + word(e.client.address) + "]";
    }
    return out;
}

}  // namespace

std::string rebuilt_received(const Envelope& e) {
    std::string out = "Received:";
    const auto helo = word(e.client.helo);
    const auto peer = client(e);
    out += " from " + (helo.empty() ? std::string("unknown") : helo);
    if (!peer.empty()) out += " (" + peer + ")";
    const auto host = word(e.host);
    const auto mta = word(e.mta, true);
    out += "\r\n\tby " + (host.empty() ? std::string("localhost") : host);
    if (!mta.empty()) out += " (" + mta + ")";
    out += " with " + protocol(e);
    if (const auto id = word(e.queue_id); !id.empty()) out += " id " + id;
    return out + ";\r\n\t" + rfc5322_date(e.received_at);
}

}  // namespace beadle::session
