using Decentral.Actors.EventSourcing;

namespace Decentral.Storage.Journals;

/// <summary>Something asked of the writer thread.</summary>
internal abstract class JournalRequest
{
    /// <summary>Answers that nothing was done.</summary>
    public abstract void Fail(JournalException error);
}
