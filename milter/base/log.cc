#include "base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <atomic>
#include <exception>
#include <memory>

#include "base/clock.h"
#include "base/text.h"

namespace beadle::log {
namespace {

constexpr std::size_t longest_value = 400;

struct Sink {
    std::string process = "beadle";
    std::atomic<Level> least = Level::information;
    bool terminal = ::isatty(STDERR_FILENO) == 1;
    std::shared_ptr<spdlog::logger> logger = make();

    static std::shared_ptr<spdlog::logger> make() {
        auto made = std::make_shared<spdlog::logger>("beadle", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_level(spdlog::level::trace);
        made->set_pattern("%v", spdlog::pattern_time_type::utc);  // local time would open files inside the sandbox
        made->set_error_handler([](const std::string&) {});       // a log that cannot be written is dropped
        return made;
    }
};

Sink& sink() {
    static Sink one;
    return one;
}

const char* name(Level level) {
    switch (level) {
        case Level::debug:
            return "debug";
        case Level::information:
            return "information";
        case Level::warning:
            return "warning";
        case Level::error:
            return "error";
    }
    return "error";
}

// printable() has removed every control octet, so that two characters are left to escape.
std::string quoted(std::string_view value) {
    std::string out = "\"";
    for (const char c : printable(value, longest_value)) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

std::string as_json(Level level, std::string_view sentence, std::initializer_list<Key> keys) {
    std::string line = "{\"time\":" + quoted(utc_text(system_clock().wall())) + ",\"level\":" + quoted(name(level)) +
                       ",\"process\":" + quoted(sink().process) + ",\"message\":" + quoted(sentence);
    for (const auto& [key, value] : keys) line += ',' + quoted(key) + ':' + quoted(value);
    return line + '}';
}

std::string as_text(Level level, std::string_view sentence, std::initializer_list<Key> keys) {
    std::string line = utc_text(system_clock().wall()).substr(11, 8) + ' ' + sink().process + ' ' + name(level) + ": " +
                       printable(sentence, longest_value);
    for (const auto& [key, value] : keys) line += "  " + std::string(key) + '=' + printable(value, longest_value);
    return line;
}

}  // namespace

void start(std::string_view process, Level least) {
    sink().process = process;
    sink().least = least;
}

void write(Level level, std::string_view sentence, std::initializer_list<Key> keys) {
    try {
        Sink& to = sink();
        if (level < to.least) return;
        const std::string line = to.terminal ? as_text(level, sentence, keys) : as_json(level, sentence, keys);
        to.logger->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
        to.logger->flush();
    } catch (const std::exception&) {
        return;  // no memory for a line: the line is dropped
    }
}

}  // namespace beadle::log
