#include "inspect/text/tnef.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

#include "inspect/text/codepage.h"
#include "inspect/text/document_flow.h"
#include "inspect/text/little_endian.h"

namespace beadle::inspect {
namespace {

constexpr std::uint32_t attribute_owner = 0x00060000, attribute_sent_for = 0x00060001, attribute_from = 0x00008000,
                        attribute_subject = 0x00018004, attribute_body = 0x0002800C, attribute_title = 0x00018010,
                        attribute_data = 0x0006800F, attribute_begin = 0x00069002, attribute_properties = 0x00069003,
                        attribute_recipients = 0x00069004, attribute_attachment = 0x00069005,
                        attribute_codepage = 0x00069007;
constexpr std::uint32_t most_values = 65536;

std::size_t padded(std::size_t n) { return (n + 3) / 4 * 4; }

// Octets of a value of a fixed type; 0 = its length stands before it.
std::size_t fixed_size(std::uint16_t type) {
    switch (type & 0x0FFF) {
        case 0x0002:
        case 0x0003:
        case 0x0004:
        case 0x000A:
        case 0x000B:
        case 0x0001:
            return 4;
        case 0x0005:
        case 0x0006:
        case 0x0007:
        case 0x0014:
        case 0x0040:
            return 8;
        case 0x0048:
            return 16;
        default:
            return 0;
    }
}

class Cursor {
  public:
    explicit Cursor(std::string_view octets) : left_(octets) {}
    bool good() const { return good_; }
    std::string_view left() const { return left_; }
    std::string_view take(std::size_t n) {
        good_ = good_ && n <= left_.size();
        if (!good_) return {};
        const auto out = left_.substr(0, n);
        left_.remove_prefix(n);
        return out;
    }
    std::uint32_t number() { return le32(take(4), 0); }
    std::string_view with_padding(std::size_t n) {
        const auto out = take(n);
        left_.remove_prefix(std::min(padded(n) - n, left_.size()));
        return out;
    }

  private:
    std::string_view left_;
    bool good_ = true;
};

// Names of properties beyond 0x8000: who cares only for words skips them.
void skip_name(Cursor& in) {
    in.take(16);
    if (in.number() == 0)
        in.take(4);
    else
        in.with_padding(in.number());
}

void read_values(Cursor& in, std::uint16_t id, std::uint16_t type, MapiProperties& out) {
    const std::size_t fixed = fixed_size(type);
    const bool many = (type & mapi::type_many) != 0;
    const std::uint32_t count = fixed == 0 || many ? in.number() : 1;
    for (std::uint32_t i = 0; i < std::min(count, most_values) && in.good(); ++i) {
        const auto value = fixed > 0 ? in.take(fixed) : in.with_padding(in.number());
        if (in.good()) out.set(id, type, std::string(value));
    }
}

}  // namespace

bool TnefAttributes::next(TnefAttribute& attribute) {
    if (at_ + 9 > octets_.size()) return false;
    const auto level = static_cast<unsigned char>(octets_[at_]);
    if (level != 1 && level != 2) return false;
    attribute.id = le32(octets_, at_ + 1);
    const std::size_t length = le32(octets_, at_ + 5);
    attribute.octets = octets_.substr(at_ + 9, length);
    cut_ = cut_ || attribute.octets.size() < length;
    at_ = std::min(at_ + 9 + attribute.octets.size() + 2, octets_.size());  // a checksum goes behind
    return true;
}

bool read_tnef_properties(std::string_view& octets, MapiProperties& out) {
    Cursor in(octets);
    const auto count = in.number();
    for (std::uint32_t i = 0; i < std::min(count, most_values) && in.good(); ++i) {
        const auto tag = in.number();
        const auto type = static_cast<std::uint16_t>(tag & 0xFFFF), id = static_cast<std::uint16_t>(tag >> 16);
        if (id >= 0x8000) skip_name(in);
        if (in.good()) read_values(in, id, type, out);
    }
    octets = in.left();
    return in.good();
}

namespace {

class TnefMessage {
  public:
    TnefMessage(Reader& reader, const Place& place) : reader_(reader), place_(place) {}

