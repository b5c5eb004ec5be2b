using Decentral.Actors.Transfers;

namespace Decentral.Training.Archives;

/// <summary>Send bytes that measure the link.</summary>
/// <param name="Ballast">Owned by the receiver.</param>
/// <param name="Arrived">Completes when the other side has them; false where they did not arrive.</param>
internal sealed record SendBallast(Payload Ballast, TaskCompletionSource<bool> Arrived) : IDisposable
{
    public void Dispose() => Ballast.Dispose();
}
