// json.h — mail values as JSON text, the one place that spells their keys (milter/cli/FORMATS.md).
//
// Gives    compact JSON objects, UTF-8, one line; invalid UTF-8 in a value is replaced, never thrown on.
// Runs in  record (events), cli, mail. Never throws.
#pragma once

#include <string>
#include <vector>

#include "mail/decision.h"
#include "mail/envelope.h"
#include "mail/inspection.h"

namespace beadle {

std::string to_json(const Finding& f);
std::string to_json(const Protection& p);
std::string to_json(const NotInspected& n);
std::string to_json(const Entity& e);
std::string to_json(const RuleHit& h);
// {"findings":[…],"protection":[…],"coverage":{…},"entities":[…],…} as the body of an event or of beadle inspect
std::string to_json(const Inspection& i);
std::string to_json(const Decision& d);

}  // namespace beadle
