using System.Collections.Immutable;
using System.Globalization;

namespace Decentral.Benchmarks.Shaped;

/// <summary>What is measured.</summary>
/// <param name="Nodes">Numbers of nodes.</param>
/// <param name="Rates">Mbit/s of links.</param>
/// <param name="Methods">Who trains.</param>
/// <param name="Time">Measured time of a cell, at least.</param>
/// <param name="Work">What is trained.</param>
internal sealed record ShapedPlan(
    ImmutableArray<int> Nodes,
    ImmutableArray<int> Rates,
    ImmutableArray<ShapedMethod> Methods,
    TimeSpan Time,
    ShapedWork Work)
{
    private static readonly ImmutableArray<(string Name, ShapedMethod Method)> Names =
    [
        ("streaming-diloco", ShapedMethod.StreamingDiloco),
        ("diloco", ShapedMethod.Diloco),
        ("ddp", ShapedMethod.Ddp),
    ];

    /// <summary>Nodes, rates and methods in turn: what is compared is measured one after the other.</summary>
    public IEnumerable<ShapedCell> Cells =>
        from nodes in Nodes
        from rate in Rates
        from method in Methods
        select new ShapedCell(nodes, rate, method, Time, Work);

    /// <summary>A method as it is typed.</summary>
    public static string NameOf(ShapedMethod method) => Names.First(known => known.Method == method).Name;

    /// <summary>Reads methods, separated by commas.</summary>
    /// <exception cref="FormatException">One is not known.</exception>
    public static ImmutableArray<ShapedMethod> ReadMethods(string text) =>
    [
        .. text.Split(',', StringSplitOptions.TrimEntries).Select(name =>
            Names.Where(known => known.Name == name).Select(known => (ShapedMethod?)known.Method).FirstOrDefault()
            ?? throw new FormatException(
                $"--methods: expected some of {string.Join(", ", Names.Select(known => known.Name))}, found '{name}'")),
    ];

    /// <summary>Reads whole numbers, separated by commas.</summary>
    /// <exception cref="FormatException">One is not a number in the range.</exception>
    public static ImmutableArray<int> ReadNumbers(string option, string text, int least, int most) =>
    [
        .. text.Split(',', StringSplitOptions.TrimEntries).Select(part =>
            int.TryParse(part, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
                ? number
                : throw new FormatException($"{option}: expected whole numbers from {least} to {most}, found '{part}'")),
    ];
}
