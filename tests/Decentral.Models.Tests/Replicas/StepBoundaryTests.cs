using Decentral.Measuring;
using Decentral.Models.Replicas;

namespace Decentral.Models.Tests.Replicas;

public sealed class StepBoundaryTests
{
    [Fact]
    public void Enter_AnotherHasNotEnded_NamesBothAndTheRemedy()
    {
        var boundary = new StepBoundary();
        using var first = boundary.Enter("Step");

        var error = Assert.Throws<InvalidOperationException>(() => boundary.Enter("Write").Dispose());

        Assert.StartsWith("Write was asked of a replica whose Step has not ended", error.Message);
        Assert.EndsWith("Wait for Step to return.", error.Message);
    }

    [Fact]
    public void Enter_TheOtherHasEnded_IsLetIn()
    {
        var boundary = new StepBoundary();

        boundary.Enter("Step").Dispose();
        using var second = boundary.Enter("Write");

        Assert.Throws<InvalidOperationException>(() => boundary.Enter("Step").Dispose());
    }

    [Fact]
    public void Enter_ManyTimes_AllocatesNothing()
    {
        var boundary = new StepBoundary();
        boundary.Enter("Step").Dispose();

        Assert.Equal(0, Allocations.OfWarm(() => boundary.Enter("Step").Dispose()));
    }
}
