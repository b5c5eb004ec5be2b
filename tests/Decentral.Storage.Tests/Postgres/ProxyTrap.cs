namespace Decentral.Storage.Tests.Postgres;

/// <summary>A break that waits for a request.</summary>
internal sealed class ProxyTrap(ProxyBreak kind, byte[] words, bool cutsOff)
{
    /// <summary>Whether the break is the proxy's last deed until it is restored.</summary>
    public bool CutsOff { get; } = cutsOff;

    public ProxyBreak Kind { get; } = kind;

    public byte[] Words { get; } = words;

    /// <summary>Lets the request go on that is held.</summary>
    public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the server has answered, which the client does not hear.</summary>
    public TaskCompletionSource Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
