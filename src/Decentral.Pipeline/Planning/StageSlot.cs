using Decentral.Models.Decoders;

namespace Decentral.Pipeline.Planning;

/// <summary>A place in a pipeline that is to get layers.</summary>
/// <param name="Member">Who has it.</param>
/// <param name="Memory">Bytes that it may take.</param>
/// <param name="Held">Microbatches that it holds at most.</param>
/// <param name="HandOverSeconds">Of a microbatch to the next place and of its gradients back.</param>
internal readonly record struct StageSlot(PipelineMember Member, long Memory, int Held, double HandOverSeconds)
{
    /// <summary>For a microbatch both ways; infinite where the layers do not fit.</summary>
    public double SecondsFor(ModelCosts costs, LayerRange layers)
    {
        var cost = costs.Of(layers);
        return cost.BytesHolding(Held) <= Memory ? (cost.Seconds / Member.Speed) + HandOverSeconds : double.PositiveInfinity;
    }
}
