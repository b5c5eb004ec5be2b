using System.Diagnostics;
using System.Runtime.CompilerServices;
using Decentral.Models.Replicas;

namespace Decentral.Models.Decoders;

/// <summary>The shape of a decoder: everything that determines its parameters and what it computes with them.</summary>
public sealed record DecoderOptions
{
    private const int FeedForwardMultiple = 64;

    /// <summary>The architecture.</summary>
    public required DecoderFamily Family { get; init; }

    /// <summary>Decoder layers, at least 1.</summary>
    public required int Layers { get; init; }

    /// <summary>Columns of the residual stream.</summary>
    public required int Width { get; init; }

    /// <summary>Query heads, which divide the width.</summary>
    public required int Heads { get; init; }

    /// <summary>Heads of keys and values, which divide <see cref="Heads"/>; null for as many. Llama only.</summary>
    public int? KeyValueHeads { get; init; }

    /// <summary>Longest sequence of inputs.</summary>
    public required int Context { get; init; }

    /// <summary>Tokens from 0 to one less than this.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>
    /// Columns inside the feed-forward; null for the family's own: 4 widths (GPT), or 8/3 widths rounded up to a
    /// multiple of 64 (Llama, whose SwiGLU has three matrices instead of two).
    /// </summary>
    public int? FeedForward { get; init; }

    /// <summary>Whether the head is the token embedding.</summary>
    public bool TiedHead { get; init; } = true;

    /// <summary>Added to the variance (GPT) or mean square (Llama) in every norm; above 0.</summary>
    public double NormEpsilon { get; init; } = 1e-5;

    /// <summary>Base of the rotary frequencies, above 1; Llama only.</summary>
    public double RopeBase { get; init; } = 10_000;

    /// <summary><see cref="KeyValueHeads"/> with its default filled in.</summary>
    public int ResolvedKeyValueHeads => KeyValueHeads ?? Heads;

    /// <summary><see cref="FeedForward"/> with its default filled in.</summary>
    public int ResolvedFeedForward => FeedForward ?? Family switch
    {
        DecoderFamily.Gpt => 4 * Width,
        DecoderFamily.Llama => ((8 * Width / 3) + FeedForwardMultiple - 1) / FeedForwardMultiple * FeedForwardMultiple,
        _ => throw new UnreachableException(),
    };

    /// <summary>Columns of one head.</summary>
    public int HeadWidth => Width / Heads;

    /// <summary>Checks that the numbers make a decoder.</summary>
    /// <exception cref="ArgumentException">They do not; the message says which, what was expected and what was
    /// found.</exception>
    public void Validate()
    {
        RequirePositive(Layers);
        RequirePositive(Width);
        RequirePositive(Heads);
        RequirePositive(ResolvedKeyValueHeads);
        RequirePositive(Context);
        RequirePositive(Vocabulary);
        RequirePositive(ResolvedFeedForward);
        Require(double.IsFinite(NormEpsilon) && NormEpsilon > 0, nameof(NormEpsilon), NormEpsilon, "above 0");
        Require(Width % Heads == 0, nameof(Heads), Heads, $"a divisor of the width {Width}");
        RequireKeyValueHeads(Heads % ResolvedKeyValueHeads == 0, $"a divisor of the {Heads} heads");
        if (Family == DecoderFamily.Gpt)
        {
            RequireKeyValueHeads(ResolvedKeyValueHeads == Heads, $"{Heads} in a GPT, as many as heads");
        }
        else
        {
            Require(HeadWidth % 2 == 0, nameof(HeadWidth), HeadWidth, "even: rotary positions turn pairs of columns");
            Require(double.IsFinite(RopeBase) && RopeBase > 1, nameof(RopeBase), RopeBase, "above 1");
        }
    }

    /// <summary>Makes sure that a batch is of tokens that the decoder knows and of no more than its context.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    internal void RequireFits(TokenBatch batch) => RequireFits(batch.Windows.Span, batch.Length);

    // libtorch would say "index out of range in self" and leave the reader to guess.
    internal void RequireFits(ReadOnlySpan<long> tokens, int length)
    {
        if (length > Context)
        {
            throw new ArgumentException(
                $"A sequence of {length} tokens does not fit the model's context of {Context}.",
                nameof(length));
        }

        var outside = tokens.IndexOfAnyExceptInRange(0, Vocabulary - 1);
        if (outside >= 0)
        {
            throw new ArgumentException(
                $"Token {tokens[outside]} at position {outside} is not in the vocabulary of {Vocabulary}.",
                nameof(tokens));
        }
    }

    private void RequireKeyValueHeads(bool holds, string expected) =>
        Require(holds, nameof(KeyValueHeads), ResolvedKeyValueHeads, expected);

    private static void RequirePositive(int value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        Require(value > 0, name, value, "1 or more");

    private static void Require(bool holds, string? name, double value, string expected)
    {
        if (!holds)
        {
            throw new ArgumentException($"The decoder's {name} is {value}; it must be {expected}.");
        }
    }
}
