namespace Decentral.Models.Tokenizers;

/// <summary>A token that stands for its own text wherever that occurs, outside of merging.</summary>
/// <param name="Id">The token.</param>
/// <param name="Content">Its text; not empty.</param>
/// <param name="IsSpecial">Whether it is a control token, which others' decoders may leave out.</param>
public sealed record AddedToken(int Id, string Content, bool IsSpecial);
