using System.Text.Json;
using Decentral.Actors.EventSourcing;
using Decentral.Training.Coordination.Events;

namespace Decentral.Training.Coordination;

/// <summary>Events as JSON, which a person can read in the journal.</summary>
public sealed class CoordinatorEventSerializer : IEventSerializer<CoordinatorEvent>
{
    /// <inheritdoc />
    public ReadOnlyMemory<byte> Write(CoordinatorEvent journaled) =>
        JsonSerializer.SerializeToUtf8Bytes(journaled, CoordinatorJson.Default.CoordinatorEvent);

    /// <inheritdoc />
    public CoordinatorEvent Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes.Span, CoordinatorJson.Default.CoordinatorEvent)
                ?? throw new JournalException("The journal holds a null where an event of the coordinator was expected.");
        }
        catch (JsonException error)
        {
            throw new JournalException(
                $"The journal holds something else than an event of the coordinator: {error.Message} It was written by a newer " +
                "version, or is damaged; resume with the version that wrote it, or from a copy.",
                error);
        }
    }
}
