// Cross entropy, activations and norms: one pass over rows that are in cache.
#pragma once

#include "vector.h"

namespace {

void cross_entropy(int64_t rows, int64_t classes, float* logits, const int64_t* targets, int64_t ignored, float scale,
                   float* losses) {
  for (int64_t r = 0; r < rows; r++) {
    float* row = logits + r * classes;
    if (targets[r] == ignored) {
      losses[r] = 0;
      if (scale != 0) memset(row, 0, static_cast<size_t>(classes) * sizeof(float));
      continue;
    }
    float highest = row[0];
#pragma omp simd reduction(max : highest)
    for (int64_t j = 0; j < classes; j++) highest = row[j] > highest ? row[j] : highest;
    float sum = 0;
    const float target = row[targets[r]];
    if (scale == 0) {
#pragma omp simd reduction(+ : sum)
      for (int64_t j = 0; j < classes; j++) sum += exponential(row[j] - highest);
    } else {
#pragma omp simd reduction(+ : sum)
      for (int64_t j = 0; j < classes; j++) {
        row[j] = exponential(row[j] - highest);
        sum += row[j];
      }
      const float factor = scale / sum;
#pragma omp simd
      for (int64_t j = 0; j < classes; j++) row[j] *= factor;
      row[targets[r]] -= scale;
    }
    losses[r] = highest - target + __builtin_logf(sum);
  }
}

constexpr float kGeluLinear = 1.5957691216f;             // 2 sqrt(2 / pi)
constexpr float kGeluCubic = kGeluLinear * 0.044715f;

/// x (1 + tanh(u)) / 2 with u = sqrt(2 / pi) (x + 0.044715 x^3), which is x sigmoid(2u).
inline float gelu(float x) { return x * sigmoid(x * (kGeluLinear + kGeluCubic * x * x)); }

inline float gelu_slope(float x) {
  const float square = x * x;
  const float s = sigmoid(x * (kGeluLinear + kGeluCubic * square));
  return s + x * s * (1 - s) * (kGeluLinear + 3 * kGeluCubic * square);
}

void gelu_forward(int64_t rows, int64_t columns, const float* x, const float* bias, float* out) {
  for (int64_t r = 0; r < rows; r++, x += columns, out += columns) {
    if (bias == nullptr) {
#pragma omp simd
      for (int64_t j = 0; j < columns; j++) out[j] = gelu(x[j]);
    } else {
#pragma omp simd
      for (int64_t j = 0; j < columns; j++) out[j] = gelu(x[j] + bias[j]);
    }
  }
}

void gelu_backward(int64_t rows, int64_t columns, const float* x, const float* bias, const float* grad_out,
                   float* grad_x, float* grad_bias) {
  for (int64_t r = 0; r < rows; r++, x += columns, grad_out += columns, grad_x += columns) {
    if (bias == nullptr) {
#pragma omp simd
      for (int64_t j = 0; j < columns; j++) grad_x[j] = grad_out[j] * gelu_slope(x[j]);
    } else {
#pragma omp simd
      for (int64_t j = 0; j < columns; j++) grad_x[j] = grad_out[j] * gelu_slope(x[j] + bias[j]);
    }
    if (grad_bias != nullptr) {
#pragma omp simd
      for (int64_t j = 0; j < columns; j++) grad_bias[j] += grad_x[j];
    }
  }
}

void swiglu_forward(int64_t rows, int64_t columns, int64_t stride, const float* gate, const float* up, float* out) {
  for (int64_t r = 0; r < rows; r++, gate += stride, up += stride, out += columns) {
#pragma omp simd
    for (int64_t j = 0; j < columns; j++) out[j] = gate[j] * sigmoid(gate[j]) * up[j];
  }
}

void swiglu_backward(int64_t rows, int64_t columns, int64_t stride, const float* gate, const float* up,
                     const float* grad_out, float* grad_gate, float* grad_up) {
  for (int64_t r = 0; r < rows; r++) {
#pragma omp simd
    for (int64_t j = 0; j < columns; j++) {
      const float s = sigmoid(gate[j]);
      grad_gate[j] = grad_out[j] * up[j] * s * (1 + gate[j] * (1 - s));
      grad_up[j] = grad_out[j] * gate[j] * s;
    }
    gate += stride, up += stride, grad_gate += stride, grad_up += stride, grad_out += columns;
  }
}

void norm_forward(int64_t rows, int64_t columns, bool centred, float eps, const float* x, const float* residual,
                  const float* weight, const float* bias, float* sum, float* out, float* means, float* scales) {
  const float share = 1.0f / static_cast<float>(columns);
  for (int64_t r = 0; r < rows; r++, x += columns, out += columns) {
    const float* row = x;
    if (residual != nullptr) {
#pragma omp simd
      for (int64_t j = 0; j < columns; j++) sum[j] = x[j] + residual[j];
      row = sum;
      sum += columns, residual += columns;
    }
    float mean = 0;
    if (centred) {
#pragma omp simd reduction(+ : mean)
      for (int64_t j = 0; j < columns; j++) mean += row[j];
      mean *= share;
      means[r] = mean;
    }
    float square = 0;
#pragma omp simd reduction(+ : square)
    for (int64_t j = 0; j < columns; j++) square += (row[j] - mean) * (row[j] - mean);
    const float scale = 1.0f / __builtin_sqrtf(square * share + eps);
    scales[r] = scale;
    if (bias == nullptr) {
#pragma omp simd
      for (int64_t j = 0; j < columns; j++) out[j] = (row[j] - mean) * scale * weight[j];
    } else {
#pragma omp simd
      for (int64_t j = 0; j < columns; j++) out[j] = (row[j] - mean) * scale * weight[j] + bias[j];
    }
  }
}

void norm_backward(int64_t rows, int64_t columns, bool centred, const float* sum, const float* weight,
                   const float* means, const float* scales, const float* grad_out, const float* grad_passed,
                   float* grad_sum, float* grad_weight, float* grad_bias) {
  const float share = 1.0f / static_cast<float>(columns);
  for (int64_t r = 0; r < rows; r++, sum += columns, grad_out += columns, grad_sum += columns) {
    const float mean = centred ? means[r] : 0, scale = scales[r];
    float total = 0, aligned = 0;
#pragma omp simd reduction(+ : total, aligned)
    for (int64_t j = 0; j < columns; j++) {
      const float normal = (sum[j] - mean) * scale, grad = grad_out[j] * weight[j];
      total += grad;
      aligned += grad * normal;
      grad_weight[j] += grad_out[j] * normal;
    }
    total = centred ? total * share : 0;
    aligned *= share;
    if (grad_bias != nullptr) {
#pragma omp simd
      for (int64_t j = 0; j < columns; j++) grad_bias[j] += grad_out[j];
    }
#pragma omp simd
    for (int64_t j = 0; j < columns; j++)
      grad_sum[j] = (grad_out[j] * weight[j] - total - (sum[j] - mean) * scale * aligned) * scale;
    if (grad_passed != nullptr) {
#pragma omp simd
      for (int64_t j = 0; j < columns; j++) grad_sum[j] += grad_passed[j];
      grad_passed += columns;
    }
  }
}

void column_sums(int64_t rows, int64_t columns, const float* x, float* sums) {
  for (int64_t r = 0; r < rows; r++, x += columns) {
#pragma omp simd
    for (int64_t j = 0; j < columns; j++) sums[j] += x[j];
  }
}

}  // namespace
