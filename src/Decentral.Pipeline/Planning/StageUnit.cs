using System.Collections.Immutable;
using Decentral.Models.Decoders;

namespace Decentral.Pipeline.Planning;

/// <summary>Places that follow one another and get equally many layers each; mostly one.</summary>
internal sealed record StageUnit(ImmutableArray<StageSlot> Slots)
{
    /// <summary>Whether more layers always take longer, and never fit where fewer do not.</summary>
    public bool GrowsWithLayers => Slots.Length == 1;

    /// <summary>Of the slowest; infinite where the layers do not fit, or cannot be shared out.</summary>
    public double SecondsFor(ModelCosts costs, LayerRange layers)
    {
        if (layers.Count % Slots.Length != 0)
        {
            return double.PositiveInfinity;
        }

        var most = 0.0;
        for (var slot = 0; slot < Slots.Length; slot++)
        {
            most = Math.Max(most, Slots[slot].SecondsFor(costs, PartOf(layers, slot)));
        }

        return most;
    }

    /// <summary>The layers of each place.</summary>
    public IEnumerable<LayerRange> Share(LayerRange layers) => Slots.Select((_, slot) => PartOf(layers, slot));

    private LayerRange PartOf(LayerRange layers, int slot)
    {
        var each = layers.Count / Slots.Length;
        return new LayerRange(layers.First + (slot * each), layers.First + ((slot + 1) * each));
    }
}
