using System.Text.Json.Serialization;

namespace Decentral.Training.Jobs;

/// <summary>
/// One of the members of an enumeration, under the names that <see cref="JsonStringEnumMemberNameAttribute"/> gives.
/// </summary>
internal sealed class ChoiceType<T> : FieldType<T>
    where T : struct, Enum
{
    private readonly (string Name, T Value)[] _named;

    /// <param name="among">Those that are allowed; all when left out.</param>
    public ChoiceType(params T[] among) =>
        _named = [.. (among.Length == 0 ? Enum.GetValues<T>() : among).Select(value => (ChoiceName.Of(value), value))];

    public override string Expected => _named.Length == 1
        ? _named[0].Name
        : "one of " + string.Join(", ", Choices);

    public override IReadOnlyList<string> Choices => [.. _named.Select(choice => choice.Name)];

    public override bool TryParse(string text, out T value)
    {
        var index = Array.FindIndex(_named, choice => choice.Name == text);
        value = index < 0 ? default : _named[index].Value;
        return index >= 0;
    }

    public override string Format(T value) => Enum.IsDefined(value) ? ChoiceName.Of(value) : value.ToString();

    public override bool Allows(T value) => Array.Exists(_named, choice => choice.Value.Equals(value));
}
