namespace Decentral.Actors;

/// <summary>States that an actor takes messages of one type.</summary>
/// <typeparam name="TMessage">
/// An immutable record; a readonly record struct where it fits 32 bytes, which then travels without allocation.
/// </typeparam>
public interface IReceive<in TMessage>
{
    /// <summary>Handles one message; never called twice at once for one actor.</summary>
    void Receive(TMessage message);
}
