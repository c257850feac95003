// enforced_tls.h — where the mail server sends over TLS or not at all.
//
// Takes    the plain text files that smtp_tls_policy_maps is made from ([mail] tls_policy), of the bundle: those of hash:,
//          btree:, lmdb:, cdb: and texthash:. Not pcre:, regexp:, socketmap: or a server's answer. Hostile only by mistake.
// Gives    the mandatory level on the way to a recipient, looked up as Postfix does: the next hop, then ".parent" of it,
//          each in all files in their order. Only levels that never fall back to clear text: encrypt (which proves nobody)
//          and dane-only, fingerprint, verify, secure (which prove the server). `none`, `may` and `dane` are none.
// Bounds   100 000 lines a file. One hop is protected, not the mailbox: what counts as protection is for the policy to say.
// Fails    never. A file that could not be read, is too long or is no such text: no way is enforced, and a warning says so.
//          A key that stands twice with two levels has the weaker one; a value without a level is none.
// Runs in  session, cli. Never throws but std::bad_alloc.
// Source   Postfix TLS_README "Client TLS security levels", "TLS policy table"; postmap(1); tls_policy_lookup of smtp_tls_policy.c.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "settings/bundle.h"

namespace beadle {

class EnforcedTls {
  public:
    struct Read;
    static Read read(const Bundle& bundle);
    // The mandatory level, "" = none. next_hop: where the mail server says that it sends this recipient ({rcpt_host}), "" =
    // not known: none. Behind a relay host the guarantee ends at the relay, so a next hop that is neither the recipient's
    // domain nor a host below it has none.
    std::string level(std::string_view domain, std::string_view next_hop) const;
    static bool proves_the_server(std::string_view level);

  private:
    std::map<std::string, std::string, std::less<>> levels_;  // by key; both lower case; "" = known and not mandatory
};
struct EnforcedTls::Read {
    EnforcedTls tls;
    Diagnostics warnings;
};

}  // namespace beadle
