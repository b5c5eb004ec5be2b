using Decentral.Actors.EventSourcing;

namespace Decentral.Storage.Journals;

/// <summary>Work that stands alone: not part of a group of appends.</summary>
/// <param name="run">Does it and answers.</param>
/// <param name="fail">Answers that it was not done.</param>
internal sealed class StoreRequest(Func<PostgresStore, Task> run, Action<JournalException> fail) : JournalRequest
{
    public Task Run(PostgresStore store) => run(store);

    public override void Fail(JournalException error) => fail(error);
}
