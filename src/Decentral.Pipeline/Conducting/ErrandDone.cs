namespace Decentral.Pipeline.Conducting;

/// <summary>An errand was run.</summary>
/// <param name="Errand">Which.</param>
internal sealed record ErrandDone(Errand Errand);
