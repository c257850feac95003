// labels.h — what is known to be in each message of a labelled folder, and which kinds of ours the labels' kinds are.
//
// Takes    the octets of labels.jsonl (one JSON object a line) and of a map of kinds. Both may come from strangers.
// Gives    labels in the order of the file; every kind that they name with the kinds of ours that count for it.
// Bounds   100 000 labels of 1000 findings, 4 MiB a line (value.h), 500 kinds.
// Fails    diagnostics: every line that is no label, names a file outside the folder, or a kind that nobody knows.
// Runs in  cli. Never throws but std::bad_alloc.
// Source   FORMATS.md "labels.jsonl".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "mail/envelope.h"
#include "mail/finding.h"

namespace beadle::cli {

struct LabelKind {
    std::string name;               // as the labels say
    std::vector<FindingKind> ours;  // empty = not counted
};

struct LabelledFinding {
    std::size_t kind = 0;  // index of a LabelKind
    bool clear = true;     // readable without a password
    std::string place;     // "attachment list.xlsx › Sheet1"
    std::string masked;
};

struct Label {
    std::string file;   // relative to the folder
    std::string scene;  // "" = none given
    std::optional<Direction> direction;
    std::optional<std::string> from;
    std::vector<std::string> to;
    std::vector<LabelledFinding> findings;
    std::optional<bool> stop;  // whether it should be stopped, where the label says so
    bool judged = false;       // the label says what should become of it
};

struct Labels {
    std::vector<LabelKind> kinds;
    std::vector<Label> labels;
    Diagnostics diagnostics;  // empty = good
};

// An object of lists: {"nhs_number": ["nhs-number"]}.
std::vector<LabelKind> read_kinds(std::string_view octets, const std::string& file, Diagnostics& diagnostics);
// A kind that is not in `kinds` stands for ours of the same name.
Labels read_labels(std::string_view octets, const std::string& file, std::vector<LabelKind> kinds);

}  // namespace beadle::cli
