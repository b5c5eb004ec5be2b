using Decentral.Actors;
using Decentral.Actors.Messages;

namespace Decentral.Conformance;

public abstract partial class EngineConformance
{
    [Fact]
    public async Task Failure_OfAChild_IsHeardByItsParentAndFreesItsName()
    {
        await using var world = CreateWorld();
        var parent = world.SpawnPuppet("parent");
        var child = await world.Act(parent, puppet => puppet.Engine.Spawn("child", () => new Inattentive(_ => { })));

        world.System.Tell(child, new Note(3));

        var failed = Assert.IsType<Failed>(Assert.Single(await world.Seen(parent, 1)));
        Assert.Equal(child, failed.Child);
        Assert.Equal("told to fail: 3", failed.Cause.Message);
        var successor = await world.Act(parent, puppet => puppet.Engine.Spawn("child", () => new Inattentive(_ => { })));
        Assert.NotEqual(child, successor);
    }

    [Fact]
    public async Task Failure_WhileStarting_IsHeardByTheParent()
    {
        await using var world = CreateWorld();
        var parent = world.SpawnPuppet("parent");

        await world.Act(parent, puppet =>
        {
            puppet.Engine.Spawn("unmade", () => throw new InvalidOperationException("no actor"));
            puppet.Engine.Spawn("unstarted", () => new Inattentive(_ => throw new InvalidOperationException("no start")));
        });

        var causes = (await world.Seen(parent, 2)).Cast<Failed>().Select(failed => failed.Cause.Message);
        Assert.Equal(["no actor", "no start"], causes.Order());
    }

    [Fact]
    public async Task Failure_ThatTheParentDoesNotTake_EscalatesToTheRoot()
    {
        await using var world = CreateWorld();

        var root = world.System.Spawn("root", () => new Inattentive(context => context.Spawn(
            "middle", () => new Inattentive(inner => inner.Spawn(
                "leaf", () => new Inattentive(_ => throw new InvalidOperationException("deep trouble")))))));

        var failure = Assert.IsType<UnhandledFailureException>(await world.WhenStopped(root));
        var inner = Assert.IsType<UnhandledFailureException>(failure.InnerException);
        Assert.Equal("deep trouble", inner.InnerException!.Message);
        Assert.Equal([failure], world.RootFailures);
    }

    [Fact]
    public async Task Failure_OfAnActor_StopsItsChildrenBeforeIt()
    {
        await using var world = CreateWorld();
        var observer = world.SpawnPuppet("observer");
        var parent = world.SpawnPuppet("parent");
        var child = await world.Act(parent, puppet => puppet.Engine.Spawn("child", () => new Puppet()));
        await world.Act(child, puppet => puppet.OnStopped = () => puppet.Engine.Tell(observer, new Note(1)));
        await world.Act(parent, puppet =>
        {
            puppet.OnStopped = () => puppet.Engine.Tell(observer, new Note(2));
            puppet.OnNote = (_, _) => throw new InvalidOperationException("told to");
        });

        world.System.Tell(parent, new Note(0));

        Assert.Equal([new Note(1), new Note(2)], await world.Seen(observer, 2));
    }

    [Fact]
    public async Task Failure_WhileStopping_IsHeardAsFailure()
    {
        await using var world = CreateWorld();
        var parent = world.SpawnPuppet("parent");
        var child = await world.Act(parent, puppet => puppet.Engine.Spawn("child", () => new Puppet()));

        await world.Act(child, puppet =>
        {
            puppet.OnStopped = () => throw new InvalidOperationException("stuck");
            puppet.Engine.Stop(child);
        });

        var failed = Assert.IsType<Failed>(Assert.Single(await world.Seen(parent, 1)));
        Assert.Equal("stuck", failed.Cause.Message);
    }

    [Fact]
    public async Task Stop_OfSomeoneElse_IsRefused()
    {
        await using var world = CreateWorld();
        var stranger = world.SpawnPuppet("stranger");
        var actor = world.SpawnPuppet("actor");

        var refusal = await world.Act(actor, puppet => Record.Exception(() => puppet.Engine.Stop(stranger)));

        Assert.IsType<ArgumentException>(refusal);
    }

    [Fact]
    public async Task Stop_OfAChild_HandlesWhatItWasToldBeforeAndDropsTheRest()
    {
        await using var world = CreateWorld();
        var parent = world.SpawnPuppet("parent");
        var observer = world.SpawnPuppet("observer");
        var child = await world.Act(parent, puppet => puppet.Engine.Spawn("child", () => new Puppet()));
        await world.Act(child, puppet => puppet.OnNote = (self, note) => self.Engine.Tell(observer, note));

        await world.Act(parent, puppet =>
        {
            puppet.Engine.Watch(child);
            puppet.Engine.Tell(child, new Note(1));
            puppet.Engine.Stop(child);
            puppet.Engine.Tell(child, new Note(2));
        });

        Assert.Equal([new Terminated(child)], await world.Seen(parent, 1));
        Assert.Equal([new Note(1)], await world.Seen(observer, 1));
        Assert.Equal(new DeadLetterCounts(1, 0, 0, 0), world.System.DeadLetters);
    }

    [Fact]
    public async Task Spawn_NameOfALivingSibling_IsRefused()
    {
        await using var world = CreateWorld();
        var parent = world.SpawnPuppet("parent");

        var refusals = await world.Act(parent, puppet =>
        {
            puppet.Engine.Spawn("child", () => new Puppet());
            return new[]
            {
                Record.Exception(() => puppet.Engine.Spawn("child", () => new Puppet())),
                Record.Exception(() => puppet.Engine.Spawn("a/b", () => new Puppet())),
                Record.Exception(() => puppet.Engine.Spawn("", () => new Puppet())),
            };
        });

        Assert.IsType<InvalidOperationException>(refusals[0]);
        Assert.IsType<ArgumentException>(refusals[1]);
        Assert.IsType<ArgumentException>(refusals[2]);
        Assert.Throws<InvalidOperationException>(() => world.SpawnPuppet("parent"));
    }
}
