#include "session/conversation.h"

#include "base/text.h"
#include "session/arguments.h"
#include "session/judge.h"
#include "session/records.h"

namespace beadle::session {
namespace {

using verdict::ReplyName;

constexpr std::size_t most_recipients = 1000;
constexpr std::size_t longest_path = 1000;  // RFC 5321 4.5.3.1.3 wants 256; beadle-mail could not send to a longer one
constexpr std::size_t longest_macro = 1024;

std::string text_of(const Macros& macros, const char* name) {
    const char* value = macros.value(name);
    return value ? std::string(value).substr(0, longest_macro) : "";
}

// Only of Postfix's own ways out: a transport of another name in master.cf may be set up to ignore its TLS policy.
std::string next_hop(const Macros& macros) {
    const std::string mailer = text_of(macros, "{rcpt_mailer}");
    return mailer == "smtp" || mailer == "relay" ? text_of(macros, "{rcpt_host}") : "";
}

Answer refused(ReplyName name) {
    auto reply = verdict::reply(name);
    return {reply.permanent() ? Next::reject : Next::tempfail, std::move(reply)};
}

std::vector<std::string> marks_of(const Settings& settings) {
    std::vector<std::string> out;
    for (const auto& relay : settings.relays) out.push_back(relay.tenant_field);
    return out;
}

}  // namespace

Conversation::Conversation(Gateway& gateway) : gateway_(gateway), name_(gateway.next_session_name()) {
    ++gateway_.counters.connections;
    ++gateway_.counters.connections_seen;
    turned_away_ = over_limit();  // later ones do not turn away who was here before
}

Conversation::~Conversation() {
    reset();
    if (unheard_event_ != 0) --gateway_.counters.unheard;  // the record stays pending
    --gateway_.counters.connections;
}

void Conversation::reset() {
    if (message_) --gateway_.counters.messages;
    message_.reset();
    spoiled_ = false;
}

Answer Conversation::finish(Answer answer) {
    reset();
    return answer;
}

bool Conversation::over_limit() const {
    const auto generation = gateway_.generations.current();
    return !generation || gateway_.counters.connections > generation->settings.session_connections;
}

Answer Conversation::connect(const std::string& host, const std::string& address, const Macros& macros) {
    reset();
    client_ = {host.substr(0, longest_macro), address, ""};
    last_authenticated_ = nullptr;
    host_ = text_of(macros, "j");
    mta_ = text_of(macros, "v");
    listener_ = text_of(macros, "{daemon_name}");
    turned_away_ = turned_away_ && over_limit();
    if (turned_away_) return refused(ReplyName::too_many_connections);
    return {};
}

Answer Conversation::helo(const std::string& name) {
    reset();
    last_authenticated_ = nullptr;  // libmilter let the sets of later stages go
    client_.helo = name.substr(0, longest_macro);
    return {};
}

// An empty macro packet leaves the set of the message before in place (libmilter, st_macros). Each set has a buffer of its
// own, made before the old one goes: the same address as last time is the old set, and says nothing about this message.
std::string Conversation::authenticated(const Macros& macros) {
    const char* value = macros.value("{auth_authen}");
    const bool stale = value != nullptr && value == last_authenticated_;
    last_authenticated_ = value;
    return value && !stale ? std::string(value).substr(0, longest_macro) : "";
}

Envelope Conversation::envelope_of(const Macros& macros) {
    Envelope e;
    e.session = name_ + "." + std::to_string(++messages_);
    e.mta = mta_.empty() ? text_of(macros, "v") : mta_;
    e.host = host_.empty() ? text_of(macros, "j") : host_;
    e.listener = listener_.empty() ? text_of(macros, "{daemon_name}") : listener_;
    e.client = client_;
    e.authenticated = authenticated(macros);
    e.tls_version = text_of(macros, "{tls_version}");
    e.queue_id = text_of(macros, "i");
    e.received_at = gateway_.clock.wall();
    return e;
}

Answer Conversation::mail(const std::vector<std::string>& argv, const Macros& macros) {
    reset();
    auto envelope = envelope_of(macros);
    if (gateway_.draining) return refused(ReplyName::draining);
    if (!negotiated_) return refused(ReplyName::not_negotiated);
    const auto generation = gateway_.generations.current();
    if (turned_away_ || !generation) return refused(ReplyName::too_many_connections);
    auto arguments = mail_arguments(argv);
    if (arguments.sender.size() > longest_path) return refused(ReplyName::forward_path_too_long);
    envelope.sender = std::move(arguments.sender);
    envelope.sender_parameters = std::move(arguments.parameters);
    envelope.smtputf8 = arguments.smtputf8;
    const auto& s = generation->settings;
    message_ = std::make_unique<Message>(
        std::move(envelope), gateway_.spool,
        SpoolLimits{static_cast<std::uint64_t>(s.session_memory_octets), static_cast<std::uint64_t>(s.session_spool_octets),
                    s.session_spool},
        marks_of(s));
    ++gateway_.counters.messages;
    if (!message_->spool.reserve(arguments.size)) return finish(refused(ReplyName::spool_full));
    return {};
}

Answer Conversation::recipient(const std::vector<std::string>& argv, const Macros& macros) {
    if (!message_) return refused(ReplyName::defect);
    if (argv.empty() || argv[0].empty()) return {};
    if (ascii_iequal(text_of(macros, "{rcpt_mailer}"), "error")) return {};  // the MTA has refused it already
    // Mail of the sendmail command bears no <>, and must not be refused at RCPT: Postfix would leave it stuck.
    const bool over_smtp = argv[0].front() == '<';
    auto& e = message_->envelope;
    if (argv[0].size() > longest_path) {
        if (over_smtp) return refused(ReplyName::forward_path_too_long);
        message_->refuse(verdict::reply(ReplyName::forward_path_too_long), "a forward path is too long");
        return {};
    }
    if (over_smtp && !is_mailbox_path(argv[0])) return refused(ReplyName::forward_path_not_plain);
    if (e.recipients.size() >= most_recipients) {
        if (over_smtp) return refused(ReplyName::too_many_recipients);
        message_->refuse(verdict::reply(ReplyName::too_many_recipients_for_good), "too many recipients");
        return {};
    }
    e.recipients.push_back(argv[0]);
    e.recipient_parameters.emplace_back(argv.begin() + 1, argv.end());
    e.next_hops.push_back(next_hop(macros));
    return {};
}

Answer Conversation::data(const Macros& macros) {
    if (message_) message_->envelope.queue_id = text_of(macros, "i");
    return {};
}

Answer Conversation::field(std::string_view name, std::string_view value) {
    if (message_) message_->field(name, value, leading_space_);
    return {};
}

Answer Conversation::end_of_fields(const Macros& macros) {
    if (!message_) return {};
    if (auto id = text_of(macros, "i"); !id.empty()) message_->envelope.queue_id = std::move(id);
    message_->end_of_fields();
    return {};
}

Answer Conversation::body(std::string_view octets) {
    if (message_) message_->body(octets);
    return {};
}

Answer Conversation::end_of_message(verdict::Mta& mta, const Macros& macros) {
    if (!message_) return refused(ReplyName::defect);
    if (auto id = text_of(macros, "i"); !id.empty()) message_->envelope.queue_id = std::move(id);
    message_->end_of_fields();
    if (spoiled_) return finish(refused(ReplyName::defect));
    if (message_->envelope.recipients.empty() && !message_->refusal) return finish(refused(ReplyName::defect));
    return finish(answer_of(judge(gateway_, *message_, mta)));
}

Answer Conversation::answer_of(const verdict::Answered& answered) {
    if (answered.await_heard) {
        if (unheard_event_ == 0) ++gateway_.counters.unheard;
        unheard_event_ = answered.event;
    }
    switch (answered.disposition) {
        case verdict::Disposition::accept: return {};
        case verdict::Disposition::discard: return {Next::discard, std::nullopt};
        case verdict::Disposition::reject: return {Next::reject, answered.reply};
        case verdict::Disposition::defer: return {Next::tempfail, answered.reply};
    }
    return refused(ReplyName::defect);
}

void Conversation::abort() { reset(); }

void Conversation::heard() {
    if (unheard_event_ == 0) return;
    amend(gateway_, std::exchange(unheard_event_, 0), wire::Amendment::heard, "");
    --gateway_.counters.unheard;
}

}  // namespace beadle::session
