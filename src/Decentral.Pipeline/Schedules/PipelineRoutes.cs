using System.Collections.Immutable;
using System.Globalization;

namespace Decentral.Pipeline.Schedules;

/// <summary>Where the chunks are, and in which order each microbatch goes through them.</summary>
public sealed class PipelineRoutes
{
    /// <summary>The fewest stages of which the first two and the last two are different ones.</summary>
    public const int LeastSwappedStages = 4;

    private readonly ImmutableArray<ImmutableArray<int>> _hopsOfChunks;

    /// <param name="stageOfChunk">By chunk, the stage that has it; every stage from 0 on has one or more.</param>
    /// <param name="orders">By microbatch, all chunks in the order of its forward passes; the backward passes go the other way.</param>
    /// <exception cref="ArgumentException">An order misses a chunk or repeats one, or a stage has none.</exception>
    public PipelineRoutes(ImmutableArray<int> stageOfChunk, ImmutableArray<ImmutableArray<int>> orders)
    {
        StageOfChunk = stageOfChunk;
        Orders = orders;
        Stages = stageOfChunk.Max() + 1;
        if (stageOfChunk.Distinct().Count() != Stages || stageOfChunk.Min() != 0)
        {
            throw new ArgumentException($"Every stage from 0 to {Stages - 1} has a chunk, but these have: {Listed(stageOfChunk)}.");
        }

        _hopsOfChunks = [.. orders.Select(HopsOf)];
    }

    /// <summary>By chunk, the stage that has it.</summary>
    public ImmutableArray<int> StageOfChunk { get; }

    /// <summary>By microbatch, its chunks.</summary>
    public ImmutableArray<ImmutableArray<int>> Orders { get; }

    /// <summary>How many stages there are.</summary>
    public int Stages { get; }

    /// <summary>How many chunks there are.</summary>
    public int Chunks => StageOfChunk.Length;

    /// <summary>How many microbatches there are.</summary>
    public int Microbatches => Orders.Length;

    /// <summary>All through the chunks in the model's order, with stage i having the chunks i, i + p, i + 2 p and so on.</summary>
    public static PipelineRoutes Straight(ScheduleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ImmutableArray<int> order = [.. Enumerable.Range(0, options.AllChunks)];
        return new PipelineRoutes(
            [.. order.Select(chunk => chunk % options.Stages)],
            [.. Enumerable.Repeat(order, options.Microbatches)]);
    }

    /// <summary>
    /// CheckFree+'s (arXiv:2506.15461, §4): odd microbatches go through the first two and the last two stages in swapped order, so that
    /// each learns to stand in for the other. The embedding is chunk 0, on the first stage; then come the stages' layers, and the head
    /// as the last chunk, on the last stage.
    /// </summary>
    /// <param name="stages">At least <see cref="LeastSwappedStages"/>.</param>
    /// <param name="microbatches">At least 1.</param>
    public static PipelineRoutes Swapped(int stages, int microbatches)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stages, LeastSwappedStages);
        ArgumentOutOfRangeException.ThrowIfLessThan(microbatches, 1);
        ImmutableArray<int> straight = [.. Enumerable.Range(0, stages + 2)];
        ImmutableArray<int> swapped = [0, 2, 1, .. Enumerable.Range(3, stages - LeastSwappedStages), stages, stages - 1, stages + 1];
        return new PipelineRoutes(
            [0, .. Enumerable.Range(0, stages), stages - 1],
            [.. Enumerable.Range(0, microbatches).Select(microbatch => microbatch % 2 == 0 ? straight : swapped)]);
    }

    /// <summary>Whether there is such a pass.</summary>
    public bool Has(Pass pass) =>
        pass.Chunk >= 0 && pass.Chunk < Chunks && pass.Microbatch >= 0 && pass.Microbatch < Microbatches;

    /// <summary>The stage that makes a pass.</summary>
    public int StageOf(Pass pass) => StageOfChunk[pass.Chunk];

    /// <summary>The pass whose output a pass takes; null for the first of a microbatch.</summary>
    public Pass? Before(Pass pass) => At(pass.Microbatch, PlaceOf(pass) - 1);

    /// <summary>The pass that takes a pass's output; null for the last of a microbatch.</summary>
    public Pass? After(Pass pass) => At(pass.Microbatch, PlaceOf(pass) + 1);

    /// <summary>The passes of a stage, by microbatch and then as the microbatch meets them.</summary>
    internal IEnumerable<Pass> PassesOn(int stage) =>
        from microbatch in Enumerable.Range(0, Microbatches)
        from place in Enumerable.Range(0, 2 * Chunks)
        let pass = At(microbatch, place)!.Value
        where StageOf(pass) == stage
        select pass;

    /// <summary>A microbatch's passes are one line: forward through the chunks, and back again.</summary>
    internal int PlaceOf(Pass pass)
    {
        var hop = _hopsOfChunks[pass.Microbatch][pass.Chunk];
        return pass.Kind == PassKind.Forward ? hop : (2 * Chunks) - 1 - hop;
    }

    private Pass? At(int microbatch, int place) =>
        place < 0 || place >= 2 * Chunks ? null
        : place < Chunks ? new Pass(PassKind.Forward, microbatch, Orders[microbatch][place])
        : new Pass(PassKind.Backward, microbatch, Orders[microbatch][(2 * Chunks) - 1 - place]);

    private ImmutableArray<int> HopsOf(ImmutableArray<int> order)
    {
        if (order.Length != Chunks || !order.Order().SequenceEqual(Enumerable.Range(0, Chunks)))
        {
            throw new ArgumentException($"A microbatch goes through each of {Chunks} chunks once, but one goes: {Listed(order)}.");
        }

        var hops = new int[Chunks];
        for (var hop = 0; hop < Chunks; hop++)
        {
            hops[order[hop]] = hop;
        }

        return [.. hops];
    }

    private static string Listed(ImmutableArray<int> numbers) =>
        string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
}
