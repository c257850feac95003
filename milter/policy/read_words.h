// read_words.h — lists of closed words and of address patterns, read from a StrictTable with place and suggestion.
//
// Takes    a table, a key, the words that are known.
// Gives    the values that are good; every other one is reported where it stands.
// Runs in  session, cli. Never throws but std::bad_alloc.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/strict_toml.h"
#include "policy/rule.h"

namespace beadle::policy {

struct Finds {
    std::vector<std::string> words;  // as written
    KindSet kinds;
};

// One word or a list of words, each from `known`; `what` names the kind of word in messages. An empty list is reported.
// `retired` is taken too, and offered to nobody: the caller warns of it.
std::vector<std::string> read_words(StrictTable& table, std::string_view key, const std::vector<std::string>& known,
                                    std::string_view what, std::string_view retired = {});
// Kinds and, when `groups`, @groups and -kinds: what a group holds and is not meant.
Finds read_finds(StrictTable& table, std::string_view key, bool groups);
// Address patterns; "<>" only where a null sender can be meant.
std::vector<std::string> read_patterns(StrictTable& table, std::string_view key, bool null_sender);
std::string read_banner(StrictTable& table);  // the default's words when there are none
bool is_slug(std::string_view text);  // a-z, 0-9 and inner hyphens

}  // namespace beadle::policy
