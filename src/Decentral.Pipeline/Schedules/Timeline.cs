using System.Collections.Immutable;

namespace Decentral.Pipeline.Schedules;

/// <summary>When each pass of a step begins and ends.</summary>
public sealed class Timeline
{
    internal Timeline(PipelineRoutes routes, ImmutableArray<ImmutableArray<TimedPass>> stages, ImmutableArray<StageWait> waits)
    {
        Routes = routes;
        Stages = stages;
        Waits = waits;
        Makespan = stages.Max(passes => passes.IsEmpty ? 0 : passes[^1].End);
        Busy = [.. stages.Select(passes => passes.Sum(pass => pass.End - pass.Start))];
        Programs = [.. stages.Select((passes, stage) => new StageProgram(stage, [.. passes.Select(timed => timed.Pass)]))];
    }

    /// <summary>Where chunks and microbatches go.</summary>
    public PipelineRoutes Routes { get; }

    /// <summary>By stage, what it makes, in its order.</summary>
    public ImmutableArray<ImmutableArray<TimedPass>> Stages { get; }

    /// <summary>The same without times.</summary>
    public ImmutableArray<StageProgram> Programs { get; }

    /// <summary>Who waits for whom where the programs come to no end; empty where all is made.</summary>
    public ImmutableArray<StageWait> Waits { get; }

    /// <summary>Whether all passes are made; otherwise the programs lock each other up with the slots that they have.</summary>
    public bool IsComplete => Waits.IsEmpty;

    /// <summary>When the last pass ends.</summary>
    public double Makespan { get; }

    /// <summary>By stage, time in which it computes.</summary>
    public ImmutableArray<double> Busy { get; }

    /// <summary>Share of the step in which a stage does nothing, from 0 to 1.</summary>
    public double BubbleOf(int stage) => (Makespan - Busy[stage]) / Makespan;

    /// <summary>
    /// The most activations that a stage holds at one time, one for each microbatch in each of its chunks, from the beginning of the
    /// forward pass to the end of the backward pass.
    /// </summary>
    public int PeakHeldBy(int stage) => (int)Programs[stage].PeakBytes(_ => 1);

    /// <summary>The timeline of some programs.</summary>
    /// <param name="programs">One for each stage, in order.</param>
    /// <param name="routes">Where the programs' microbatches go.</param>
    /// <param name="options">How long passes take.</param>
    public static Timeline Of(ImmutableArray<StageProgram> programs, PipelineRoutes routes, TimelineOptions options)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(options);
        return programs.Length == routes.Stages
            ? new Execution(routes, options, new ProgramOrder(programs)).Run()
            : throw new ArgumentException($"{routes.Stages} stages have as many programs, found {programs.Length}.", nameof(programs));
    }

    /// <inheritdoc cref="Of(ImmutableArray{StageProgram}, PipelineRoutes, TimelineOptions)"/>
    /// <param name="schedule">Whose programs they are.</param>
    /// <param name="options">How long passes take.</param>
    public static Timeline Of(ScheduleOptions schedule, TimelineOptions options) =>
        Of(PipelineSchedule.Build(schedule), PipelineRoutes.Straight(schedule), options);
}
