using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Decentral.Cli.Inspection;
using Decentral.Cli.Runs;
using Decentral.Training.Coordination.Events;

namespace Decentral.Benchmarks.Fleets;

/// <summary>A folder with a job and its data, and how the processes of its fleet are started. What was trained goes with it.</summary>
internal sealed partial class FleetFolder : IDisposable
{
    private const string Run = "run";
    private const int TextBytes = 1 << 20;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("decentral-fleet-");

    /// <param name="shape">What is trained.</param>
    /// <param name="workers">With how many workers the run begins.</param>
    public FleetFolder(FleetShape shape, int workers)
        : this(shape.Job(workers), TextBytes)
    {
    }

    /// <param name="job">The job file, whose data are <c>text.bin</c>.</param>
    /// <param name="textBytes">Of the data.</param>
    public FleetFolder(string job, int textBytes)
    {
        // What the text says changes nothing about the work.
        var text = new byte[textBytes];
        new Random(1).NextBytes(text);
        File.WriteAllBytes(Path.Combine(Location, "text.bin"), text);
        File.WriteAllText(JobPath, job);
    }

    public string Location => _folder.FullName;

    public string JobPath => Path.Combine(Location, "job.yaml");

    /// <summary>The run's curves, once it has begun.</summary>
    public string MetricsPath => Path.Combine(Location, Run, "metrics.jsonl");

    /// <summary>Starts the hub, with one worker of its own, and waits until it listens.</summary>
    /// <returns>The hub, and the options by which nodes join it.</returns>
    public (FleetProcess Hub, ImmutableArray<string> Join) Listen() => Listen(FleetPlace.Anywhere, "127.0.0.1");

    /// <summary>The same somewhere else, at an address of that place.</summary>
    /// <param name="place">Where.</param>
    /// <param name="address">At which it listens.</param>
    /// <param name="workersHere">Workers of its own.</param>
    /// <param name="more">Other options.</param>
    public (FleetProcess Hub, ImmutableArray<string> Join) Listen(
        FleetPlace place, string address, int workersHere = 1, params IEnumerable<string> more)
    {
        var hub = FleetProcess.StartProgram(
            place, Location,
            ["train", "job.yaml", "--out", Run, "--listen", $"https://{address}:0", "--workers-here", $"{workersHere}", "--json", .. more]);
        var said = hub.WaitFor("other machines join by:");
        var options = JoinCommand().Match(said);
        return (hub, ["--join", options.Groups["url"].Value, "--token", options.Groups["token"].Value]);
    }

    /// <summary>Starts a run that takes nobody in.</summary>
    public FleetProcess TrainHere(FleetPlace place) =>
        FleetProcess.StartProgram(place, Location, "train", "job.yaml", "--out", Run, "--json");

    /// <summary>Starts the hub again where it was.</summary>
    public FleetProcess Resume(ImmutableArray<string> join) => FleetProcess.StartProgram(
        Location, "train", "--resume", Run, "--listen", join[1], "--workers-here", "1", "--json");

    /// <summary>Starts a node of one worker of one thread.</summary>
    public FleetProcess Join(string name, ImmutableArray<string> join) => Join(FleetPlace.Anywhere, name, join);

    /// <summary>Starts a node of one worker of one thread somewhere.</summary>
    public FleetProcess Join(FleetPlace place, string name, ImmutableArray<string> join) =>
        FleetProcess.StartProgram(place, Location, ["node", "--name", name, "--threads", "1", .. join]);

    /// <summary>The ledger, once the hub has ended.</summary>
    public IReadOnlyList<CoordinatorEvent> ReadLedger()
    {
        var (folder, _) = RunFolder.Open(Run, Location);
        return RunLedger.ReadAsync(folder).GetAwaiter().GetResult();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [GeneratedRegex(@"node --join (?<url>\S+) --token (?<token>\S+)")]
    private static partial Regex JoinCommand();
}
