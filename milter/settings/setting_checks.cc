#include "settings/setting_checks.h"

#include <arpa/inet.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <optional>

#include "base/text.h"
#include "mail/address.h"

namespace beadle {
namespace {

using S = Settings;

std::optional<unsigned> whole_number(std::string_view s, unsigned most) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), value);
    if (s.empty() || error != std::errc() || end != s.data() + s.size() || value > most) return std::nullopt;
    return value;
}
bool is_port(std::string_view s) { return whole_number(s, 65535).value_or(0) > 0; }

bool is_ip(int family, const std::string& s) {
    std::array<unsigned char, 16> octets{};
    return ::inet_pton(family, s.c_str(), octets.data()) == 1;
}
bool is_loopback4(const std::string& s) { return is_ip(AF_INET, s) && s.substr(0, 4) == "127."; }

struct HostPort {
    std::string host, port;
};
std::optional<HostPort> host_port(const std::string& s) {
    const std::size_t colon = s.rfind(':');
    if (colon == s.npos || colon == 0 || !is_port(std::string_view(s).substr(colon + 1))) return std::nullopt;
    std::string host = s.substr(0, colon);
    if (host.front() == '[' && host.back() == ']')
        host = host.substr(1, host.size() - 2);
    else if (host.find(':') != host.npos)
        return std::nullopt;
    if (host.empty()) return std::nullopt;
    return HostPort{host, s.substr(colon + 1)};
}

using Check = std::string (*)(std::string& value, const std::string& folder);

std::string session_socket(std::string& value, const std::string& folder) {
    if (value.substr(0, 5) == "unix:" && value.size() > 5) {
        value = "unix:" + resolved(value.substr(5), folder);
        if (value.size() - 5 >= sizeof(sockaddr_un::sun_path)) return "the socket's path is longer than 107 octets";
        return "";
    }
    const std::size_t at = value.find('@');
    if (value.substr(0, 5) == "inet:" && at != value.npos && is_port(std::string_view(value).substr(5, at - 5)))
        return is_loopback4(value.substr(at + 1)) ? ""
                                                  : "a milter socket may only listen on loopback (127.0.0.1): who "
                                                    "reaches it can hand in mail as anybody";
    return "must be \"unix:/path\" or \"inet:PORT@127.0.0.1\"";
}

std::string socket_mode(std::string& value, const std::string&) {
    const bool octal = value.size() == 4 && value[0] == '0' &&
                       std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '7'; });
    return octal ? "" : "must be an octal access mode like \"0660\"";
}

std::string network(std::string& value, const std::string&) {
    const std::size_t slash = value.find('/');
    const std::string address = value.substr(0, slash);
    const bool four = is_ip(AF_INET, address);
    if (!four && !is_ip(AF_INET6, address)) return "must be an IP address or a network like \"192.0.2.0/24\"";
    if (slash != value.npos && !whole_number(std::string_view(value).substr(slash + 1), four ? 32 : 128))
        return four ? "the length of the network must be 0 to 32" : "the length of the network must be 0 to 128";
    return "";
}

std::string store_url(std::string& value, const std::string& folder) {
    constexpr std::string_view scheme = "sqlite:";
    if (value.substr(0, 13) == "postgresql://" && value.size() > 13) return "";
    if (value.substr(0, scheme.size()) != scheme) return "must be \"sqlite:///path\" or \"postgresql://...\"";
    std::string path = value.substr(scheme.size());
    if (path.substr(0, 2) == "//") path.erase(0, 2);
    if (path.empty()) return "must name a file: \"sqlite:///path\"";
    value = "sqlite://" + resolved(path, folder);
    return "";
}

std::string gateway(std::string& value, const std::string&) {
    const bool plain = value.size() <= 100 && std::all_of(value.begin(), value.end(), [](unsigned char c) {
                           return std::isalnum(c) || c == '.' || c == '-' || c == '_';
                       });
    return plain ? "" : "must be of letters, digits, dot, hyphen and underscore";
}

std::string submit(std::string& value, const std::string&) {
    return host_port(value) ? "" : "must be HOST:PORT, like \"127.0.0.1:10026\"";
}

std::string console(std::string& value, const std::string&) {
    const auto to = host_port(value);
    if (to && (is_loopback4(to->host) || to->host == "::1" || to->host == "localhost")) return "";
    return "must be HOST:PORT on loopback, like \"127.0.0.1:8080\"";
}

std::string address_or_none(std::string& value, const std::string&) {
    const Address a = parse_address(value);
    return value.empty() || (!a.local.empty() && !a.domain.empty())
               ? ""
               : "must be a whole address, like \"clerk@council.example\"";
}

std::string whole_address(std::string& value, const std::string& folder) {
    return value.empty() ? "must be a whole address" : address_or_none(value, folder);
}

std::string answers(std::string& value, const std::string&) {
    const Address a = parse_address(value);
    const bool plain = !a.local.empty() && !a.domain.empty() && is_mailbox_path(value) && value.find('+') == value.npos;
    return value.empty() || plain ? "" : "must be one whole address without \"+\", like \"beadle-answers@council.example\"";
}

// Links start with it: no path, query or anything that would end up in the notice as something else.
std::string public_address(std::string& value, const std::string&) {
    if (value.empty()) return "";
    while (value.ends_with('/')) value.pop_back();
    const bool secure = value.starts_with("https://"), near = value.starts_with("http://127.0.0.1:");
    const std::string_view host = std::string_view(value).substr(std::min<std::size_t>(value.size(), secure ? 8 : 7));
    const bool good = (secure || near) && !host.empty() && value.size() <= 200 && std::all_of(host.begin(), host.end(), [](char c) {
                          return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
                                 c == '-' || c == ':';
                      });
    return good ? "" : "must be like \"https://beadle.council.example\", without a path";
}

