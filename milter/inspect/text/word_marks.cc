#include <charconv>

#include "base/text.h"

#include "inspect/text/word_part.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_compared = 1u << 20;

unsigned number(std::string_view s) {
    unsigned n = 0;
    std::from_chars(s.data(), s.data() + s.size(), n);
    return n;
}

bool fills(const XmlPull& xml) {
    const auto fill = ascii_lower(xml.attribute("fill"));
    const auto pattern = xml.attribute("val");
    return (!fill.empty() && fill != "auto" && fill != "ffffff") ||
           (pattern != "clear" && pattern != "nil" && !pattern.empty());
}

}  // namespace

void WordPart::enter_change(Tag tag) {
    if (tag != Tag::ins && tag != Tag::del && tag != Tag::move_from && tag != Tag::move_to) return;
    const bool insertion = tag == Tag::ins || tag == Tag::move_to;
    if (fallbacks_ == 0) {
        flow_.tracked(insertion);
        flow_.author(xml_.attribute("author"));
    }
    if (!insertion && !parent_is(Tag::trpr) && !parent_is(Tag::rpr)) ++deleted_;
}

void WordPart::enter_table(Tag tag) {
    if (fallbacks_ > 0) return;
    if (tag == Tag::table) {
        flow_.start_table();
    } else if (tag == Tag::row) {
        flow_.start_row();
    } else if (tag == Tag::cell) {
        flow_.start_cell();
        span_ = 1;
        cell_shaded_ = 0;
    } else if (tag == Tag::span && parent_is(Tag::tcpr)) {
        span_ = number(xml_.attribute("val"));
    } else if (tag == Tag::before && parent_is(Tag::trpr)) {
        flow_.skip_cells(number(xml_.attribute("val")));
    } else if (tag == Tag::row_hidden && parent_is(Tag::trpr)) {
        flow_.hide_row();
    }
}

void WordPart::enter_branch(Tag tag) {
    if (tag == Tag::alternate && branches_++ == 0) {
        branch_.clear();
        branch_size_ = 0;
    }
    if (tag == Tag::choice) ++choices_;
    if (tag == Tag::fallback) ++fallbacks_;
}

void WordPart::properties(Tag tag) {
    const bool of_run = tags_.size() > 2 && parent_is(Tag::rpr) && tags_[tags_.size() - 3] == Tag::r;
    const bool of_paragraph = parent_is(Tag::ppr);
    const auto value = [&] { return xml_.attribute("val"); };
    if (tag == Tag::vanish && of_run) {
        const auto v = value();
        run_hidden_ = v != "0" && v != "false" && v != "off";
    } else if (tag == Tag::style && (of_run || of_paragraph) && !hidden_.empty() && hidden_.count(value()) > 0) {
        (of_run ? run_hidden_ : paragraph_hidden_) = true;
    } else if (tag == Tag::color && of_run) {
        run_white_ = run_white_ || ascii_iequal(value(), "ffffff");
        run_color_ = value();
    } else if (tag == Tag::size && of_run) {
        run_white_ = run_white_ || (number(value()) > 0 && number(value()) <= 2);  // one point: nobody reads it
    } else if (tag == Tag::highlight && of_run) {
        run_shaded_ = true;
        run_black_ = value() == "black";
    } else if (tag == Tag::shade && fills(xml_)) {
        if (of_run) run_shaded_ = true;
        if (of_run && xml_.attribute("fill") == "000000") run_black_shade_ = true;
        if (of_paragraph) paragraph_shaded_ = true;
        if (parent_is(Tag::tcpr)) cell_shaded_ = 1;
    }
}

void WordPart::leave_table(Tag tag) {
    if (fallbacks_ > 0) return;
    if (tag == Tag::cell) {
        flow_.end_cell(span_);
        span_ = 1;
        cell_shaded_ = 0;
    } else if (tag == Tag::row) {
        flow_.end_row();
    } else if (tag == Tag::table) {
        flow_.end_table();
    }
}

// A paragraph of a branch has ended, or the branch itself.
void WordPart::end_line_of_branch() {
    if (fallbacks_ > 0)
        note(line_);
    else if (choices_ > 0 && branch_size_ < most_compared)
        branch_size_ += line_.size(), branch_.insert(bare(line_));
    line_.clear();
}

void WordPart::leave_branch(Tag tag) {
    if (tag == Tag::choice || tag == Tag::fallback) end_line_of_branch();
    if (tag == Tag::choice && choices_ > 0) --choices_;
    if (tag == Tag::fallback && fallbacks_ > 0) --fallbacks_;
    if (tag == Tag::alternate && branches_ > 0) --branches_;
}

}  // namespace beadle::inspect
