// Result<T> and Status: how every function of sportello says that it failed.
//
// There are few codes, one per decision of a caller; a new cause gets a new
// message, not a new code. A message reads `what: where: why` with the bad
// value in quotes, and never holds a secret or the text of a customer.
//
// Values of these types may be moved between threads like any other value.
#ifndef SPORTELLO_BASE_RESULT_H_
#define SPORTELLO_BASE_RESULT_H_

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace sportello {

enum class Code {
  kInvalid,      // the input is wrong; trying again does not help
  kNotFound,     // what was asked for does not exist
  kConflict,     // somebody else was faster, or it exists already
  kDenied,       // not allowed
  kUnavailable,  // try again later: full disk, locked file, overload
  kInternal,     // our mistake
};

// "invalid", "not found", ...: for logs and exit messages.
const char* CodeName(Code code);

struct Error {
  Code code = Code::kInternal;
  std::string message;
};

// Success, or an Error.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Error error) : error_(std::move(error)) {}  // NOLINT: implicit

  bool ok() const { return !error_.has_value(); }
  // Requires !ok().
  const Error& error() const {
    assert(error_.has_value());
    return *error_;
  }

 private:
  std::optional<Error> error_;
};

// A T, or an Error.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}      // NOLINT: implicit
  Result(Error error) : value_(std::move(error)) {}  // NOLINT: implicit

  bool ok() const { return std::holds_alternative<T>(value_); }
  // The value; requires ok().
  T& value() & { return std::get<T>(value_); }
  const T& value() const& { return std::get<T>(value_); }
  T&& value() && { return std::get<T>(std::move(value_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  // Requires !ok().
  const Error& error() const { return std::get<Error>(value_); }

 private:
  std::variant<T, Error> value_;
};

inline Error Invalid(std::string message) {
  return {Code::kInvalid, std::move(message)};
}
inline Error NotFound(std::string message) {
  return {Code::kNotFound, std::move(message)};
}
inline Error Conflict(std::string message) {
  return {Code::kConflict, std::move(message)};
}
inline Error Denied(std::string message) {
  return {Code::kDenied, std::move(message)};
}
inline Error Unavailable(std::string message) {
  return {Code::kUnavailable, std::move(message)};
}
inline Error Internal(std::string message) {
  return {Code::kInternal, std::move(message)};
}

}  // namespace sportello

#endif  // SPORTELLO_BASE_RESULT_H_
