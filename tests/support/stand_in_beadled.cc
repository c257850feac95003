// stand-in-beadled: starts one beadle-session and plays everybody else to it, as faulty as the test asks.
//
//   stand-in-beadled --session PROGRAM --config beadle.toml --socket unix:/path|inet:PORT@127.0.0.1 --journal FILE
//
// Its inspector and its records obey the words in the local part of the envelope sender, between dots: <t.slow3.f-nhs-number@x>
//   f-KIND     a finding of that kind, high confidence      slowN   answer after N seconds       refuse late gaveup garbage
//   f1-KIND    the same, for the first recipient alone      close   shut the channel (each with a 1 at its end: first time only)
//   auto bulk  marks                                        recfail recclose recgarbage recsilent recshort   the same for records
//   badstamp   the stamp is not good
// Commands on standard input, one a line: reload, status, drain MS, peer inspect|record, closecontrol, quit.
// Says on standard output: serving, prepared N good|bad, released N, status JSON, ended CODE.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "base/text.h"
#include "mail/json.h"
#include "settings/bundle.h"
#include "wire/exceptions.h"
#include "wire/council.h"
#include "wire/messages.h"

namespace {

using namespace beadle;

struct Options {
    std::map<std::string, std::string> values;
    const std::string& operator[](const std::string& key) { return values[key]; }
};

std::mutex journal_mutex;
std::ofstream journal;
std::set<std::string> first_times;
Descriptor control;
std::mutex control_mutex;
std::uint32_t generation = 1;

void say(const std::string& line) {
    const std::lock_guard lock(journal_mutex);
    std::cout << line << std::endl;
}

std::string quoted(std::string_view s) {
    std::string out = "\"";
    for (const char c : s) {
        const auto u = static_cast<unsigned char>(c);
        char code[8];
        if (u < 0x20 || u >= 0x7f || c == '"' || c == '\\') {
            std::snprintf(code, sizeof code, "\\u%04x", u);
            out += code;
        } else {
            out += c;
        }
    }
    return out + "\"";
}

std::string list(const std::vector<std::string>& items) {
    std::string out = "[";
    for (const auto& item : items) out += (out.size() > 1 ? "," : "") + quoted(item);
    return out + "]";
}

void write_journal(const std::string& line) {
    const std::lock_guard lock(journal_mutex);
    journal << line << std::endl;
}

std::set<std::string> words_of(const std::string& sender) {
    const auto local = sender.substr(0, sender.find('@'));
    std::set<std::string> out;
    for (const auto& word : split(local, '.')) out.insert(word);
    return out;
}

// The word, or the word with a 1 at its end the first time that this sender is seen with it.
bool asks(const Envelope& e, const std::string& word) {
    const auto words = words_of(e.sender);
    if (words.contains(word)) return true;
    const std::lock_guard lock(journal_mutex);
    return words.contains(word + "1") && first_times.insert(word + e.sender).second;
}

int number_after(const Envelope& e, const std::string& word) {
    for (const auto& w : words_of(e.sender))
        if (w.starts_with(word) && w.size() > word.size()) return std::atoi(w.c_str() + word.size());
    return 0;
}

std::string octets_of(const std::vector<Descriptor>& fds, const std::string& inlined) {
    if (fds.empty()) return inlined;
    struct stat about {};
    if (::fstat(fds[0].get(), &about) != 0) return "";
    std::string out(static_cast<std::size_t>(about.st_size), '\0');
    const ssize_t n = ::pread(fds[0].get(), out.data(), out.size(), 0);
    out.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
    return out;
}

const char* carrier_of(const std::vector<Descriptor>& fds) {
    if (fds.empty()) return "inline";
    const int seals = ::fcntl(fds[0].get(), F_GET_SEALS);
    const bool writable = (::fcntl(fds[0].get(), F_GETFL) & O_ACCMODE) != O_RDONLY;
    if (writable) return "writable";
    return seals > 0 && (seals & F_SEAL_WRITE) != 0 ? "sealed" : "file";
}

Inspection inspection_of(const Envelope& e, const std::string& octets) {
    Inspection out;
    out.octets = octets.size();
    out.sha256 = sha256_hex(octets);
    out.subject = "a test";
    const auto words = words_of(e.sender);
    out.marks.automatic = words.contains("auto");
    out.marks.bulk = words.contains("bulk");
    for (const auto& word : words) {
        const bool first_only = word.starts_with("f1-");
        if (!word.starts_with("f-") && !first_only) continue;
        const auto kind = finding_kind(word.substr(word.find('-') + 1));
        if (!kind) continue;
        Finding f;
        f.kind = *kind;
        f.location = "message body";
        f.confidence = Confidence::high;
        f.sample = "99\u2022\u2022\u2022";
        f.detector = "test";
        if (first_only && !e.recipients.empty()) f.recipient = e.recipients.front();
        out.findings.push_back(std::move(f));
    }
    return out;
}

void hand_peer(wire::Role role, std::uint32_t for_generation);

// false: the channel is to be shut.
bool answer_inspect(int socket, wire::Frame frame) {
    auto asked = wire::message_of<wire::Inspect>(frame);
    if (!asked) return false;
    const auto octets = octets_of(frame.descriptors, asked->octets);
    const auto& e = asked->envelope;
    write_journal("{\"inspect\":" + quoted(e.session) + ",\"sender\":" + quoted(e.sender) + ",\"carrier\":\"" +
                  carrier_of(frame.descriptors) + "\",\"octets\":" + std::to_string(octets.size()) + ",\"sha256\":\"" +
                  sha256_hex(octets) + "\",\"head\":" + quoted(octets.substr(0, 4000)) + "}");
    if (const int seconds = number_after(e, "slow"); seconds > 0) ::sleep(static_cast<unsigned>(seconds));
    wire::Inspected answer;
    answer.outcome = wire::InspectOutcome::inspected;
    if (asks(e, "close")) return false;
    if (asks(e, "silent")) return true;
    if (asks(e, "refuse")) answer.outcome = wire::InspectOutcome::refused;
    if (asks(e, "late")) answer.outcome = wire::InspectOutcome::too_late;
    if (asks(e, "gaveup")) answer.outcome = wire::InspectOutcome::gave_up;
    answer.inspection = inspection_of(e, octets);
    if (!asked->banner.empty() && asks(e, "edit"))  // at the head of the body
        answer.banner.edits = {{octets.find("\r\n\r\n") + 4, 0, asked->banner + "\r\n"}};
    if (asks(e, "overreach")) answer.banner.edits = {{0, 4, "X-"}};
    if (answer.outcome == wire::InspectOutcome::gave_up)
        answer.inspection.not_inspected.push_back({"the message", {}, "", NotInspectedReason::crash, "the worker died twice"});
    auto reply = wire::frame_of(answer, frame.id);
    if (asks(e, "garbage")) reply.body = "garbage";
    return static_cast<bool>(wire::send_frame(socket, reply));
}

std::string json_of(const wire::RecordVerdict& v, const std::vector<Descriptor>& fds) {
    const auto octets = fds.empty() ? std::string() : octets_of(fds, "");
    std::string held, notices, recipients;
    for (const auto& part : v.held)
        held += std::string(held.empty() ? "" : ",") + "{\"reason\":" + std::to_string(static_cast<int>(part.reason)) +
                ",\"recipients\":" + list(part.recipients) + ",\"not_told\":" + (part.sender_not_told ? "true" : "false") + "}";
    for (const auto& n : v.notices)
        notices += std::string(notices.empty() ? "" : ",") + "{\"kind\":" + quoted(n.kind) + ",\"to\":" + quoted(n.to) +
                   ",\"key\":" + quoted(n.key) + "}";
    const auto& e = v.envelope;
    return "{\"verdict\":" + quoted(v.outcome) + ",\"session\":" + quoted(e.session) + ",\"sender\":" + quoted(e.sender) +
           ",\"recipients\":" + list(e.recipients) + ",\"parameters\":" + list(e.sender_parameters) +
           ",\"queue_id\":" + quoted(e.queue_id) + ",\"auth\":" + quoted(e.authenticated) + ",\"tls\":" + quoted(e.tls_version) +
           ",\"client\":" + quoted(e.client.address) + ",\"smtputf8\":" + (e.smtputf8 ? "true" : "false") +
           ",\"origin\":" + quoted(name(v.origin)) + ",\"direction\":" + quoted(name(v.decision.widest())) +
           ",\"generation\":" + std::to_string(v.decision.generation) + ",\"reply\":" + quoted(v.reply) +
           ",\"cause\":" + quoted(v.cause) + ",\"trace\":" + quoted(v.trace) + ",\"hash\":" + quoted(v.content_hash) +
           ",\"held\":[" + held + "],\"notices\":[" + notices + "],\"octets\":" + std::to_string(octets.size()) +
           ",\"sha256\":\"" + sha256_hex(octets) + "\",\"carrier\":\"" + carrier_of(fds) + "\"}";
}

bool answer_record(int socket, wire::Frame frame) {
    static std::uint64_t event = 100;
    if (auto amend = wire::message_of<wire::Amend>(frame)) {
        write_journal("{\"amend\":" + quoted(amend->what == wire::Amendment::heard ? "heard" : "void") +
                      ",\"event\":" + std::to_string(amend->event) + ",\"cause\":" + quoted(amend->cause) + "}");
        return true;
    }
    if (auto check = wire::message_of<wire::CheckStamp>(frame)) {
        write_journal("{\"stamp\":" + quoted(check->token) + ",\"sender\":" + quoted(check->sender) + ",\"recipients\":" +
                      list(check->recipients) + ",\"queue_id\":" + quoted(check->queue_id) + ",\"hash\":" +
                      quoted(check->content_hash) + "}");
        const bool good = check->token == "good-stamp";
        return static_cast<bool>(wire::send_frame(socket, wire::frame_of(wire::StampAnswer{good, good ? "" : "unknown"}, frame.id)));
    }
    if (wire::message_of<wire::Council>(frame)) return true;
    if (wire::message_of<wire::AskStanding>(frame))
        return static_cast<bool>(wire::send_frame(socket, wire::frame_of(wire::Standing{true, "", "", 0}, frame.id)));
    if (wire::message_of<wire::AskExceptions>(frame))
        return static_cast<bool>(wire::send_frame(socket, wire::frame_of(wire::ExceptionsGiven{true, {}}, frame.id)));
    if (auto asked = wire::message_of<wire::Recall>(frame)) {
        const wire::Recalled known{true, "", std::vector<PairMemory>(asked->pairs.size(), PairMemory{1, 1, 0, false})};
        return static_cast<bool>(wire::send_frame(socket, wire::frame_of(known, frame.id)));
    }
    auto v = wire::message_of<wire::RecordVerdict>(frame);
    if (!v) return false;
    write_journal(json_of(*v, frame.descriptors));
    if (const int seconds = number_after(v->envelope, "recslow"); seconds > 0) ::sleep(static_cast<unsigned>(seconds));
    if (asks(v->envelope, "recclose")) return false;
    if (asks(v->envelope, "recsilent")) return true;
    wire::Recorded answer;
    answer.good = !asks(v->envelope, "recfail");
    answer.problem = answer.good ? "" : "the disk is full";
    answer.event = ++event;
    for (std::size_t i = 0; i < v->held.size(); ++i) answer.held.push_back("ref" + std::to_string(event) + "-" + std::to_string(i));
    if (asks(v->envelope, "recshort") && !answer.held.empty()) answer.held.pop_back();
    auto reply = wire::frame_of(answer, frame.id);
    if (asks(v->envelope, "recgarbage")) reply.body = "garbage";
    return static_cast<bool>(wire::send_frame(socket, reply));
}

// One thread for each end; slow answers of the inspector do not hold each other up.
void serve(Descriptor end, wire::Role role, std::uint32_t for_generation) {
    auto shared = std::make_shared<Descriptor>(std::move(end));
    for (;;) {
        auto frame = wire::receive_frame(shared->get());
        if (!frame) return;
        auto answer = [shared, role, for_generation](wire::Frame f) {
            const bool good = role == wire::Role::inspect ? answer_inspect(shared->get(), std::move(f))
                                                          : answer_record(shared->get(), std::move(f));
            if (good) return;
            ::shutdown(shared->get(), SHUT_RDWR);
            ::usleep(300'000);
            hand_peer(role, for_generation);  // as beadled does when it has started a successor
        };
        if (role == wire::Role::inspect) {
            std::thread(answer, std::move(*frame)).detach();
        } else {
            answer(std::move(*frame));
        }
    }
}

void send(wire::Frame frame) {
    const std::lock_guard lock(control_mutex);
    if (control) (void)wire::send_frame(control.get(), frame);
}

void hand_peer(wire::Role role, std::uint32_t for_generation) {
    auto pair = wire::socket_pair();
    if (!pair) std::exit(4);
    auto frame = wire::frame_of(wire::Peer{role, for_generation});
    frame.descriptors.push_back(std::move(pair->first));
    std::thread(serve, std::move(pair->second), role, for_generation).detach();
    send(std::move(frame));
}

bool configure(const std::string& file) {
    auto read = read_bundle(file);
    if (!read.diagnostics.empty()) {
        std::fprintf(stderr, "%s", text(read.diagnostics).c_str());
        return false;
    }
    auto sealed = seal(read.bundle);
    if (!sealed) return false;
    auto frame = wire::frame_of(wire::Configure{generation});
    frame.descriptors.push_back(std::move(*sealed));
    send(std::move(frame));
    return true;
}

Descriptor listen_at(const std::string& address) {
    if (address.starts_with("unix:")) {
        sockaddr_un where{};
        where.sun_family = AF_UNIX;
        std::snprintf(where.sun_path, sizeof where.sun_path, "%s", address.c_str() + 5);
        ::unlink(where.sun_path);
        Descriptor s(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        if (::bind(s.get(), reinterpret_cast<sockaddr*>(&where), sizeof where) != 0 || ::listen(s.get(), 1024) != 0) return {};
        return s;
    }
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(static_cast<std::uint16_t>(std::atoi(address.c_str() + 5)));
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    Descriptor s(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    const int on = 1;
    ::setsockopt(s.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (::bind(s.get(), reinterpret_cast<sockaddr*>(&where), sizeof where) != 0 || ::listen(s.get(), 1024) != 0) return {};
    return s;
}

pid_t start_session(const std::string& program) {
    auto pair = wire::socket_pair();
    if (!pair) std::exit(4);
    const pid_t pid = ::fork();
    if (pid == 0) {
        ::setsid();
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::dup2(pair->second.get(), 3);
        ::fcntl(3, F_SETFD, 0);
        ::close_range(4, ~0U, 0);
        ::execl(program.c_str(), "beadle-session", "--control-fd", "3", nullptr);
        ::_exit(127);
    }
    control = std::move(pair->first);
    return pid;
}

void hear_control(int socket, int listening) {
    for (;;) {
        auto frame = wire::receive_frame(socket);
        if (!frame) return;
        if (auto m = wire::message_of<wire::Prepared>(*frame)) {
            say("prepared " + std::to_string(m->generation) + (m->good ? " good " : " bad ") + quoted(m->diagnostics));
            if (!m->good) continue;
            hand_peer(wire::Role::inspect, m->generation);
            if (m->generation == 1) {
                hand_peer(wire::Role::record, 1);
                auto listen_frame = wire::frame_of(wire::Listen{});
                listen_frame.descriptors.emplace_back(::fcntl(listening, F_DUPFD_CLOEXEC, 3));
                send(std::move(listen_frame));
            } else {
                send(wire::frame_of(wire::Switch{m->generation}));
            }
        } else if (frame->type == wire::Serving::type) {
            say("serving");
        } else if (auto released = wire::message_of<wire::Released>(*frame)) {
            say("released " + std::to_string(released->generation));
        } else if (auto status = wire::message_of<wire::StatusAnswer>(*frame)) {
            say("status " + status->json);
        }
    }
}

void obey(const std::string& line, const std::string& config) {
    if (line == "reload") {
        ++generation;
        if (!configure(config)) say("prepared 0 bad \"not read\"");
    } else if (line == "status") {
        send(wire::frame_of(wire::StatusRequest{}));
    } else if (line.starts_with("drain ")) {
        send(wire::frame_of(wire::Drain{std::atoll(line.c_str() + 6)}));
    } else if (line == "peer inspect") {
        hand_peer(wire::Role::inspect, generation);
    } else if (line == "peer record") {
        hand_peer(wire::Role::record, generation);
    } else if (line == "closecontrol") {
        const std::lock_guard lock(control_mutex);
        ::shutdown(control.get(), SHUT_RDWR);
    }
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    for (int i = 1; i + 1 < argc; i += 2) options.values[argv[i] + 2] = argv[i + 1];
    ::signal(SIGPIPE, SIG_IGN);
    journal.open(options["journal"], std::ios::app);
    Descriptor listening = listen_at(options["socket"]);
    if (!listening || !journal) {
        std::perror("stand-in-beadled");
        return 2;
    }
    const pid_t pid = start_session(options["session"]);
    std::thread(hear_control, control.get(), listening.get()).detach();
    say("session " + std::to_string(pid));
    if (!configure(options["config"])) return 3;
    std::thread([pid] {
        int how = 0;
        ::waitpid(pid, &how, 0);
        say("ended " + std::to_string(WIFEXITED(how) ? WEXITSTATUS(how) : 128 + WTERMSIG(how)));
        std::_Exit(0);
    }).detach();
    for (std::string line; std::getline(std::cin, line);) {
        if (line == "quit") break;
        obey(line, options["config"]);
    }
    ::kill(pid, SIGKILL);
    ::usleep(100'000);
    std::_Exit(0);
}
