namespace Decentral.Pipeline.Conducting;

/// <summary>There are steps to be made again, after there were none.</summary>
public sealed record WorkIsThere;
