// result.h — a value, or why there is none.
//
// Takes    nothing. Gives Result<T>, shaped like std::expected so that it can be swapped for it later.
// Fails    five kinds only; what each does to the mail is the table of ARCHITECTURE.md "When a part fails".
// Runs in  every process. Never throws.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace beadle {

enum class FailureKind {
    malformed,      // the mail is broken, or a peer's frame is
    limit,          // a budget was reached
    unavailable,    // ours, passing: try again
    misconfigured,  // the operator's files
    defect,         // our bug
};

struct Failure {
    FailureKind kind = FailureKind::defect;
    std::string where;  // the function or file that could not go on
    std::string what;   // a sentence for the person who reads it
};

inline const char* name(FailureKind k) {
    switch (k) {
        case FailureKind::malformed: return "malformed";
        case FailureKind::limit: return "limit";
        case FailureKind::unavailable: return "unavailable";
        case FailureKind::misconfigured: return "misconfigured";
        case FailureKind::defect: return "defect";
    }
    return "defect";
}

template <class T>
class [[nodiscard]] Result {
  public:
    using Value = T;
    Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
    Result(Failure failure) : held_(std::in_place_index<1>, std::move(failure)) {}

    explicit operator bool() const { return held_.index() == 0; }
    T& value() & { return std::get<0>(held_); }
    const T& value() const& { return std::get<0>(held_); }
    T&& value() && { return std::get<0>(std::move(held_)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }
    const Failure& failure() const { return std::get<1>(held_); }

  private:
    std::variant<T, Failure> held_;
};

struct Done {};
using Status = Result<Done>;  // nothing to give but that it was done

inline Failure fail(FailureKind kind, std::string where, std::string what) {
    return Failure{kind, std::move(where), std::move(what)};
}

}  // namespace beadle
