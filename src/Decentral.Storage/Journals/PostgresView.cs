using Decentral.Storage.Leases;

namespace Decentral.Storage.Journals;

/// <summary>A run's journal as it stood at one instant, but for the events' bytes.</summary>
/// <param name="Index">Streams and metadata, which match their seal.</param>
/// <param name="Fence">A statement that was made for another fence than the run's does nothing.</param>
/// <param name="Lease">The lease that had not ended; null when none.</param>
/// <param name="Holder">Who held it; null when nobody.</param>
internal sealed record PostgresView(JournalIndex Index, long Fence, Guid? Lease, LeaseHolder? Holder);
