namespace Decentral.Conformance.Ledger;

/// <summary>A command; one of a negative amount is refused.</summary>
public sealed record Deposit(long Amount, Owned? Attachment = null) : IDisposable
{
    public void Dispose() => Attachment?.Dispose();
}
