using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Decentral.EndToEnd.Nodes;

/// <summary>A hub and nodes of which one is struck every few seconds, and started again, until the run is finished.</summary>
/// <param name="job">The job's folder.</param>
/// <param name="run">The run directory.</param>
/// <param name="seed">Of who is struck when, and how.</param>
internal sealed class ChurningFleet(LinkedJob job, string run, int seed) : IDisposable
{
    private const string Lease = "1";
    private static readonly string[] Names = ["north", "east", "south"];

    private readonly Random _random = new(seed);
    private TimeSpan _longestStop;
    private readonly NodeProcess?[] _nodes = new NodeProcess?[Names.Length];
    private TrainingProcess? _hub;
    private string[] _join = [];

    /// <summary>What was done to the fleet, in words.</summary>
    public List<string> Blows { get; } = [];

    /// <summary>Runs to the end of the run: strikes for a while, then lets it finish.</summary>
    /// <param name="churn">How long it strikes.</param>
    /// <param name="settings">Further arguments of the run.</param>
    /// <returns>The run's summary.</returns>
    public JsonObject Run(TimeSpan churn, params string[] settings)
    {
        _longestStop = churn / 10;
        _hub = job.Listen(run, workersHere: 1, ["--lease", Lease, .. settings]);
        _join = LinkedJob.JoinOptions(_hub);
        _hub.Follow();
        for (var i = 0; i < _nodes.Length; i++)
        {
            StartNode(i);
        }

        var began = Stopwatch.GetTimestamp();
        Thread.Sleep(_random.Next(1500, 4000));
        while (Stopwatch.GetElapsedTime(began) < churn && !IsOver())
        {
            Strike();
            Thread.Sleep(_random.Next(1500, 4000));
        }

        var summary = _hub.WaitForEnd(expectedExitCode: 0);
        foreach (var node in _nodes)
        {
            // One that was away when the run ended looks for its hub until somebody stops it.
            Thread.Sleep(node!.HasEnded ? 0 : 2000);
            node.TrySend("INT");
            node.WaitForEnd(expectedExitCode: 0);
        }

        return summary;
    }

    /// <summary>Whether somebody still listens where the hub did.</summary>
    public bool IsListening()
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", new Uri(_join[1]).Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _hub?.Dispose();
        foreach (var node in _nodes)
        {
            node?.Dispose();
        }
    }

    /// <summary>Nobody goes by himself before the run is finished; whether a node went well is asked when all have ended.</summary>
    private bool IsOver() => _hub!.HasEnded || _nodes.Any(node => node!.HasEnded);

    private void Strike()
    {
        var victim = _random.Next(_nodes.Length);
        switch (_random.Next(5))
        {
            case 0:
                Note("kill -9 of the hub");
                _hub!.Kill();
                _hub.Dispose();
                _hub = TrainingProcess.Start(
                    job.Path, "--resume", run, "--listen", _join[1], "--workers-here", "1", "--lease", Lease);
                _hub.Follow();
                break;
            case 1:
                Note($"{Names[victim]} stands still");
                if (_nodes[victim]!.TrySend("STOP"))
                {
                    Thread.Sleep(_random.Next(200, (int)_longestStop.TotalMilliseconds));
                    _nodes[victim]!.Send("CONT");
                }

                break;
            case 2:
                Note($"{Names[victim]} leaves");
                _nodes[victim]!.TrySend("INT");
                _nodes[victim]!.WaitForEnd(expectedExitCode: 0);
                Restart(victim);
                break;
            default:
                Note($"kill -9 of {Names[victim]}");
                _nodes[victim]!.Kill();
                Restart(victim);
                break;
        }
    }

    private void Restart(int place)
    {
        _nodes[place]!.Dispose();
        Thread.Sleep(_random.Next(0, 1500));
        StartNode(place);
    }

    private void StartNode(int place)
    {
        // Before it says so it does not hear what it is asked to do.
        _nodes[place] = NodeProcess.Start(job.Path, Names[place], _join).Reach("joining");
        _nodes[place]!.Follow();
    }

    private void Note(string blow) => Blows.Add(string.Create(CultureInfo.InvariantCulture, $"{DateTime.Now:HH:mm:ss} {blow}"));
}
