// Small matrix products for operands that are in cache already: no packing, no threads.
#pragma once

#include "vector.h"

namespace {

/// Vectors of columns, and rows of results, that one tile keeps in registers.
#if defined(__AVX512F__)
constexpr int kTileVectors = 4, kTileRows = 6;
#elif defined(__AVX2__)
constexpr int kTileVectors = 2, kTileRows = 6;
#else
constexpr int kTileVectors = 2, kTileRows = 4;
#endif

/// The left operand, element (row, k) at [row * row_step + k * k_step]: either orientation, nothing is transposed.
struct Left {
  const float* data;
  int64_t row_step;
  int64_t k_step;
};

template <int Rows, int Vectors, bool Add>
inline void tile(int64_t depth, const Left& a, const float* b, int64_t b_row, float* c, int64_t c_row) {
  Vector sums[Rows][Vectors];
  for (int i = 0; i < Rows; i++)
    for (int v = 0; v < Vectors; v++) sums[i][v] = Add ? load(c + i * c_row + v * kLanes) : Vector{};
  for (int64_t k = 0; k < depth; k++) {
    Vector right[Vectors];
    for (int v = 0; v < Vectors; v++) right[v] = load(b + k * b_row + v * kLanes);
    for (int i = 0; i < Rows; i++) {
      const float left = a.data[i * a.row_step + k * a.k_step];
      for (int v = 0; v < Vectors; v++) sums[i][v] += left * right[v];
    }
  }
  for (int i = 0; i < Rows; i++)
    for (int v = 0; v < Vectors; v++) store(c + i * c_row + v * kLanes, sums[i][v]);
}

template <int Rows, int Vectors, bool Add>
inline void rest(int64_t rows, int64_t depth, const Left& a, const float* b, int64_t b_row, float* c, int64_t c_row) {
  if constexpr (Rows > 0) {
    if (rows == Rows) {
      tile<Rows, Vectors, Add>(depth, a, b, b_row, c, c_row);
    } else {
      rest<Rows - 1, Vectors, Add>(rows, depth, a, b, b_row, c, c_row);
    }
  }
}

template <int Vectors, bool Add>
inline void strip(int64_t rows, int64_t depth, const Left& a, const float* b, int64_t b_row, float* c, int64_t c_row) {
  int64_t row = 0;
  for (; row + kTileRows <= rows; row += kTileRows)
    tile<kTileRows, Vectors, Add>(depth, {a.data + row * a.row_step, a.row_step, a.k_step}, b, b_row, c + row * c_row,
                                  c_row);
  rest<kTileRows - 1, Vectors, Add>(rows - row, depth, {a.data + row * a.row_step, a.row_step, a.k_step}, b, b_row,
                                    c + row * c_row, c_row);
}

/// c (rows, columns) = a (rows, depth) b (depth, columns), or with Add plus what is in c; columns in whole blocks.
template <bool Add>
void multiply(int64_t rows, int64_t columns, int64_t depth, const Left& a, const float* b, int64_t b_row, float* c,
              int64_t c_row) {
  constexpr int kSmall = kColumnBlock / kLanes;
  int64_t column = 0;
  for (; column + kTileVectors * kLanes <= columns; column += kTileVectors * kLanes)
    strip<kTileVectors, Add>(rows, depth, a, b + column, b_row, c + column, c_row);
  if constexpr (kTileVectors >= 4) {
    for (; column + 2 * kLanes <= columns; column += 2 * kLanes)
      strip<2, Add>(rows, depth, a, b + column, b_row, c + column, c_row);
  }
  for (; column < columns; column += kColumnBlock)
    strip<kSmall, Add>(rows, depth, a, b + column, b_row, c + column, c_row);
}

}  // namespace
