using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Decentral.Benchmarks.Fleets;
using Decentral.Cli.Runs;
using Decentral.Training.Monitoring;

namespace Decentral.Benchmarks.Shaped;

/// <summary>When each round of a run was committed, and what had been trained by then, as its directory tells while it goes on.</summary>
internal static class RunCommits
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits until enough has been seen from the first commit on, or it takes too long for more.</summary>
    /// <param name="folder">The run's.</param>
    /// <param name="since">Commits before are no part of it.</param>
    /// <param name="least">Commits after the first, at least.</param>
    /// <param name="time">From the first to the last, at least.</param>
    /// <param name="cancellationToken">The person wants to stop.</param>
    /// <exception cref="InvalidOperationException">There were no two of them.</exception>
    public static ImmutableArray<MetricsPoint> WaitFor(
        FleetFolder folder, DateTimeOffset since, int least, TimeSpan time, CancellationToken cancellationToken)
    {
        for (var began = Stopwatch.GetTimestamp(); ; cancellationToken.WaitHandle.WaitOne(BetweenLooks))
        {
            cancellationToken.ThrowIfCancellationRequested();
            ImmutableArray<MetricsPoint> commits = [.. Read(folder.MetricsPath).Where(commit => commit.At > since)];
            if (commits.Length > least && commits[^1].At - commits[0].At >= time)
            {
                return commits;
            }

            if (Stopwatch.GetElapsedTime(began) > time + Patience)
            {
                return commits.Length > 1
                    ? commits
                    : throw new InvalidOperationException(
                        $"{commits.Length} commits within {time + Patience}, of which it takes 2 to measure anything.");
            }
        }
    }

    /// <summary>Whole lines: the program may be at work on the last one.</summary>
    private static ImmutableArray<MetricsPoint> Read(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        return
        [
            .. reader.ReadToEnd().Split('\n')[..^1]
                .Select(line => JsonSerializer.Deserialize(line, MetricsJson.Default.MetricsPoint)!),
        ];
    }
}
