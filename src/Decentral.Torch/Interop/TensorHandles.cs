namespace Decentral.Torch.Interop;

/// <summary>
/// The raw handles of several tensors, each held until <see cref="Dispose"/> so that none is freed during a call.
/// </summary>
internal readonly ref struct TensorHandles
{
    private readonly ReadOnlySpan<torch.Tensor> _tensors;
    private readonly nint[] _raw;

    internal TensorHandles(ReadOnlySpan<torch.Tensor> tensors)
    {
        _tensors = tensors;
        _raw = new nint[tensors.Length];
        for (var i = 0; i < tensors.Length; i++)
        {
            _raw[i] = Hold(tensors[i]);
        }
    }

    internal ReadOnlySpan<nint> Raw => _raw;

    internal int Count => _raw.Length;

    public void Dispose()
    {
        foreach (var tensor in _tensors)
        {
            tensor.Handle.DangerousRelease();
        }
    }

    private static nint Hold(torch.Tensor tensor)
    {
        var held = false;
        tensor.Handle.DangerousAddRef(ref held);
        return tensor.Handle.DangerousGetHandle();
    }
}
