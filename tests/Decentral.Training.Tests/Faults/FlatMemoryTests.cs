using Decentral.Actors.EventSourcing;
using Decentral.Training.Tests.Fleet;

namespace Decentral.Training.Tests.Faults;

/// <summary>Alone in its process: others would allocate meanwhile.</summary>
[Collection(nameof(FlatMemoryTests))]
[CollectionDefinition(nameof(FlatMemoryTests), DisableParallelization = true)]
public sealed class FlatMemoryTests
{
    /// <summary>rl-swarm#11, #405: what a run holds in memory must not grow with it.</summary>
    [Fact]
    public async Task Run_TenThousandRounds_MemoryIsFlat()
    {
        const long Early = 2_000;
        const long Late = 10_000;
        // 130 bytes a round, where a round that is not forgotten takes some 300. What is known of those since the last snapshots but
        // one, which can still be undone, is up to half of it.
        const long MostGrowth = 1 << 20;
        var held = new Dictionary<long, long>();
        var fleet = new LocalFleet(new FleetOptions
        {
            Workers = 2,
            Rounds = Late + 1,
            StepsPerRound = 1,
            SamplesPerStep = 1,
            RoundsPerSnapshot = 500,
        })
        {
            Journal = new ForgetfulJournal(),
            Patience = TimeSpan.FromMinutes(3),
            Committed = round =>
            {
                if (round is Early or Late)
                {
                    held[round] = GC.GetTotalMemory(forceFullCollection: true);
                }
            },
        };

        await fleet.Run();

        Assert.True(held[Late] - held[Early] < MostGrowth, $"It held {held[Early]} bytes after {Early} rounds, and {held[Late]} after {Late}.");
    }

    /// <summary>A journal of a run that nobody will resume: what is in memory is the run's own.</summary>
    private sealed class ForgetfulJournal : IJournal
    {
        private readonly Dictionary<StreamId, long> _lengths = [];

        public Task<IReadOnlyList<ReadOnlyMemory<byte>>> Read(StreamId stream) =>
            Task.FromResult<IReadOnlyList<ReadOnlyMemory<byte>>>([]);

        public Task<AppendOutcome> Append(StreamId stream, long expectedSequence, IReadOnlyList<ReadOnlyMemory<byte>> events) =>
            Task.FromResult(AppendOutcome.Appended(_lengths[stream] = expectedSequence + events.Count));
    }
}
