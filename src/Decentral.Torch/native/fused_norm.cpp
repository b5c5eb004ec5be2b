// The residual sum and the norm that follows it.
#include "fused.h"

using dt::AutogradContext;
using dt::Handle;
using dt::variable_list;

namespace {

/// Gives (x + residual, norm of that); without a residual only the norm.
class AddNorm : public torch::autograd::Function<AddNorm> {
 public:
  static variable_list forward(AutogradContext* context, const at::Tensor& x_in, const dt::Maybe& residual,
                               const at::Tensor& weight, const dt::Maybe& bias, bool centred, double eps) {
    const auto x = x_in.contiguous();
    const int64_t columns = x.size(-1), rows = x.numel() / columns;
    const auto sum = residual ? at::empty_like(x) : x;
    auto out = at::empty_like(x), means = at::empty({rows}, x.options()), scales = at::empty({rows}, x.options());
    dt::for_row_blocks(rows, [&](int64_t first, int64_t count, int64_t) {
      const int64_t place = first * columns;
      dt::kernels().norm_forward(count, columns, centred, static_cast<float>(eps), dt::data(x) + place,
                                 residual ? dt::data(*residual) + place : nullptr, dt::data(weight),
                                 dt::data_or_null(bias), dt::mutable_data(sum) + place, dt::mutable_data(out) + place,
                                 dt::mutable_data(means) + first, dt::mutable_data(scales) + first);
    });
    context->save_for_backward({sum, weight, means, scales});
    context->saved_data["centred"] = centred;
    context->saved_data["residual"] = residual.has_value();
    context->saved_data["bias"] = bias.has_value();
    context->set_materialize_grads(false);
    if (residual) return {sum, out};
    return {out};
  }

  static variable_list backward(AutogradContext* context, const variable_list& grads) {
    dt::require_first_order();
    const auto saved = context->get_saved_variables();
    const auto &sum = saved[0], &weight = saved[1], &means = saved[2], &scales = saved[3];
    const bool centred = context->saved_data["centred"].toBool(), biased = context->saved_data["bias"].toBool();
    const bool residual = context->saved_data["residual"].toBool();
    const auto passed = residual && grads[0].defined() ? grads[0].contiguous() : at::Tensor();
    const auto& grad = grads[residual ? 1 : 0];
    const auto none = at::Tensor();
    if (!grad.defined()) return {passed, passed, none, none, none, none};

    const auto grad_out = grad.contiguous();
    const int64_t columns = sum.size(-1), rows = sum.numel() / columns;
    auto grad_sum = at::empty_like(sum);
    const auto weight_sums = dt::block_sums(sum, rows, columns);
    const auto bias_sums = biased ? dt::block_sums(sum, rows, columns) : at::Tensor();
    dt::for_row_blocks(rows, [&](int64_t first, int64_t count, int64_t block) {
      const int64_t place = first * columns;
      dt::kernels().norm_backward(count, columns, centred, dt::data(sum) + place, dt::data(weight),
                                  dt::data(means) + first, dt::data(scales) + first, dt::data(grad_out) + place,
                                  passed.defined() ? dt::data(passed) + place : nullptr,
                                  dt::mutable_data(grad_sum) + place, dt::mutable_data(weight_sums) + block * columns,
                                  biased ? dt::mutable_data(bias_sums) + block * columns : nullptr);
    });
    return {grad_sum,           residual ? grad_sum : none, weight_sums.sum(0), biased ? bias_sums.sum(0) : none,
            none, none};
  }
};

}  // namespace

/// x, residual (..., C), weight (C), bias (C) or null. Writes x + residual and its norm when there is a residual, else
/// the norm of x; layer norm when `centred`, else RMS norm.
DT_EXPORT int32_t dt_fused_add_norm(Handle x, Handle residual, Handle weight, Handle bias, bool centred, double eps,
                                    Handle* out) {
  return dt::tensors(out, 2, [&] {
    dt::require_plain(*x, "x");
    TORCH_CHECK(x->dim() > 0 && x->size(-1) > 0, "x must have columns but has shape ", x->sizes());
    dt::require_plain(*weight, "weight");
    dt::require_shape(*weight, {x->size(-1)}, "weight");
    if (residual != nullptr) dt::require_shape(*residual, x->sizes(), "residual");
    if (bias != nullptr) dt::require_shape(*bias, {x->size(-1)}, "bias");
    return AddNorm::apply(*x, dt::maybe_contiguous(residual), weight->contiguous(), dt::maybe_contiguous(bias), centred,
                          eps);
  });
}
