namespace Decentral.Models.Data;

/// <summary>What the preparation of data is doing.</summary>
public enum DataStage
{
    /// <summary>Computing the digest of the source, by which prepared tokens are found again.</summary>
    Identifying,

    /// <summary>Reading the text and encoding it as tokens.</summary>
    Tokenizing,
}
