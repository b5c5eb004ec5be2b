// Causal self-attention, one block of query rows at a time: the scores of all rows are never in memory at once, and the
// backward pass computes them again from their logarithmic sums (FlashAttention, arXiv:2205.14135, without its tiling
// of the keys: a block of rows against all its keys stays in cache at the lengths that a CPU trains).
#pragma once

#include "kernels.h"
#include "products.h"

namespace {

using dt::AttentionShape;
using dt::Rotation;

constexpr int64_t kRowBlock = 48;  // a multiple of every kTileRows

inline int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

/// Scratch memory in pieces: heads are copied out of their rows once, padded to whole column blocks.
struct Scratch {
  float *queries, *keys, *keys_t, *values, *values_t, *grad_out, *grad_keys, *grad_values;  // (tokens, width) or ᵀ
  float *scores, *grad_scores;                                                             // (kRowBlock, tokens)
  float* rows;                                                                             // (kRowBlock, width)

  static int64_t floats(const AttentionShape& shape) {
    return padded(shape.tokens) * padded(shape.width) * 8 + kRowBlock * padded(shape.tokens) * 2 +
           kRowBlock * padded(shape.width);
  }

  Scratch(const AttentionShape& shape, float* memory) {
    const int64_t head = padded(shape.tokens) * padded(shape.width);
    float** heads[] = {&queries, &keys, &keys_t, &values, &values_t, &grad_out, &grad_keys, &grad_values};
    for (float** piece : heads) {
      *piece = memory;
      memory += head;
    }
    scores = memory;
    grad_scores = scores + kRowBlock * padded(shape.tokens);
    rows = grad_scores + kRowBlock * padded(shape.tokens);
  }
};

inline void clear(float* values, int64_t count) { memset(values, 0, static_cast<size_t>(count) * sizeof(float)); }

/// Copies one head out of rows that lie `stride` apart, times `scale`; columns beyond the width become zero.
inline void take_head(const AttentionShape& shape, const float* from, int64_t stride, float scale, float* to) {
  const int64_t width = padded(shape.width);
  for (int64_t t = 0; t < shape.tokens; t++) {
    float* row = to + t * width;
    for (int64_t d = 0; d < shape.width; d++) row[d] = from[t * stride + d] * scale;
    for (int64_t d = shape.width; d < width; d++) row[d] = 0;
  }
}

/// The same head turned by each token's angles.
inline void take_rotated(const AttentionShape& shape, const Rotation& rotation, const float* from, int64_t stride,
                         float scale, float* to) {
  if (rotation.cos == nullptr) return take_head(shape, from, stride, scale, to);
  const int64_t half = shape.width / 2, width = padded(shape.width);
  for (int64_t t = 0; t < shape.tokens; t++) {
    const float *in = from + t * stride, *cos = rotation.cos + t * half, *sin = rotation.sin + t * half;
    float* row = to + t * width;
    for (int64_t i = 0; i < half; i++) {
      row[i] = (in[i] * cos[i] - in[i + half] * sin[i]) * scale;
      row[i + half] = (in[i + half] * cos[i] + in[i] * sin[i]) * scale;
    }
    for (int64_t d = shape.width; d < width; d++) row[d] = 0;
  }
}

/// Writes rows of a head's gradient back to where the head came from, turned back by each token's angles.
inline void give_rotated(const AttentionShape& shape, const Rotation& rotation, int64_t first, int64_t count,
                         const float* from, float scale, float* to, int64_t stride) {
  const int64_t half = shape.width / 2, width = padded(shape.width);
  for (int64_t r = 0; r < count; r++) {
    const float* in = from + r * width;
    float* out = to + (first + r) * stride;
    if (rotation.cos == nullptr) {
      for (int64_t d = 0; d < shape.width; d++) out[d] = in[d] * scale;
      continue;
    }
    const float *cos = rotation.cos + (first + r) * half, *sin = rotation.sin + (first + r) * half;
    for (int64_t i = 0; i < half; i++) {
      out[i] = (in[i] * cos[i] + in[i + half] * sin[i]) * scale;
      out[i + half] = (in[i + half] * cos[i] - in[i] * sin[i]) * scale;
    }
  }
}

/// (tokens, width) to (width, tokens), both padded; what lies beyond the tokens is left as it is.
inline void transpose_head(const AttentionShape& shape, const float* from, float* to) {
  typedef float Four __attribute__((vector_size(16)));
  typedef int32_t Order __attribute__((vector_size(16)));
  const int64_t width = padded(shape.width), length = padded(shape.tokens);
  for (int64_t t = 0; t < length; t += 4) {
    for (int64_t d = 0; d < width; d += 4) {
      Four in[4], mixed[4], out[4];
      for (int i = 0; i < 4; i++) memcpy(&in[i], from + (t + i) * width + d, sizeof in[i]);
      for (int i = 0; i < 2; i++) {
        mixed[i] = __builtin_shuffle(in[i], in[i + 2], Order{0, 4, 1, 5});
        mixed[i + 2] = __builtin_shuffle(in[i], in[i + 2], Order{2, 6, 3, 7});
      }
      for (int i = 0; i < 2; i++) {
        out[2 * i] = __builtin_shuffle(mixed[2 * i], mixed[2 * i + 1], Order{0, 4, 1, 5});
        out[2 * i + 1] = __builtin_shuffle(mixed[2 * i], mixed[2 * i + 1], Order{2, 6, 3, 7});
      }
      for (int i = 0; i < 4; i++) memcpy(to + (d + i) * length + t, &out[i], sizeof out[i]);
    }
  }
}

/// Scores from `count` up to the end of the last block are of later tokens: they must weigh nothing.
inline void hide(float* scores, int64_t count, int64_t length) {
  for (int64_t j = count; j < length; j++) scores[j] = -__builtin_inff();
}

struct Softmax {
  float scale;    // by which the weights must be multiplied to sum to one
  float log_sum;  // of the scores' exponentials
};

/// Replaces `length` scores, in whole blocks, by weights relative to the highest.
inline Softmax softmax_row(float* scores, int64_t length) {
  float highest = scores[0];
#pragma omp simd reduction(max : highest)
  for (int64_t j = 0; j < length; j++) highest = scores[j] > highest ? scores[j] : highest;
  float sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int64_t j = 0; j < length; j++) {
    scores[j] = exponential(scores[j] - highest);
    sum += scores[j];
  }
  return {1.0f / sum, highest + __builtin_logf(sum)};
}

