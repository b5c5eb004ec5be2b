namespace Decentral.Pipeline.Conducting;

/// <summary>Do this between two steps, and say when it is done.</summary>
/// <param name="Errand">What.</param>
internal sealed record RunErrand(Errand Errand);
