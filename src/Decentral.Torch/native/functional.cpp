// The functions of torch.nn.functional that the models use.
#include "abi.h"

#include <cmath>
#include <limits>

using dt::Handle;

DT_EXPORT Handle dt_embedding(Handle weight, Handle indices) {
  return dt::tensor([&] { return at::embedding(*weight, *indices); });
}

DT_EXPORT Handle dt_linear(Handle input, Handle weight, Handle bias) {
  return dt::tensor([&] { return at::linear(*input, *weight, dt::maybe(bias)); });
}

DT_EXPORT Handle dt_layer_norm(
    Handle input, const int64_t* shape, int32_t count, Handle weight, Handle bias, double eps) {
  return dt::tensor([&] {
    return at::layer_norm(*input, dt::ints(shape, count), dt::maybe(weight), dt::maybe(bias), eps);
  });
}

DT_EXPORT Handle dt_gelu(Handle input, bool tanh) {
  return dt::tensor([&] { return at::gelu(*input, tanh ? "tanh" : "none"); });
}

DT_EXPORT Handle dt_silu(Handle input) {
  return dt::tensor([&] { return at::silu(*input); });
}

DT_EXPORT Handle dt_softmax(Handle input, int64_t dim, int32_t dtype) {
  return dt::tensor([&] { return at::softmax(*input, dim, dt::maybe_dtype(dtype)); });
}

DT_EXPORT Handle dt_log_softmax(Handle input, int64_t dim, int32_t dtype) {
  return dt::tensor([&] { return at::log_softmax(*input, dim, dt::maybe_dtype(dtype)); });
}

DT_EXPORT Handle dt_cross_entropy(
    Handle input, Handle target, Handle weight, int64_t ignore_index, int64_t reduction, double label_smoothing) {
  return dt::tensor([&] {
    return at::cross_entropy_loss(*input, *target, dt::maybe(weight), reduction, ignore_index, label_smoothing);
  });
}

DT_EXPORT Handle dt_dropout(Handle input, double p, bool train) {
  return dt::tensor([&] { return at::dropout(*input, p, train); });
}

#if !DT_TORCH_AT_LEAST(2, 0)
namespace {

/// The same arithmetic as libtorch 2's reference path, which 1.13 lacks.
at::Tensor composed_attention(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
                              const dt::Optional<at::Tensor>& mask, double p, bool is_causal) {
  const double scale = 1.0 / std::sqrt(static_cast<double>(query.size(-1)));
  auto scores = at::matmul(query.mul(scale), key.transpose(-2, -1));
  const auto lowest = -std::numeric_limits<double>::infinity();
  if (is_causal) {
    TORCH_CHECK(!mask, "scaled_dot_product_attention: attn_mask and is_causal exclude each other");
    auto allowed = at::ones({query.size(-2), key.size(-2)}, query.options().dtype(at::kBool)).tril();
    scores = scores.masked_fill(allowed.logical_not(), lowest);
  }
  if (mask) {
    scores = mask->scalar_type() == at::kBool ? scores.masked_fill(mask->logical_not(), lowest) : scores + *mask;
  }
  auto weights = at::softmax(scores, -1);
  if (p > 0) weights = at::dropout(weights, p, true);
  return at::matmul(weights, value);
}

}  // namespace
#endif

DT_EXPORT Handle dt_scaled_dot_product_attention(
    Handle query, Handle key, Handle value, Handle mask, double p, bool is_causal) {
  return dt::tensor([&] {
#if DT_TORCH_AT_LEAST(2, 0)
    return at::scaled_dot_product_attention(*query, *key, *value, dt::maybe(mask), p, is_causal);
#else
    return composed_attention(*query, *key, *value, dt::maybe(mask), p, is_causal);
#endif
  });
}
