using System.Text.Json.Serialization;

namespace Decentral.Training.Protocol;

/// <summary>What one worker gave to a round.</summary>
/// <param name="Worker">Whose.</param>
/// <param name="Incarnation">Which life of it.</param>
/// <param name="Tokens">Tokens trained in the round.</param>
/// <param name="MeanLoss">Mean training loss over them, in nats a token.</param>
/// <param name="Bytes">Size of the encoded update with its header.</param>
public sealed record Contribution(WorkerId Worker, Incarnation Incarnation, long Tokens, double MeanLoss, long Bytes)
{
    /// <summary>Inner steps that changed nothing, as their gradients were not finite; journals of old do not have it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int SkippedSteps { get; init; }
}
