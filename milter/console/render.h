// render.h — pages from templates: the only file that knows kainjow-mustache.
//
// Takes    the name of an embedded template and a map of values; values are a stranger's. Templates hold {{name}} alone, never
//          {{{name}}} or {{&name}}: a test holds them to it.
// Gives    HTML in which every value is escaped. What is "" or empty counts as false in {{#name}}; a number, 0 too, as true. Partials: {{> _name}}.
// Fails    check_templates(): misconfigured, names the template; asked at start.
// Runs in  console. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "console/value.h"

namespace beadle::console {

std::string render(std::string_view page, const Value& data);
Status check_templates();

}  // namespace beadle::console
