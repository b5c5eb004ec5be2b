namespace Decentral.Training.Protocol;

/// <summary>There is no place at present; whoever asks again may be given one.</summary>
/// <param name="Reason">In words.</param>
public sealed record HostNone(string Reason) : NodeOrder;
