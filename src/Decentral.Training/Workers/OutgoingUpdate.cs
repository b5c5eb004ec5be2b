using Decentral.Actors.Transfers;
using Decentral.Training.Protocol;

namespace Decentral.Training.Workers;

/// <summary>
/// The update of a round that was trained: encoded once, and held until the round's outcome is there, as the shard may ask for it
/// again. Owns the encoded update.
/// </summary>
internal sealed class OutgoingUpdate(OutgoingHeader header, Payload update) : IDisposable
{
    /// <summary>What it is.</summary>
    public OutgoingHeader Header { get; private set; } = header;

    /// <summary>The round that was trained.</summary>
    public RoundWork Work => Header.Work;

    /// <summary>The encoded update.</summary>
    public Payload Update { get; } = update;

    /// <summary>How far it has come.</summary>
    public SendState State { get; set; } = SendState.Due;

    /// <summary>The transfer that brings it to the shard.</summary>
    public TransferId Transfer { get; set; }

    /// <summary>The round goes on in another term: the shard is to get it again, under that.</summary>
    public void Reopen(Term opened)
    {
        Header = Header with { Work = Work with { Opened = opened } };
        State = SendState.Due;
    }

    public void Dispose() => Update.Dispose();
}
