using Decentral.Actors.Hosting;
using Decentral.Actors.Nodes.Addressing;
using Decentral.Actors.Transfers;
using Decentral.Wire.Formats;

namespace Decentral.Actors.Nodes.Transfers;

/// <summary>
/// Bulk data on its way to another node. It is held by the path that sends it, and by the link for as long as it sends
/// a chunk of it, or of several where it has changed from one to another. When nobody holds it any more the payload is
/// released, and then its sender hears what has become of it.
/// </summary>
internal sealed class OutgoingTransfer(
    TransferKey key,
    ActorCell sender,
    RemoteReference receiver,
    in Envelope message,
    TransferId transfer,
    MessageFormat format)
{
    private readonly Envelope _message = message;
    private NoticeSignal? _outcome;
    private int _holders = 1;

    public TransferKey Key => key;

    public ActorRef Sender => sender.Self;

    public RemoteReference Receiver => receiver;

    public TransferId Transfer => transfer;

    /// <summary>Carries the header beside the payload.</summary>
    public ref readonly Envelope Message => ref _message;

    /// <summary>Of the header.</summary>
    public MessageFormat Format => format;

    public ReadOnlyMemory<byte> Bytes { get; } = format.PayloadOf(message.Carried).Bytes;

    /// <summary>Bytes handed to the link, from the start.</summary>
    public long Sent { get; set; }

    /// <summary>When the receiver was last known to make progress with it.</summary>
    public TimeSpan ProgressedAt { get; set; }

    /// <summary>When it was last offered.</summary>
    public TimeSpan OfferedAt { get; set; }

    /// <summary>Whether the path has not yet come to all of it.</summary>
    public bool HasMoreToSend => Sent < Bytes.Length;

    /// <summary>Whether the receiver has said where to begin.</summary>
    public bool IsAccepted { get; set; }

    public void Hold() => Interlocked.Increment(ref _holders);

    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            _message.Release();
            sender.Post(_outcome!);
        }
    }

    /// <summary>The receiver's node has it whole and its mailbox took it.</summary>
    public void Complete()
    {
        _outcome = NoticeSignal.Of(new TransferCompleted(transfer));
        Release();
    }

    /// <summary>It did not arrive.</summary>
    public void Fail(DeadLetterReason reason, string words, DeadLetterOffice deadLetters)
    {
        deadLetters.Note(_message, receiver, reason);
        _outcome = NoticeSignal.Of(new TransferFailed(transfer, words));
        Release();
    }
}
