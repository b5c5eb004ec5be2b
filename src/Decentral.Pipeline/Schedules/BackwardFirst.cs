using System.Collections.Immutable;

namespace Decentral.Pipeline.Schedules;

/// <summary>
/// Of the passes that can start: backward ones first, which free memory; then the oldest microbatch, and of its passes the one that is
/// furthest. New microbatches are let in as others leave.
/// </summary>
/// <param name="routes">Where microbatches go.</param>
/// <param name="inFlight">Microbatches that may be under way at one time.</param>
internal sealed class BackwardFirst(PipelineRoutes routes, int inFlight) : IPassOrder
{
    private readonly ImmutableArray<List<Pass>> _left =
    [
        .. Enumerable.Range(0, routes.Stages).Select(stage => routes.PassesOn(stage)
            .OrderByDescending(pass => pass.Kind).ThenBy(pass => pass.Microbatch).ThenByDescending(routes.PlaceOf).ToList()),
    ];

    public Pass? Next(int stage, Execution execution)
    {
        var found = _left[stage].FindIndex(pass => execution.CanStart(pass) && (IsUnderWay(pass) || execution.InFlight < inFlight));
        if (found < 0)
        {
            return null;
        }

        var pass = _left[stage][found];
        _left[stage].RemoveAt(found);
        return pass;
    }

    public Pass? Awaited(int stage) => _left[stage].Count > 0 ? _left[stage][0] : null;

    private bool IsUnderWay(Pass pass) => routes.Before(pass) is not null;
}
