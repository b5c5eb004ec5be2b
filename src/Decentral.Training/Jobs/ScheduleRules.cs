using System.Globalization;

namespace Decentral.Training.Jobs;

/// <summary>
/// Schedules that this build can run: the whole model at once, with workers that wait for the result.
/// </summary>
internal static class ScheduleRules
{
    public static IEnumerable<JobProblem> Check(Job job)
    {
        var sync = job.Sync;
        if (sync.Fragments > job.Model.Layers)
        {
            yield return new JobProblem(
                "sync.fragments", $"at most model.layers {job.Model.Layers}", $"{sync.Fragments}",
                "use sync.fragments: 1", "a fragment holds at least one layer");
        }
        else if (sync.Fragments > 1)
        {
            yield return NotYet("sync.fragments", "1", $"{sync.Fragments}", "synchronises the parameters as a whole");
        }
        if (sync.Overlap > 0)
        {
            yield return NotYet("sync.overlap", "0", $"{sync.Overlap}", "waits for each update before it trains on");
        }
        if (sync.Mixing > 0)
        {
            yield return NotYet(
                "sync.mixing", "0", sync.Mixing.ToString("R", CultureInfo.InvariantCulture),
                "takes each update as it is");
        }
    }

    private static JobProblem NotYet(string path, string expected, string found, string instead) =>
        new(path, expected, found, $"use {path}: {expected}", $"this version {instead}");
}
