using Decentral.Actors.Transfers;
using Decentral.Models.Stages;
using Decentral.Pipeline.Protocol;
using Decentral.Pipeline.Stages;

namespace Decentral.Pipeline.Tests.Stages;

public sealed class StateCopiesTests
{
    [Fact]
    public void Add_AThirdState_KeepsTheOldestAndTheNewest()
    {
        using var copies = new StateCopies();

        Assert.All([3L, 4, 5], step => Assert.True(copies.Add(Copy(step))));

        Assert.Equal([3, 5], copies.Ids.Select(id => id.Stamp.Step));
    }

    [Fact]
    public void Add_TheSameAgain_IsNotKept()
    {
        using var copies = new StateCopies();

        Assert.True(copies.Add(Copy(3)));
        Assert.False(copies.Add(Copy(3)));
    }

    [Fact]
    public void Drop_BeforeAndAfter_LeavesWhatIsAskedFor()
    {
        using var copies = new StateCopies();
        copies.Add(Copy(3));
        copies.Add(Copy(5));

        copies.DropAfter(new StateStamp(new Epoch(1), 3));
        Assert.Equal([3], copies.Ids.Select(id => id.Stamp.Step));

        copies.DropAfter(new StateStamp(new Epoch(2), 3));
        Assert.Empty(copies.Ids);

        copies.Add(Copy(7));
        copies.DropBefore(8);
        Assert.Empty(copies.Ids);
    }

    private static StateCopy Copy(long step) => new(
        new CopyId(new MemberId(0), new StateStamp(new Epoch(1), step), [ModelAtom.Embedding]), 1, Payload.CopyOf([1, 2, 3]));
}
