namespace Decentral.Actors.EventSourcing;

/// <summary>Events as bytes. Reads whatever an earlier version wrote.</summary>
public interface IEventSerializer<TEvent>
{
    /// <summary>The bytes of one event; equal events give equal bytes.</summary>
    ReadOnlyMemory<byte> Write(TEvent journaled);

    /// <summary>The event of such bytes.</summary>
    /// <exception cref="JournalException">They are not an event; the message says what was found.</exception>
    TEvent Read(ReadOnlyMemory<byte> bytes);
}