/// Where the parts of head `h` and its key and value head begin in a row of qkv.
struct Places {
  int64_t query, key, value;

  Places(const AttentionShape& shape, int64_t head)
      : query(head * shape.width),
        key((shape.heads + head / shape.group()) * shape.width),
        value((shape.heads + shape.kv_heads + head / shape.group()) * shape.width) {}
};

void attention_forward(const AttentionShape& shape, const Rotation& rotation, int64_t kv_head, const float* qkv,
                       float* out, float* log_sums, float* memory) {
  const Scratch scratch(shape, memory);
  const int64_t width = padded(shape.width), length = padded(shape.tokens), out_row = shape.heads * shape.width;
  const float scale = 1.0f / __builtin_sqrtf(static_cast<float>(shape.width));
  for (int64_t head = kv_head * shape.group(); head < (kv_head + 1) * shape.group(); head++) {
    const Places places(shape, head);
    take_rotated(shape, rotation, qkv + places.query, shape.row(), scale, scratch.queries);
    if (head % shape.group() == 0) {
      take_rotated(shape, rotation, qkv + places.key, shape.row(), 1, scratch.keys);
      transpose_head(shape, scratch.keys, scratch.keys_t);
      take_head(shape, qkv + places.value, shape.row(), 1, scratch.values);
    }
    for (int64_t first = 0; first < shape.tokens; first += kRowBlock) {
      const int64_t rows = smaller(kRowBlock, shape.tokens - first), visible = first + rows;
      multiply<false>(rows, padded(visible), width, {scratch.queries + first * width, width, 1}, scratch.keys_t,
                      length, scratch.scores, length);
      float scales[kRowBlock];
      for (int64_t r = 0; r < rows; r++) {
        hide(scratch.scores + r * length, first + r + 1, padded(visible));
        const Softmax softmax = softmax_row(scratch.scores + r * length, padded(visible));
        log_sums[head * shape.tokens + first + r] = softmax.log_sum;
        scales[r] = softmax.scale;
      }
      multiply<false>(rows, width, visible, {scratch.scores, length, 1}, scratch.values, width, scratch.rows, width);
      for (int64_t r = 0; r < rows; r++) {
        float* row = out + (first + r) * out_row + head * shape.width;
        for (int64_t d = 0; d < shape.width; d++) row[d] = scratch.rows[r * width + d] * scales[r];
      }
    }
  }
}

