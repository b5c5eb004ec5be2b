using Decentral.Training.Protocol;

namespace Decentral.Training.Monitoring;

/// <summary>Keeps a run's curves. Returns at once; writes elsewhere.</summary>
public interface IMetrics
{
    /// <summary>Adds a point.</summary>
    void Add(MetricsPoint point);

    /// <summary>Takes back all points of later rounds.</summary>
    void RollBack(Round toRound);
}