    void read(std::string_view octets) {
        TnefAttributes attributes(octets);
        TnefAttribute a;
        bool any = false;
        while (attributes.next(a)) {
            any = true;
            if (a.id == attribute_codepage) message_.set_codepage(le32(a.octets, 0));
            attribute(a);
        }
        end_attachment();
        read_mapi_message(reader_, message_, recipients_, place_);
        reader_.text(SegmentKind::subject, words_, place_.beside("header fields", "header fields"));
        if (!any || broken_ || attributes.cut() || attributes.left().size() > 16)
            reader_.not_inspected(place_, NotInspectedReason::broken, "TNEF whose parts cannot all be read");
    }

  private:
    void attribute(const TnefAttribute& a) {
        auto rest = a.octets;
        switch (a.id) {
            case attribute_subject:
                message_.set(mapi::subject, mapi::type_string8, std::string(a.octets));
                break;
            case attribute_body:
                message_.set(mapi::plain_body, mapi::type_string8, std::string(a.octets));
                break;
            case attribute_from:
            case attribute_owner:
            case attribute_sent_for:
                words_ += words_in(a.octets);
                break;
            case attribute_properties:
                broken_ = !read_tnef_properties(rest, message_) || broken_;
                break;
            case attribute_recipients:
                recipients(a.octets);
                break;
            case attribute_begin:
                end_attachment();
                open_ = true;
                break;
            default:
                of_attachment(a);
        }
    }

    void of_attachment(const TnefAttribute& a) {
        auto rest = a.octets;
        if (a.id == attribute_data && !data_.empty()) end_attachment();
        if (a.id == attribute_title)
            attachment_.set(mapi::attach_name, mapi::type_string8, std::string(a.octets));
        else if (a.id == attribute_data)
            data_ = a.octets;
        else if (a.id == attribute_attachment)
            broken_ = !read_tnef_properties(rest, attachment_) || broken_;
        else
            return;
        open_ = true;
    }

    void recipients(std::string_view octets) {
        const auto count = le32(octets, 0);
        octets.remove_prefix(std::min<std::size_t>(4, octets.size()));
        for (std::uint32_t i = 0; i < count && octets.size() >= 4; ++i) {
            MapiProperties one;
            one.set_codepage(message_.codepage());
            const bool whole = read_tnef_properties(octets, one);
            recipients_ += one.person();
            broken_ = broken_ || !whole;
            if (!whole) return;
        }
    }

    void end_attachment() {
        if (!open_) return;
        open_ = false;
        MapiProperties attachment = std::move(attachment_);
        attachment_ = {};
        const std::string_view data = std::exchange(data_, {});
        if (!reader_.budget().spend_member() || !reader_.budget().time_left()) {
            reader_.not_inspected(place_, NotInspectedReason::limit, reader_.budget().exhausted());
            return;
        }
        attachment.set_codepage(message_.codepage());
        const Place at = attachment_place(place_, attachment_name(attachment));
        read_mapi_attachment(reader_, attachment, data, at);
        const std::string& object = attachment.octets(mapi::attach_data);
        if (object.empty() || object == data) return;
        // An object begins with the identifier of its interface; what follows is a message as TNEF, or OLE.
        const bool has_interface = attachment.type(mapi::attach_data) == mapi::type_object && object.size() > 16;
        Claim claim;
        claim.filename = attachment_name(attachment);
        reader_.content(claim, std::string_view(object).substr(has_interface ? 16 : 0), at);
    }

    Reader& reader_;
    const Place& place_;
    MapiProperties message_, attachment_;
    std::string recipients_, words_;
    std::string_view data_;
    bool open_ = false, broken_ = false;
};

}  // namespace

void read_tnef(Reader& reader, std::string_view octets, const Place& place) { TnefMessage(reader, place).read(octets); }

}  // namespace beadle::inspect
