// What a tensor looks like, views of it, and operations that move elements without computing.
#include "abi.h"

#include <ATen/TensorIndexing.h>

using dt::Handle;
using dt::Number;

DT_EXPORT int64_t dt_dim(Handle self) { return self->dim(); }
DT_EXPORT int64_t dt_numel(Handle self) { return self->numel(); }
DT_EXPORT int64_t dt_element_size(Handle self) { return static_cast<int64_t>(self->element_size()); }
DT_EXPORT int64_t dt_storage_offset(Handle self) { return self->storage_offset(); }
DT_EXPORT int32_t dt_dtype(Handle self) { return static_cast<int32_t>(self->scalar_type()); }
DT_EXPORT int32_t dt_device_type(Handle self) { return static_cast<int32_t>(self->device().type()); }
DT_EXPORT int32_t dt_device_index(Handle self) { return self->device().index(); }
DT_EXPORT bool dt_is_contiguous(Handle self) { return self->is_contiguous(); }

/// Whether both handles are of one tensor, not merely of equal ones or of one storage.
DT_EXPORT bool dt_same(Handle self, Handle other) { return self->is_same(*other); }

DT_EXPORT void* dt_data_ptr(Handle self) {
  return dt::guarded<void*>(nullptr, [&] { return self->data_ptr(); });
}

DT_EXPORT void dt_sizes(Handle self, int64_t* out) {
  for (auto size : self->sizes()) *out++ = size;
}

DT_EXPORT void dt_strides(Handle self, int64_t* out) {
  for (auto stride : self->strides()) *out++ = stride;
}

DT_EXPORT Handle dt_alias(Handle self) {
  return dt::tensor([&] { return *self; });
}

DT_EXPORT Handle dt_view(Handle self, const int64_t* sizes, int32_t count) {
  return dt::tensor([&] { return self->view(dt::ints(sizes, count)); });
}

DT_EXPORT Handle dt_reshape(Handle self, const int64_t* sizes, int32_t count) {
  return dt::tensor([&] { return self->reshape(dt::ints(sizes, count)); });
}

DT_EXPORT Handle dt_flatten(Handle self, int64_t start, int64_t end) {
  return dt::tensor([&] { return self->flatten(start, end); });
}

DT_EXPORT Handle dt_transpose(Handle self, int64_t dim0, int64_t dim1) {
  return dt::tensor([&] { return self->transpose(dim0, dim1); });
}

DT_EXPORT Handle dt_permute(Handle self, const int64_t* order, int32_t count) {
  return dt::tensor([&] { return self->permute(dt::ints(order, count)); });
}

DT_EXPORT Handle dt_contiguous(Handle self) {
  return dt::tensor([&] { return self->contiguous(); });
}

DT_EXPORT Handle dt_narrow(Handle self, int64_t dim, int64_t start, int64_t length) {
  return dt::tensor([&] { return self->narrow(dim, start, length); });
}

DT_EXPORT Handle dt_slice(Handle self, int64_t dim, int64_t start, int64_t finish, int64_t step) {
  return dt::tensor([&] { return self->slice(dim, start, finish, step); });
}

DT_EXPORT Handle dt_select(Handle self, int64_t dim, int64_t index) {
  return dt::tensor([&] { return self->select(dim, index); });
}

DT_EXPORT Handle dt_unsqueeze(Handle self, int64_t dim) {
  return dt::tensor([&] { return self->unsqueeze(dim); });
}

DT_EXPORT Handle dt_squeeze(Handle self) {
  return dt::tensor([&] { return self->squeeze(); });
}

DT_EXPORT Handle dt_squeeze_dim(Handle self, int64_t dim) {
  return dt::tensor([&] { return self->squeeze(dim); });
}

DT_EXPORT Handle dt_expand(Handle self, const int64_t* sizes, int32_t count) {
  return dt::tensor([&] { return self->expand(dt::ints(sizes, count)); });
}

DT_EXPORT Handle dt_repeat(Handle self, const int64_t* repeats, int32_t count) {
  return dt::tensor([&] { return self->repeat(dt::ints(repeats, count)); });
}

DT_EXPORT Handle dt_repeat_interleave(Handle self, int64_t repeats, int64_t dim) {
  return dt::tensor([&] { return self->repeat_interleave(repeats, dim); });
}

DT_EXPORT Handle dt_roll(Handle self, int64_t shift, int64_t dim) {
  return dt::tensor([&] { return self->roll({shift}, {dim}); });
}

DT_EXPORT Handle dt_triu(Handle self, int64_t diagonal) {
  return dt::tensor([&] { return self->triu(diagonal); });
}

DT_EXPORT Handle dt_tril(Handle self, int64_t diagonal) {
  return dt::tensor([&] { return self->tril(diagonal); });
}

DT_EXPORT int32_t dt_split(Handle self, int64_t size, int64_t dim, Handle* out, int32_t capacity) {
  return dt::tensors(out, capacity, [&] { return self->split(size, dim); });
}

