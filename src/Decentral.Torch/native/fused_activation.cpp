// Activations together with what surrounds them: the bias before GELU, the product after SiLU.
#include "fused.h"

using dt::AutogradContext;
using dt::Handle;
using dt::variable_list;

namespace {

class BiasGelu : public torch::autograd::Function<BiasGelu> {
 public:
  static at::Tensor forward(AutogradContext* context, const at::Tensor& input, const dt::Maybe& bias) {
    const auto x = input.contiguous();
    const int64_t columns = x.size(-1);
    auto out = at::empty_like(x);
    dt::for_row_blocks(x.numel() / columns, [&](int64_t first, int64_t count, int64_t) {
      dt::kernels().gelu_forward(count, columns, dt::data(x) + first * columns, dt::data_or_null(bias),
                                 dt::mutable_data(out) + first * columns);
    });
    context->save_for_backward({x, dt::value_or_undefined(bias)});
    return out;
  }

  static variable_list backward(AutogradContext* context, const variable_list& grads) {
    dt::require_first_order();
    const auto saved = context->get_saved_variables();
    const auto &x = saved[0], &bias = saved[1];
    const auto grad_out = grads[0].contiguous();
    const int64_t columns = x.size(-1), rows = x.numel() / columns;
    auto grad_x = at::empty_like(x);
    const auto sums = bias.defined() ? dt::block_sums(x, rows, columns) : at::Tensor();
    dt::for_row_blocks(rows, [&](int64_t first, int64_t count, int64_t block) {
      dt::kernels().gelu_backward(count, columns, dt::data(x) + first * columns, dt::data_or_null(bias),
                                  dt::data(grad_out) + first * columns, dt::mutable_data(grad_x) + first * columns,
                                  sums.defined() ? dt::mutable_data(sums) + block * columns : nullptr);
    });
    return {grad_x, sums.defined() ? sums.sum(0) : at::Tensor()};
  }
};

class SwiGlu : public torch::autograd::Function<SwiGlu> {
 public:
  static at::Tensor forward(AutogradContext* context, const at::Tensor& packed) {
    const auto x = packed.contiguous();
    const int64_t stride = x.size(-1), columns = stride / 2;
    auto shape = x.sizes().vec();
    shape.back() = columns;
    auto out = at::empty(shape, x.options());
    dt::for_row_blocks(x.numel() / stride, [&](int64_t first, int64_t count, int64_t) {
      const float* gate = dt::data(x) + first * stride;
      dt::kernels().swiglu_forward(count, columns, stride, gate, gate + columns,
                                   dt::mutable_data(out) + first * columns);
    });
    context->save_for_backward({x});
    return out;
  }

  static variable_list backward(AutogradContext* context, const variable_list& grads) {
    dt::require_first_order();
    const auto x = context->get_saved_variables()[0];
    const auto grad_out = grads[0].contiguous();
    const int64_t stride = x.size(-1), columns = stride / 2;
    auto grad_x = at::empty_like(x);
    dt::for_row_blocks(x.numel() / stride, [&](int64_t first, int64_t count, int64_t) {
      const float* gate = dt::data(x) + first * stride;
      float* grad_gate = dt::mutable_data(grad_x) + first * stride;
      dt::kernels().swiglu_backward(count, columns, stride, gate, gate + columns,
                                    dt::data(grad_out) + first * columns, grad_gate, grad_gate + columns);
    });
    return {grad_x};
  }
};

}  // namespace

/// gelu(x + bias) by tanh: x (..., C), bias (C) or null.
DT_EXPORT Handle dt_fused_bias_gelu(Handle x, Handle bias) {
  return dt::tensor([&] {
    dt::require_plain(*x, "x");
    TORCH_CHECK(x->dim() > 0 && x->size(-1) > 0, "x must have columns but has shape ", x->sizes());
    if (bias != nullptr) {
      dt::require_plain(*bias, "bias");
      dt::require_shape(*bias, {x->size(-1)}, "bias");
    }
    return BiasGelu::apply(*x, dt::maybe_contiguous(bias));
  });
}

/// silu(gate) * up, where the rows of x (..., 2 F) hold gate and then up, to (..., F).
DT_EXPORT Handle dt_fused_swiglu(Handle x) {
  return dt::tensor([&] {
    dt::require_plain(*x, "x");
    TORCH_CHECK(x->dim() > 0 && x->size(-1) > 0, "x must have columns but has shape ", x->sizes());
    TORCH_CHECK(x->size(-1) % 2 == 0, "x must hold gate and up side by side, but its rows have ", x->size(-1),
                " columns");
    return SwiGlu::apply(*x);
  });
}
