using Decentral.Actors.EventSourcing;
using Decentral.Simulation.Nodes;

namespace Decentral.Simulation.Tests.Disks;

public sealed class SimulatedDiskTests
{
    private static readonly StreamId Stream = new("stream");
    private static readonly ReadOnlyMemory<byte>[] OneEvent = [new byte[] { 1 }];

    [Fact]
    public void Append_Acknowledged_IsDurableOverACrash()
    {
        var (world, node) = CreateNode(seed: 1);

        var outcome = world.Run(node.Disk.Append(Stream, 0, OneEvent), TestWorld.Patience);
        node.Crash();
        node.Start();

        Assert.Equal(AppendOutcome.Appended(1), outcome);
        Assert.Single(world.Run(node.Disk.Read(Stream), TestWorld.Patience));
    }

    [Fact]
    public void Append_CrashBeforeTheAcknowledgement_IsDurableOrNotBySeed()
    {
        var durable = Enumerable.Range(0, 50).Select(seed =>
        {
            var (world, node) = CreateNode((ulong)seed);
            var append = node.Disk.Append(Stream, 0, OneEvent);
            node.Crash();
            world.RunUntilIdle();
            Assert.False(append.IsCompleted);
            return node.Disk.Durable(Stream).Count;
        }).ToArray();

        Assert.InRange(durable.Sum(), 10, 40);
    }

    [Fact]
    public void Append_CrashWithSeveralUnderWay_KeepsAPrefix()
    {
        foreach (var seed in Enumerable.Range(0, 50))
        {
            var (_, node) = CreateNode((ulong)seed);
            for (byte value = 0; value < 5; value++)
            {
                _ = node.Disk.Append(Stream, value, [new[] { value }]);
            }

            node.Crash();

            var kept = node.Disk.Durable(Stream);
            Assert.Equal(Enumerable.Range(0, kept.Count), kept.Select(bytes => (int)bytes.Span[0]));
        }
    }

    [Fact]
    public void Append_FullDisk_FailsAndWritesNothing()
    {
        var (world, node) = CreateNode(seed: 1);
        node.Disk.IsFull = true;

        var outcome = world.Run(node.Disk.Append(Stream, 0, OneEvent), TestWorld.Patience);

        Assert.Equal(AppendOutcomeKind.Failed, outcome.Kind);
        Assert.Contains("full", outcome.Reason, StringComparison.Ordinal);
        Assert.Empty(node.Disk.Durable(Stream));
    }

    [Fact]
    public void Append_AnotherWriterWasFirst_Conflicts()
    {
        var (world, node) = CreateNode(seed: 1);
        node.Disk.AppendAsAnother(Stream, OneEvent);

        var outcome = world.Run(node.Disk.Append(Stream, 0, OneEvent), TestWorld.Patience);

        Assert.Equal(AppendOutcomeKind.Conflict, outcome.Kind);
        Assert.Equal(1, outcome.LastSequence);
    }

    [Fact]
    public void Crash_DiskLost_ForgetsEverything()
    {
        var (world, node) = CreateNode(seed: 1);
        world.Run(node.Disk.Append(Stream, 0, OneEvent), TestWorld.Patience);

        node.Crash(keepsDisk: false);

        Assert.Empty(node.Disk.Durable(Stream));
    }

    private static (SimulatedWorld World, SimulatedNode Node) CreateNode(ulong seed)
    {
        var world = new SimulatedWorld(new SimulatedWorldOptions { Seed = seed });
        return (world, world.AddNode("node"));
    }
}
