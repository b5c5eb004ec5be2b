namespace Decentral.Storage.Journals;

/// <summary>Where a stream ends.</summary>
/// <param name="Id">Its key in the file.</param>
/// <param name="Length">How many events it has, which is the sequence of the last.</param>
/// <param name="Chain">The digest over all of them, in order.</param>
internal readonly record struct StreamHead(long Id, long Length, UInt128 Chain);
