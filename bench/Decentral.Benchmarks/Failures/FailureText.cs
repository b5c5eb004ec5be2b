using Decentral.Models.Data;
using Decentral.Models.Randomness;
using Decentral.Models.Replicas;

namespace Decentral.Benchmarks.Failures;

/// <summary>A text in bytes: windows of its first nine tenths to train on, and of its last tenth to be judged by.</summary>
internal sealed class FailureText
{
    private const int HeldOutShare = 10;
    private static readonly RandomPurpose Purpose = RandomPurpose.Named("benchmarks/failures/window");
    private readonly byte[] _text;
    private readonly int _trained;
    private readonly int _context;

    public FailureText(byte[] text, int context)
    {
        (_text, _context) = (text, context);
        _trained = text.Length - (text.Length / HeldOutShare);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(text.Length / HeldOutShare, context, nameof(text));
    }

    /// <summary>Windows at places that follow from the run's seed and the sample's number alone.</summary>
    public void Fill(ulong seed, SampleRange samples, Span<long> windows)
    {
        var length = _context + 1;
        for (var index = 0; index < samples.Count; index++)
        {
            var random = new RandomSequence(seed, Purpose, step: 0, samples.First + index);
            Copy(random.NextInt32(_trained - length + 1), windows.Slice(index * length, length));
        }
    }

    /// <summary>Windows spread evenly over the part that is held out.</summary>
    public TokenBatch HeldOut(int count)
    {
        var length = _context + 1;
        var windows = new long[count * length];
        for (var index = 0; index < count; index++)
        {
            var first = _trained + ((long)(_text.Length - _trained - length) * index / Math.Max(1, count - 1));
            Copy((int)first, windows.AsSpan(index * length, length));
        }

        return new TokenBatch(windows, count);
    }

    private void Copy(int first, Span<long> window)
    {
        for (var index = 0; index < window.Length; index++)
        {
            window[index] = _text[first + index];
        }
    }
}
