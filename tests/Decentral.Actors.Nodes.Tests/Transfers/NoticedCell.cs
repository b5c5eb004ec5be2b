using System.Runtime.CompilerServices;
using Decentral.Actors.Hosting;
using Decentral.Actors.Membership;
using Decentral.Actors.Transfers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decentral.Actors.Nodes.Tests.Transfers;

/// <summary>A sender of bulk data that only notes what it is told of the outcomes.</summary>
internal sealed class NoticedCell() : ActorCell(null, () => throw new NotSupportedException())
{
    private readonly Lock _gate = new();
    private readonly List<object> _notices = [];

    public IReadOnlyList<object> Notices
    {
        get
        {
            lock (_gate)
            {
                return [.. _notices];
            }
        }
    }

    public override ActorRef Self => ActorRef.None;

    public override DateTimeOffset Now => throw new NotSupportedException();

    public override ICluster Cluster => throw new NotSupportedException();

    public override ILogger Log => NullLogger.Instance;

    protected override DeadLetterOffice DeadLetters => throw new NotSupportedException();

    public override void Post(Signal signal)
    {
        var notice = NoticeOf((NoticeSignal)signal);
        lock (_gate)
        {
            _notices.Add(notice.Type!.Open(notice.Carried));
        }
    }

    public override ActorRef Named(string wellKnownName) => throw new NotSupportedException();

    protected override ActorCell MakeChild(string name, Func<Actor> factory, SpawnOptions options) =>
        throw new NotSupportedException();

    protected override ActorCell? CellOf(ActorRef actor) => throw new NotSupportedException();

    protected override void Send(ActorRef receiver, in Envelope message) => throw new NotSupportedException();

    protected override void SendBulk(ActorRef receiver, in Envelope message, long bytes, TransferId transfer) =>
        throw new NotSupportedException();

    protected override void SendWatch(ActorRef actor) => throw new NotSupportedException();

    protected override void SendUnwatch(ActorRef actor) => throw new NotSupportedException();

    protected override IDisposable StartTimer(TimeSpan delay, ScheduledMessage message) =>
        throw new NotSupportedException();

    protected override void Close() => throw new NotSupportedException();

    protected override void Ended(Exception? failure) => throw new NotSupportedException();

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_notice")]
    private static extern ref Envelope NoticeOf(NoticeSignal signal);
}
