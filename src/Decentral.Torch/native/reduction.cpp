// Operations that fold dimensions away, order elements, or answer one number.
#include "abi.h"

using dt::Handle;
using dt::Number;

DT_EXPORT Handle dt_sum(Handle self, int32_t dtype) {
  return dt::tensor([&] { return self->sum(dt::maybe_dtype(dtype)); });
}

DT_EXPORT Handle dt_sum_dims(Handle self, const int64_t* dims, int32_t count, bool keepdim, int32_t dtype) {
  return dt::tensor([&] { return self->sum(dt::ints(dims, count), keepdim, dt::maybe_dtype(dtype)); });
}

DT_EXPORT Handle dt_mean(Handle self) {
  return dt::tensor([&] { return self->mean(); });
}

DT_EXPORT Handle dt_mean_dims(Handle self, const int64_t* dims, int32_t count, bool keepdim, int32_t dtype) {
  return dt::tensor([&] { return self->mean(dt::ints(dims, count), keepdim, dt::maybe_dtype(dtype)); });
}

DT_EXPORT Handle dt_var_dims(Handle self, const int64_t* dims, int32_t count, bool unbiased, bool keepdim) {
  return dt::tensor([&] { return at::var(*self, dt::ints(dims, count), unbiased, keepdim); });
}

DT_EXPORT Handle dt_logsumexp(Handle self, int64_t dim, bool keepdim) {
  return dt::tensor([&] { return at::logsumexp(*self, at::IntArrayRef(dim), keepdim); });
}

DT_EXPORT Handle dt_cumsum(Handle self, int64_t dim, int32_t dtype) {
  return dt::tensor([&] { return self->cumsum(dim, dt::maybe_dtype(dtype)); });
}

DT_EXPORT Handle dt_max(Handle self) {
  return dt::tensor([&] { return self->max(); });
}

DT_EXPORT Handle dt_min(Handle self) {
  return dt::tensor([&] { return self->min(); });
}

/// Writes values and indices.
DT_EXPORT int32_t dt_max_dim(Handle self, int64_t dim, bool keepdim, Handle* out) {
  return dt::tensors(out, 2, [&] {
    auto [values, indices] = self->max(dim, keepdim);
    return std::vector<at::Tensor>{values, indices};
  });
}

/// Writes values and indices.
DT_EXPORT int32_t dt_min_dim(Handle self, int64_t dim, bool keepdim, Handle* out) {
  return dt::tensors(out, 2, [&] {
    auto [values, indices] = self->min(dim, keepdim);
    return std::vector<at::Tensor>{values, indices};
  });
}

DT_EXPORT Handle dt_argmax(Handle self) {
  return dt::tensor([&] { return self->argmax(); });
}

DT_EXPORT Handle dt_argmax_dim(Handle self, int64_t dim, bool keepdim) {
  return dt::tensor([&] { return self->argmax(dim, keepdim); });
}

DT_EXPORT Handle dt_argmin(Handle self) {
  return dt::tensor([&] { return self->argmin(); });
}

DT_EXPORT Handle dt_argmin_dim(Handle self, int64_t dim, bool keepdim) {
  return dt::tensor([&] { return self->argmin(dim, keepdim); });
}

/// Writes values and indices.
DT_EXPORT int32_t dt_topk(Handle self, int64_t k, int64_t dim, bool largest, bool sorted, Handle* out) {
  return dt::tensors(out, 2, [&] {
    auto [values, indices] = self->topk(k, dim, largest, sorted);
    return std::vector<at::Tensor>{values, indices};
  });
}

/// Writes values and indices.
DT_EXPORT int32_t dt_sort(Handle self, int64_t dim, bool descending, bool stable, Handle* out) {
  return dt::tensors(out, 2, [&] {
    auto [values, indices] = self->sort(dt::Optional<bool>(stable), dim, descending);
    return std::vector<at::Tensor>{values, indices};
  });
}

DT_EXPORT Handle dt_all(Handle self) {
  return dt::tensor([&] { return self->all(); });
}

DT_EXPORT Handle dt_any(Handle self) {
  return dt::tensor([&] { return self->any(); });
}

DT_EXPORT Handle dt_norm(Handle self, float p) {
  return dt::tensor([&] { return self->norm(p); });
}

DT_EXPORT Handle dt_norm_dim(Handle self, int64_t dim, bool keepdim, float p) {
  return dt::tensor([&] { return self->norm(p, dim, keepdim); });
}

/// 1 when every element is within the tolerance, 0 when not, -1 on failure.
DT_EXPORT int32_t dt_allclose(Handle self, Handle other, double rtol, double atol, bool equal_nan) {
  return dt::guarded<int32_t>(-1, [&] { return self->allclose(*other, rtol, atol, equal_nan) ? 1 : 0; });
}

/// 1 when shape and elements are equal, 0 when not, -1 on failure.
DT_EXPORT int32_t dt_equal(Handle self, Handle other) {
  return dt::guarded<int32_t>(-1, [&] { return self->equal(*other) ? 1 : 0; });
}

/// The only element, as a number that keeps its kind.
DT_EXPORT int32_t dt_item(Handle self, Number* out) {
  return dt::status([&] {
    at::Scalar value = self->item();
    if (value.isBoolean()) {
      *out = Number{2, value.to<bool>() ? 1 : 0, value.to<bool>() ? 1.0 : 0.0};
    } else if (value.isIntegral(false)) {
      *out = Number{0, value.to<int64_t>(), static_cast<double>(value.to<int64_t>())};
    } else {
      *out = Number{1, 0, value.to<double>()};
    }
  });
}
