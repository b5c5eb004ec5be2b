using Decentral.Actors.Nodes.Sessions;

namespace Decentral.Actors.Nodes.Links;

/// <summary>Sends what waits in a session's control outbox.</summary>
internal static class ControlSender
{
    /// <summary>Sends until nothing more will come, or cancelled.</summary>
    public static async Task SendAsync(Session session, FrameSocket socket, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (session.Control.TryTake(out var batch))
            {
                await socket.SendAsync(batch, cancellationToken).ConfigureAwait(false);
            }
            else if (session.Control.IsFinished)
            {
                await socket.CloseAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            else
            {
                await session.ControlLink.Work.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
