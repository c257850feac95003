#include "session/arguments.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <charconv>
#include <cstring>

#include "base/text.h"

namespace beadle::session {
namespace {

std::string_view without_brackets(std::string_view path) {
    path = trim(path);
    if (path.size() >= 2 && path.front() == '<' && path.back() == '>') return path.substr(1, path.size() - 2);
    return path;
}

std::uint64_t announced_size(std::string_view value) {
    std::uint64_t size = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), size);
    return error == std::errc() && end == value.data() + value.size() ? size : 0;
}

}  // namespace

MailArguments mail_arguments(const std::vector<std::string>& argv) {
    MailArguments out;
    if (argv.empty()) return out;
    out.sender = without_brackets(argv[0]);
    for (std::size_t i = 1; i < argv.size(); ++i) {
        out.parameters.push_back(argv[i]);
        if (ascii_istarts(argv[i], "SIZE=")) out.size = announced_size(std::string_view(argv[i]).substr(5));
        if (ascii_iequal(argv[i], "SMTPUTF8")) out.smtputf8 = true;
    }
    return out;
}

std::string numeric_address(const sockaddr* address) {
    char text[INET6_ADDRSTRLEN] = "";
    if (address == nullptr) return "";
    if (address->sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, address, sizeof v4);
        return ::inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text) ? text : "";
    }
    if (address->sa_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, address, sizeof v6);
        if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr))
            return ::inet_ntop(AF_INET, &v6.sin6_addr.s6_addr[12], text, sizeof text) ? text : "";
        return ::inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text) ? text : "";
    }
    return "";
}

}  // namespace beadle::session
