using Decentral.Codecs;
using Decentral.Codecs.Feedback;

namespace Decentral.Benchmarks.Codecs;

/// <summary>
/// Values, room for what is decoded, and the bytes between them; all touched before they are measured.
/// </summary>
internal sealed class CodecBuffers
{
    // As large as pseudo-gradients are.
    private const double Deviation = 0.01;

    private readonly float[] _values;
    private readonly float[] _changed;
    private readonly float[] _decoded;
    private byte[] _encoded = [];

    public CodecBuffers(int valueCount)
    {
        var random = new Random(1);
        _values = new float[valueCount];
        foreach (ref var value in _values.AsSpan())
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            value = (float)(Deviation * radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        _changed = [.. _values];
        _decoded = [.. _values];
    }

    public int ValueCount => _values.Length;

    public long UncompressedBytes => (long)_values.Length * sizeof(float);

    public double BitsPerValue => 8.0 * _encoded.Length / _values.Length;

    /// <summary>Makes room for what a format encodes, with something decodable in it.</summary>
    public void Use(ITensorFormat format)
    {
        _values.CopyTo(_changed, 0);
        _encoded = new byte[format.EncodedLength(_values.Length)];
        Encode(format);
    }

    public void Copy() => _values.CopyTo(_decoded, 0);

    public void Encode(ITensorFormat format)
    {
        if (format is IContractiveCodec contractive)
        {
            contractive.EncodeAndSubtract(_changed, _encoded);
        }
        else
        {
            ((ITensorCodec)format).Encode(_values, _encoded);
        }
    }

    public void Encode(ITensorEncoder encoder) => encoder.Encode(_values, _encoded);

    public void Decode(ITensorFormat format)
    {
        if (!format.TryDecode(_encoded, _decoded))
        {
            throw new InvalidOperationException($"{format.Name} does not decode what it has encoded itself.");
        }
    }
}
