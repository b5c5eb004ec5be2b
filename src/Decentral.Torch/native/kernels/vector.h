// Vectors of the level's width, and the elementary functions of the kernels. Included by every level separately: all
// names are local to the including file.
#pragma once

#include <stdint.h>
#include <string.h>

namespace {

#if defined(__AVX512F__)
constexpr int kLanes = 16;
#elif defined(__AVX2__)
constexpr int kLanes = 8;
#else
constexpr int kLanes = 4;
#endif

typedef float Vector __attribute__((vector_size(kLanes * sizeof(float))));

inline Vector load(const float* from) {
  Vector value;
  memcpy(&value, from, sizeof value);
  return value;
}

inline void store(float* to, Vector value) { memcpy(to, &value, sizeof value); }

/// Rows of matrices that are computed here are padded to whole blocks, so that no loop has a rest.
constexpr int64_t kColumnBlock = 16;

inline int64_t padded(int64_t count) { return (count + kColumnBlock - 1) / kColumnBlock * kColumnBlock; }

inline float bits_to_float(int32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

/// e^x to 2 ulp; 0 where it would be below 2^-126, at most 2^127, and not a number stays so. Written without branches
/// and calls, so that loops over it become vector code.
inline float exponential(float x) {
  constexpr float kLowest = -87.33654f, kHighest = 88.02969f;
  constexpr float kLog2E = 1.44269504f, kLn2High = 0.693359375f, kLn2Low = -2.12194440e-4f;
  constexpr float kRound = 12582912.0f;  // 1.5 * 2^23: adding it leaves whole numbers only
  const bool vanishes = x < kLowest;
  x = vanishes ? kLowest : x;
  x = x > kHighest ? kHighest : x;
  const float whole = (x * kLog2E + kRound) - kRound;
  const float r = (x - whole * kLn2High) - whole * kLn2Low;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  p *= bits_to_float((static_cast<int32_t>(whole) + 127) << 23);
  return vanishes ? 0.0f : p;
}

inline float sigmoid(float x) { return 1.0f / (1.0f + exponential(-x)); }

}  // namespace
