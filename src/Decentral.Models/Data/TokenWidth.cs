namespace Decentral.Models.Data;

/// <summary>
/// How many bytes a stored token takes: the fewest that hold the vocabulary. The value is that count.
/// </summary>
internal enum TokenWidth
{
    OneByte = 1,
    TwoBytes = 2,
    FourBytes = 4,
}
