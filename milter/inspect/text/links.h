// links.h — where the links of a message lead: every address in the text, and those behind the words of a page.
//
// Takes    UTF-8 text or HTML of any segment; addresses as browsers take them (blanks and line ends inside,
// backslashes,
//          user@host, hosts as one number, percent codes, letters of any script). Hostile.
// Gives    Links without place: scheme, host, the host that their words name, the host of an address inside; once each.
//          Nothing of path or query but that.
// Bounds   addresses of 8 KiB; most_links a text; linear. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   WHATWG URL (host parsing, subset), RFC 3986, RFC 3492.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/threat_facts.h"

namespace beadle::inspect {

constexpr std::size_t most_links = 500;

std::optional<Link> parse_link(std::string_view address);  // nullopt: a place within the page, mail, telephone
// The host that words name: "www.council.example/news" or "https://…"; "" when they name none, or more than one.
std::string host_shown(std::string_view words);
// `cut` becomes true when there were more addresses than are tried.
std::vector<Link> links_of_text(std::string_view text, bool* cut = nullptr);
std::vector<Link> links_of_html(std::string_view html);

}  // namespace beadle::inspect