std::string account(std::string& value, const std::string&) {
    const bool good =
        !value.empty() && value.size() <= 32 && value[0] != '-' && std::all_of(value.begin(), value.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
                   c == '.';
        });
    return good ? "" : "must be the name of an account or group";
}

std::string account_or_none(std::string& value, const std::string& folder) {
    return value.empty() ? "" : account(value, folder);
}

std::string socket_path(std::string& value, const std::string& folder) {
    if (value.empty()) return "must not be empty";
    value = resolved(value, folder);
    return value.size() < sizeof(sockaddr_un::sun_path) ? "" : "the socket's path is longer than 107 octets";
}

std::string path_or_none(std::string& value, const std::string& folder) {
    if (!value.empty()) value = resolved(value, folder);
    return "";
}

std::string time_of_day(std::string& value, const std::string&) {
    const auto digit = [&](std::size_t i) { return value[i] >= '0' && value[i] <= '9' ? value[i] - '0' : 100; };
    const bool good = value.size() == 5 && value[2] == ':' && digit(0) * 10 + digit(1) < 24 && digit(3) * 10 + digit(4) < 60;
    return good ? "" : "must be a time of day, like \"08:00\"";
}

std::string socket_or_none(std::string& value, const std::string& folder) {
    return value.empty() ? "" : socket_path(value, folder);
}

std::string level(std::string& value, const std::string&) {
    const bool known = value == "debug" || value == "information" || value == "warning" || value == "error";
    return known ? "" : "must be debug, information, warning or error";
}

Check check_for(const SettingMember& member) {
    static const std::vector<std::pair<SettingMember, Check>> checks{
        {&S::session_socket, session_socket},
        {&S::session_socket_mode, socket_mode},
        {&S::session_networks, network},
        {&S::store_url, store_url},
        {&S::store_gateway, gateway},
        {&S::mail_submit, submit},
        {&S::mail_submit_unsigned, submit},
        {&S::mail_clerk, address_or_none},
        {&S::mail_notice_from, address_or_none},
        {&S::mail_answers, answers},
        {&S::mail_reports, address_or_none},
        {&S::notices_deputy, address_or_none},
        {&S::notices_auditor, address_or_none},
        {&S::notices_chair, address_or_none},
        {&S::notices_digest_hours, time_of_day},
        {&S::console_public_address, public_address},
        {&S::user_console, account},
        {&S::console_listen, console},
        {&S::user_session, account},
        {&S::user_inspect, account},
        {&S::user_record, account},
        {&S::user_mail, account},
        {&S::admin_group, account_or_none},
        {&S::session_socket_group, account_or_none},
        {&S::log_level, level},
        {&S::signatures_cache, path_or_none},
        {&S::mail_mta_log, path_or_none},
        {&S::events_file, path_or_none},
        {&S::backup_ledger, path_or_none},
        {&S::events_journald, socket_or_none},
        {&S::events_syslog, socket_or_none},
        {&S::events_head_to, whole_address},
        {&S::store_retention, path_or_none},
        {&S::store_bank_holidays, path_or_none},
        {&S::admin_socket, socket_path},
        {&S::admin_record_socket, socket_path},
    };
    for (const auto& [which, check] : checks)
        if (which == member) return check;
    return nullptr;
}

}  // namespace

std::string resolved(const std::string& path, const std::string& folder) {
    return (std::filesystem::path(folder) / path).lexically_normal().string();
}

std::string check_setting(const SettingMember& member, SettingShape shape, std::string& value,
                          const std::string& folder) {
    if (value.find('\0') != value.npos) return "must not hold a NUL";
    if (const Check check = check_for(member)) return check(value, folder);
    if (shape != SettingShape::path && shape != SettingShape::paths) return "";
    if (value.empty()) return "must not be empty";
    value = resolved(value, folder);
    return "";
}

Diagnostics dead_relays(const Settings& settings) {
    Diagnostics out;
    const auto is_listener = [&](const std::string& named) {
        return std::any_of(settings.listeners.begin(), settings.listeners.end(),
                           [&](const Listener& l) { return l.daemon_name == named && l.kind == ListenerKind::relay; });
    };
    for (const auto& relay : settings.relays)
        if (!is_listener(relay.daemon_name))
            out.push_back({settings.file, 0, 0,
                           "the relay \"" + printable(relay.daemon_name, 80) + "\" does nothing, and its mail counts as from outside: there must be a "
                           "[[listener]] with daemon_name = \"" + printable(relay.daemon_name, 80) + "\" and kind = \"relay\"", ""});
    for (const auto& listener : settings.listeners) {
        const bool is_named = std::any_of(settings.relays.begin(), settings.relays.end(),
                                          [&](const Relay& r) { return r.daemon_name == listener.daemon_name; });
        if (listener.kind == ListenerKind::relay && !is_named)
            out.push_back({settings.file, 0, 0,
                           "nothing that comes in on the listener \"" + printable(listener.daemon_name, 80) + "\" counts as the council's own: there "
                           "must be a [[relay]] with daemon_name = \"" + printable(listener.daemon_name, 80) + "\"", ""});
    }
    return out;
}

}  // namespace beadle
