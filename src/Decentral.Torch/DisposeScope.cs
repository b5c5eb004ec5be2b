namespace Decentral.Torch;

/// <summary>
/// Disposes, when it ends, the tensors that its thread made while it was the innermost scope. Scopes nest; each thread
/// has its own. A tensor leaves its scope by <see cref="MoveToOuter{T}"/> or <see cref="Detach{T}"/>.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    [ThreadStatic]
    private static DisposeScope? _current;

    // A tensor remembers its place in the list, so that joining and leaving cost no search.
    private readonly List<torch.Tensor> _tensors = [];
    private DisposeScope? _outer;
    private bool _disposed;

    internal DisposeScope()
    {
        _outer = _current;
        _current = this;
    }

    /// <summary>How many tensors the scope holds.</summary>
    public int DisposablesCount => _tensors.Count;

    internal static DisposeScope? Current => _current;

    /// <summary>Hands the tensor to the enclosing scope, or to nobody when there is none.</summary>
    public T MoveToOuter<T>(T disposable)
        where T : torch.Tensor
    {
        MoveTo(_outer, disposable);
        return disposable;
    }

    /// <summary>Hands the tensors to the enclosing scope, or to nobody when there is none.</summary>
    public void MoveToOuter(params IDisposable[] disposables) =>
        Array.ForEach(disposables, tensor => MoveTo(_outer, (torch.Tensor)tensor));

    /// <summary>Takes the tensor out of all scopes: the caller disposes it.</summary>
    public T Detach<T>(T disposable)
        where T : torch.Tensor
    {
        MoveTo(null, disposable);
        return disposable;
    }

    /// <summary>Takes the tensors out of all scopes: the caller disposes them.</summary>
    public void Detach(params IDisposable[] disposables) =>
        Array.ForEach(disposables, tensor => MoveTo(null, (torch.Tensor)tensor));

    /// <summary>Takes over a tensor, from whichever scope holds it.</summary>
    public void Attach(torch.Tensor disposable)
    {
        disposable.OwningDisposeScope?.Remove(disposable);
        Add(disposable);
    }

    /// <summary>Disposes everything that the scope holds now; the scope stays open.</summary>
    public void DisposeEverything()
    {
        // Disposing a tensor removes it from the list, so the end of the list is taken until none is left.
        while (_tensors.Count > 0)
        {
            _tensors[^1].Dispose();
        }
    }

    /// <summary>Disposes what the scope still holds, and makes the enclosing scope the current one again.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        DisposeEverything();
        Unlink();
    }

    internal void Add(torch.Tensor tensor)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        tensor.OwningDisposeScope = this;
        tensor.PlaceInScope = _tensors.Count;
        _tensors.Add(tensor);
    }

    internal void Remove(torch.Tensor tensor)
    {
        var last = _tensors[^1];
        _tensors[tensor.PlaceInScope] = last;
        last.PlaceInScope = tensor.PlaceInScope;
        _tensors.RemoveAt(_tensors.Count - 1);
        tensor.OwningDisposeScope = null;
    }

    private void MoveTo(DisposeScope? target, torch.Tensor tensor)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!ReferenceEquals(tensor.OwningDisposeScope, this))
        {
            return;
        }

        Remove(tensor);
        target?.Add(tensor);
    }

    // Scopes normally end in the reverse of their order, but one that outlives its inner ones must not break the chain.
    private void Unlink()
    {
        if (ReferenceEquals(_current, this))
        {
            _current = _outer;
            return;
        }

        var inner = _current;
        while (inner is not null && !ReferenceEquals(inner._outer, this))
        {
            inner = inner._outer;
        }

        inner?._outer = _outer;
    }
}
