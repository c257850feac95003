// log.h — one constant sentence and keys, as one JSON line (or text on a terminal).
//
// Takes    a constant sentence and pairs from the key list of ARCHITECTURE.md "What is logged". Values are escaped.
// Gives    a line on standard error (systemd's journal takes it). Never message content, subjects or matched text.
// Runs in  every process but policy. Never throws; a log that cannot be written is dropped.
// Source   style: warning = someone should look, error = someone must.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace beadle::log {

enum class Level { debug, information, warning, error };
using Key = std::pair<std::string_view, std::string>;

void start(std::string_view process, Level least);
void write(Level level, std::string_view sentence, std::initializer_list<Key> keys = {});
inline void debug(std::string_view s, std::initializer_list<Key> k = {}) { write(Level::debug, s, k); }
inline void information(std::string_view s, std::initializer_list<Key> k = {}) { write(Level::information, s, k); }
inline void warning(std::string_view s, std::initializer_list<Key> k = {}) { write(Level::warning, s, k); }
inline void error(std::string_view s, std::initializer_list<Key> k = {}) { write(Level::error, s, k); }

}  // namespace beadle::log
