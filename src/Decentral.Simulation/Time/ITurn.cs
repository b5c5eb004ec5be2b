namespace Decentral.Simulation.Time;

/// <summary>Something with work waiting that takes no time: one piece a turn.</summary>
internal interface ITurn
{
    /// <summary>Does one piece and adds what it was to the trace; true when more waits.</summary>
    bool Take(TraceDigest trace);
}
