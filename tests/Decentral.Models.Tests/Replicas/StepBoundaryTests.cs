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
    public void EnterBeside_SomethingThatWritesNothing_IsLetIn()
    {
        var boundary = new StepBoundary();
        using var pass = boundary.Enter("Forward");
        using var first = boundary.EnterBeside("ReadBeside");
        using var second = boundary.EnterBeside("ReadBeside");
    }

    [Fact]
    public void EnterBeside_SomethingThatWrites_IsRefused()
    {
        var boundary = new StepBoundary();
        using (boundary.EnterToWrite("ApplyGradient"))
        {
            var error = Assert.Throws<InvalidOperationException>(() => boundary.EnterBeside("ReadBeside").Dispose());
            Assert.StartsWith("ReadBeside was asked of a replica whose ApplyGradient has not ended", error.Message);
        }

        boundary.EnterBeside("ReadBeside").Dispose();
    }

    [Fact]
    public void EnterToWrite_SomebodyReads_IsRefusedUntilThatHasEnded()
    {
        var boundary = new StepBoundary();
        using (boundary.EnterBeside("ReadBeside"))
        {
            Assert.Throws<InvalidOperationException>(() => boundary.EnterToWrite("ApplyGradient").Dispose());
            boundary.Enter("Forward").Dispose();
        }

        boundary.EnterToWrite("ApplyGradient").Dispose();
    }

    [Fact]
    public void Enter_ManyTimes_AllocatesNothing()
    {
        var boundary = new StepBoundary();
        boundary.Enter("Step").Dispose();

        Assert.Equal(0, Allocations.OfWarm(() => boundary.Enter("Step").Dispose()));
    }
}
