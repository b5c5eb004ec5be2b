namespace Decentral.Models.Tokenizers;

/// <summary>Where ordinary text ends.</summary>
/// <param name="Start">The end of the ordinary text.</param>
/// <param name="Length">Bytes of the added token there; 0 when there is none, or when it is not sure.</param>
/// <param name="Id">The added token; null when the text ends there, or goes on with what may become one.</param>
internal readonly record struct AddedTokenMatch(int Start, int Length, int? Id);
