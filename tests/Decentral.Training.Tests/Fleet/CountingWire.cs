using Decentral.Actors.Hosting;
using Decentral.Simulation.Network;
using Decentral.Training.Formats;
using Decentral.Wire;

namespace Decentral.Training.Tests.Fleet;

/// <summary>Every message between nodes as its bytes; notes what there was.</summary>
internal sealed class CountingWire : IWireModel
{
    private readonly EncodedWire _wire = new(TrainingMessages.Catalogue);
    private readonly HashSet<MessageType> _used = [];

    /// <summary>Bytes of bulk data so far, headers included.</summary>
    public long BulkBytes { get; private set; }

    /// <summary>The formats that have been used so far.</summary>
    public IEnumerable<string> Manifests => _used.Select(ManifestOf);

    public Carriage Carry(in Envelope message, IReferenceResolver references)
    {
        _used.Add(message.Type!);
        return _wire.Carry(message, references);
    }

    public Carriage CarryBulk(in Envelope message, long payloadBytes, IReferenceResolver references)
    {
        _used.Add(message.Type!);
        var carriage = _wire.CarryBulk(message, payloadBytes, references);
        BulkBytes += carriage.Bytes;
        return carriage;
    }

    private static string ManifestOf(MessageType type) =>
        TrainingMessages.Catalogue.TryFind(type, out var format)
        || TrainingMessages.Catalogue.TryFindTransferred(type, out format)
            ? format.Manifest
            : "none";
}
