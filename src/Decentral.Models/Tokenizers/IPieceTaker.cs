namespace Decentral.Models.Tokenizers;

/// <summary>Takes the pieces of a text.</summary>
internal interface IPieceTaker
{
    void Take(ReadOnlySpan<byte> piece);
}
