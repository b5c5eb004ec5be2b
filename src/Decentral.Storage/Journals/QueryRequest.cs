using Decentral.Actors.EventSourcing;

namespace Decentral.Storage.Journals;

/// <summary>Work that stands alone: not part of a group of appends.</summary>
/// <param name="run">Does it and answers, on the writer's thread.</param>
/// <param name="fail">Answers that it was not done.</param>
internal sealed class QueryRequest(Action<JournalDatabase> run, Action<JournalException> fail) : JournalRequest
{
    public void Run(JournalDatabase database) => run(database);

    public override void Fail(JournalException error) => fail(error);
}
