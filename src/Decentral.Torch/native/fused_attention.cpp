// Causal self-attention over packed queries, keys and values, with optional rotary positions.
#include "fused.h"

using dt::AttentionShape;
using dt::AutogradContext;
using dt::Handle;
using dt::Rotation;
using dt::variable_list;

namespace {

/// One (sequence, key and value head) after another, spread over threads; each writes its own columns.
template <typename Body>
void for_heads(const AttentionShape& shape, int64_t sequences, const Body& body) {
  const int64_t floats = dt::kernels().attention_scratch(shape);
  at::parallel_for(0, sequences * shape.kv_heads, 1, [&](int64_t begin, int64_t end) {
    auto scratch = at::empty({floats}, at::kFloat);
    for (int64_t i = begin; i < end; i++) body(i / shape.kv_heads, i % shape.kv_heads, dt::mutable_data(scratch));
  });
}

AttentionShape shape_of(const at::Tensor& qkv, int64_t heads, int64_t kv_heads) {
  return {qkv.size(1), heads, kv_heads, qkv.size(2) / (heads + 2 * kv_heads)};
}

class CausalAttention : public torch::autograd::Function<CausalAttention> {
 public:
  static at::Tensor forward(AutogradContext* context, const at::Tensor& packed, const dt::Maybe& cos,
                            const dt::Maybe& sin, int64_t heads, int64_t kv_heads) {
    const auto qkv = packed.contiguous();
    const AttentionShape shape = shape_of(qkv, heads, kv_heads);
    const Rotation rotation{dt::data_or_null(cos), dt::data_or_null(sin)};
    const int64_t sequences = qkv.size(0);
    auto out = at::empty({sequences, shape.tokens, heads * shape.width}, qkv.options());
    auto log_sums = at::empty({sequences, heads, shape.tokens}, qkv.options());
    for_heads(shape, sequences, [&](int64_t sequence, int64_t kv_head, float* scratch) {
      dt::kernels().attention_forward(shape, rotation, kv_head,
                                      dt::data(qkv) + sequence * shape.tokens * shape.row(),
                                      dt::mutable_data(out) + sequence * shape.tokens * heads * shape.width,
                                      dt::mutable_data(log_sums) + sequence * heads * shape.tokens, scratch);
    });
    context->save_for_backward({qkv, dt::value_or_undefined(cos), dt::value_or_undefined(sin), out, log_sums});
    context->saved_data["heads"] = heads;
    context->saved_data["kv_heads"] = kv_heads;
    return out;
  }

  static variable_list backward(AutogradContext* context, const variable_list& grads) {
    dt::require_first_order();
    const auto saved = context->get_saved_variables();
    const auto &qkv = saved[0], &out = saved[3], &log_sums = saved[4];
    const Rotation rotation{dt::data_or_null(saved[1]), dt::data_or_null(saved[2])};
    const int64_t heads = context->saved_data["heads"].toInt(), kv_heads = context->saved_data["kv_heads"].toInt();
    const AttentionShape shape = shape_of(qkv, heads, kv_heads);
    const auto grad_out = grads[0].contiguous();
    auto grad_qkv = at::empty_like(qkv);
    for_heads(shape, qkv.size(0), [&](int64_t sequence, int64_t kv_head, float* scratch) {
      const int64_t rows = sequence * shape.tokens;
      dt::kernels().attention_backward(shape, rotation, kv_head, dt::data(qkv) + rows * shape.row(),
                                       dt::data(out) + rows * heads * shape.width,
                                       dt::data(log_sums) + rows * heads,
                                       dt::data(grad_out) + rows * heads * shape.width,
                                       dt::mutable_data(grad_qkv) + rows * shape.row(), scratch);
    });
    return {grad_qkv, at::Tensor(), at::Tensor(), at::Tensor(), at::Tensor()};
  }
};

dt::Maybe checked_angles(Handle angles, const AttentionShape& shape, const char* name) {
  if (angles == nullptr) return dt::kNothing;
  dt::require_plain(*angles, name);
  TORCH_CHECK(shape.width % 2 == 0, "rotary positions need an even head width, but it is ", shape.width);
  dt::require_shape(*angles, {shape.tokens, shape.width / 2}, name);
  return angles->contiguous();
}

}  // namespace

/// qkv (B, T, (heads + 2 kv_heads) D) to (B, T, heads D); cos and sin (T, D / 2), both or neither.
DT_EXPORT Handle dt_fused_attention(Handle qkv, int64_t heads, int64_t kv_heads, Handle cos, Handle sin) {
  return dt::tensor([&] {
    dt::require_plain(*qkv, "qkv");
    TORCH_CHECK(qkv->dim() == 3, "qkv must have shape (batch, tokens, columns) but has ", qkv->sizes());
    TORCH_CHECK(heads > 0 && kv_heads > 0 && heads % kv_heads == 0, kv_heads, " key and value heads do not divide ",
                heads, " heads");
    TORCH_CHECK(qkv->size(2) % (heads + 2 * kv_heads) == 0, qkv->size(2), " columns do not divide into ", heads,
                " + 2 * ", kv_heads, " heads");
    TORCH_CHECK((cos == nullptr) == (sin == nullptr), "cos and sin come together");
    const AttentionShape shape = shape_of(*qkv, heads, kv_heads);
    return CausalAttention::apply(*qkv, checked_angles(cos, shape, "cos"), checked_angles(sin, shape, "sin"), heads,
                                  kv_heads);
  });
}
