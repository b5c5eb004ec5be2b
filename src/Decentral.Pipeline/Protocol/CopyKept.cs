namespace Decentral.Pipeline.Protocol;

/// <summary>A member keeps a copy of another's state.</summary>
/// <param name="Holder">Who keeps it.</param>
/// <param name="Copy">Of what.</param>
public sealed record CopyKept(MemberId Holder, CopyId Copy);
