// Operations element by element, and products of matrices.
#include "abi.h"

using dt::Handle;
using dt::Number;

#define DT_UNARY(name) \
  DT_EXPORT Handle dt_##name(Handle self) { return dt::tensor([&] { return self->name(); }); }

#define DT_BINARY(name) \
  DT_EXPORT Handle dt_##name(Handle self, Handle other) { return dt::tensor([&] { return self->name(*other); }); }

#define DT_BINARY_NUMBER(name)                                           \
  DT_EXPORT Handle dt_##name##_number(Handle self, Number other) {       \
    return dt::tensor([&] { return self->name(other.scalar()); });       \
  }

#define DT_BINARY_BOTH(name) DT_BINARY(name) DT_BINARY_NUMBER(name)

DT_UNARY(abs)
DT_UNARY(bitwise_not)
DT_UNARY(ceil)
DT_UNARY(cos)
DT_UNARY(erf)
DT_UNARY(exp)
DT_UNARY(exp_)
DT_UNARY(expm1)
DT_UNARY(floor)
DT_UNARY(isfinite)
DT_UNARY(isinf)
DT_UNARY(isnan)
DT_UNARY(log)
DT_UNARY(log1p)
DT_UNARY(logical_not)
DT_UNARY(neg)
DT_UNARY(neg_)
DT_UNARY(reciprocal)
DT_UNARY(relu)
DT_UNARY(round)
DT_UNARY(rsqrt)
DT_UNARY(rsqrt_)
DT_UNARY(sigmoid)
DT_UNARY(sign)
DT_UNARY(sin)
DT_UNARY(sqrt)
DT_UNARY(sqrt_)
DT_UNARY(tanh)

DT_BINARY_BOTH(div)
DT_BINARY_BOTH(div_)
DT_BINARY_BOTH(eq)
DT_BINARY_BOTH(ge)
DT_BINARY_BOTH(gt)
DT_BINARY_BOTH(le)
DT_BINARY_BOTH(lt)
DT_BINARY_BOTH(mul)
DT_BINARY_BOTH(mul_)
DT_BINARY_BOTH(ne)
DT_BINARY_BOTH(pow)
DT_BINARY_BOTH(pow_)
DT_BINARY_BOTH(remainder)
DT_BINARY_BOTH(sub)
DT_BINARY_BOTH(sub_)
DT_BINARY(bitwise_and)
DT_BINARY(bitwise_or)
DT_BINARY(logical_and)
DT_BINARY(logical_or)
DT_BINARY(maximum)
DT_BINARY(minimum)

DT_BINARY(bmm)
DT_BINARY(dot)
DT_BINARY(matmul)
DT_BINARY(mm)
DT_BINARY(mv)
DT_BINARY(outer)

DT_EXPORT Handle dt_add(Handle self, Handle other, Number alpha) {
  return dt::tensor([&] { return self->add(*other, alpha.scalar()); });
}

DT_EXPORT Handle dt_add_(Handle self, Handle other, Number alpha) {
  return dt::tensor([&] { return self->add_(*other, alpha.scalar()); });
}

DT_EXPORT Handle dt_add_number(Handle self, Number other, Number alpha) {
  return dt::tensor([&] { return self->add(other.scalar(), alpha.scalar()); });
}

DT_EXPORT Handle dt_add__number(Handle self, Number other, Number alpha) {
  return dt::tensor([&] { return self->add_(other.scalar(), alpha.scalar()); });
}

DT_EXPORT Handle dt_addcmul_(Handle self, Handle first, Handle second, Number value) {
  return dt::tensor([&] { return self->addcmul_(*first, *second, value.scalar()); });
}

DT_EXPORT Handle dt_addcdiv_(Handle self, Handle first, Handle second, Number value) {
  return dt::tensor([&] { return self->addcdiv_(*first, *second, value.scalar()); });
}

DT_EXPORT Handle dt_lerp_(Handle self, Handle end, Handle weight) {
  return dt::tensor([&] { return self->lerp_(*end, *weight); });
}

DT_EXPORT Handle dt_addmm(Handle self, Handle first, Handle second, float beta, float alpha) {
  return dt::tensor([&] { return self->addmm(*first, *second, beta, alpha); });
}

DT_EXPORT Handle dt_baddbmm(Handle self, Handle first, Handle second, float beta, float alpha) {
  return dt::tensor([&] { return self->baddbmm(*first, *second, beta, alpha); });
}

namespace {

dt::Optional<at::Scalar> maybe_scalar(const Number* number) {
  if (number == nullptr) return dt::kNothing;
  return number->scalar();
}

}  // namespace

DT_EXPORT Handle dt_clamp(Handle self, const Number* min, const Number* max) {
  return dt::tensor([&] { return self->clamp(maybe_scalar(min), maybe_scalar(max)); });
}

DT_EXPORT Handle dt_clamp_(Handle self, const Number* min, const Number* max) {
  return dt::tensor([&] { return self->clamp_(maybe_scalar(min), maybe_scalar(max)); });
}
