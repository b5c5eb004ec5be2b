using System.Collections.Frozen;

namespace Decentral.Training.Jobs;

/// <summary>All fields of a job, in the order in which they are documented, written and set.</summary>
/// <remarks>
/// The order matters where one field chooses the defaults of others: <c>method</c> comes before the five choices, and
/// <c>outer.optimizer</c> before the outer optimizer's numbers.
/// </remarks>
public static class JobSchema
{
    /// <summary>The fields, in order.</summary>
    public static IReadOnlyList<JobField> Fields { get; } =
    [
        .. RunFields.All, .. ModelFields.All, .. DataFields.All, .. ChoiceFields.All, .. PipelineFields.All, .. InnerFields.All,
        .. OperationFields.All,
    ];

    /// <summary>What each section is about, by its path.</summary>
    public static IReadOnlyDictionary<string, string> Sections { get; } = new Dictionary<string, string>
    {
        ["run"] = "The budget of the whole fleet. Set exactly one of run.tokens, run.epochs and inner.steps.",
        ["model"] = "The decoder.",
        ["data"] = "The text.",
        ["sync"] = "Choice 1, the schedule: when is which fragment synchronised?",
        ["update"] = "Choice 2, the update: what is sent?",
        ["update.codec"] = "Choice 3, the codec: in what form?",
        ["outer"] = "Choice 5, the outer optimizer: how does the shared model move?",
        ["pipeline"] = "Each worker a pipeline: its layers in stages, on a member each.",
        ["inner"] = "The optimizer that every worker runs on its own replica.",
        ["evaluation"] = "The held-out loss of the shared model.",
        ["snapshots"] = "Durable snapshots, from which a stopped run goes on.",
        ["sample"] = "The text that the trained model writes at the end.",
        ["compute"] = "Devices, lanes and threads of this process.",
        ["limits"] = "Bounds.",
    }.ToFrozenDictionary();

    /// <summary>The field at <paramref name="path"/>, or null.</summary>
    public static JobField? Find(string path) => Fields.FirstOrDefault(field => field.Path == path);
}
