using System.Collections.Immutable;
using System.Text.Json;

namespace Decentral.Models.Data;

/// <summary>Takes the text fields out of one JSON record.</summary>
internal sealed class RecordFields
{
    private const string UsualField = "text";

    private readonly string?[] _values;

    private RecordFields(ImmutableArray<string> names)
    {
        Names = names;
        _values = new string?[names.Length];
    }

    public ImmutableArray<string> Names { get; }

    /// <summary>The fields of a comma-separated list.</summary>
    /// <exception cref="DataSourceException">A name in the list is empty, or there twice.</exception>
    public static RecordFields Named(string list)
    {
        ImmutableArray<string> names = [.. list.Split(',', StringSplitOptions.TrimEntries)];
        return names.Contains("") || names.Distinct().Count() != names.Length
            ? throw new DataSourceException(
                $"data.field is '{list}'; expected names of fields separated by commas, each once, such as " +
                "'question,answer'.")
            : new RecordFields(names);
    }

    /// <summary>The fields that a file's first record suggests: <c>text</c>, else all its string fields.</summary>
    /// <exception cref="FormatException">The record has no string field.</exception>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="InvalidOperationException">A name or text has half of a surrogate pair.</exception>
    public static RecordFields SuggestedBy(ReadOnlySpan<byte> record)
    {
        var names = new List<string>();
        var reader = new Utf8JsonReader(record);
        OpenRecord(ref reader);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.String && !names.Contains(name))
            {
                names.Add(name);
            }

            reader.Skip();
        }

        return names switch
        {
            [] => throw new FormatException("the record has no string field"),
            _ when names.Contains(UsualField) => new RecordFields([UsualField]),
            _ => new RecordFields([.. names]),
        };
    }

    /// <summary>The values of the fields in one record, valid until the next call.</summary>
    /// <exception cref="FormatException">A field is missing or no string, or the line is not one record.</exception>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="InvalidOperationException">A name or text has half of a surrogate pair.</exception>
    public ReadOnlySpan<string?> Read(ReadOnlySpan<byte> record)
    {
        Array.Clear(_values);
        var reader = new Utf8JsonReader(record);
        OpenRecord(ref reader);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = IndexOf(ref reader);
            reader.Read();
            if (index >= 0)
            {
                _values[index] = ReadText(ref reader, Names[index]);
            }

            reader.Skip();
        }

        reader.Read();
        var missing = Array.IndexOf(_values, null);
        return missing < 0 ? _values : throw new FormatException($"field '{Names[missing]}' is missing");
    }

    private static void OpenRecord(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("expected a record such as {\"text\": \"...\"}");
        }
    }

    private static string ReadText(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new FormatException($"field '{name}' is of kind {reader.TokenType}; expected a string");
        }

        return reader.GetString()!;
    }

    private int IndexOf(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            if (reader.ValueTextEquals(Names[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
