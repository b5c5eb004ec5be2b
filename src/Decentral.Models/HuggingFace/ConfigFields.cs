using System.Text.Json;

namespace Decentral.Models.HuggingFace;

/// <summary>The fields of a <c>config.json</c>, by type, with errors that name file and field.</summary>
internal sealed class ConfigFields(string file, JsonElement root)
{
    internal string File => file;

    internal int Whole(string name) =>
        OptionalWhole(name) ?? throw new HuggingFaceException(file, name, "a whole number", "none");

    /// <summary>Null where the field is missing or null.</summary>
    internal int? OptionalWhole(string name)
    {
        if (!TryFind(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : throw new HuggingFaceException(file, name, "a whole number below 2^31", $"{value}");
    }

    internal double Number(string name, double otherwise)
    {
        if (!TryFind(name, out var value))
        {
            return otherwise;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)
            ? number
            : throw new HuggingFaceException(file, name, "a number", $"{value}");
    }

    internal bool Flag(string name, bool otherwise)
    {
        if (!TryFind(name, out var value))
        {
            return otherwise;
        }

        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw new HuggingFaceException(file, name, "true or false", $"{value}");
    }

    internal string? Text(string name) =>
        TryFind(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Refuses a model that computes something else than ours would.</summary>
    /// <param name="name">The field.</param>
    /// <param name="allowed">Values under which the models agree; a missing field or null agrees as well.</param>
    internal void RequireOneOf(string name, params string[] allowed)
    {
        if (TryFind(name, out var value) && !allowed.Contains(value.ToString(), StringComparer.OrdinalIgnoreCase))
        {
            throw new HuggingFaceException(file, name, string.Join(" or ", allowed), $"{value}");
        }
    }

    /// <summary>The fields of an object inside; null where it is missing or null.</summary>
    internal ConfigFields? Inside(string name)
    {
        if (!TryFind(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Object
            ? new ConfigFields(file, value)
            : throw new HuggingFaceException(file, name, "an object", $"{value}");
    }

    private bool TryFind(string name, out JsonElement value) =>
        root.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
}
