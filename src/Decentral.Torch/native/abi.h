// The C ABI of libdecentral_torch: what every entry point shares.
//
// An entry point never lets a C++ exception out. One that returns a tensor returns nullptr when it failed, one that
// returns a number returns that type's failure value; the message then waits, per thread, for dt_take_error.
#pragma once

#include <ATen/ATen.h>
#include <torch/version.h>

#include <atomic>
#include <exception>
#include <optional>
#include <string>
#include <utility>

#define DT_EXPORT extern "C" __attribute__((visibility("default")))

/// Grows whenever an entry point changes its meaning or signature; TorchLibrary.cs expects the same number.
constexpr int32_t kAbiVersion = 1;

/// True for libtorch `major`.`minor` and everything newer.
#define DT_TORCH_AT_LEAST(major, minor) \
  (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

namespace dt {

#if DT_TORCH_AT_LEAST(2, 4)
template <typename T>
using Optional = std::optional<T>;
constexpr auto kNothing = std::nullopt;
#else
template <typename T>
using Optional = c10::optional<T>;
constexpr auto kNothing = c10::nullopt;
#endif

/// A tensor owned by the caller until dt_release.
using Handle = at::Tensor*;

/// A number as C# passes it: whole, real or truth.
struct Number {
  int64_t kind;  // 0 whole, 1 real, 2 truth
  int64_t whole;
  double real;

  at::Scalar scalar() const {
    switch (kind) {
      case 0: return at::Scalar(whole);
      case 1: return at::Scalar(real);
      default: return at::Scalar(whole != 0);
    }
  }
};

/// Element type and place; a negative type means "as the operation chooses".
struct Options {
  int32_t dtype;
  int32_t device_type;
  int32_t device_index;

  at::TensorOptions options() const {
    auto result = at::TensorOptions().device(at::Device(
        static_cast<at::DeviceType>(device_type), static_cast<at::DeviceIndex>(device_index)));
    return dtype < 0 ? result : result.dtype(static_cast<at::ScalarType>(dtype));
  }
};

/// Tensors that C# holds at this moment.
extern std::atomic<int64_t> live_tensors;

void set_error(std::string message) noexcept;

inline Handle own(at::Tensor tensor) {
  if (!tensor.defined()) return nullptr;
  live_tensors.fetch_add(1, std::memory_order_relaxed);
  return new at::Tensor(std::move(tensor));
}

/// Runs `body`, and on an exception keeps its message and returns `failure`.
template <typename Result, typename Body>
Result guarded(Result failure, Body&& body) noexcept {
  try {
    return body();
  } catch (const c10::Error& error) {
    set_error(error.what_without_backtrace());
  } catch (const std::exception& error) {
    set_error(error.what());
  } catch (...) {
    set_error("libtorch threw something that is not a std::exception");
  }
  return failure;
}

/// Runs `body`, which makes a tensor, and hands the tensor out.
template <typename Body>
Handle tensor(Body&& body) noexcept {
  return guarded<Handle>(nullptr, [&] { return own(body()); });
}

/// Runs `body`, which makes nothing; 0 when it went well.
template <typename Body>
int32_t status(Body&& body) noexcept {
  return guarded<int32_t>(-1, [&] {
    body();
    return 0;
  });
}

inline at::IntArrayRef ints(const int64_t* values, int32_t count) {
  return at::IntArrayRef(values, static_cast<size_t>(count));
}

inline Optional<at::ScalarType> maybe_dtype(int32_t dtype) {
  if (dtype < 0) return kNothing;
  return static_cast<at::ScalarType>(dtype);
}

inline Optional<at::Tensor> maybe(Handle handle) {
  if (handle == nullptr) return kNothing;
  return *handle;
}

inline std::vector<at::Tensor> list(const Handle* handles, int32_t count) {
  std::vector<at::Tensor> tensors;
  tensors.reserve(static_cast<size_t>(count));
  for (int32_t i = 0; i < count; i++) tensors.push_back(*handles[i]);
  return tensors;
}

/// Hands out several tensors through `out`, which holds `capacity`; returns how many there are.
template <typename Body>
int32_t tensors(Handle* out, int32_t capacity, Body&& body) noexcept {
  return guarded<int32_t>(-1, [&] {
    std::vector<at::Tensor> results = body();
    TORCH_CHECK(static_cast<int32_t>(results.size()) <= capacity, "room for ", capacity, " tensors, but ",
                results.size(), " came");
    for (size_t i = 0; i < results.size(); i++) out[i] = own(std::move(results[i]));
    return static_cast<int32_t>(results.size());
  });
}

}  // namespace dt
