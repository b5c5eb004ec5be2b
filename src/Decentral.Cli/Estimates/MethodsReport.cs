using System.Globalization;
using Decentral.Cli.Presentation;
using Decentral.Training.Jobs;
using Spectre.Console;

namespace Decentral.Cli.Estimates;

/// <summary>All methods with what they send for a job, for a person or a program.</summary>
internal static class MethodsReport
{
    private static readonly string[] Head =
        ["method", "schedule", "update", "up", "down", "aggregate", "outer", "inner", "a token", "times less"];

    /// <param name="console">Where it goes.</param>
    /// <param name="name">The job, in words.</param>
    /// <param name="methods">The job with each of them.</param>
    public static void Write(IAnsiConsole console, string name, IReadOnlyList<MethodChoice> methods)
    {
        TextColumns.Write(console, [Head, .. methods.Select(Row)]);
        var known = methods.First(method => method.Estimate is not null);
        console.WriteLine();
        console.WriteLine(
            $"For {name}: {Units.Count(known.Estimate!.Traffic.Parameters)} parameters, steps of "
            + $"{Units.Plural(known.Job.TokensPerStep, "token")}.");
        console.WriteLine(
            "A token's bytes are those that a worker sends and receives for each that it trains; times less than data-parallel in fp32.");
        foreach (var method in methods.Where(method => method.Estimate is not null && method.Job.Pipeline.Stages > 0))
        {
            console.WriteLine(
                $"The {Units.Plural(method.Job.Pipeline.Stages, "stage")} of {ChoiceName.Of(method.Job.Method)} hand one another "
                + $"{Units.Bytes(method.Estimate!.Traffic.StageBytesPerToken)} of activations and gradients a token, beside copies of their states.");
        }
    }

    /// <inheritdoc cref="Write"/>
    public static string WriteJson(string name, IReadOnlyList<MethodChoice> methods) => SummaryJson.Write(json =>
    {
        json.WriteString("job", name);
        json.WriteStartArray("methods");
        foreach (var (job, estimate, problems) in methods)
        {
            json.WriteStartObject();
            json.WriteString("method", ChoiceName.Of(job.Method));
            json.WriteNumber("every", job.Sync.Every);
            json.WriteNumber("fragments", job.Sync.Fragments);
            json.WriteNumber("overlap", job.Overlap);
            json.WriteNumber("mixing", job.Sync.Mixing);
            json.WriteString("update", ChoiceName.Of(job.Update.Kind));
            json.WriteString("up", ChoiceName.Of(job.Update.Codec.Up));
            json.WriteString("down", ChoiceName.Of(job.Update.Codec.Down));
            json.WriteString("aggregate", ChoiceName.Of(job.Aggregate));
            json.WriteString("outer", ChoiceName.Of(job.Outer.Optimizer));
            json.WriteString("inner", ChoiceName.Of(job.Inner.Optimizer));
            if (estimate is not null)
            {
                json.WriteNumber("parameters", estimate.Traffic.Parameters);
                DryRunJson.WritePerToken(json, estimate.Traffic.Turn);
                DryRunJson.WriteTimesLess(json, estimate);
                json.WriteNumber("stageBytesPerToken", estimate.Traffic.StageBytesPerToken);
            }

            json.WriteStartArray("problems");
            foreach (var problem in problems)
            {
                json.WriteStringValue(problem.ToString());
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static string[] Row(MethodChoice method)
    {
        var job = method.Job;
        string[] numbers = method.Estimate is { } estimate
            ?
            [
                Units.Bytes(estimate.Traffic.Turn.BytesPerToken),
                estimate.TimesLess?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-",
            ]
            : [$"refused: {string.Join("; ", method.Problems)}"];
        return
        [
            ChoiceName.Of(job.Method), ScheduleOf(job), ChoiceName.Of(job.Update.Kind), ChoiceName.Of(job.Update.Codec.Up),
            ChoiceName.Of(job.Update.Codec.Down), ChoiceName.Of(job.Aggregate), ChoiceName.Of(job.Outer.Optimizer),
            ChoiceName.Of(job.Inner.Optimizer), .. numbers,
        ];
    }

    private static string ScheduleOf(Job job) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Units.Plural(job.Sync.Every, "step")}"
        + $"{(job.Sync.Fragments > 1 ? $", {job.Sync.Fragments} fragments" : "")}"
        + $"{(job.Overlap > 0 ? $", overlap {job.Overlap}" : "")}"
        + $"{(job.Sync.Mixing > 0 ? $", mixing {job.Sync.Mixing}" : "")}"
        + $"{(job.Sync.Asynchronous ? ", own clocks" : "")}");
}
