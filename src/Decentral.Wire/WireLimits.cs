namespace Decentral.Wire;

/// <summary>What a message may take. Writers are held to it too, so that an excess shows where it is made.</summary>
public sealed record WireLimits
{
    /// <summary>Bytes of a message; bulk data travels as payloads, which these do not count.</summary>
    public int MaxMessageBytes { get; init => field = Positive(value); } = 1024 * 1024;

    /// <summary>Bytes of one text in UTF-8.</summary>
    public int MaxTextBytes { get; init => field = Positive(value); } = 64 * 1024;

    /// <summary>Elements of one list.</summary>
    public int MaxListElements { get; init => field = Positive(value); } = 65_536;

    /// <summary>Records within one another; in what is passed over, arrays and maps too.</summary>
    public int MaxDepth { get; init => field = Positive(value); } = 32;

    /// <summary>The limits that hold where none are said.</summary>
    public static WireLimits Default { get; } = new();

    private static int Positive(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        return value;
    }
}
