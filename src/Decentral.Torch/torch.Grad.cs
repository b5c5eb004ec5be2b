using Decentral.Torch.Interop;

namespace Decentral.Torch;

public static partial class torch
{
    public static IDisposable no_grad() => new GradMode(enabled: false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    public static bool is_grad_enabled() => NativeMethods.dt_grad_enabled();

    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static class autograd
    {
        /// <summary>Gradients of the outputs by the inputs, leaving every gradient slot as it is.</summary>
        public static IList<Tensor> grad(
            IList<Tensor> outputs,
            IList<Tensor> inputs,
            IList<Tensor>? grad_outputs = null,
            bool retain_graph = false,
            bool create_graph = false,
            bool allow_unused = false)
        {
            using var outs = new TensorHandles([.. outputs]);
            using var ins = new TensorHandles([.. inputs]);
            using var seeds = new TensorHandles([.. grad_outputs ?? []]);
            var grads = new nint[ins.Count];
            Require(NativeMethods.dt_autograd_grad(
                outs.Raw, outs.Count, ins.Raw, ins.Count, seeds.Raw, seeds.Count,
                retain_graph, create_graph, allow_unused, grads));

            // As in TorchSharp, an input that was not used has null in its place.
            return Array.ConvertAll(grads, grad => grad == 0 ? null! : new Tensor(TensorHandle.Own(grad)));
        }
    }

    private sealed class GradMode : IDisposable
    {
        private readonly bool _before = NativeMethods.dt_grad_enabled();

        internal GradMode(bool enabled) => NativeMethods.dt_set_grad_enabled(enabled);

        public void Dispose() => NativeMethods.dt_set_grad_enabled(_before);
    }

    private sealed class InferenceMode(bool enabled) : IDisposable
    {
        private nint _guard = NativeMethods.dt_inference_guard(enabled);

        public void Dispose()
        {
            if (_guard != 0)
            {
                NativeMethods.dt_free_inference_guard(_guard);
                _guard = 0;
            }
        }
    }
}
