// archives.h — what the readers of the kinds of archive share.
//
// Takes    a Reader, and members as libarchive or the kind's own reader gives them.
// Gives    each member's content read in its place, the names of all as text, and why what could not be read was not.
// Bounds   the Reader's budget.
// Runs in  inspect worker. Never throws but std::bad_alloc.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "inspect/text/archive.h"
#include "inspect/text/reader.h"

namespace beadle::inspect {

NotInspectedReason reason_of(Unpacked::State state);
Place member_place(const Place& place, const std::string& name);
void names_of_members(Reader& reader, std::string names, const Place& place);
// What stands in the file before or after the archive: read as a file of its own.
void read_rest(Reader& reader, std::string_view octets, const Place& place);

void read_rar_archive(Reader& reader, std::string_view octets, const Place& place);
void read_seven_zip_archive(Reader& reader, std::string_view octets, const Place& place);

// Members through libarchive. done() says their names.
class MemberReader {
  public:
    MemberReader(Reader& reader, const Sniffed& sniffed, const Place& place)
        : reader_(reader), sniffed_(sniffed), place_(place) {}
    void once_each() { once_ = true; }  // the same content a second time is not read again
    void name(const std::string& name) { names_ += name + "\n"; }
    void walk(const ArchivePlan& plan);
    bool take(ArchiveMember& member);
    void say(const Walked& end);
    void done() { names_of_members(reader_, std::move(names_), place_); }

  private:
    Reader& reader_;
    const Sniffed& sniffed_;
    const Place& place_;
    std::string names_;
    std::set<std::string> seen_;
    bool once_ = false;
};

}  // namespace beadle::inspect
