namespace Decentral.Storage.Leases;

/// <summary>Who leads a run.</summary>
/// <param name="Name">What the hub calls itself.</param>
/// <param name="Address">Where members reach it; empty when it did not say.</param>
/// <param name="Term">Higher than that of any hub before it.</param>
/// <param name="Remaining">Until the lease ends when it is not renewed, by the database's clock.</param>
public sealed record LeaseHolder(string Name, string Address, long Term, TimeSpan Remaining)
{
    /// <inheritdoc />
    public override string ToString() =>
        $"{Name}{(Address.Length > 0 ? $" at {Address}" : "")} "
        + $"(term {Term}, for another {Remaining.TotalSeconds:F1} s)";
}
