#include "kernels.h"

#include <string.h>

#include <atomic>

namespace dt {

namespace {

struct Level {
  const Kernels* table;
  bool (*runs)();
};

#if defined(__x86_64__)
bool runs_v4() {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
}

bool runs_v3() {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
         __builtin_cpu_supports("bmi2");
}

// .NET itself asks for this much.
bool runs_v2() { return true; }

const Level kLevels[] = {{&level_v4::table, runs_v4}, {&level_v3::table, runs_v3}, {&level_v2::table, runs_v2}};
#else
bool runs_base() { return true; }

const Level kLevels[] = {{&level_base::table, runs_base}};
#endif

const Kernels* fastest() {
#if defined(__x86_64__)
  __builtin_cpu_init();
#endif
  for (const Level& level : kLevels)
    if (level.runs()) return level.table;
  return nullptr;
}

std::atomic<const Kernels*>& chosen() {
  static std::atomic<const Kernels*> table{fastest()};
  return table;
}

}  // namespace

const Kernels& kernels() { return *chosen().load(std::memory_order_relaxed); }

bool choose_kernels(const char* name) {
  chosen();
  for (const Level& level : kLevels) {
    if (strcmp(level.table->level, name) != 0 || !level.runs()) continue;
    chosen().store(level.table, std::memory_order_relaxed);
    return true;
  }
  return false;
}

}  // namespace dt
