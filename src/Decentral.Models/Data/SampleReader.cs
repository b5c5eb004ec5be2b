using System.Collections.Immutable;
using System.Numerics;
using Decentral.Models.Randomness;

namespace Decentral.Models.Data;

/// <summary>
/// Reads samples: windows of context + 1 consecutive tokens, so that tokens 0 to context − 1 are the input and tokens
/// 1 to context the targets. A window lies within one shard and one side of the held-out split. Which window a sample
/// is depends on its index alone, so every node reads the same tokens for it. Reading is safe from any number of
/// threads and allocates nothing.
/// </summary>
public sealed class SampleReader
{
    private readonly ImmutableArray<TokenSegment> _segments;
    private readonly ImmutableArray<long> _windowsBefore;
    private readonly int _stride;
    private readonly CounterDraw? _draw;

    private SampleReader(TokenSet tokens, int context, int stride, CounterDraw? draw)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(context, 1);
        WindowLength = context + 1;
        _stride = stride;
        _draw = draw;
        _segments = [.. tokens.Segments.Where(segment => segment.Count >= WindowLength)];
        if (_segments.IsEmpty)
        {
            throw new DataSourceException(
                $"A sample takes {WindowLength} tokens (context {context} + 1); there are {tokens.TokenCount}. " +
                "Give more text, or lower model.context.");
        }

        _windowsBefore = CumulativeWindows();
    }

    /// <summary>Tokens in a sample: context + 1.</summary>
    public int WindowLength { get; }

    /// <summary>
    /// How many different windows there are. Samples in sequence have these indices; drawn samples have any index.
    /// </summary>
    public long WindowCount => _windowsBefore[^1];

    /// <summary>
    /// Samples for training: sample i starts wherever <paramref name="draw"/> puts it, every start equally likely and
    /// independent of the others, so that a start may come up again. (The start is the high half of the 128-bit
    /// product of the draw and the number of windows: the bias is below windows / 2⁶⁴.)
    /// </summary>
    /// <exception cref="DataSourceException">The set is too small for one sample.</exception>
    public static SampleReader Drawn(TokenSet tokens, int context, CounterDraw draw)
    {
        ArgumentNullException.ThrowIfNull(draw);
        return new SampleReader(tokens, context, stride: 1, draw);
    }

    /// <summary>Samples for training, drawn by Philox under a key of the run's own.</summary>
    /// <param name="tokens">What to read from.</param>
    /// <param name="context">Tokens that the model sees at once.</param>
    /// <param name="runSeed">The seed in the job file: equal seeds give equal samples.</param>
    /// <exception cref="DataSourceException">The set is too small for one sample.</exception>
    public static SampleReader Drawn(TokenSet tokens, int context, ulong runSeed) =>
        Drawn(
            tokens,
            context,
            sample => new RandomSequence(runSeed, RandomPurpose.SampleOrder, sample: (long)sample).NextUInt64());

    /// <summary>
    /// Samples for evaluation: sample i starts context tokens after sample i − 1, so that each token of a shard is
    /// a target at most once; fewer than context tokens at its end are left out.
    /// </summary>
    /// <exception cref="DataSourceException">The set is too small for one sample.</exception>
    public static SampleReader InSequence(TokenSet tokens, int context) => new(tokens, context, context, draw: null);

    /// <summary>Copies one sample into <paramref name="window"/>, whose length is <see cref="WindowLength"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no sample with this index.</exception>
    public void Read(long sample, Span<int> window) => Copy(sample, window);

    /// <inheritdoc cref="Read(long, Span{int})"/>
    public void Read(long sample, Span<long> window) => Copy(sample, window);

    /// <summary>Copies samples into consecutive rows of <see cref="WindowLength"/> tokens.</summary>
    /// <param name="samples">Which samples; as many as there are rows.</param>
    /// <param name="windows">[samples, context + 1], row-major.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no sample with one of these indices.</exception>
    public void Read(SampleRange samples, Span<int> windows) => CopyRange(samples, windows);

    /// <inheritdoc cref="Read(SampleRange, Span{int})"/>
    public void Read(SampleRange samples, Span<long> windows) => CopyRange(samples, windows);

    private void CopyRange<T>(SampleRange samples, Span<T> windows)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (windows.Length / WindowLength != samples.Count || windows.Length % WindowLength != 0)
        {
            throw new ArgumentException(
                $"{samples.Count} samples take {samples.Count} x {WindowLength} tokens, not {windows.Length}.",
                nameof(windows));
        }

        for (var sample = samples.First; sample < samples.End; sample++)
        {
            Copy(sample, windows[..WindowLength]);
            windows = windows[WindowLength..];
        }
    }

    private void Copy<T>(long sample, Span<T> window)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (window.Length != WindowLength)
        {
            throw new ArgumentException($"A sample takes {WindowLength} tokens, not {window.Length}.", nameof(window));
        }

        var index = WindowOf(sample);
        var segment = SegmentOf(index);
        var tokens = _segments[segment];
        tokens.Shard.Read(tokens.Start + ((index - _windowsBefore[segment]) * _stride), window);
    }

    private long WindowOf(long sample)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sample);
        if (_draw is not null)
        {
            return (long)Math.BigMul(_draw((ulong)sample), (ulong)WindowCount, out _);
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sample, WindowCount);
        return sample;
    }

    private int SegmentOf(long window)
    {
        var found = _windowsBefore.AsSpan().BinarySearch(window);
        return found >= 0 ? found : ~found - 1;
    }

    private ImmutableArray<long> CumulativeWindows()
    {
        var sums = ImmutableArray.CreateBuilder<long>(_segments.Length + 1);
        sums.Add(0);
        foreach (var segment in _segments)
        {
            sums.Add(sums[^1] + ((segment.Count - WindowLength) / _stride) + 1);
        }

        return sums.MoveToImmutable();
    }
}
