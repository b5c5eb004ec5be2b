using System.Collections.Immutable;

namespace Decentral.Benchmarks.Methods;

/// <summary>What the command line asks of the grid.</summary>
internal sealed record MethodsOptions
{
    public required string GridPath { get; init; }

    public required string ResultsPath { get; init; }

    /// <summary>Files of the corpora.</summary>
    public required ImmutableArray<string> Data { get; init; }

    /// <summary>Patterns of <c>group/method</c> with * and ?; none means all.</summary>
    public required ImmutableArray<string> Only { get; init; }

    /// <summary>After which no other cell is started; null: all are run.</summary>
    public required TimeSpan? Budget { get; init; }
}
