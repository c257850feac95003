#include "console/routes.h"

#include "base/text.h"

namespace beadle::console {

std::span<const Route> routes() {
    static constexpr Route table[] = {
        {"GET", "/sign-in", "", show_sign_in},
        {"POST", "/sign-in", "", take_sign_in},
        {"GET", "/set-up/*", "", show_set_up},
        {"POST", "/set-up/*", "", take_set_up},
        {"GET", "/help", "", show_help},
        {"GET", "/accessibility", "", show_statement},
        {"POST", "/sign-out", "-", sign_out},
        {"GET", "/prove", "-", show_proof},
        {"POST", "/prove", "-", take_proof},
        {"GET", "/me", "-", show_me},
        {"POST", "/me/end", "-", end_my_session},
        {"POST", "/me/codes", "-", new_codes},
        {"POST", "/me/password", "-", change_my_password},
        {"POST", "/stay", "-", stay_signed_in},
        {"GET", "/counts", "console.counts", show_counts},
        {"GET", "/today", "console.today", show_today},
        {"GET", "/held", "console.held", show_held_list},
        {"POST", "/held", "console.held", take_bulk},
        {"POST", "/held/export", "console.exported", export_list},
        {"GET", "/held/*", "quarantine.show", show_held_item},
        {"POST", "/held/*/release", "quarantine.release", take_release},
        {"POST", "/held/*/discard", "quarantine.discard", take_discard},
        {"POST", "/held/*/undo", "quarantine.undo", take_undo},
        {"POST", "/held/*/return", "quarantine.return", take_return},
        {"POST", "/held/*/file", "quarantine.export", save_held_file},
        {"GET", "/held/*/html/*", "quarantine.content", show_held_html},
        {"GET", "/incidents", "incident.list", show_incidents},
        {"POST", "/incidents/open", "incident.open", open_incident},
        {"GET", "/incidents/*", "incident.show", show_incident},
        {"POST", "/incidents/*/export", "incident.export", export_incident},
        {"POST", "/incidents/*/set", "incident.set", set_incident},
        {"POST", "/incidents/*/note", "incident.note", note_incident},
        {"POST", "/incidents/*/close", "incident.close", close_incident},
        {"POST", "/incidents/*/reopen", "incident.reopen", reopen_incident},
        {"GET", "/requests", "request.list", show_requests},
        {"POST", "/requests/open", "request.open", open_request},
        {"GET", "/requests/*", "request.show", show_request},
        {"POST", "/requests/*/pause", "request.pause", act_on_request},
        {"POST", "/requests/*/resume", "request.resume", act_on_request},
        {"POST", "/requests/*/id-shown", "request.id-shown", act_on_request},
        {"POST", "/requests/*/extend", "request.extend", act_on_request},
        {"POST", "/requests/*/acknowledge", "request.acknowledge", act_on_request},
        {"POST", "/requests/*/note", "request.note", act_on_request},
        {"POST", "/requests/*/close", "request.close", act_on_request},
        {"POST", "/requests/*/search", "request.search", search_request},
        {"POST", "/requests/*/review", "request.review", review_request},
        {"GET", "/retention", "retention.due", show_retention},
        {"GET", "/retention/class/*", "retention.due", show_class},
        {"POST", "/retention/class/*/run", "retention.run", run_class},
        {"POST", "/retention/class/*/approve", "retention.approve", approve_class},
        {"GET", "/retention/certificates", "retention.certificates", show_certificates},
        {"GET", "/retention/certificates/*", "retention.certificate", show_certificate},
        {"GET", "/retention/holds", "hold.list", show_holds},
        {"POST", "/retention/holds/add", "hold.add", add_hold},
        {"GET", "/retention/holds/*", "hold.show", show_hold},
        {"POST", "/retention/holds/*/lift", "hold.lift", lift_hold},
        {"GET", "/people", "people.list", show_people},
        {"POST", "/people/acknowledge", "acknowledge.record", record_acknowledgement},
        {"GET", "/people/suspended", "suspend.list", show_suspensions},
        {"POST", "/people/suspended/add", "suspend.add", ask_suspension},
        {"POST", "/people/suspended/approve", "suspend.approve", approve_suspension},
        {"POST", "/people/suspended/lift", "suspend.lift", lift_suspension},
        {"GET", "/reports", "report", show_report},
        {"GET", "/mail", "events.search", show_mail},
        {"POST", "/mail/searches/save", "search.save", save_search},
        {"POST", "/mail/searches/forget", "search.forget", forget_search},
        {"POST", "/mail/export", "events.search", export_list},
        {"GET", "/mail/*", "console.story", show_story},
        {"GET", "/audit", "events.search", show_audit},
        {"POST", "/audit/export", "events.search", export_list},
        {"GET", "/rules", "console.rules", show_rules},
        {"GET", "/rules/edit", "policy.propose", show_policy_text},
        {"POST", "/rules/edit", "policy.propose", take_policy_text},
        {"GET", "/rules/rule/*", "policy.propose", show_policy_rule},
        {"GET", "/rules/signatures", "policy.signatures", show_signature_files},
        {"GET", "/rules/signatures/*", "policy.signatures", show_signature_file},
        {"GET", "/rules/versions", "policy.versions", show_policy_versions},
        {"GET", "/rules/versions/*", "policy.version", show_policy_version},
        {"POST", "/rules/versions/*/adopt", "policy.adopt", adopt_policy_version},
        {"POST", "/rules/versions/*/try", "policy.try", try_policy_version},
        {"GET", "/health", "status", show_health},
        {"GET", "/access", "user.list", show_access},
        {"POST", "/access/add", "user.add", add_account},
        {"POST", "/access/reset", "user.reset", reset_account},
        {"POST", "/access/remove", "user.remove", remove_account},
        {"GET", "/own", "own.list", show_own},
        {"POST", "/own/*/withdraw", "own.withdraw", withdraw_own},
    };
    return table;
}

bool is_of(std::string_view pattern, std::string_view path, std::vector<std::string>& parts) {
    const auto wanted = split(pattern, '/'), given = split(path, '/');
    if (wanted.size() != given.size()) return false;
    parts.clear();
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i] == "*" && !given[i].empty()) parts.push_back(given[i]);
        else if (wanted[i] != given[i]) return false;
    }
    return true;
}

}  // namespace beadle::console
