namespace Decentral.Training.Jobs;

/// <summary>true or false.</summary>
internal sealed class FlagType : FieldType<bool>
{
    public override string Expected => "true or false";

    public override bool TryParse(string text, out bool value)
    {
        value = text == "true";
        return value || text == "false";
    }

    public override string Format(bool value) => value ? "true" : "false";

    public override bool Allows(bool value) => true;
}
