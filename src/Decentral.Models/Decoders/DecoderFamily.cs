namespace Decentral.Models.Decoders;

/// <summary>Which published architecture a decoder follows.</summary>
public enum DecoderFamily
{
    /// <summary>
    /// GPT-2 (Radford et al., 2019): learned positions, layer norm, biases, GELU by tanh; as many key-value heads as
    /// heads.
    /// </summary>
    Gpt,

    /// <summary>
    /// Llama (Touvron et al., arXiv:2302.13971, arXiv:2307.09288): rotary positions, RMS norm, no biases, SwiGLU,
    /// grouped-query attention.
    /// </summary>
    Llama,
}
