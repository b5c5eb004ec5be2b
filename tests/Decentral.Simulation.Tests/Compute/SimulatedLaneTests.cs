using Decentral.Actors.Compute;
using Decentral.Actors.Membership;
using Decentral.Simulation.Compute;
using Decentral.Simulation.Nodes;

namespace Decentral.Simulation.Tests.Compute;

public sealed class SimulatedLaneTests
{
    private static readonly ComputeCost OneSecond = new(1000, 0);

    private static readonly DeviceProfile ExactDevice = new()
    {
        TokensPerSecond = 1000,
        Overhead = TimeSpan.Zero,
        Jitter = 0,
    };

    [Fact]
    public void Run_Work_AnswersAfterTheTimeOfItsDevice()
    {
        var (world, node) = CreateNode(lanes: 1);

        var work = node.CreateLane().Run(OneSecond, () => 7);
        world.RunFor(TimeSpan.FromSeconds(0.999));
        var before = work.IsCompleted;
        world.RunFor(TimeSpan.FromSeconds(0.002));

        Assert.False(before);
        Assert.Equal(7, world.Run(work, TimeSpan.Zero));
    }

    [Fact]
    public void Run_SlowDevice_TakesLonger()
    {
        var (world, node) = CreateNode(lanes: 1);
        node.Device = node.Device with { Slowdown = 5 };
        var began = world.Now;

        world.Run(node.CreateLane().Run(OneSecond, () => 7), TestWorld.Patience);

        Assert.Equal(TimeSpan.FromSeconds(5), world.Now - began);
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 2)]
    [InlineData(4, 1)]
    public void Run_SeveralWorkers_ShareTheLanesOfTheNode(int lanes, int expectedSeconds)
    {
        var (world, node) = CreateNode(lanes);
        var began = world.Now;

        var work = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => node.CreateLane().Run(OneSecond, () => 7)));
        world.Run(work, TestWorld.Patience);

        Assert.Equal(TimeSpan.FromSeconds(expectedSeconds), world.Now - began);
    }

    [Fact]
    public void Run_OneLane_KeepsTheOrderOfItsWork()
    {
        var (world, node) = CreateNode(lanes: 4);
        var lane = node.CreateLane();
        var order = new List<int>();

        var work = Enumerable.Range(0, 20).Select(index => lane.Run(new ComputeCost(1000 - index, 0), () =>
        {
            order.Add(index);
            return index;
        }));
        world.Run(Task.WhenAll(work.ToArray()), TestWorld.Patience);

        Assert.Equal(Enumerable.Range(0, 20), order);
    }

    [Fact]
    public void Run_NodeCrashes_NeverAnswersAndFreesTheLanes()
    {
        var (world, node) = CreateNode(lanes: 1);
        var lost = node.CreateLane().Run(OneSecond, () => 7);
        var waiting = node.CreateLane().Run(OneSecond, () => 8);
        world.RunFor(TimeSpan.FromSeconds(0.5));

        node.Crash();
        node.Start();
        var next = node.CreateLane().Run(OneSecond, () => 9);

        Assert.Equal(9, world.Run(next, TimeSpan.FromSeconds(1)));
        world.RunUntilIdle();
        Assert.False(lost.IsCompleted);
        Assert.False(waiting.IsCompleted);
    }

    [Fact]
    public void Run_WorkThatThrows_EndsWithItsError()
    {
        var (world, node) = CreateNode(lanes: 1);

        var work = node.CreateLane().Run<int>(OneSecond, () => throw new InvalidOperationException("broken"));

        var error = Assert.Throws<InvalidOperationException>(() => world.Run(work, TestWorld.Patience));
        Assert.Equal("broken", error.Message);
    }

    private static (SimulatedWorld World, SimulatedNode Node) CreateNode(int lanes)
    {
        var world = new SimulatedWorld();
        var node = world.AddNode("node", new SimulatedNodeOptions
        {
            Profile = new MemberProfile(lanes, 0),
            Device = ExactDevice,
        });
        return (world, node);
    }
}
