using Decentral.Actors.Transfers;
using Decentral.Pipeline.Protocol;

namespace Decentral.Pipeline.Stages;

/// <summary>A copy of some state, at hand.</summary>
/// <param name="Id">Of what.</param>
/// <param name="OptimizerSteps">Steps of its inner optimizer.</param>
/// <param name="State">As <see cref="AtomState"/> writes it.</param>
internal sealed record StateCopy(CopyId Id, long OptimizerSteps, Payload State) : IDisposable
{
    public void Dispose() => State.Dispose();
}
