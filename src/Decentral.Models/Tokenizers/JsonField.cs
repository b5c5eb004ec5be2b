using System.Text.Json;

namespace Decentral.Models.Tokenizers;

/// <summary>A value in a JSON document that knows its place, so that every complaint names the field.</summary>
/// <param name="Path">Where it is: <c>model.merges[3]</c>.</param>
/// <param name="Element">What it is; undefined when it is not there.</param>
internal readonly record struct JsonField(string Path, JsonElement Element)
{
    private const int MaximumQuotedLength = 80;

    /// <summary>Whether the field is there and not null.</summary>
    public bool HasValue => Element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>The field of this object by its name; without value when there is none.</summary>
    public JsonField this[string name]
    {
        get
        {
            var path = Path.Length == 0 ? name : $"{Path}.{name}";
            Expect(JsonValueKind.Object, "an object");
            return new JsonField(path, Element.TryGetProperty(name, out var value) ? value : default);
        }
    }

    public IEnumerable<JsonField> Items()
    {
        Expect(JsonValueKind.Array, "a list");
        var path = Path;
        return Element.EnumerateArray().Select((item, i) => new JsonField($"{path}[{i}]", item));
    }

    public IEnumerable<(string Name, JsonField Value)> Members()
    {
        Expect(JsonValueKind.Object, "an object");
        var path = Path;
        return Element.EnumerateObject().Select(
            member => (member.Name, new JsonField($"{path}['{Quote(member.Name)}']", member.Value)));
    }

    public string Text()
    {
        Expect(JsonValueKind.String, "a string");
        return Element.GetString()!;
    }

    public int Number()
    {
        Expect(JsonValueKind.Number, "a number");
        return Element.TryGetInt32(out var value)
            ? value
            : throw Fault($"is {Element}; expected a whole number below 2³¹");
    }

    /// <summary>True or false; <paramref name="otherwise"/> where there is no value.</summary>
    public bool Flag(bool otherwise)
    {
        if (!HasValue)
        {
            return otherwise;
        }

        return Element.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? Element.GetBoolean()
            : throw Fault($"is {Shown()}; expected true or false");
    }

    /// <summary>Refuses anything but null, or one of <paramref name="harmless"/> as it is written in JSON.</summary>
    public void ExpectNothing(params ReadOnlySpan<string> harmless)
    {
        if (HasValue && !harmless.Contains(Element.GetRawText()))
        {
            throw Fault($"is {Shown()}, which is not supported");
        }
    }

    /// <summary>Refuses fields that would be passed over.</summary>
    public void ExpectOnly(params ReadOnlySpan<string> names)
    {
        foreach (var (name, value) in Members())
        {
            if (!names.Contains(name))
            {
                throw value.Fault("is unknown to this program, which cannot tell what it would change");
            }
        }
    }

    public InvalidDataException Fault(string what) => new(Path.Length == 0 ? $"The file {what}." : $"{Path} {what}.");

    /// <summary>The value for a message, not longer than one reads.</summary>
    public string Shown() => HasValue ? Quote(Element.GetRawText()) : "missing";

    private static string Quote(string text) =>
        text.Length <= MaximumQuotedLength ? text : text[..MaximumQuotedLength] + "…";

    private void Expect(JsonValueKind kind, string expected)
    {
        if (Element.ValueKind != kind)
        {
            throw Fault($"is {Shown()}; expected {expected}");
        }
    }
}
