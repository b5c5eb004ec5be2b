namespace Decentral.Models.Replicas;

/// <summary>
/// Sequences of equal length to train or evaluate on. Each is a window of one token more than it has inputs: token i +
/// 1 of a window is what should follow tokens 0 … i.
/// </summary>
public readonly record struct TokenBatch
{
    /// <summary>A batch over memory that is not copied.</summary>
    /// <param name="windows">Windows one after another; their tokens must stay as they are while the batch is
    /// used.</param>
    /// <param name="sequences">How many windows, at least 1.</param>
    /// <exception cref="ArgumentException">The windows are not equally long or have fewer than two tokens.</exception>
    public TokenBatch(ReadOnlyMemory<long> windows, int sequences)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sequences);
        if (windows.Length % sequences != 0 || windows.Length < 2 * sequences)
        {
            throw new ArgumentException(
                $"{windows.Length} tokens do not make {sequences} windows of equal length and at least two tokens.",
                nameof(windows));
        }

        Windows = windows;
        Sequences = sequences;
    }

    /// <summary>All windows, row by row: <see cref="Sequences"/> × (<see cref="Length"/> + 1) tokens.</summary>
    public ReadOnlyMemory<long> Windows { get; }

    /// <summary>How many sequences.</summary>
    public int Sequences { get; }

    /// <summary>Inputs, and so predictions, of one sequence.</summary>
    public int Length => (Windows.Length / Sequences) - 1;

    /// <summary>Predictions of all sequences: what the batch counts in a budget or a weight.</summary>
    public long TokenCount => (long)Sequences * Length;

    /// <summary>One window, of <see cref="Length"/> + 1 tokens.</summary>
    public ReadOnlySpan<long> Window(int sequence) => Windows.Span.Slice(sequence * (Length + 1), Length + 1);

    /// <summary>Some of the sequences, over the same memory.</summary>
    public TokenBatch Slice(int firstSequence, int sequences) =>
        new(Windows.Slice(firstSequence * (Length + 1), sequences * (Length + 1)), sequences);
}
