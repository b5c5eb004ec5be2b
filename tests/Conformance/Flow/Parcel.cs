namespace Decentral.Conformance.Flow;

/// <summary>A message that needs credit.</summary>
/// <param name="Sent">How many the sender had sent with this one.</param>
public readonly record struct Parcel(long Sent);
