using Decentral.Training.Jobs;

namespace Decentral.Training.Tests.Jobs;

public sealed class ComputePlanTests
{
    [Theory]
    [InlineData(4, 2, null, null, 2, 1)]
    [InlineData(4, 16, null, null, 4, 1)]
    [InlineData(4, 1, null, null, 1, 1)]
    [InlineData(1, 8, null, null, 1, 8)]
    [InlineData(1, 8, 2, null, 2, 4)]
    [InlineData(4, 8, null, 3, 2, 3)]
    [InlineData(4, 2, null, 4, 1, 4)]
    [InlineData(4, 2, 4, 2, 4, 2)]
    public void For_WhatTheJobLeavesOpen_FillsTheCores(
        int workers, int cores, int? lanes, int? threads, int plannedLanes, int plannedThreads)
    {
        var plan = ComputePlan.For(new ComputeOptions { Lanes = lanes, Threads = threads }, workers, cores);

        Assert.Equal(new ComputePlan(plannedLanes, plannedThreads), plan);
    }

    [Fact]
    public void For_NothingStated_NeverExceedsTheCores() => Assert.All(
        from workers in Enumerable.Range(1, 9) from cores in Enumerable.Range(1, 9) select (workers, cores),
        pair =>
        {
            var plan = ComputePlan.For(new ComputeOptions(), pair.workers, pair.cores);

            Assert.InRange(plan.Lanes * plan.Threads, 1, pair.cores);
        });
}
