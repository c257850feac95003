// people.h — whose mail it is, which way each recipient lies, and the findings about people.
//
// Takes    envelope, the worker's addresses and marks, directory, council domains, settings. Parses no octets.
// Gives    Facts, with the findings of the groups people and access that plain facts allow, for each recipient they
// concern,
//          and a not-inspected finding beside every gap in coverage.
// Bounds   recipients x (look-ups + members). Findings stay within InspectionLimits: beyond it, those about single
//          recipients become one about the whole message, and doubles of one kind are added up; nothing gets weaker.
// Runs in  session, cli. Never throws.
// Source   ARCHITECTURE.md "Direction"; controls T4/B3.
#pragma once

#include "base/clock.h"
#include "mail/envelope.h"
#include "mail/facts.h"
#include "people/directory.h"
#include "settings/settings.h"

namespace beadle::people {

// The kind of the listener by {daemon_name}; mx when unknown or missing.
ListenerKind listener_kind(const Settings& settings, std::string_view daemon_name);
// What the connection proves. header_fields: only for the tenant mark of a shared relay.
Origin origin_of(const Envelope& envelope, const Settings& settings, const std::vector<std::string>& council_domains,
                 const std::vector<std::pair<std::string, std::string>>& header_fields);
Direction direction_of(const Address& recipient, Origin origin, const Directory& directory,
                       const std::vector<std::string>& council_domains);
// own_networks: [session] networks; a client there, or on this host, is not asked for TLS or a log-in.
Facts facts_of(const Envelope& envelope, Origin origin, const Inspection& inspection, const Directory& directory,
               const std::vector<std::string>& council_domains, Milliseconds wall_now,
               const std::vector<std::string>& own_networks = {},
               const std::vector<std::string>& authentication_servers = {});
// Authentication-Results fields that claim to be ours and came with the message: which of that name, from 1 at the top.
std::vector<std::uint32_t> forged_results(const Inspection& inspection, Origin origin,
                                          const std::vector<std::string>& authentication_servers);

}  // namespace beadle::people
