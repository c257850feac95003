// reader.h — the one who reads: puts segments, entities, protection and gaps of coverage into a Reading, within the
// budget.
//
// Takes    octets of anything with what is claimed of them (Claim) and where they stand (Place).
// Gives    content() looks at the octets and calls the reader of their format, which calls back for what lies inside.
// Bounds   budget: depth across all containers, text, time; InspectionLimits for each list.
// Fails    never: what cannot be read stands in not_inspected.
// Runs in  inspect worker. Never throws but std::bad_alloc.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/text/lock.h"
#include "inspect/text/place.h"
#include "inspect/text/reading.h"
#include "inspect/text/sniff.h"

namespace beadle::inspect {

struct Claim {
    std::string media_type;
    std::string charset;
    std::string filename;
    SegmentKind kind = SegmentKind::attachment;  // of its text, when it is text
    bool pgp_mime = false;                       // the second child of an (expected) multipart/encrypted
};

class Reader {
  public:
    Reader(Reading& out, Budget& budget) : out_(out), budget_(budget) {}

    void content(const Claim& claim, std::string_view octets, const Place& place);
    void message(std::string_view octets, const Place& place);      // a whole message as a file
    void parsed(const ParsedMessage& message, const Place* outer);  // outer: where a nested one stands

    void text(SegmentKind kind, std::string text, const Place& place, bool table = false);
    void name(std::string_view name, const Place& place);
    void not_inspected(const Place& place, NotInspectedReason reason, std::string detail);
    void protect(const Place& place, ProtectionMethod method, ProtectionGrade grade, bool protects, std::string why);
    void found(FindingKind kind, const Place& place, Confidence confidence, std::string evidence);
    void inaccessible(const Place& place, std::string lacks);
    void links(std::vector<Link> found, const Place& place);
    void leaf(const Claim& claim, std::string_view octets, const Place& place);
    std::string_view hold(std::string octets);  // kept as long as the Reading: leaves may point into it
    // Behind protect() and not_inspected() of a seal: a password of the message may open it (locks.h).
    void lock(Lock::Kind kind, std::string_view octets, const Place& place, std::uint32_t storage = 0);
    std::vector<Lock>& locks() { return locks_; }
    Budget& budget() { return budget_; }

  private:
    std::string_view by_format(const Sniffed& sniffed, const Claim& claim, std::string_view octets, const Place& place);
    void known_unread(const Sniffed& sniffed, const Claim& claim, std::string_view octets, const Place& place);
    void note_danger(const Sniffed& sniffed, const Claim& claim, std::string_view octets, const Place& place);
    void more_links(const Place& place);
    void cut_text(SegmentKind kind, std::string text, const Place& place, bool table);
    void names_of(const Part& part, const Place& place);
    void fields(const std::vector<HeaderField>& fields, const Place& place);
    void one_part(const ParsedMessage& message, std::size_t index, const Place* outer);
    Claim claim_of(const ParsedMessage& message, std::size_t index) const;

    Reading& out_;
    Budget& budget_;
    std::vector<Lock> locks_;
    std::uint64_t locks_kept_ = 0;  // octets
    std::size_t dangers_ = 0;
    std::set<std::string> links_seen_;
    bool links_cut_ = false;
    bool text_gone_ = false;
};

// The readers of one family of formats; each gives the detected media type, "" = as sniffed.
std::string_view read_text(Reader& reader, const Sniffed& sniffed, const Claim& claim, std::string_view octets,
                           const Place& place);
std::string_view read_zip_archive(Reader& reader, std::string_view octets, const Place& place);
void read_other_archive(Reader& reader, const Sniffed& sniffed, const Claim& claim, std::string_view octets,
                        const Place& place);
// An archive behind something else: a program that unpacks itself, a picture. Nothing when there is none.
void read_appended(Reader& reader, const Sniffed& sniffed, std::string_view octets, const Place& place);
std::string_view read_compound(Reader& reader, std::string_view octets, const Place& place);
void read_smime(Reader& reader, const Claim& claim, std::string_view octets, const Place& place);
void read_sealed_file(Reader& reader, const Sniffed& sniffed, std::string_view octets, const Place& place);
void read_openpgp(Reader& reader, const Claim& claim, std::string_view octets, const Place& place);
void read_rtf(Reader& reader, const Claim& claim, std::string_view octets, const Place& place);
void read_tnef(Reader& reader, std::string_view octets, const Place& place);
void read_card(Reader& reader, const Claim& claim, std::string_view text,
               const Place& place);  // calendar or card, UTF-8
void read_emf(Reader& reader, std::string_view octets, const Place& place);
// Text without its OpenPGP blocks, which are read and judged here.
std::string without_armour(Reader& reader, const Claim& claim, std::string text, const Place& place);

}  // namespace beadle::inspect
