namespace Decentral.Training.Jobs;

/// <summary>A number of inner steps, or a span of time with its unit: 200, 30s.</summary>
internal sealed class CadenceType : FieldType<Cadence>
{
    private static readonly IntegerType Steps = new(1, JobFieldFactory.MostSteps);

    private static readonly DurationType Time = new();

    public override string Expected => $"{Steps.Expected}, or {Time.Expected}";

    /// <remarks>A number too large for the field is held as the largest, which is out of bounds like it.</remarks>
    public override bool TryParse(string text, out Cadence value)
    {
        var isSteps = Steps.TryParse(text, out var steps);
        var isTime = Time.TryParse(text, out var time);
        value = isSteps ? Cadence.OfSteps(int.CreateSaturating(steps)) : Cadence.OfTime(time);
        return isSteps || isTime;
    }

    public override string Format(Cadence value) =>
        value.Steps is { } steps ? Steps.Format(steps) : Time.Format(value.Time ?? default);

    public override bool Allows(Cadence value) =>
        value.Steps is { } steps ? Steps.Allows(steps) : Time.Allows(value.Time ?? default);
}
