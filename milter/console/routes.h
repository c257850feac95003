// routes.h — every address of the console: method, path, the right it asks for, its handler. What is not here is not found.
//
// Gives    a table; "*" stands for one part of a path. A test asks every route in the name of every role.
// Runs in  console. Values only.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "console/desk.h"

namespace beadle::console {

std::span<const Route> routes();
// The parts of the path that stand in the place of "*"; nothing when it is not of that pattern.
bool is_of(std::string_view pattern, std::string_view path, std::vector<std::string>& parts);

// The handlers, one file a page: page_NAME.cc.
Response show_sign_in(Desk& desk);
Response take_sign_in(Desk& desk);
Response sign_out(Desk& desk);
Response show_set_up(Desk& desk);
Response take_set_up(Desk& desk);
Response show_proof(Desk& desk);
Response take_proof(Desk& desk);
Response show_help(Desk& desk);
Response show_statement(Desk& desk);
Response show_today(Desk& desk);
Response show_counts(Desk& desk);
Response stay_signed_in(Desk& desk);
Response show_held_list(Desk& desk);
Response take_bulk(Desk& desk);
Response show_held_item(Desk& desk);
Response take_release(Desk& desk);
Response take_discard(Desk& desk);
Response take_undo(Desk& desk);
Response take_return(Desk& desk);
Response show_held_html(Desk& desk);
Response save_held_file(Desk& desk);
Response show_incidents(Desk& desk);
Response open_incident(Desk& desk);
Response show_incident(Desk& desk);
Response export_incident(Desk& desk);
Response set_incident(Desk& desk);
Response note_incident(Desk& desk);
Response close_incident(Desk& desk);
Response reopen_incident(Desk& desk);
Response show_requests(Desk& desk);
Response open_request(Desk& desk);
Response show_request(Desk& desk);
Response act_on_request(Desk& desk);
Response search_request(Desk& desk);
Response review_request(Desk& desk);
Response show_retention(Desk& desk);
Response show_class(Desk& desk);
Response run_class(Desk& desk);
Response approve_class(Desk& desk);
Response show_certificates(Desk& desk);
Response show_certificate(Desk& desk);
Response show_holds(Desk& desk);
Response add_hold(Desk& desk);
Response show_hold(Desk& desk);
Response lift_hold(Desk& desk);
Response show_people(Desk& desk);
Response record_acknowledgement(Desk& desk);
Response show_suspensions(Desk& desk);
Response ask_suspension(Desk& desk);
Response approve_suspension(Desk& desk);
Response lift_suspension(Desk& desk);
Response show_report(Desk& desk);
Response export_list(Desk& desk);
Response show_mail(Desk& desk);
Response save_search(Desk& desk);
Response forget_search(Desk& desk);
Response show_story(Desk& desk);
Response show_audit(Desk& desk);
Response show_health(Desk& desk);
Response show_rules(Desk& desk);
Response show_policy_text(Desk& desk);
Response take_policy_text(Desk& desk);
Response show_policy_versions(Desk& desk);
Response show_policy_version(Desk& desk);
Response adopt_policy_version(Desk& desk);
Response try_policy_version(Desk& desk);
Response show_policy_rule(Desk& desk);
Response show_signature_files(Desk& desk);
Response show_signature_file(Desk& desk);
Response show_access(Desk& desk);
Response add_account(Desk& desk);
Response reset_account(Desk& desk);
Response remove_account(Desk& desk);
Response show_me(Desk& desk);
Response end_my_session(Desk& desk);
Response new_codes(Desk& desk);
Response change_my_password(Desk& desk);
Response show_own(Desk& desk);
Response withdraw_own(Desk& desk);

}  // namespace beadle::console
