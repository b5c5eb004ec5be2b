namespace Decentral.Cli.Doctor;

/// <summary>
/// What was found on a machine, before any judgement. A fact that could not be found out is its error.
/// </summary>
internal sealed record MachineFacts
{
    public required string Version { get; init; }

    public required string Runtime { get; init; }

    public required string System { get; init; }

    /// <summary>Cores this process may use.</summary>
    public required int Cores { get; init; }

    /// <summary>Memory this process may use, in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>The folder that runs go to.</summary>
    public required string RunsFolder { get; init; }

    public required long FreeDiskBytes { get; init; }

    /// <summary>Why nothing can be written to the runs' folder; null when something can.</summary>
    public string? WriteError { get; init; }

    /// <summary>Null when libtorch cannot be used, for the reason in <see cref="TorchError"/>.</summary>
    public TorchFacts? Torch { get; init; }

    public string? TorchError { get; init; }

    /// <summary>The text that a job without data of its own trains on; null when there is none.</summary>
    public string? Documentation { get; init; }

    /// <summary>Why there is no such text, or no other than a substitute; null when all is well.</summary>
    public string? DocumentationNotice { get; init; }
}
