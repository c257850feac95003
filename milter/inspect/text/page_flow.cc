#include "inspect/text/page_flow.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace beadle::inspect {
namespace {

constexpr std::uint32_t most_open = 64;
constexpr unsigned most_span = 64;

void end_line(std::string& s) {
    if (!s.empty() && s.back() != '\n') s += '\n';
}

void put_cell(std::string& row, std::string_view text) {
    for (const char c : trim(text)) row += c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
}

}  // namespace

std::string& PageFlow::sink() {
    Grid* g = grid();
    return g ? g->cell : text_[index(channel())];
}

void PageFlow::put(std::string_view text) {
    if (text.empty()) return;
    last_ = Channel::shown;
    sink() += text;
}

void PageFlow::aside(Channel channel, std::string_view run) {
    if (run.empty()) return;
    std::string& to = text_[index(channel)];
    if (last_ != channel) end_line(to);  // two runs with others between them are two
    last_ = channel;
    to += run;
}

void PageFlow::line(Channel channel, std::string_view words) {
    words = trim(words);
    if (words.empty()) return;
    std::string& to = text_[index(channel)];
    end_line(to);
    to.append(words).push_back('\n');
}

void PageFlow::gap(char c) { put(grid() ? std::string_view(" ") : std::string_view(&c, 1)); }

void PageFlow::end_paragraph() {
    last_ = Channel::shown;
    sink() += grid() ? ' ' : '\n';
}

void PageFlow::open(Channel channel) {
    if (open_ >= most_open) {
        ++extra_frames_;
        return;
    }
    ++open_;
    end_line(text_[index(channel)]);
    frames_.push_back({channel, {}});
    last_ = Channel::shown;
}

void PageFlow::close() {
    if (extra_frames_ > 0) {
        --extra_frames_;
        return;
    }
    if (frames_.size() < 2) return;
    while (grid()) end_table();
    end_line(text_[index(channel())]);
    frames_.pop_back();
    --open_;
    last_ = Channel::shown;
}

void PageFlow::start_table() {
    if (open_ >= most_open) {
        ++extra_tables_;
        return;
    }
    ++open_;
    frames_.back().grids.emplace_back();
}

void PageFlow::start_row(bool hidden) {
    if (extra_tables_ > 0 || !grid()) return;
    end_row();
    grid()->hidden_row = hidden;
}

void PageFlow::hide_row() {
    if (extra_tables_ == 0 && grid()) grid()->hidden_row = true;
}

void PageFlow::skip_cells(unsigned count) {
    if (extra_tables_ == 0 && grid()) grid()->row.append(std::min(count, most_span), '\t');
}

void PageFlow::start_cell() {
    Grid* g = grid();
    if (extra_tables_ > 0 || !g) return;
    if (g->in_cell) end_cell();
    g->in_cell = true;
}

void PageFlow::end_cell(unsigned columns) {
    Grid* g = grid();
    if (extra_tables_ > 0 || !g) return;
    last_ = Channel::shown;
    put_cell(g->row, g->cell);
    g->cell.clear();
    g->in_cell = false;
    g->row.append(std::clamp(columns, 1u, most_span), '\t');
}

void PageFlow::end_row() {
    Grid* g = grid();
    if (extra_tables_ > 0 || !g) return;
    if (g->in_cell || !trim(g->cell).empty()) end_cell();
    while (g->row.ends_with('\t')) g->row.pop_back();
    if (!trim(g->row).empty()) {
        if (g->hidden_row) {
            line(Channel::hidden, g->row);
        } else {
            g->rows.append(g->row).push_back('\n');
        }
    }
    g->row.clear();
    g->hidden_row = false;
}

void PageFlow::end_table() {
    if (extra_tables_ > 0) {
        --extra_tables_;
        return;
    }
    if (!grid()) return;
    end_row();
    if (!grid()->rows.empty()) tables_[index(channel())].push_back(std::move(grid()->rows));
    frames_.back().grids.pop_back();
    --open_;
    if (grid()) grid()->cell += ' ';
}

void PageFlow::finish() {
    extra_frames_ = extra_tables_ = 0;
    while (frames_.size() > 1) close();
    while (grid()) end_table();
}

void PageFlow::author(std::string_view name) {
    if (name.empty() || authors_.size() > 1000 || authors_.find(name) != std::string::npos) return;
    authors_.append("by ").append(name).push_back('\n');
}

void PageFlow::emit_channel(Reader& reader, const Place& at, SegmentKind kind, Channel channel) {
    reader.text(kind, std::exchange(text_[index(channel)], {}), at);
    for (auto& table : std::exchange(tables_[index(channel)], {})) reader.text(kind, std::move(table), at, true);
}

void PageFlow::emit(Reader& reader, const Place& at, SegmentKind kind) {
    finish();
    emit_channel(reader, at, kind, Channel::shown);
    emit_channel(reader, at.beside("text boxes", "text boxes"), kind, Channel::box);
    emit_channel(reader, at.beside("notes", "notes"), kind, Channel::note);
    const Place comments = at.beside("comments", "comments");
    if (!trim(text_[index(Channel::comment)]).empty())
        reader.found(FindingKind::document_comment, comments, Confidence::medium, "comments in the document");
    emit_channel(reader, comments, SegmentKind::hidden, Channel::comment);
    std::string& deleted = text_[index(Channel::deleted)];
    if (insertions_ + deletions_ > 0 || !trim(deleted).empty()) {
        const Place changes = at.beside("tracked changes", "tracked changes");
        reader.found(
            FindingKind::tracked_changes, changes, Confidence::medium,
            "kept: " + std::to_string(insertions_) + " insertions, " + std::to_string(deletions_) + " deletions");
        end_line(deleted);
        deleted += authors_;
        emit_channel(reader, changes, SegmentKind::hidden, Channel::deleted);
    }
    const Place hidden = at.beside("hidden text", "hidden text");
    if (!trim(text_[index(Channel::hidden)]).empty() || !tables_[index(Channel::hidden)].empty())
        reader.found(FindingKind::hidden_content, hidden, Confidence::medium, "text formatted as hidden");
    emit_channel(reader, hidden, SegmentKind::hidden, Channel::hidden);
    emit_channel(reader, at.beside("fields", "fields and descriptions"), SegmentKind::hidden, Channel::code);
    *this = PageFlow();
}

std::string bare(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text)
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r') out += c;
    return out;
}

}  // namespace beadle::inspect
