// Arithmetic on plain float arrays, compiled once for each level of the processor and chosen when the library loads.
//
// Nothing here depends on libtorch, nor includes a header with inline functions: a function that the linker shares
// between levels would run instructions that an older processor lacks.
//
// All arrays are row-major. Every result is computed in an order that depends on the shapes alone, so that equal inputs
// give equal bits however the rows are spread over threads.
#pragma once

#include <stdint.h>

namespace dt {

/// Self-attention of one sequence: queries, keys and values side by side in each row of `qkv`, heads one after another.
struct AttentionShape {
  int64_t tokens;
  int64_t heads;
  int64_t kv_heads;  // divides heads; head h reads key and value head h / (heads / kv_heads)
  int64_t width;     // of one head

  int64_t group() const { return heads / kv_heads; }
  int64_t row() const { return (heads + 2 * kv_heads) * width; }
};

/// Rotary position embedding: angles of token t and pair i at [t * width / 2 + i]; both null for none.
/// Element i of a head is paired with element i + width / 2, as in the Hugging Face Llama.
struct Rotation {
  const float* cos;
  const float* sin;
};

struct Kernels {
  const char* level;

  /// Floats of scratch that the two attention kernels need.
  int64_t (*attention_scratch)(const AttentionShape& shape);

  /// All query heads that share key and value head `kv_head`. `out` has rows of heads * width;
  /// `log_sums` (heads, tokens) receives log(sum(exp(scores))) for the backward pass.
  void (*attention_forward)(const AttentionShape& shape, const Rotation& rotation, int64_t kv_head, const float* qkv,
                            float* out, float* log_sums, float* scratch);

  /// Writes the columns of `grad_qkv` that belong to `kv_head` and the query heads that share it.
  void (*attention_backward)(const AttentionShape& shape, const Rotation& rotation, int64_t kv_head, const float* qkv,
                             const float* out, const float* log_sums, const float* grad_out, float* grad_qkv,
                             float* scratch);

  /// Turns each row of `logits` into the gradient of its cross entropy, times `scale`; `losses` gets the cross entropy.
  /// A row whose target is `ignored` becomes zero, and so does its loss. `scale` 0 leaves the logits alone.
  void (*cross_entropy)(int64_t rows, int64_t classes, float* logits, const int64_t* targets, int64_t ignored,
                        float scale, float* losses);

  /// out = gelu(x + bias), by tanh; bias may be null.
  void (*gelu_forward)(int64_t rows, int64_t columns, const float* x, const float* bias, float* out);

  /// grad_x = grad_out * gelu'(x + bias); adds the columns' sums to `grad_bias` unless it is null.
  void (*gelu_backward)(int64_t rows, int64_t columns, const float* x, const float* bias, const float* grad_out,
                        float* grad_x, float* grad_bias);

  /// out = silu(gate) * up, for rows of `columns` elements that lie `stride` apart in gate and up.
  void (*swiglu_forward)(int64_t rows, int64_t columns, int64_t stride, const float* gate, const float* up, float* out);
  void (*swiglu_backward)(int64_t rows, int64_t columns, int64_t stride, const float* gate, const float* up,
                          const float* grad_out, float* grad_gate, float* grad_up);

  /// sum = x + residual (residual null: x is the sum, which is not written); out = normalise(sum) * weight + bias.
  /// With `centred` the mean is subtracted (layer norm), else not (RMS norm). bias may be null.
  /// `means` (centred only) and `scales` keep one number a row for the backward pass.
  void (*norm_forward)(int64_t rows, int64_t columns, bool centred, float eps, const float* x, const float* residual,
                       const float* weight, const float* bias, float* sum, float* out, float* means, float* scales);

  /// grad_sum = the gradient through the norm, plus `grad_passed` (null: nothing) that reached the sum directly.
  /// Adds to `grad_weight`, and to `grad_bias` unless it is null.
  void (*norm_backward)(int64_t rows, int64_t columns, bool centred, const float* sum, const float* weight,
                        const float* means, const float* scales, const float* grad_out, const float* grad_passed,
                        float* grad_sum, float* grad_weight, float* grad_bias);

  /// Adds the sum of each column to `sums`.
  void (*column_sums)(int64_t rows, int64_t columns, const float* x, float* sums);
};

/// The fastest level that this processor runs, unless another was chosen.
const Kernels& kernels();

/// Chooses a level by its name; false when there is none of that name or the processor does not run it.
bool choose_kernels(const char* level);

#if defined(__x86_64__)
namespace level_v2 { extern const Kernels table; }
namespace level_v3 { extern const Kernels table; }
namespace level_v4 { extern const Kernels table; }
#else
namespace level_base { extern const Kernels table; }
#endif

}  // namespace dt
