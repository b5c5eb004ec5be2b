namespace Decentral.Codecs.Tests.Feedback;

/// <summary>A format that is neither kind of codec.</summary>
internal sealed class ReadOnlyFormat : ITensorFormat
{
    public string Name => "read-only";

    public int BlockLength => 1;

    public int EncodedLength(int valueCount) => 0;

    public bool TryDecode(ReadOnlySpan<byte> encoded, Span<float> destination) => false;
}
