using Decentral.Actors;
using Decentral.Actors.Hosting;
using Decentral.Actors.Transfers;
using Decentral.Simulation.Nodes;
using Decentral.Simulation.Time;

namespace Decentral.Simulation.Network;

/// <summary>
/// Bulk data on its way, chunk by chunk. A lost chunk is sent again, a cut link is tried again, and when there has been no
/// progress for too long the payload is released and the sender hears of it.
/// </summary>
internal sealed class BulkTransfer(
    SimulatedActorCell sender, ActorRef receiver, SimulatedActorSystem destination, Envelope message, TransferId transfer)
    : TimedEvent
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(100);

    private readonly SimulatedActorSystem _origin = sender.System;
    private readonly Link _link = sender.System.World.LinkBetween(sender.System.Node, destination.Node);
    private DateTimeOffset _progressed;
    private long _left;
    private long _underWay;
    private bool _waitsToRetry;

    public override ulong TraceId => message.TraceId ^ destination.TraceId ^ (ulong)_left;

    public void Start(long bytes)
    {
        _left = bytes;
        _progressed = _origin.World.Now;
        SendChunk();
    }

    /// <summary>A chunk has been sent, or it is time to try again.</summary>
    public override void Happen() => _origin.Standstill.WhenAwake(GoOn);

    private void GoOn()
    {
        if (!_origin.IsAlive)
        {
            message.Release();
        }
        else if (_waitsToRetry)
        {
            _waitsToRetry = false;
            SendChunk();
        }
        else if (!destination.IsAlive || destination.Standstill.IsFrozen || _link.Loses)
        {
            RetryOrFail();
        }
        else if (_left == _underWay)
        {
            Arrive();
        }
        else
        {
            _left -= _underWay;
            _progressed = _origin.World.Now;
            SendChunk();
        }
    }

    private void SendChunk()
    {
        _underWay = Math.Min(_left, _link.ChunkBytes);
        var sent = _link.SendChunk(_underWay);
        _origin.World.Loop.PlanAt(_underWay == _left ? sent + _link.DrawLatency() : sent, this);
    }

    private void RetryOrFail()
    {
        var world = _origin.World;
        if (world.Now - _progressed < world.Options.TransferTimeout && !_origin.Cluster.HasLost(destination))
        {
            _waitsToRetry = true;
            world.Loop.Plan(RetryAfter, this);
            return;
        }

        _origin.DeadLetterOffice.Take(message, receiver, DeadLetterReason.Lost);
        sender.Post(NoticeSignal.Of(new TransferFailed(
            transfer,
            $"{destination.Node} has not taken {_left} more bytes since {_progressed:HH:mm:ss.fff}.")));
    }

    private void Arrive()
    {
        var refusal = destination.Cluster.HasLost(_origin)
            ? DeadLetterReason.Lost
            : destination.Network.TryAccept(receiver, message);
        if (refusal is { } reason)
        {
            destination.DeadLetterOffice.Take(message, receiver, reason);
        }

        var outcome = refusal is null
            ? NoticeSignal.Of(new TransferCompleted(transfer))
            : NoticeSignal.Of(new TransferFailed(transfer, $"{receiver} did not take it: {refusal}."));
        destination.Network.SendSignal(new MessageStream(), sender, outcome);
    }
}
