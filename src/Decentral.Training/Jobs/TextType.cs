namespace Decentral.Training.Jobs;

/// <summary>Text that <paramref name="isAllowed"/> accepts.</summary>
internal sealed class TextType(string expected, Func<string, bool> isAllowed) : FieldType<string>
{
    public override string Expected => expected;

    public override bool TryParse(string text, out string value)
    {
        value = text;
        return true;
    }

    public override string Format(string value) => value;

    public override bool Allows(string value) => isAllowed(value);
}
