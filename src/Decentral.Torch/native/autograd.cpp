// Gradients: recording, running backward, and the gradient slot of a leaf.
#include "abi.h"

#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>

using dt::Handle;

DT_EXPORT bool dt_is_leaf(Handle self) { return self->is_leaf(); }
DT_EXPORT bool dt_requires_grad(Handle self) { return self->requires_grad(); }

DT_EXPORT int32_t dt_set_requires_grad(Handle self, bool requires_grad) {
  return dt::status([&] { self->set_requires_grad(requires_grad); });
}

DT_EXPORT int32_t dt_retain_grad(Handle self) {
  return dt::status([&] { self->retain_grad(); });
}

/// Puts another tensor's data under this leaf, whatever its device or shape; the gradient slot is left alone.
DT_EXPORT int32_t dt_set_data(Handle self, Handle data) {
  return dt::status([&] { self->set_data(*data); });
}

DT_EXPORT Handle dt_detach(Handle self) {
  return dt::tensor([&] { return self->detach(); });
}

DT_EXPORT Handle dt_detach_(Handle self) {
  return dt::tensor([&] { return self->detach_(); });
}

/// The gradient slot; nullptr without an error when it is empty.
DT_EXPORT Handle dt_grad(Handle self) {
  return dt::tensor([&] { return self->grad(); });
}

/// Fills the gradient slot, or empties it; backward then adds to that very tensor.
DT_EXPORT int32_t dt_set_grad(Handle self, Handle grad) {
  return dt::status([&] {
    if (grad == nullptr) {
      self->mutable_grad().reset();
      return;
    }
    TORCH_CHECK(grad->sizes() == self->sizes(), "the gradient has shape ", grad->sizes(), " but its tensor has ",
                self->sizes());
    TORCH_CHECK(grad->scalar_type() == self->scalar_type() && grad->device() == self->device(),
                "the gradient is ", grad->scalar_type(), " on ", grad->device(), " but its tensor is ",
                self->scalar_type(), " on ", self->device());
    self->mutable_grad() = *grad;
  });
}

DT_EXPORT int32_t dt_backward(Handle self, Handle gradient, bool retain_graph, bool create_graph) {
  return dt::status([&] {
    self->backward(gradient == nullptr ? at::Tensor() : *gradient, retain_graph, create_graph);
  });
}

/// Gradients of `outputs` by `inputs`, without touching any slot; unused inputs give nullptr when allowed.
DT_EXPORT int32_t dt_autograd_grad(const Handle* outputs, int32_t output_count, const Handle* inputs,
                                   int32_t input_count, const Handle* grad_outputs, int32_t grad_output_count,
                                   bool retain_graph, bool create_graph, bool allow_unused, Handle* out) {
  return dt::tensors(out, input_count, [&] {
    return torch::autograd::grad(dt::list(outputs, output_count), dt::list(inputs, input_count),
                                 dt::list(grad_outputs, grad_output_count), retain_graph, create_graph, allow_unused);
  });
}

DT_EXPORT bool dt_grad_enabled() { return at::GradMode::is_enabled(); }
DT_EXPORT void dt_set_grad_enabled(bool enabled) { at::GradMode::set_enabled(enabled); }

/// Enters (or leaves, when `enabled` is false) inference mode on this thread until the guard is freed.
DT_EXPORT void* dt_inference_guard(bool enabled) {
  return dt::guarded<void*>(nullptr, [&] { return new c10::InferenceMode(enabled); });
}

DT_EXPORT void dt_free_inference_guard(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }
