namespace Decentral.Actors.Transfers;

/// <summary>Bulk data has arrived whole. The receiver owns the payload and disposes of it.</summary>
/// <param name="Header">What the sender said it is.</param>
/// <param name="Payload">The bytes.</param>
public sealed record Transferred<THeader>(THeader Header, Payload Payload) : IDisposable
    where THeader : notnull
{
    /// <inheritdoc />
    public void Dispose() => Payload.Dispose();
}
