using Decentral.Actors;

namespace Decentral.Conformance;

public abstract partial class EngineConformance
{
    [Fact]
    public async Task PipeToSelf_CompletedTask_ComesInALaterTurn()
    {
        await using var world = CreateWorld();
        var actor = world.SpawnPuppet("actor");

        var during = await world.Act(actor, puppet =>
        {
            puppet.Engine.PipeToSelf(Task.FromResult(1), result => new Note(result), error => throw error);
            return puppet.Remembered.Count;
        });

        Assert.Equal(0, during);
        Assert.Equal([new Note(1)], await world.Seen(actor, 1));
    }

    [Fact]
    public async Task PipeToSelf_TaskThatEndsLater_TellsItsOutcome()
    {
        await using var world = CreateWorld();
        var actor = world.SpawnPuppet("actor");
        var result = new TaskCompletionSource<int>();
        var error = new TaskCompletionSource<int>();
        var cancelled = new TaskCompletionSource<int>();

        await world.Act(actor, puppet =>
        {
            Pipe(puppet, result.Task);
            Pipe(puppet, error.Task);
            Pipe(puppet, cancelled.Task);
        });
        result.SetResult(7);
        error.SetException(new InvalidOperationException("broken"));
        cancelled.SetCanceled(TestContext.Current.CancellationToken);

        var seen = (await world.Seen(actor, 3)).Cast<Owned>().Select(message => message.Value);
        Assert.Equal([7L, -1L, -2L], seen);

        static void Pipe(Puppet puppet, Task<int> task) => puppet.Engine.PipeToSelf(
            task, value => new Owned(value), error => new Owned(error is OperationCanceledException ? -2 : -1));
    }

    [Fact]
    public async Task PipeToSelf_MappingThatThrows_FailsTheActor()
    {
        await using var world = CreateWorld();
        var actor = world.SpawnPuppet("actor");

        await world.Act(actor, puppet => puppet.Engine.PipeToSelf(
            Task.FromResult(1), Note (_) => throw new InvalidOperationException("no mapping"), error => throw error));

        Assert.Equal("no mapping", (await world.WhenStopped(actor))?.Message);
    }

    [Fact]
    public async Task PipeToSelf_ActorStopsBefore_ReleasesTheOutcome()
    {
        await using var world = CreateWorld();
        var actor = world.SpawnPuppet("actor");
        var task = new TaskCompletionSource<int>();
        var owned = new Owned(1);
        await world.Act(actor, puppet =>
        {
            puppet.Engine.PipeToSelf(task.Task, _ => owned, error => throw error);
            puppet.Engine.Stop(actor);
        });
        await world.WhenStopped(actor);

        task.SetResult(1);

        Assert.Equal(1, owned.Released);
        Assert.Equal(new DeadLetterCounts(1, 0, 0, 0), world.System.DeadLetters);
    }
}
