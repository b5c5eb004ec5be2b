// Tensors from nothing, from memory, and from other tensors' shapes; copies between types and devices.
#include "abi.h"

using dt::Handle;
using dt::Number;
using dt::Options;

DT_EXPORT Handle dt_empty(const int64_t* sizes, int32_t count, Options options) {
  return dt::tensor([&] { return at::empty(dt::ints(sizes, count), options.options()); });
}

DT_EXPORT Handle dt_full(const int64_t* sizes, int32_t count, Number value, Options options) {
  return dt::tensor([&] { return at::full(dt::ints(sizes, count), value.scalar(), options.options()); });
}

DT_EXPORT Handle dt_zeros(const int64_t* sizes, int32_t count, Options options) {
  return dt::tensor([&] { return at::zeros(dt::ints(sizes, count), options.options()); });
}

DT_EXPORT Handle dt_rand(const int64_t* sizes, int32_t count, Options options) {
  return dt::tensor([&] { return at::rand(dt::ints(sizes, count), options.options()); });
}

DT_EXPORT Handle dt_randn(const int64_t* sizes, int32_t count, Options options) {
  return dt::tensor([&] { return at::randn(dt::ints(sizes, count), options.options()); });
}

DT_EXPORT Handle dt_randint(int64_t low, int64_t high, const int64_t* sizes, int32_t count, Options options) {
  return dt::tensor([&] { return at::randint(low, high, dt::ints(sizes, count), options.options()); });
}

DT_EXPORT Handle dt_arange(Number start, Number stop, Number step, Options options) {
  return dt::tensor([&] { return at::arange(start.scalar(), stop.scalar(), step.scalar(), options.options()); });
}

/// A contiguous tensor over memory that the caller keeps alive; nothing is copied and nothing freed.
DT_EXPORT Handle dt_from_blob(void* data, const int64_t* sizes, int32_t count, Options options) {
  return dt::tensor([&] { return at::from_blob(data, dt::ints(sizes, count), options.options()); });
}

DT_EXPORT Handle dt_empty_like(Handle self, Options options) {
  return dt::tensor([&] { return at::empty_like(*self, options.options()); });
}

DT_EXPORT Handle dt_full_like(Handle self, Number value, Options options) {
  return dt::tensor([&] { return at::full_like(*self, value.scalar(), options.options()); });
}

DT_EXPORT Handle dt_rand_like(Handle self, Options options) {
  return dt::tensor([&] { return at::rand_like(*self, options.options()); });
}

DT_EXPORT Handle dt_randn_like(Handle self, Options options) {
  return dt::tensor([&] { return at::randn_like(*self, options.options()); });
}

DT_EXPORT Handle dt_to(Handle self, Options options, bool copy, bool non_blocking) {
  return dt::tensor([&] { return self->to(options.options(), non_blocking, copy); });
}

DT_EXPORT Handle dt_clone(Handle self) {
  return dt::tensor([&] { return self->clone(); });
}

DT_EXPORT Handle dt_copy_(Handle self, Handle source, bool non_blocking) {
  return dt::tensor([&] { return self->copy_(*source, non_blocking); });
}

/// Makes `self` share the storage, sizes and strides of `source`.
DT_EXPORT Handle dt_set_(Handle self, Handle source) {
  return dt::tensor([&] { return self->set_(*source); });
}

DT_EXPORT Handle dt_zero_(Handle self) {
  return dt::tensor([&] { return self->zero_(); });
}

DT_EXPORT Handle dt_fill_(Handle self, Number value) {
  return dt::tensor([&] { return self->fill_(value.scalar()); });
}

DT_EXPORT Handle dt_normal_(Handle self, double mean, double std) {
  return dt::tensor([&] { return self->normal_(mean, std); });
}

DT_EXPORT Handle dt_uniform_(Handle self, double from, double to) {
  return dt::tensor([&] { return self->uniform_(from, to); });
}

DT_EXPORT Handle dt_multinomial(Handle self, int64_t samples, bool replacement) {
  return dt::tensor([&] { return self->multinomial(samples, replacement); });
}

DT_EXPORT int32_t dt_manual_seed(int64_t seed) {
  return dt::status([&] { at::manual_seed(static_cast<uint64_t>(seed)); });
}