/// Replaces `length` scores, in whole blocks, by their probabilities, and `grads`, which are by probability, by the
/// gradients by score.
inline void softmax_row_backward(float* scores, float* grads, int64_t length, float log_sum, float delta) {
#pragma omp simd
  for (int64_t j = 0; j < length; j++) {
    const float p = exponential(scores[j] - log_sum);
    scores[j] = p;
    grads[j] = p * (grads[j] - delta);
  }
}

inline float inner(const float* a, const float* b, int64_t count) {
  float sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int64_t i = 0; i < count; i++) sum += a[i] * b[i];
  return sum;
}

void attention_backward(const AttentionShape& shape, const Rotation& rotation, int64_t kv_head, const float* qkv,
                        const float* out, const float* log_sums, const float* grad_out, float* grad_qkv,
                        float* memory) {
  const Scratch scratch(shape, memory);
  const int64_t width = padded(shape.width), length = padded(shape.tokens), out_row = shape.heads * shape.width;
  const float scale = 1.0f / __builtin_sqrtf(static_cast<float>(shape.width));
  const Places shared(shape, kv_head * shape.group());
  take_rotated(shape, rotation, qkv + shared.key, shape.row(), 1, scratch.keys);
  transpose_head(shape, scratch.keys, scratch.keys_t);
  take_head(shape, qkv + shared.value, shape.row(), 1, scratch.values);
  transpose_head(shape, scratch.values, scratch.values_t);
  clear(scratch.grad_keys, shape.tokens * width);
  clear(scratch.grad_values, shape.tokens * width);
  for (int64_t head = kv_head * shape.group(); head < (kv_head + 1) * shape.group(); head++) {
    const Places places(shape, head);
    take_rotated(shape, rotation, qkv + places.query, shape.row(), scale, scratch.queries);
    take_head(shape, grad_out + head * shape.width, out_row, 1, scratch.grad_out);
    for (int64_t first = 0; first < shape.tokens; first += kRowBlock) {
      const int64_t rows = smaller(kRowBlock, shape.tokens - first), visible = first + rows;
      const float *queries = scratch.queries + first * width, *grads = scratch.grad_out + first * width;
      multiply<false>(rows, padded(visible), width, {queries, width, 1}, scratch.keys_t, length, scratch.scores,
                      length);
      multiply<false>(rows, padded(visible), width, {grads, width, 1}, scratch.values_t, length, scratch.grad_scores,
                      length);
      for (int64_t r = 0; r < rows; r++) {
        const int64_t place = (first + r) * out_row + head * shape.width;
        hide(scratch.scores + r * length, first + r + 1, padded(visible));
        softmax_row_backward(scratch.scores + r * length, scratch.grad_scores + r * length, padded(visible),
                             log_sums[head * shape.tokens + first + r],
                             inner(grad_out + place, out + place, shape.width));
      }
      multiply<true>(visible, width, rows, {scratch.scores, 1, length}, grads, width, scratch.grad_values, width);
      multiply<true>(visible, width, rows, {scratch.grad_scores, 1, length}, queries, width, scratch.grad_keys, width);
      multiply<false>(rows, width, visible, {scratch.grad_scores, length, 1}, scratch.keys, width, scratch.rows,
                      width);
      give_rotated(shape, rotation, first, rows, scratch.rows, scale, grad_qkv + places.query, shape.row());
    }
  }
  give_rotated(shape, rotation, 0, shape.tokens, scratch.grad_keys, 1, grad_qkv + shared.key, shape.row());
  give_rotated(shape, {nullptr, nullptr}, 0, shape.tokens, scratch.grad_values, 1, grad_qkv + shared.value,
               shape.row());
}

}  // namespace
