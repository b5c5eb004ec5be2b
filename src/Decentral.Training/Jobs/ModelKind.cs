using System.Text.Json.Serialization;

namespace Decentral.Training.Jobs;

/// <summary>The family of decoder: which norm, position encoding and feed-forward its blocks use.</summary>
public enum ModelKind
{
    /// <summary>GPT-2's: LayerNorm, learned positions, GELU.</summary>
    [JsonStringEnumMemberName("gpt")]
    Gpt,

    /// <summary>Llama's: RMSNorm, rotary positions, SwiGLU, grouped-query attention.</summary>
    [JsonStringEnumMemberName("llama")]
    Llama,
}
