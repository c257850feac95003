#include "session/milter_edge.h"

#include <libmilter/mfapi.h>
#include <pthread.h>

#include <array>
#include <cstring>
#include <string>
#include <vector>

#include "base/log.h"
#include "session/arguments.h"
#include "session/conversation.h"
#include "session/milter_read.h"

// Exported by libmilter, not declared in its header.
extern "C" size_t smfi_setmaxdatasize(size_t);

namespace beadle::session {
namespace {

constexpr unsigned long needed_actions = SMFIF_ADDHDRS | SMFIF_CHGHDRS | SMFIF_DELRCPT | SMFIF_CHGBODY;
// Steps that are never answered with a refusal: a round trip saved for each. libmilter fakes the answer where the MTA wants
// one. Not with the stock library: it cannot tell a body chunk from the octets that may come with the end of the body, and
// forgets the agreement when a second session follows on the connection.
constexpr unsigned long silent_steps =
    sees_reads ? SMFIP_NR_HELO | SMFIP_NR_DATA | SMFIP_NR_UNKN | SMFIP_NR_HDR | SMFIP_NR_EOH | SMFIP_NR_BODY : 0UL;
constexpr char body_command = 'B', header_command = 'L';

// A list replaces the MTA's own for that stage. Sendmail minds the one of the end of message only beside one for the end of
// the header section.
struct MacroList {
    int stage;
    const char* names;
};
constexpr std::array macro_lists = {
    MacroList{SMFIM_CONNECT, "j {daemon_name} {client_addr} v _"},
    MacroList{SMFIM_HELO, "{tls_version} {cipher} {cipher_bits}"},
    MacroList{SMFIM_ENVFROM, "i j {auth_type} {auth_authen} {auth_author} {mail_addr} {mail_host} {mail_mailer}"},
    MacroList{SMFIM_ENVRCPT, "i {rcpt_addr} {rcpt_host} {rcpt_mailer}"},
    MacroList{SMFIM_DATA, "i"},
    MacroList{SMFIM_EOH, "i {msg_id}"},
    MacroList{SMFIM_EOM, "i {msg_id}"},
};

Gateway* the_gateway = nullptr;  // set once before the first connection

char* c_text(const std::string& s) { return const_cast<char*>(s.c_str()); }

class EdgeMacros : public Macros {
  public:
    explicit EdgeMacros(SMFICTX* ctx) : ctx_(ctx) {}
    const char* value(const char* name) const override { return smfi_getsymval(ctx_, const_cast<char*>(name)); }

  private:
    SMFICTX* ctx_;
};

class EdgeMta : public verdict::Mta {
  public:
    EdgeMta(SMFICTX* ctx, bool leading_space) : ctx_(ctx), leading_space_(leading_space) {}
    bool delete_recipient(const std::string& path) override { return smfi_delrcpt(ctx_, c_text(path)) == MI_SUCCESS; }
    bool remove_field(const std::string& name, std::uint32_t index) override {
        return smfi_chgheader(ctx_, c_text(name), static_cast<int>(index), nullptr) == MI_SUCCESS;
    }
    bool add_field(const std::string& name, const std::string& body) override {
        return smfi_addheader(ctx_, c_text(name), c_text((leading_space_ ? " " : "") + body)) == MI_SUCCESS;
    }
    bool replace_body(std::string_view piece) override {
        auto* octets = reinterpret_cast<unsigned char*>(const_cast<char*>(piece.data()));
        return smfi_replacebody(ctx_, octets, static_cast<int>(piece.size())) == MI_SUCCESS;
    }
    bool progress() override { return smfi_progress(ctx_) == MI_SUCCESS; }

