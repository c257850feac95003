// pages.h — the pages that a link leads to, as HTML that needs no script.
//
// Takes    what the records show of a question; values in it are hostile and are escaped.
// Gives    whole pages with language, title, one heading, labels and plain words; a mistake is told at the top of the
// form. Bounds   20 recipients are listed, "and N more" says the rest. Runs in  console. Never throws but
// std::bad_alloc. Source   WCAG 2.2 AA.
#pragma once

#include <string>

#include "wire/messages.h"

namespace beadle::console {

std::string escaped(std::string_view text);
std::string question_page(const wire::QuestionShown& question, const std::string& path, const std::string& seal,
                          const std::string& problem, const std::string& reason);
std::string done_page(AnswerOutcome outcome);
// Unknown, used, expired, never issued: all the same.
std::string no_question_page();
std::string message_page(const std::string& title, const std::string& words);
std::string style_sheet();

}  // namespace beadle::console
