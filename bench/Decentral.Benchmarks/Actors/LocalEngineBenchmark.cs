using Decentral.Actors;
using Decentral.Actors.Local;
using Decentral.Benchmarks.Measuring;

namespace Decentral.Benchmarks.Actors;

/// <summary>The local engine against the raw cost of a channel hand-over.</summary>
internal static class LocalEngineBenchmark
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static IEnumerable<string> Run(int turns)
    {
        yield return Compare("hand-over, windows of 1024", 2_097_152, 1024, turns);
        yield return Compare("ping-pong", 131_072, 1, turns);
    }

    private static string Compare(string title, int messages, int window, int turns)
    {
        var system = new LocalActorSystem();
        var receiver = system.Spawn("receiver", () => new ReceiverActor(window));
        var sender = system.Spawn("sender", () => new SenderActor(receiver, window));
        var comparison = new Comparison(
            title,
            "message",
            Contender.InProcess("System.Threading.Channels", messages, () => ChannelPair.Exchange(messages, window)),
            [Contender.InProcess("Decentral.Actors.Local", messages, () => Exchange(system, sender, messages))]);
        var table = comparison.Run(turns);
        system.ShutDown().Wait();
        return table;
    }

    private static void Exchange(LocalActorSystem system, ActorRef sender, int messages) =>
        system.Ask<Begin, Finished>(sender, new Begin(messages), Patience).Wait();
}