  private:
    SMFICTX* ctx_;
    bool leading_space_;
};

// Any callback can be the first of its connection.
Conversation& conversation_of(SMFICTX* ctx) {
    auto& mine = connection_thread();
    auto* known = static_cast<Conversation*>(smfi_getpriv(ctx));
    if (known == nullptr) {
        auto made = std::make_unique<Conversation>(*the_gateway);
        if (sees_reads && mine.negotiated) made->negotiated(mine.leading_space);
        known = made.release();
        smfi_setpriv(ctx, known);
    }
    if (sees_reads) mine.conversation = known;
    if (!sees_reads) known->heard();
    return *known;
}

sfsistat code_of(Next next) {
    switch (next) {
        case Next::proceed: return SMFIS_CONTINUE;
        case Next::reject: return SMFIS_REJECT;
        case Next::tempfail: return SMFIS_TEMPFAIL;
        case Next::discard: return SMFIS_DISCARD;
    }
    return SMFIS_TEMPFAIL;
}

bool is_silent(unsigned long step) { return sees_reads && (connection_thread().no_reply & step) != 0; }

sfsistat give(SMFICTX* ctx, const Answer& answer) {
    if (answer.reply &&
        smfi_setreply(ctx, c_text(answer.reply->code), c_text(answer.reply->enhanced), c_text(answer.reply->text)) != MI_SUCCESS)
        log::error("libmilter refused a reply text", {{"reply", answer.reply->code}});
    return code_of(answer.next);
}

// One last catch for each callback. A step that bears no answer spoils the message instead.
template <class Step>
sfsistat guarded(SMFICTX* ctx, unsigned long step, Step run) noexcept {
    try {
        auto& conversation = conversation_of(ctx);
        try {
            const Answer answer = run(conversation);
            return is_silent(step) ? SMFIS_NOREPLY : give(ctx, answer);
        } catch (...) {
            conversation.spoil();
            throw;
        }
    } catch (const std::exception& e) {
        log::error("an exception ended a milter callback", {{"cause", e.what()}});
    } catch (...) {
        log::error("an exception ended a milter callback");
    }
    return is_silent(step) ? SMFIS_NOREPLY : SMFIS_TEMPFAIL;
}

std::vector<std::string> texts(char** argv) {
    std::vector<std::string> out;
    for (; argv != nullptr && *argv != nullptr && out.size() < 64; ++argv) out.emplace_back(*argv);
    return out;
}

void ask_for_macros(SMFICTX* ctx) {
    for (const auto& list : macro_lists) {
        std::string names = list.names;
        if (smfi_setsymlist(ctx, list.stage, names.data()) != MI_SUCCESS)  // the second time on one connection
            log::debug("a macro list was not taken");
    }
}

sfsistat on_negotiate(SMFICTX* ctx, unsigned long actions, unsigned long steps, unsigned long, unsigned long,
                      unsigned long* want_actions, unsigned long* want_steps, unsigned long* f2, unsigned long* f3) noexcept {
    *f2 = *f3 = 0;
    if ((actions & needed_actions) != needed_actions) {
        log::error("the mail server offers too few actions, the connection is refused", {{"cause", std::to_string(actions)}});
        return SMFIS_REJECT;
    }
    *want_actions = needed_actions | (actions & SMFIF_SETSYMLIST);
    *want_steps = (steps & SMFIP_HDR_LEADSPC) | silent_steps;
    auto& mine = connection_thread();
    mine.no_reply = silent_steps;
    mine.negotiated = true;
    mine.leading_space = (steps & SMFIP_HDR_LEADSPC) != 0;
    const bool leading_space = mine.leading_space;
    return guarded(ctx, 0, [&](Conversation& c) {
        if ((actions & SMFIF_SETSYMLIST) != 0) ask_for_macros(ctx);
        c.negotiated(leading_space);
        return Answer{};
    });
}

sfsistat on_connect(SMFICTX* ctx, char* host, _SOCK_ADDR* address) noexcept {
    return guarded(ctx, 0, [&](Conversation& c) {
        return c.connect(host ? host : "", numeric_address(address), EdgeMacros(ctx));
    });
}

sfsistat on_helo(SMFICTX* ctx, char* name) noexcept {
    return guarded(ctx, SMFIP_NR_HELO, [&](Conversation& c) { return c.helo(name ? name : ""); });
}

sfsistat on_mail(SMFICTX* ctx, char** argv) noexcept {
    return guarded(ctx, 0, [&](Conversation& c) { return c.mail(texts(argv), EdgeMacros(ctx)); });
}

sfsistat on_recipient(SMFICTX* ctx, char** argv) noexcept {
    return guarded(ctx, 0, [&](Conversation& c) { return c.recipient(texts(argv), EdgeMacros(ctx)); });
}

sfsistat on_data(SMFICTX* ctx) noexcept {
    return guarded(ctx, SMFIP_NR_DATA, [&](Conversation& c) { return c.data(EdgeMacros(ctx)); });
}

// The command line is not ended by NUL and is not looked at.
sfsistat on_unknown(SMFICTX* ctx, const char*) noexcept {
    return guarded(ctx, SMFIP_NR_UNKN, [](Conversation&) { return Answer{}; });
}

// libmilter cuts the value at a NUL. The packet that it points into goes on: name, NUL, value, NUL.
std::string_view whole_value(const char* name, const char* value) {
    const std::size_t cut = std::strlen(value);
    const auto& meter = connection_thread().meter;
    const std::size_t around = std::strlen(name) + 2;
    if (!sees_reads || meter.command() != header_command || meter.data_octets() < around + cut) return {value, cut};
    return {value, meter.data_octets() - around};
}

sfsistat on_header(SMFICTX* ctx, char* name, char* value) noexcept {
    return guarded(ctx, SMFIP_NR_HDR, [&](Conversation& c) { return c.field(name, whole_value(name, value)); });
}

sfsistat on_end_of_header(SMFICTX* ctx) noexcept {
    return guarded(ctx, SMFIP_NR_EOH, [&](Conversation& c) { return c.end_of_fields(EdgeMacros(ctx)); });
}

// Octets that come with the end of the body pass here too, and there libmilter goes on to the end of message only when it
// is told CONTINUE: a silent answer would leave the MTA waiting for ever.
sfsistat on_body(SMFICTX* ctx, unsigned char* octets, size_t n) noexcept {
    const bool is_chunk = connection_thread().meter.command() == body_command;
    return guarded(ctx, is_chunk ? SMFIP_NR_BODY : 0, [&](Conversation& c) {
        return c.body({reinterpret_cast<const char*>(octets), n});
    });
}

sfsistat on_end_of_message(SMFICTX* ctx) noexcept {
    return guarded(ctx, 0, [&](Conversation& c) {
        EdgeMta mta(ctx, c.leading_space());
        return c.end_of_message(mta, EdgeMacros(ctx));
    });
}

sfsistat on_abort(SMFICTX* ctx) noexcept {
    guarded(ctx, 0, [](Conversation& c) {
        c.abort();
        return Answer{};
    });
    return SMFIS_CONTINUE;
}

// May be the only callback of its connection, and may be followed by another session on it.
sfsistat on_close(SMFICTX* ctx) noexcept {
    try {
        if (sees_reads) hear_what_is_left();
    } catch (...) {  // the record stays pending
    }
    connection_thread().conversation = nullptr;
    delete static_cast<Conversation*>(smfi_getpriv(ctx));
    smfi_setpriv(ctx, nullptr);
    return SMFIS_CONTINUE;
}

void set_stack_of_threads() {
    pthread_attr_t attributes;
    if (::pthread_attr_init(&attributes) != 0) return;
    ::pthread_attr_setstacksize(&attributes, 2u << 20);
    ::pthread_setattr_default_np(&attributes);
    ::pthread_attr_destroy(&attributes);
}

}  // namespace

Status open_milter(Gateway& gateway, int listening_socket) {
    the_gateway = &gateway;
    set_stack_of_threads();
    static char name[] = "beadle";
    smfiDesc description = {name,       SMFI_VERSION, needed_actions, on_connect,       on_helo,
                            on_mail,    on_recipient, on_header,      on_end_of_header, on_body,
                            on_end_of_message, on_abort, on_close,    on_unknown,       on_data, on_negotiate};
    std::string place = "fd:" + std::to_string(listening_socket);
    smfi_settimeout(600);
    smfi_setbacklog(1024);
    smfi_setmaxdatasize(1u << 20);
    if (smfi_register(description) != MI_SUCCESS || smfi_setconn(place.data()) != MI_SUCCESS ||
        smfi_opensocket(false) != MI_SUCCESS)
        return fail(FailureKind::unavailable, "libmilter", "the listening socket was not taken");
    return Done{};
}

int serve_milter() { return smfi_main(); }

}  // namespace beadle::session
