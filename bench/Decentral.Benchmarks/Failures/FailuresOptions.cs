using System.Collections.Immutable;

namespace Decentral.Benchmarks.Failures;

/// <summary>What the command line asks for.</summary>
internal sealed record FailuresOptions
{
    /// <summary>Where results and traces are kept.</summary>
    public required string ResultsPath { get; init; }

    /// <summary>The text; null where nothing is to be trained.</summary>
    public string? Data { get; init; }

    /// <summary>Patterns of cells with * and ?; none means all.</summary>
    public ImmutableArray<string> Only { get; init; } = [];

    /// <summary>After which no other cell is started; null: all are run.</summary>
    public TimeSpan? Budget { get; init; }

    public FailureSetting Setting { get; init; } = new();
}
