// page_help.cc — help, one paragraph a page, and what is known about who can use these pages.
#include "console/routes.h"

namespace beadle::console {

Response show_help(Desk& desk) { return desk.page("help", "Help", Value::map()); }
Response show_statement(Desk& desk) { return desk.page("accessibility", "Accessibility statement", Value::map()); }

}  // namespace beadle::console
