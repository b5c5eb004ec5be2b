namespace Decentral.Models.Tokenizers;

/// <summary>What the patterns of pre-tokenizers tell apart.</summary>
internal enum CharacterClass : byte
{
    /// <summary>None of the others: punctuation, symbols, marks, controls; also bytes that are not UTF-8.</summary>
    Other,

    /// <summary><c>\p{L}</c>.</summary>
    Letter,

    /// <summary><c>\p{N}</c>.</summary>
    Number,

    /// <summary><c>\s</c> without carriage return and line feed.</summary>
    Space,

    /// <summary><c>[\r\n]</c>.</summary>
    NewLine,

    /// <summary>The end of the text.</summary>
    End,
}
