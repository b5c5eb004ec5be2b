namespace Decentral.Models.Data;

/// <summary>
/// A pure function of a counter whose results look like independent, uniform 64-bit numbers: a counter-based random
/// generator under a key of its own, so that any node can repeat the draw for any sample.
/// </summary>
/// <param name="counter">The index of the sample.</param>
public delegate ulong CounterDraw(ulong counter);
