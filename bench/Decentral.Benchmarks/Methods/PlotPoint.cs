namespace Decentral.Benchmarks.Methods;

/// <summary>A method in the plot.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Bytes">A token.</param>
/// <param name="Loss">Nats a byte.</param>
/// <param name="IsAlternate">Whether its inner optimizer is another than the baseline's.</param>
internal sealed record PlotPoint(string Label, double Bytes, double Loss, bool IsAlternate);
