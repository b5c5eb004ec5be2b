namespace Decentral.Wire.MessagePack;

/// <summary>What reading a nil gives.</summary>
public readonly record struct Nil
{
    /// <summary>The only value.</summary>
    public static readonly Nil Default;
}
