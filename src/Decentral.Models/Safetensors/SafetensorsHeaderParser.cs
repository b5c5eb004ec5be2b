using System.Collections.Immutable;
using System.Text.Json;

namespace Decentral.Models.Safetensors;

/// <summary>
/// Reads the JSON of a header token by token. Stricter than the reference implementation where leniency would hide a
/// mistake: a name or field that comes twice, and a field that the format does not have, are errors.
/// </summary>
internal sealed class SafetensorsHeaderParser(string file)
{
    private const int MaxDepth = 3;
    private const int MaxRank = 64;
    private const string DtypeField = "dtype";
    private const string ShapeField = "shape";
    private const string OffsetsField = "data_offsets";

    private readonly List<long> _numbers = [];
    private string? _tensor;

    internal (List<DeclaredTensor> Tensors, Dictionary<string, string> Metadata) Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
            return ParseRoot(ref reader);
        }
        catch (JsonException error)
        {
            throw new SafetensorsException(
                file, _tensor, "a header in JSON",
                $"an error at byte {error.BytePositionInLine} of its line {error.LineNumber}", error);
        }
    }

    private (List<DeclaredTensor> Tensors, Dictionary<string, string> Metadata) ParseRoot(ref Utf8JsonReader reader)
    {
        var tensors = new List<DeclaredTensor>();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        reader.Read();
        Require(ref reader, JsonTokenType.StartObject, "an object of tensors");
        while (ReadName(ref reader, "a header") is { } name)
        {
            if (!names.Add(name))
            {
                throw new SafetensorsException(file, name, "one tensor of this name", "two");
            }

            if (name == SafetensorsHeader.MetadataKey)
            {
                ParseMetadata(ref reader, metadata);
            }
            else
            {
                _tensor = name;
                tensors.Add(ParseTensor(ref reader, name));
                _tensor = null;
            }
        }

        // The reader itself rejects anything but white space after the last brace.
        reader.Read();
        return (tensors, metadata);
    }

    private void ParseMetadata(ref Utf8JsonReader reader, Dictionary<string, string> metadata)
    {
        reader.Read();
        Require(ref reader, JsonTokenType.StartObject, $"an object of texts in {SafetensorsHeader.MetadataKey}");
        while (ReadName(ref reader, SafetensorsHeader.MetadataKey) is { } key)
        {
            reader.Read();
            Require(ref reader, JsonTokenType.String, "texts only in the metadata");
            if (!metadata.TryAdd(key, Text(ref reader)))
            {
                throw new SafetensorsException(
                    file, null, $"{SafetensorsException.Quote(key)} once in the metadata", "it twice");
            }
        }
    }

    private DeclaredTensor ParseTensor(ref Utf8JsonReader reader, string name)
    {
        SafetensorsDtype? dtype = null;
        ImmutableArray<long>? shape = null;
        ImmutableArray<long>? offsets = null;
        reader.Read();
        Require(ref reader, JsonTokenType.StartObject, "an object with dtype, shape and data_offsets");
        while (ReadName(ref reader, "a tensor") is { } field)
        {
            switch (field)
            {
                case DtypeField when dtype is null:
                    dtype = ParseDtype(ref reader);
                    break;
                case ShapeField when shape is null:
                    shape = ParseNumbers(ref reader, field);
                    break;
                case OffsetsField when offsets is null:
                    offsets = ParseNumbers(ref reader, field);
                    break;
                default:
                    throw new SafetensorsException(
                        file, name, $"{DtypeField}, {ShapeField} and {OffsetsField}, once each",
                        SafetensorsException.Quote(field));
            }
        }

        if (dtype is null || shape is null || offsets is not { Length: 2 } bounds)
        {
            throw new SafetensorsException(
                file, name, $"{DtypeField}, {ShapeField} and two {OffsetsField}",
                $"{Present(dtype)}, {Present(shape)} and {offsets?.Length ?? 0} of them");
        }

        return new DeclaredTensor(name, dtype.Value, shape.Value, bounds[0], bounds[1]);
    }

    private static string Present<T>(T? value)
        where T : struct => value is null ? "none" : "one";

    private SafetensorsDtype ParseDtype(ref Utf8JsonReader reader)
    {
        reader.Read();
        Require(ref reader, JsonTokenType.String, $"a text as {DtypeField}");
        var text = Text(ref reader);
        return SafetensorsDtypes.Parse(text) ?? throw new SafetensorsException(
            file, _tensor, $"a {DtypeField} among {SafetensorsDtypes.Names}", SafetensorsException.Quote(text));
    }

    private ImmutableArray<long> ParseNumbers(ref Utf8JsonReader reader, string field)
    {
        reader.Read();
        Require(ref reader, JsonTokenType.StartArray, $"an array as {field}");
        _numbers.Clear();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Require(ref reader, JsonTokenType.Number, $"whole numbers in {field}");
            if (!reader.TryGetInt64(out var number) || number < 0 || _numbers.Count == MaxRank)
            {
                throw new SafetensorsException(
                    file, _tensor, $"at most {MaxRank} whole numbers from 0 to {long.MaxValue} in {field}",
                    _numbers.Count == MaxRank ? "more" : "another number");
            }

            _numbers.Add(number);
        }

        return [.. _numbers];
    }

    /// <summary>The next property's name; null at the end of the object.</summary>
    private string? ReadName(ref Utf8JsonReader reader, string owner)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            return null;
        }

        Require(ref reader, JsonTokenType.PropertyName, $"a name in {owner}");
        return Text(ref reader);
    }

    private string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? string.Empty;
        }
        catch (InvalidOperationException error)
        {
            // An escape such as \ud800 names half a character.
            throw new SafetensorsException(file, _tensor, "texts of whole characters", "half a surrogate pair", error);
        }
    }

    private void Require(ref Utf8JsonReader reader, JsonTokenType expected, string what)
    {
        if (reader.TokenType != expected)
        {
            throw new SafetensorsException(file, _tensor, what, $"{reader.TokenType}");
        }
    }
}
