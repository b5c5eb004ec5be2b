namespace Decentral.Training.Jobs;

/// <summary>The text that the trained model writes at the end of a run.</summary>
public sealed record SampleOptions
{
    /// <summary>What the model continues.</summary>
    public string Prompt { get; init; } = "The ";

    /// <summary>Tokens written; 0 writes none.</summary>
    public int Tokens { get; init; } = 200;

    /// <summary>Divides the logits before sampling; 0 takes the likeliest token.</summary>
    public double Temperature { get; init; } = 0.8;
}
