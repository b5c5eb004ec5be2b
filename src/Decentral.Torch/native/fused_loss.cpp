// The last linear layer and the cross entropy together: the logits exist one chunk of rows at a time, and their
// gradient is formed in place while the chunk is in cache, so that the backward pass only scales what is there.
#include "fused.h"

using dt::AutogradContext;
using dt::Handle;
using dt::variable_list;

namespace {

/// Floats of logits that one chunk may hold: 4 MB.
constexpr int64_t kChunkFloats = 1 << 20;
constexpr int64_t kLeastRows = 64;
constexpr int64_t kReductionMean = 1;

int64_t chunk_rows(int64_t classes) { return std::max(kLeastRows, kChunkFloats / std::max<int64_t>(classes, 1)); }

/// Turns logits into their gradient (unless `scale` is 0) and returns the rows' losses.
at::Tensor chunk_losses(const at::Tensor& logits, const at::Tensor& targets, int64_t ignored, float scale) {
  auto losses = at::empty({logits.size(0)}, logits.options());
  const int64_t classes = logits.size(1);
  dt::for_row_blocks(logits.size(0), [&](int64_t first, int64_t count, int64_t) {
    dt::kernels().cross_entropy(count, classes, dt::mutable_data(logits) + first * classes,
                                targets.data_ptr<int64_t>() + first, ignored, scale,
                                dt::mutable_data(losses) + first);
  });
  return losses;
}

class LinearCrossEntropy : public torch::autograd::Function<LinearCrossEntropy> {
 public:
  static at::Tensor forward(AutogradContext* context, const at::Tensor& hidden, const at::Tensor& weight,
                            const at::Tensor& targets, int64_t ignored, int64_t reduction, bool differentiate) {
    const int64_t rows = hidden.size(0);
    const int64_t counted = rows - targets.eq(ignored).sum().item<int64_t>();
    const double factor = reduction == kReductionMean ? 1.0 / static_cast<double>(counted) : 1.0;
    auto grad_hidden = differentiate ? at::empty_like(hidden) : at::Tensor();
    auto grad_weight = differentiate ? at::zeros_like(weight) : at::Tensor();
    double total = 0;
    for (int64_t first = 0; first < rows; first += chunk_rows(weight.size(0))) {
      const int64_t count = std::min(chunk_rows(weight.size(0)), rows - first);
      const auto part = hidden.narrow(0, first, count);
      auto logits = at::mm(part, weight.t());
      total += chunk_losses(logits, targets.narrow(0, first, count), ignored,
                            differentiate ? static_cast<float>(factor) : 0.0f)
                   .sum(at::kDouble)
                   .item<double>();
      if (!differentiate) continue;
      auto grad_part = grad_hidden.narrow(0, first, count);
      at::mm_out(grad_part, logits, weight);
      grad_weight.addmm_(logits.t(), part);
    }
    if (differentiate) context->save_for_backward({grad_hidden, grad_weight});
    return at::scalar_tensor(total * factor, hidden.options());
  }

  static variable_list backward(AutogradContext* context, const variable_list& grads) {
    dt::require_first_order();
    auto saved = context->get_saved_variables();
    const auto scale = grads[0].item<float>();
    for (auto& grad : saved) {
      if (scale != 1.0f) grad = grad * scale;
    }
    return {saved[0], saved[1], at::Tensor(), at::Tensor(), at::Tensor(), at::Tensor()};
  }
};

}  // namespace

/// hidden (..., D), weight (V, D), targets (...) of int64 to one number: the mean over counted targets, or the sum.
DT_EXPORT Handle dt_fused_linear_cross_entropy(Handle hidden, Handle weight, Handle targets, int64_t ignored,
                                               int64_t reduction) {
  return dt::tensor([&] {
    dt::require_plain(*hidden, "hidden");
    dt::require_plain(*weight, "weight");
    TORCH_CHECK(weight->dim() == 2 && hidden->size(-1) == weight->size(1), "hidden ", hidden->sizes(),
                " and weight ", weight->sizes(), " differ in width");
    TORCH_CHECK(targets->scalar_type() == at::kLong, "targets must be int64 but are ", targets->scalar_type());
    TORCH_CHECK(targets->sizes() == hidden->sizes().slice(0, hidden->dim() - 1), "targets ", targets->sizes(),
                " do not fit hidden ", hidden->sizes());
    const auto flat = targets->reshape({-1}).contiguous();
    const auto wrong = flat.ne(ignored).logical_and(flat.lt(0).logical_or(flat.ge(weight->size(0))));
    TORCH_CHECK(!wrong.any().item<bool>(), "targets must be below ", weight->size(0), ", the rows of weight, but ",
                flat.max().item<int64_t>(), " and ", flat.min().item<int64_t>(), " are among them");
    const bool differentiate = at::GradMode::is_enabled() && (hidden->requires_grad() || weight->requires_grad());
    return LinearCrossEntropy::apply(hidden->reshape({-1, hidden->size(-1)}).contiguous(), *weight, flat, ignored,
                                     reduction, differentiate);
  });
}
