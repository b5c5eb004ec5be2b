using System.Collections.Immutable;

namespace Decentral.Pipeline.Schedules;

/// <summary>How long everything takes, in any one unit.</summary>
public sealed record TimelineOptions
{
    /// <summary>A forward pass of a microbatch, by chunk; above 0.</summary>
    public required ImmutableArray<double> Forward { get; init; }

    /// <summary>A backward pass with the gradients of the weights, by chunk; above 0.</summary>
    public required ImmutableArray<double> Backward { get; init; }

    /// <summary>
    /// For which an output occupies the link to another stage, which carries one after the other each way; not negative. Within a stage
    /// nothing is sent.
    /// </summary>
    public Func<HandOver, double> Sending { get; init; } = static _ => 0;

    /// <summary>From when it is sent until it is there; not negative.</summary>
    public Func<HandOver, double> Latency { get; init; } = static _ => 0;

    /// <summary>
    /// Outputs that may be under way, or not yet used up, from one chunk to another on another stage, each way; null for any number. A
    /// pass begins when its input is there and it has such a slot, and the slot is free again when the pass that takes the output has
    /// ended (OneFlow's registers, arXiv:2110.15032, §4.2).
    /// </summary>
    public int? OutputSlots { get; init; }

    /// <summary>One unit a forward pass, <paramref name="backward"/> a backward pass.</summary>
    /// <param name="chunks">Chunks of the model.</param>
    /// <param name="backward">Above 0.</param>
    public static TimelineOptions Even(int chunks, double backward = 1) => new()
    {
        Forward = [.. Enumerable.Repeat(1.0, chunks)],
        Backward = [.. Enumerable.Repeat(backward, chunks)],
    };

    internal double DurationOf(Pass pass) => (pass.Kind == PassKind.Forward ? Forward : Backward)[pass.Chunk];

    internal void Validate(int chunks)
    {
        if (Forward.Length != chunks || Backward.Length != chunks)
        {
            throw new ArgumentException($"{chunks} chunks have as many durations, found {Forward.Length} forward and {Backward.Length} backward.");
        }

        if (!Forward.Concat(Backward).All(duration => double.IsFinite(duration) && duration > 0))
        {
            throw new ArgumentException($"A pass takes a time above 0, found {string.Join(", ", Forward.Concat(Backward))}.");
        }

        if (OutputSlots is < 1)
        {
            throw new ArgumentException($"A chunk has 1 output slot or more, found {OutputSlots}.");
        }
    }
}
