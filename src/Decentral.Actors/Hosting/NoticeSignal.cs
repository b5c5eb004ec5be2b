namespace Decentral.Actors.Hosting;

/// <summary>A message from the engine itself, with no sender: news of members, the outcome of a transfer.</summary>
public sealed class NoticeSignal : Signal
{
    private readonly Envelope _notice;

    private NoticeSignal(Envelope notice) => _notice = notice;

    /// <summary>Wraps a message.</summary>
    public static NoticeSignal Of<TMessage>(TMessage message)
        where TMessage : notnull => new(Envelope.Of(message, ActorRef.None));

    /// <inheritdoc />
    public override void Refuse() => _notice.Release();

    internal override ulong TraceId => _notice.TraceId;

    internal override void Apply(ActorCell cell) => cell.DeliverNotice(_notice);
}
