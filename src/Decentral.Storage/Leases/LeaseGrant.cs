namespace Decentral.Storage.Leases;

/// <summary>What the database granted.</summary>
/// <param name="Lease">Of this holder in this term, and of no other.</param>
/// <param name="Term">The term.</param>
/// <param name="AskedAt">The local instant before it was asked for.</param>
internal readonly record struct LeaseGrant(Guid Lease, long Term, long AskedAt);
