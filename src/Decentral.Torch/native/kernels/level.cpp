// One level's kernels: compiled several times, with DT_LEVEL naming the level and the flags that fit it.
#include "attention.h"
#include "kernels.h"
#include "pointwise.h"

#define DT_TEXT_OF(name) #name
#define DT_TEXT(name) DT_TEXT_OF(name)

namespace dt {
namespace DT_LEVEL {

extern const Kernels table;

const Kernels table = {
    DT_TEXT(DT_LEVEL), Scratch::floats, attention_forward, attention_backward, cross_entropy,
    gelu_forward,      gelu_backward,   swiglu_forward,    swiglu_backward,    norm_forward,
    norm_backward,     column_sums,
};

}  // namespace DT_LEVEL
}  // namespace dt
