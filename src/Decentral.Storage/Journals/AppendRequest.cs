using Decentral.Actors.EventSourcing;

namespace Decentral.Storage.Journals;

internal sealed class AppendRequest(
    StreamId stream, long expectedSequence, IReadOnlyList<ReadOnlyMemory<byte>> events) : JournalRequest
{
    private readonly TaskCompletionSource<AppendOutcome> _outcome =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StreamId Stream { get; } = stream;

    public long ExpectedSequence { get; } = expectedSequence;

    public IReadOnlyList<ReadOnlyMemory<byte>> Events { get; } = events;

    public long Bytes { get; } = events.Sum(body => (long)body.Length);

    public Task<AppendOutcome> Outcome => _outcome.Task;

    public void Complete(AppendOutcome outcome) => _outcome.TrySetResult(outcome);

    public override void Fail(JournalException error) =>
        Complete(AppendOutcome.Failed(ExpectedSequence, error.Message));
}
