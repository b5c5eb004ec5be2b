using Decentral.Actors.EventSourcing;

namespace Decentral.Storage.Tests.Journals;

public sealed class InMemoryJournalConformance : JournalConformance
{
    protected override Task<IJournal> Open() => Task.FromResult<IJournal>(new InMemoryJournal());
}
