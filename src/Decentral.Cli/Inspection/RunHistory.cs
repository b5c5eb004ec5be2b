using System.Collections.Immutable;
using Decentral.Training.Protocol;

namespace Decentral.Cli.Inspection;

/// <summary>What became of a run, as its ledger tells it.</summary>
internal sealed record RunHistory
{
    public static RunHistory Empty { get; } = new();

    public RunStatus Status { get; init; } = RunStatus.Interrupted;

    /// <summary>When the run was made; null before that is in the ledger.</summary>
    public DateTimeOffset? MadeAt { get; init; }

    /// <summary>Of the last entry.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The budget in samples.</summary>
    public long Samples { get; init; }

    public int TokensPerSample { get; init; }

    /// <summary>Committed rounds that still count.</summary>
    public ImmutableList<RoundRecord> Rounds { get; init; } = [];

    /// <summary>Held-out loss before the first round; null when it was not measured.</summary>
    public double? FirstEvalLoss { get; init; }

    /// <summary>Rounds that were committed and then undone.</summary>
    public long RoundsUndone { get; init; }

    /// <summary>Rounds that came to nothing.</summary>
    public int RoundsDiscarded { get; init; }

    /// <summary>Lost parts that were replaced.</summary>
    public int Recoveries { get; init; }

    /// <summary>Everyone who was ever in the run, in member order.</summary>
    public ImmutableSortedDictionary<WorkerId, MemberRecord> Members { get; init; } =
        ImmutableSortedDictionary<WorkerId, MemberRecord>.Empty;

    /// <summary>Which node was given which place, whether it joined or not.</summary>
    public ImmutableSortedDictionary<WorkerId, string> Places { get; init; } =
        ImmutableSortedDictionary<WorkerId, string>.Empty;

    public ImmutableList<Happening> Happenings { get; init; } = [];

    /// <summary>Between the newest term and the entry before it, until it is known whether anybody trained in it.</summary>
    public TimeSpan Silence { get; init; }

    /// <summary>When the open round was opened, later by the time in which nobody trained; null between rounds.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>Who goes on training while the open round closes, and is sent what it comes to like those who gave to it.</summary>
    public ImmutableHashSet<WorkerId> CarriedOver { get; init; } = [];

    public long Tokens => Rounds.Sum(round => round.Tokens);

    public long Bytes => Rounds.Sum(round => round.Bytes);

    /// <summary>Samples that committed rounds have used.</summary>
    public long SamplesUsed => TokensPerSample == 0 ? 0 : Tokens / TokensPerSample;

    public double? TrainLoss => Rounds.IsEmpty ? null : Rounds[^1].TrainLoss;

    public double? EvalLoss => Rounds.LastOrDefault(round => round.EvalLoss is not null)?.EvalLoss ?? FirstEvalLoss;
}
