// The library itself: errors, counters, threads, the BLAS behind libtorch, devices.
#include "abi.h"
#include "kernels/kernels.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <dlfcn.h>
#include <malloc.h>

#include <climits>
#include <cstdlib>
#include <cstring>

using dt::Handle;

namespace dt {

std::atomic<int64_t> live_tensors{0};

namespace {
thread_local std::string last_error;
thread_local bool has_error = false;
}  // namespace

void set_error(std::string message) noexcept {
  last_error = std::move(message);
  has_error = true;
}

}  // namespace dt

namespace {

/// Copies `text` into `out` as far as it fits, ends it with zero, and returns the length it needs.
int32_t give_text(const std::string& text, char* out, int32_t capacity) {
  if (capacity > 0) {
    const auto length = std::min(text.size(), static_cast<size_t>(capacity - 1));
    std::memcpy(out, text.data(), length);
    out[length] = '\0';
  }
  return static_cast<int32_t>(text.size());
}

template <typename Function>
Function symbol(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_DEFAULT, name));
}

bool has_symbol(const char* name) { return dlsym(RTLD_DEFAULT, name) != nullptr; }

/// The file that supplies sgemm_, which is what libtorch multiplies matrices with.
std::string blas_path() {
  Dl_info info;
  void* sgemm = dlsym(RTLD_DEFAULT, "sgemm_");
  if (sgemm == nullptr || dladdr(sgemm, &info) == 0 || info.dli_fname == nullptr) return "";
  char resolved[PATH_MAX];
  return realpath(info.dli_fname, resolved) != nullptr ? resolved : info.dli_fname;
}

/// Each optimised BLAS has an entry point that no other has; the reference one has none.
std::string blas_name() {
  if (auto config = symbol<char* (*)()>("openblas_get_config")) return config();
  if (at::hasMKL() || has_symbol("MKL_Get_Version_String")) return "MKL";
  if (has_symbol("bli_info_get_version_str")) return "BLIS";
  if (has_symbol("ATL_buildinfo")) return "ATLAS";
  return has_symbol("sgemm_") ? "reference" : "none";
}

}  // namespace

DT_EXPORT int32_t dt_abi_version() { return kAbiVersion; }

/// Keeps freed memory in the process. A training step frees and takes the same megabytes again and again; by default
/// glibc gives them back to the system each time, and the page faults cost 3 to 8 % of a small model's step.
DT_EXPORT void dt_keep_memory() {
#if defined(__GLIBC__)
  constexpr int kLargest = 32 << 20;  // the most that glibc accepts
  mallopt(M_MMAP_THRESHOLD, kLargest);
  mallopt(M_TRIM_THRESHOLD, INT_MAX);
  mallopt(M_TOP_PAD, kLargest);
#endif
}

/// The message of this thread's last failure, which is thereby forgotten; nullptr when there is none.
/// Valid until the thread's next failure.
DT_EXPORT const char* dt_take_error() {
  if (!dt::has_error) return nullptr;
  dt::has_error = false;
  return dt::last_error.c_str();
}

DT_EXPORT void dt_release(Handle handle) {
  dt::live_tensors.fetch_sub(1, std::memory_order_relaxed);
  delete handle;
}

DT_EXPORT int64_t dt_live_tensors() { return dt::live_tensors.load(std::memory_order_relaxed); }

/// The level of the processor that the fused operations use: level_v2, level_v3 or level_v4 on x86-64.
DT_EXPORT int32_t dt_kernel_level(char* out, int32_t capacity) {
  return give_text(dt::kernels().level, out, capacity);
}

/// For tests and comparisons: 1 when the level exists and this processor runs it, else 0.
DT_EXPORT int32_t dt_choose_kernel_level(const uint8_t* level) {
  return dt::choose_kernels(reinterpret_cast<const char*>(level)) ? 1 : 0;
}

DT_EXPORT int32_t dt_version(char* out, int32_t capacity) { return give_text(TORCH_VERSION, out, capacity); }
DT_EXPORT int32_t dt_blas_name(char* out, int32_t capacity) { return give_text(blas_name(), out, capacity); }
DT_EXPORT int32_t dt_blas_path(char* out, int32_t capacity) { return give_text(blas_path(), out, capacity); }

DT_EXPORT int32_t dt_get_num_threads() { return at::get_num_threads(); }

/// Threads of libtorch's own loops for calls from this thread, and of OpenBLAS's pool, which the process shares.
DT_EXPORT int32_t dt_set_num_threads(int32_t count) {
  return dt::status([&] {
    // A thread's first use of its number takes the last one that any thread has set: have that use behind us.
    static_cast<void>(at::get_num_threads());
    at::set_num_threads(count);
    if (auto set_blas = symbol<void (*)(int)>("openblas_set_num_threads")) set_blas(count);
  });
}

/// Threads of OpenBLAS's pool, or 0 when the BLAS is another one.
DT_EXPORT int32_t dt_get_blas_threads() {
  auto get_blas = symbol<int (*)()>("openblas_get_num_threads");
  return get_blas ? get_blas() : 0;
}

DT_EXPORT bool dt_cuda_available() {
  return dt::guarded<bool>(false, [] { return at::hasCUDA() && at::detail::getCUDAHooks().getNumGPUs() > 0; });
}

DT_EXPORT int32_t dt_cuda_device_count() {
  return dt::guarded<int32_t>(0, [] {
    return at::hasCUDA() ? static_cast<int32_t>(at::detail::getCUDAHooks().getNumGPUs()) : 0;
  });
}

/// Asks the driver, since libtorch's own way needs CUDA's headers; empty when the driver does not answer.
DT_EXPORT int32_t dt_cuda_device_name(int32_t index, char* out, int32_t capacity) {
  void* driver = dlopen("libcuda.so.1", RTLD_LAZY | RTLD_LOCAL);
  if (driver == nullptr) return give_text("", out, capacity);
  auto init = reinterpret_cast<int (*)(unsigned)>(dlsym(driver, "cuInit"));
  auto get = reinterpret_cast<int (*)(int*, int)>(dlsym(driver, "cuDeviceGet"));
  auto name = reinterpret_cast<int (*)(char*, int, int)>(dlsym(driver, "cuDeviceGetName"));
  char text[256] = "";
  int device = 0;
  if (init && get && name && init(0) == 0 && get(&device, index) == 0) name(text, sizeof text, device);
  return give_text(text, out, capacity);
}

DT_EXPORT int32_t dt_cuda_synchronize(int32_t index) {
  return dt::status([&] {
    TORCH_CHECK(at::hasCUDA(), "this libtorch was built without CUDA");
    at::detail::getCUDAHooks().deviceSynchronize(static_cast<at::DeviceIndex>(index));
  });
}
