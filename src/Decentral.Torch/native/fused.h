// What the fused operations share: checks, row-parallel loops, and memory for their arithmetic.
#pragma once

#include "abi.h"
#include "kernels/kernels.h"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

namespace dt {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Rows that one thread takes at a time; sums over rows are formed per block and then added in order, so that they do
/// not depend on the number of threads.
constexpr int64_t kRowsPerBlock = 256;

inline void require_plain(const at::Tensor& tensor, const char* name) {
  TORCH_CHECK(tensor.device().is_cpu() && tensor.scalar_type() == at::kFloat, name,
              " must be float32 on the CPU for the fused operation, but is ", tensor.scalar_type(), " on ",
              tensor.device(), "; use the composed one");
}

inline void require_shape(const at::Tensor& tensor, at::IntArrayRef shape, const char* name) {
  TORCH_CHECK(tensor.sizes() == shape, name, " must have shape ", shape, " but has ", tensor.sizes());
}

/// A backward pass written by hand has no derivative of its own.
inline void require_first_order() {
  TORCH_CHECK(!at::GradMode::is_enabled(), "fused operations have no second derivative; use the composed ones");
}

inline const float* data(const at::Tensor& tensor) { return tensor.data_ptr<float>(); }
inline float* mutable_data(const at::Tensor& tensor) { return tensor.data_ptr<float>(); }

/// An input of an autograd function that may be missing: such a function takes no undefined tensor.
using Maybe = Optional<at::Tensor>;

inline Maybe maybe_contiguous(Handle handle) {
  if (handle == nullptr) return kNothing;
  return handle->contiguous();
}

inline at::Tensor value_or_undefined(const Maybe& tensor) { return tensor ? *tensor : at::Tensor(); }

inline const float* data_or_null(const Maybe& tensor) { return tensor ? tensor->data_ptr<float>() : nullptr; }

inline const float* data_or_null(const at::Tensor& tensor) {
  return tensor.defined() ? tensor.data_ptr<float>() : nullptr;
}

/// Runs `body(first, count, block)` for every block of rows.
template <typename Body>
void for_row_blocks(int64_t rows, const Body& body) {
  const int64_t blocks = (rows + kRowsPerBlock - 1) / kRowsPerBlock;
  at::parallel_for(0, blocks, 1, [&](int64_t begin, int64_t end) {
    for (int64_t block = begin; block < end; block++) {
      const int64_t first = block * kRowsPerBlock;
      body(first, std::min(kRowsPerBlock, rows - first), block);
    }
  });
}

/// Zeroed room for one row of sums a block.
inline at::Tensor block_sums(const at::Tensor& like, int64_t rows, int64_t columns) {
  return at::zeros({(rows + kRowsPerBlock - 1) / kRowsPerBlock, columns}, like.options());
}

}  // namespace dt
