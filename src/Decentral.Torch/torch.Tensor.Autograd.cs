using Decentral.Torch.Interop;

namespace Decentral.Torch;

public static partial class torch
{
    public partial class Tensor
    {
        public bool is_leaf => NativeMethods.dt_is_leaf(Handle);

        public bool requires_grad
        {
            get => NativeMethods.dt_requires_grad(Handle);
            set => Require(NativeMethods.dt_set_requires_grad(Handle, value));
        }

        /// <summary>
        /// The gradient slot, under a handle of its own. Backward adds to the tensor that is set here, in place.
        /// </summary>
        public Tensor? grad
        {
            get
            {
                var slot = NativeMethods.dt_grad(Handle);
                return slot.IsInvalid ? NoneUnlessFailed() : new Tensor(slot);
            }
            set => Require(NativeMethods.dt_set_grad(Handle, value?.Handle ?? TensorHandle.None));
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return alias();
        }

        public Tensor with_requires_grad(bool requires_grad = true)
        {
            if (requires_grad || this.requires_grad)
            {
                this.requires_grad = requires_grad;
            }

            return this;
        }

        public void retain_grad() => Require(NativeMethods.dt_retain_grad(Handle));

        public void backward() =>
            Require(NativeMethods.dt_backward(Handle, TensorHandle.None, retainGraph: false, createGraph: false));

        public void backward(
            IList<Tensor>? grad_tensors, bool retain_graph = false, bool create_graph = false) =>
            Require(NativeMethods.dt_backward(
                Handle, grad_tensors?.Single().Handle ?? TensorHandle.None, retain_graph, create_graph));

        public Tensor detach() => Made(NativeMethods.dt_detach(Handle));

        public Tensor detach_() => Made(NativeMethods.dt_detach_(Handle));

        private static Tensor? NoneUnlessFailed() => PendingFailure() is { } failure ? throw failure : null;
    }
}
