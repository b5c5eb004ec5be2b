namespace Decentral.Training.Jobs;

/// <summary>Fragments that a model can be cut into and a round can hold, and updates that arrive before the next one is sent.</summary>
internal static class ScheduleRules
{
    public static IEnumerable<JobProblem> Check(Job job) =>
        job.Update.Kind == UpdateKind.None ? []
        : job.Sync.Asynchronous ? CheckAsynchronous(job).Concat(CheckFragments(job))
        : job.Outer.Optimizer == OuterOptimizerKind.DelayedNesterov ? [DelayedInVain]
        : job.Update.IsOfOneStep ? CheckEveryStep(job)
        : job.IsOneRoundLate ? CheckOneRoundLate(job)
        : CheckFragments(job).Concat(CheckOverlap(job));

    private static JobProblem DelayedInVain { get; } = new(
        "outer.optimizer", "delayed-nesterov with sync.asynchronous: true", "delayed-nesterov with all updates at one time",
        "use outer.optimizer: nesterov, or sync.asynchronous: true",
        "a momentum that waits for all updates is Nesterov's where all come together");

    private static IEnumerable<JobProblem> CheckAsynchronous(Job job)
    {
        if (job.Update.Kind != UpdateKind.PseudoGradient)
        {
            yield return new JobProblem(
                "sync.asynchronous", "false with update.kind " + ChoiceName.Of(job.Update.Kind), "true",
                "use sync.asynchronous: false, or update.kind: pseudo-gradient",
                "what is late can be added to newer parameters only where it is a direction");
        }
        if (job.Sync is { Quorum: 1, Deadline: null })
        {
            yield return new JobProblem(
                "sync.asynchronous", "false with sync.quorum 1", "true", "use sync.quorum: 0, or sync.asynchronous: false",
                "nobody is ever late where each round waits for all");
        }
        if (job.IsOneRoundLate)
        {
            yield return new JobProblem(
                "outer.optimizer", "delayed-nesterov, nesterov or sgd with sync.asynchronous", "co2",
                "use outer.optimizer: delayed-nesterov, or sync.asynchronous: false", "CO2's updates are late by exactly a round");
        }
        if (job.Sync.Overlap > 0)
        {
            yield return new JobProblem(
                "sync.overlap", "0", $"{job.Sync.Overlap}", "use sync.overlap: 0, or sync.asynchronous: false",
                "with sync.asynchronous each worker takes updates up as they come; with sync.fragments it trains on meanwhile");
        }
        if (job.Sync is { Mixing: > 0, Fragments: 1 })
        {
            yield return new JobProblem(
                "sync.mixing", "0", FormattableString.Invariant($"{job.Sync.Mixing}"),
                "use sync.mixing: 0, or sync.fragments: 2",
                "with sync.asynchronous each worker begins its rounds from the newest parameters, as a whole");
        }
    }

    /// <summary>Data-parallel replicas stay alike: there is no part to be behind with, and nothing of one's own to keep.</summary>
    private static IEnumerable<JobProblem> CheckEveryStep(Job job)
    {
        var reason = $"with update.kind {ChoiceName.Of(job.Update.Kind)} all replicas make the same step at the same time";
        if (job.Sync.Fragments > 1)
        {
            yield return new JobProblem("sync.fragments", "1", $"{job.Sync.Fragments}", "use sync.fragments: 1", reason);
        }
        if (job.Sync.Overlap > 0)
        {
            yield return new JobProblem("sync.overlap", "0", $"{job.Sync.Overlap}", "use sync.overlap: 0", reason);
        }
        if (job.Sync.Mixing > 0)
        {
            yield return new JobProblem(
                "sync.mixing", "0", FormattableString.Invariant($"{job.Sync.Mixing}"), "use sync.mixing: 0", reason);
        }
    }

    /// <summary>Each round begins with the global parameters as a whole.</summary>
    private static IEnumerable<JobProblem> CheckOneRoundLate(Job job)
    {
        const string Reason = "with outer.optimizer co2 each round is trained from the global parameters";
        if (job.Sync.Fragments > 1)
        {
            yield return new JobProblem(
                "sync.fragments", "1", $"{job.Sync.Fragments}", "use sync.fragments: 1, or outer.optimizer: nesterov with sync.overlap", Reason);
        }
        if (job.Sync.Mixing > 0)
        {
            yield return new JobProblem(
                "sync.mixing", "0", FormattableString.Invariant($"{job.Sync.Mixing}"),
                "use sync.mixing: 0, or outer.optimizer: nesterov with sync.overlap", Reason);
        }
    }

    private static IEnumerable<JobProblem> CheckFragments(Job job)
    {
        var (fragments, layers, every) = (job.Sync.Fragments, job.Model.Layers, job.Sync.Every);
        if (fragments > layers)
        {
            yield return new JobProblem(
                "sync.fragments", $"at most model.layers {layers}", $"{fragments}", $"use sync.fragments: {layers}",
                "a fragment holds at least one layer");
        }
        if (fragments > every)
        {
            yield return new JobProblem(
                "sync.fragments", $"at most sync.every {every}", $"{fragments}", $"use sync.fragments: {every}",
                "each fragment has a round of at least one inner step");
        }
    }

    private static IEnumerable<JobProblem> CheckOverlap(Job job)
    {
        var (overlap, every) = (job.Sync.Overlap, job.Sync.Every);
        var most = Math.Min(every - 1, every / Math.Min(every, job.Sync.Fragments));
        if (overlap > most)
        {
            yield return new JobProblem(
                "sync.overlap", $"at most {most} with sync.every {every} and sync.fragments {job.Sync.Fragments}", $"{overlap}",
                $"use sync.overlap: {most}, raise sync.every, or let updates be a round late with outer.optimizer: co2",
                "an update is to arrive before the next one is sent");
        }
    }
}