DT_EXPORT int32_t dt_split_with_sizes(
    Handle self, const int64_t* sizes, int32_t count, int64_t dim, Handle* out, int32_t capacity) {
  return dt::tensors(out, capacity, [&] { return self->split_with_sizes(dt::ints(sizes, count), dim); });
}

DT_EXPORT int32_t dt_chunk(Handle self, int64_t chunks, int64_t dim, Handle* out, int32_t capacity) {
  return dt::tensors(out, capacity, [&] { return self->chunk(chunks, dim); });
}

DT_EXPORT int32_t dt_unbind(Handle self, int64_t dim, Handle* out, int32_t capacity) {
  return dt::tensors(out, capacity, [&] { return self->unbind(dim); });
}

DT_EXPORT Handle dt_cat(const Handle* handles, int32_t count, int64_t dim) {
  return dt::tensor([&] { return at::cat(dt::list(handles, count), dim); });
}

DT_EXPORT Handle dt_stack(const Handle* handles, int32_t count, int64_t dim) {
  return dt::tensor([&] { return at::stack(dt::list(handles, count), dim); });
}

DT_EXPORT Handle dt_index_select(Handle self, int64_t dim, Handle index) {
  return dt::tensor([&] { return self->index_select(dim, *index); });
}

DT_EXPORT Handle dt_gather(Handle self, int64_t dim, Handle index) {
  return dt::tensor([&] { return self->gather(dim, *index); });
}

DT_EXPORT Handle dt_scatter(Handle self, int64_t dim, Handle index, Handle source) {
  return dt::tensor([&] { return self->scatter(dim, *index, *source); });
}

DT_EXPORT Handle dt_scatter_(Handle self, int64_t dim, Handle index, Handle source) {
  return dt::tensor([&] { return self->scatter_(dim, *index, *source); });
}

DT_EXPORT Handle dt_scatter_add(Handle self, int64_t dim, Handle index, Handle source) {
  return dt::tensor([&] { return self->scatter_add(dim, *index, *source); });
}

DT_EXPORT Handle dt_index_add_(Handle self, int64_t dim, Handle index, Handle source, Number alpha) {
  return dt::tensor([&] { return self->index_add_(dim, *index, *source, alpha.scalar()); });
}

DT_EXPORT Handle dt_masked_fill(Handle self, Handle mask, Number value) {
  return dt::tensor([&] { return self->masked_fill(*mask, value.scalar()); });
}

DT_EXPORT Handle dt_masked_fill_(Handle self, Handle mask, Number value) {
  return dt::tensor([&] { return self->masked_fill_(*mask, value.scalar()); });
}

DT_EXPORT Handle dt_masked_select(Handle self, Handle mask) {
  return dt::tensor([&] { return self->masked_select(*mask); });
}

DT_EXPORT Handle dt_where(Handle condition, Handle self, Handle other) {
  return dt::tensor([&] { return at::where(*condition, *self, *other); });
}

namespace {

/// One place of `tensor[...]`: TensorIndex.Kind in C# has the same numbers.
struct Index {
  int64_t kind;
  int64_t start;
  int64_t stop;
  int64_t step;
  Handle tensor;
};

constexpr int64_t kAbsent = INT64_MIN;

dt::Optional<int64_t> maybe_bound(int64_t value) {
  if (value == kAbsent) return dt::kNothing;
  return value;
}

at::indexing::TensorIndex place(const Index& index) {
  using at::indexing::TensorIndex;
  switch (index.kind) {
    case 0: return TensorIndex(dt::kNothing);
    case 1: return TensorIndex(index.start != 0);
    case 2: return TensorIndex(index.start);
    case 3: {
#if DT_TORCH_AT_LEAST(2, 0)
      auto symbolic = [](int64_t value) {
        auto bound = maybe_bound(value);
        return bound ? dt::Optional<c10::SymInt>(c10::SymInt(*bound)) : dt::Optional<c10::SymInt>();
      };
      return TensorIndex(at::indexing::Slice(symbolic(index.start), symbolic(index.stop), symbolic(index.step)));
#else
      return TensorIndex(
          at::indexing::Slice(maybe_bound(index.start), maybe_bound(index.stop), maybe_bound(index.step)));
#endif
    }
    case 4: return TensorIndex(*index.tensor);
    default: return TensorIndex(at::indexing::Ellipsis);
  }
}

std::vector<at::indexing::TensorIndex> places(const Index* indices, int32_t count) {
  std::vector<at::indexing::TensorIndex> result;
  result.reserve(static_cast<size_t>(count));
  for (int32_t i = 0; i < count; i++) result.push_back(place(indices[i]));
  return result;
}

}  // namespace

DT_EXPORT Handle dt_index(Handle self, const Index* indices, int32_t count) {
  return dt::tensor([&] { return self->index(places(indices, count)); });
}

DT_EXPORT Handle dt_index_put_(Handle self, const Index* indices, int32_t count, Handle value) {
  return dt::tensor([&] { return self->index_put_(places(indices, count), *value); });
}
