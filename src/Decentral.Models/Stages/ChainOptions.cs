namespace Decentral.Models.Stages;

/// <summary>The shape of a <see cref="StagedChain"/>.</summary>
public sealed record ChainOptions
{
    /// <summary>Layers between the embedding and the head, at least 1.</summary>
    public int Layers { get; init; } = 4;

    /// <summary>Columns of the residual stream, at least 1.</summary>
    public int Width { get; init; } = 4;

    /// <summary>Rows of the embedding; a token is counted modulo this.</summary>
    public int Vocabulary { get; init; } = 16;

    /// <summary>Whether the head is the embedding.</summary>
    public bool IsTied { get; init; }
}
