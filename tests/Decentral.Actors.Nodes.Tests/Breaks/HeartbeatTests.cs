using System.Diagnostics;
using Decentral.Actors.Transfers;
using Decentral.Conformance;

namespace Decentral.Actors.Nodes.Tests.Breaks;

public sealed class HeartbeatTests
{
    [Theory]
    [InlineData("hub")]
    [InlineData("other")]
    public async Task RoundTrip_WhileBulkDataFlow_StaysShort(string to)
    {
        const int Length = 50_000_000;
        await using var world = await BreakableWorld.Create(TimeSpan.FromSeconds(3));
        var receiver = world.SpawnPuppet(CutTests.SystemOf(world, to), "receiver");
        var sender = world.SpawnPuppet(world.Near, "sender");
        var echo = world.SpawnPuppet(CutTests.SystemOf(world, to), "echo");
        await world.Act(echo, puppet => puppet.OnNote = (self, note) => self.Engine.Tell(self.Engine.Sender, note));
        var reached = world.Near.Resolve(echo.Address);
        var done = world.AskForSeen(sender, 4);
        var began = Stopwatch.GetTimestamp();

        await world.Act(sender, puppet =>
        {
            for (var i = 0; i < 4; i++)
            {
                var payload = new Payload(new CountingMemory(Length, i), Length);
                puppet.Engine.Transfer(world.Near.Resolve(receiver.Address), new Note(i), payload);
            }
        });
        List<double> milliseconds = [];
        while (!done.IsCompleted)
        {
            var at = Stopwatch.GetTimestamp();
            await world.Near.Ask<Note, Note>(
                reached, new Note(milliseconds.Count), TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            milliseconds.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
        }

        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        milliseconds.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"to {to}: {4 * Length / seconds / 1e6:0} MB/s; {milliseconds.Count} round trips beside it, median " +
            $"{milliseconds[milliseconds.Count / 2]:0.00} ms, longest {milliseconds[^1]:0.0} ms");
        Assert.All((await world.Await(done)).Seen, outcome => Assert.IsType<TransferCompleted>(outcome));
        Assert.True(milliseconds[milliseconds.Count / 2] < 200);
        foreach (var one in (await world.Seen(receiver, 4)).Cast<Transferred<Note>>())
        {
            one.Dispose();
        }
    }
}
