namespace Decentral.EndToEnd.Nodes;

/// <summary>A frame that went over a connection.</summary>
/// <param name="Kind">Its number on the wire.</param>
/// <param name="Transfer">Which bulk data it is of; of none where it is of another kind.</param>
internal sealed record TappedFrame(int Kind, TappedTransfer Transfer)
{
    /// <summary>With its length, the bytes that follow it, and the WebSocket's around the batch that it begins.</summary>
    public int Bytes { get; init; }

    /// <summary>Of bulk data, which follow it.</summary>
    public int PayloadBytes { get; init; }

    /// <summary>What it offers; null where it is no offer.</summary>
    public TappedOffer? Offered { get; init; }
}
