using System.Globalization;
using Decentral.Training.Progress;

namespace Decentral.Cli.Presentation;

/// <summary>What happened in a run, in a sentence.</summary>
internal static class EventText
{
    public static string Of(RunEvent happened) => happened switch
    {
        RunStarted started => string.Create(
            CultureInfo.InvariantCulture,
            $"{Units.Count(started.Parameters)} parameters, {Units.Count(started.TrainingTokens)} training tokens, "
            + $"{Units.Count(started.HeldOutTokens)} held out; {Units.Plural(started.Lanes, "lane")} of "
            + $"{Units.Plural(started.Threads, "thread")} on {started.Device}"),
        HeldOutMeasured measured => string.Create(
            CultureInfo.InvariantCulture,
            $"round {measured.Round}, {Units.Count(measured.Tokens)} tokens: loss {Units.Loss(measured.TrainLoss)}, "
            + $"held-out {Units.Loss(measured.EvalLoss)}"),
        SnapshotSaved saved => string.Create(CultureInfo.InvariantCulture, $"round {saved.Round} is saved"),
        RunResumed resumed => Describe(resumed),
        MemberJoined joined => $"{joined.Member} joined",
        MemberLost lost => $"{lost.Member} left: {lost.Reason}",
        Recovered recovered => $"{recovered.Part} goes on: {recovered.Source}",
        RunNotice notice => notice.Text,
        _ => happened.ToString(),
    };

    /// <summary>Whether the person should be alarmed.</summary>
    public static bool IsWarning(RunEvent happened) => happened is MemberLost or RunNotice { IsWarning: true };

    private static string Describe(RunResumed resumed)
    {
        var from = string.Create(CultureInfo.InvariantCulture, $"going on from round {resumed.FromRound}");
        return resumed.RoundsRedone switch
        {
            0 => from,
            1 => $"{from}; the round after it is redone",
            var rounds => $"{from}; the {Units.Count(rounds)} rounds after it are redone",
        };
    }
}
