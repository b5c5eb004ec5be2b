using Decentral.Actors;
using Decentral.Actors.Messages;
using Decentral.Pipeline.Stages;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Tests.Worlds;

/// <summary>A node's only actor but for the stage: makes another when that fails.</summary>
internal sealed class StageHost(Func<Incarnation, StageOptions> options, Func<Incarnation> nextLife, Action<Stage> made) : Actor, IReceive<Failed>
{
    public void Receive(Failed message) => Host();

    protected override void Started() => Host();

    private void Host()
    {
        var life = nextLife();
        Context.Spawn($"stage-{life}", () =>
        {
            var stage = new Stage(options(life));
            made(stage);
            return stage;
        });
    }
}
