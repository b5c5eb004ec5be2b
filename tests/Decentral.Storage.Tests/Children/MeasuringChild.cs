using System.Text;
using Decentral.Children;
using Decentral.Storage.Metrics;

namespace Decentral.Storage.Tests.Children;

/// <summary>
/// Adds ten lines a round to a metrics file for ever, and flushes; reports each round that is flushed.
/// </summary>
internal static class MeasuringChild
{
    public const string Role = "measure";
    public const int StepsPerRound = 10;

    public static async Task Run(string path)
    {
        await using var metrics = await MetricsFile.Open(path);
        for (var round = 1; ; round++)
        {
            for (var step = 0; step < StepsPerRound; step++)
            {
                metrics.Append(Encoding.UTF8.GetBytes(Line(round, step)));
            }

            await metrics.Flush();
            ChildProcess.Report($"{round}");
        }
    }

    public static string Line(long round, int step) =>
        $$"""{"round":{{round}},"step":{{step}},"loss":{{new string('1', (step * 50) + 1)}}}""";
}
