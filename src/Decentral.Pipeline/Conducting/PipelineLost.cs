namespace Decentral.Pipeline.Conducting;

/// <summary>Nobody has the state of some layers any more.</summary>
/// <param name="Step">The last step that was made.</param>
/// <param name="Reason">In words.</param>
public sealed record PipelineLost(long Step, string Reason);
