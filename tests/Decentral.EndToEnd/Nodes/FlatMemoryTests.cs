namespace Decentral.EndToEnd.Nodes;

/// <summary>Thousands of rounds of real processes: neither the hub nor a node takes more and more memory.</summary>
public sealed class FlatMemoryTests(LinkedJob job) : IClassFixture<LinkedJob>
{
    private const int Rounds = 8000;
    private const double MostGrowth = 1.15;
    private static readonly TimeSpan BetweenSamples = TimeSpan.FromSeconds(0.5);

    [Fact]
    [Trait("Category", "Long")]
    public void Run_ThousandsOfRounds_MemoryOfHubAndNodeIsFlat()
    {
        string[] settings = ["--set", "sync.every=1", "--set", $"inner.steps={Rounds}", "--set", $"evaluation.every={Rounds}"];
        using var hub = job.Listen("flat", workersHere: 1, settings);
        using var node = NodeProcess.Start(job.Path, "greta", LinkedJob.JoinOptions(hub));
        node.Reach("takes part");
        hub.Follow();
        node.Follow();
        List<long> ofHub = [];
        List<long> ofNode = [];

        while (!hub.HasEnded && !node.HasEnded)
        {
            ofHub.Add(hub.ResidentBytes);
            ofNode.Add(node.ResidentBytes);
            Thread.Sleep(BetweenSamples);
        }

        hub.WaitForEnd(expectedExitCode: 0);
        node.WaitForEnd(expectedExitCode: 0);
        AssertFlat("The hub", ofHub);
        AssertFlat("The node", ofNode);
    }

    /// <summary>The most of the last quarter over that of the second: in the first, code is compiled and pools are filled.</summary>
    private static void AssertFlat(string who, List<long> samples)
    {
        // Where a process has just ended there is nothing to be read.
        samples.RemoveAll(bytes => bytes == 0);
        Assert.InRange(samples.Count, 40, int.MaxValue);
        var quarter = samples.Count / 4;
        var (early, late) = (samples.Skip(quarter).Take(quarter).Max(), samples.TakeLast(quarter).Max());
        Assert.True(late <= MostGrowth * early, $"{who} took {early} bytes early in the run, and {late} late.");
    }
}
