// codec.h — one description of a struct serves writing and reading octets (the bodies of frames, sealed bundles).
//
// Takes    structs that declare  template <class A> void describe(A& a, T& v) { a(v.one, v.two); }  found by ADL or in
//          beadle::wire; enums that declare last_of(E).
// Gives    little-endian octets; strings and vectors behind a u32 count.
// Bounds   the reader refuses counts that the remaining octets cannot hold, strings and lists over the limits given
//          with bounded(), enum values past last_of, booleans other than 0 and 1, and octets left over.
// Fails    Decoder::good() false; values read after that are default. Never throws but std::bad_alloc.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/result.h"

namespace beadle::wire {

template <class T>
struct Bounded {  // a container with the most elements that a reader takes
    T& value;
    std::size_t most;
};
template <class T>
Bounded<T> bounded(T& value, std::size_t most) { return {value, most}; }

class Encoder {
  public:
    static constexpr bool reading = false;
    std::string take() { return std::move(out_); }

    template <class... T>
    void operator()(T&&... values) { (one(values), ...); }

  private:
    template <class T>
    void one(T& v) {
        if constexpr (std::is_same_v<std::remove_const_t<T>, bool>) {
            out_.push_back(v ? 1 : 0);
        } else if constexpr (std::is_enum_v<T>) {
            integer(static_cast<std::uint8_t>(v));
        } else if constexpr (std::is_integral_v<T>) {
            integer(v);
        } else {
            describe(*this, const_cast<std::remove_const_t<T>&>(v));
        }
    }
    void one(const std::string& s) {
        integer(static_cast<std::uint32_t>(s.size()));
        out_ += s;
    }
    template <class T>
    void one(const std::vector<T>& list) {
        integer(static_cast<std::uint32_t>(list.size()));
        for (const auto& v : list) one(v);
    }
    template <class T>
    void one(std::vector<T>& list) { one(std::as_const(list)); }
    void one(std::string& s) { one(std::as_const(s)); }
    template <class T>
    void one(Bounded<T>& b) { one(std::as_const(b.value)); }
    template <class T>
    void integer(T v) {
        auto u = static_cast<std::make_unsigned_t<T>>(v);
        for (std::size_t i = 0; i < sizeof u; ++i) out_.push_back(static_cast<char>(u >> (8 * i) & 0xff));
    }
    std::string out_;
};

class Decoder {
  public:
    static constexpr bool reading = true;
    explicit Decoder(std::string_view in) : in_(in) {}
    bool good() const { return good_; }
    bool finished() const { return good_ && in_.empty(); }  // nothing wrong and nothing left over

    template <class... T>
    void operator()(T&&... values) { (one(values, default_most), ...); }

    static constexpr std::size_t default_most = 1u << 22;

  private:
    template <class T>
    void one(T& v, std::size_t) {
        if constexpr (std::is_same_v<T, bool>) {
            std::uint8_t u = 0;
            integer(u);
            if (u > 1) good_ = false;
            v = u == 1;
        } else if constexpr (std::is_enum_v<T>) {
            std::uint8_t u = 0;
            integer(u);
            if (u > static_cast<std::uint8_t>(last_of(T{}))) good_ = false;
            v = good_ ? static_cast<T>(u) : T{};
        } else if constexpr (std::is_integral_v<T>) {
            integer(v);
        } else {
            describe(*this, v);
        }
    }
    void one(std::string& s, std::size_t most) {
        std::uint32_t n = 0;
        integer(n);
        if (!good_ || n > in_.size() || n > most) return bad();
        s.assign(in_.substr(0, n));
        in_.remove_prefix(n);
    }
    template <class T>
    void one(std::vector<T>& list, std::size_t most) {
        std::uint32_t n = 0;
        integer(n);
        list.clear();
        if (!good_ || n > in_.size() || n > most) return bad();
        for (std::uint32_t i = 0; i < n && good_; ++i) {
            T v{};
            one(v, default_most);
            list.push_back(std::move(v));
        }
        if (!good_) list.clear();
    }
    template <class T>
    void one(Bounded<T>& b, std::size_t) { one(b.value, b.most); }
    template <class T>
    void integer(T& v) {
        if (!good_ || in_.size() < sizeof(T)) return bad();
        std::make_unsigned_t<T> u = 0;
        for (std::size_t i = 0; i < sizeof u; ++i)
            u = static_cast<std::make_unsigned_t<T>>(u | static_cast<std::make_unsigned_t<T>>(
                                                             static_cast<unsigned char>(in_[i]))
                                                             << (8 * i));
        in_.remove_prefix(sizeof u);
        v = static_cast<T>(u);
    }
    void bad() { good_ = false; }

    std::string_view in_;
    bool good_ = true;
};

template <class T>
std::string encode(const T& value) {
    Encoder e;
    e(value);
    return e.take();
}

// The whole of `octets` as one T, or malformed.
template <class T>
Result<T> decode(std::string_view octets, const char* what) {
    Decoder d(octets);
    T value{};
    d(value);
    if (!d.finished()) return fail(FailureKind::malformed, "wire", std::string("not a well-formed ") + what);
    return value;
}

}  // namespace beadle::wire
