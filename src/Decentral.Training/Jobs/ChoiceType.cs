using System.Text.Json.Serialization;

namespace Decentral.Training.Jobs;

/// <summary>
/// One of the members of an enumeration, under the names that <see cref="JsonStringEnumMemberNameAttribute"/> gives.
/// </summary>
internal sealed class ChoiceType<T> : FieldType<T>
    where T : struct, Enum
{
    private static readonly (string Name, T Value)[] Named =
        [.. Enum.GetValues<T>().Select(value => (ChoiceName.Of(value), value))];

    public override string Expected => Named.Length == 1
        ? Named[0].Name
        : "one of " + string.Join(", ", Choices);

    public override IReadOnlyList<string> Choices => [.. Named.Select(choice => choice.Name)];

    public override bool TryParse(string text, out T value)
    {
        var index = Array.FindIndex(Named, choice => choice.Name == text);
        value = index < 0 ? default : Named[index].Value;
        return index >= 0;
    }

    public override string Format(T value) => Allows(value) ? ChoiceName.Of(value) : value.ToString();

    public override bool Allows(T value) => Enum.IsDefined(value);
}
