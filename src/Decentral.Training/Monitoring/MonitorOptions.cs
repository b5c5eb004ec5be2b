using Decentral.Training.Coordination;
using Decentral.Training.Progress;

namespace Decentral.Training.Monitoring;

/// <summary>Whom a monitor tells, and of what.</summary>
public sealed record MonitorOptions
{
    /// <summary>The plan of the run.</summary>
    public required RunPlan Plan { get; init; }

    /// <summary>Shows the run to a person.</summary>
    public required IRunObserver Observer { get; init; }

    /// <summary>Keeps the curves.</summary>
    public required IMetrics Metrics { get; init; }

    /// <summary>
    /// Share of the lanes' time that went into training, 0 to 1, or null where nobody trains in this process; asked for at each report.
    /// </summary>
    public required Func<double?> Utilisation { get; init; }

    /// <summary>Told once, when the run is over for this process.</summary>
    public required Action<RunOutcome> Ended { get; init; }

    /// <summary>Time between two reports of progress.</summary>
    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromMilliseconds(250);
}
