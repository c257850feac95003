// persons.h — where a text speaks of one person: a name, a pronoun, "my daughter", "the tenant".
//
// Takes    normalised text and the lists of signatures/words/people.toml. No model: names are capitalised words behind an
//          honorific, a label or a known forename, or, when subjects are asked for, before what people do.
// Gives    mentions in reading order. Councillors by name are role holders: what they do in public is no secret.
// Bounds   linear in the text; at most 200 000 mentions, later ones are not seen.
// Runs in  inspect workers. Never throws but std::bad_alloc.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "inspect/detect/pattern.h"

namespace beadle::inspect {

// Surest first. label: "Patient: Jane"; relation: "my daughter"; the_one: "the tenant", whom a policy means as well;
// subject: "Olu has", a capitalised word that does what people do.
enum class PersonBy : std::uint8_t { label, name, relation, the_one, pronoun, subject, role_holder };

struct Mention {
    Span span;
    PersonBy by = PersonBy::name;
};

class Persons {
  public:
    Persons(std::string_view text, const Lists& lists) : Persons(text, lists, nullptr, {}) {}
    // Subjects too, but for those that are one of the given words of a subject: "Depression is". Sorted by begin.
    static Persons with_subjects(std::string_view text, const Lists& lists, std::span<const Span> words) {
        return Persons(text, lists, &words, {});
    }
    const std::vector<Mention>& mentions() const { return mentions_; }
    // The surest way in which somebody is spoken of between two places; false = nobody is. holders: office holders by
    // name too.
    bool in(Span stretch, PersonBy& by, bool holders = false) const;

  private:
    struct Private {};
    Persons(std::string_view text, const Lists& lists, const std::span<const Span>* words, Private);
    std::vector<Mention> mentions_;
};

// "Jane Specimen", "SPECIMEN, Jane", "Mr J Specimen": the whole of a table cell or the start of a line is a person's
// name.
bool is_person_name(std::string_view cell, const Lists& lists);

}  // namespace beadle::inspect
