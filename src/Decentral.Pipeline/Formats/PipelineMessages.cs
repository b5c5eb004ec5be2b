using Decentral.Training.Formats;
using Decentral.Wire.Formats;

namespace Decentral.Pipeline.Formats;

/// <summary>How everything travels that the stages and the conductor of a pipeline tell one another from node to node.</summary>
public static class PipelineMessages
{
    /// <summary>The formats of all messages, and of the headers of all bulk data.</summary>
    public static MessageCatalogue Catalogue { get; } = new(
    [
        // To a stage from the conductor.
        new FormStageFormat(),
        new LeaveStageFormat(),
        new BeginStepFormat(),
        new ApplyStepFormat(),
        new MeasureLossFormat(),
        new SaveAtomsFormat(),

        // To a stage from another.
        new ActivationHeaderFormat(),
        new SlotsFreedFormat(),
        new TiedHeaderFormat(),
        new RequestAtomsFormat(),
        new AtomsHeaderFormat(),
        new CopyHeaderFormat(),
        new MeasuredHeaderFormat(),

        // To the conductor.
        new StageReportFormat(),
        new StageFormedFormat(),
        new StepRunFormat(),
        new CopyKeptFormat(),
        new LossMeasuredFormat(),
        new AtomsSavedFormat(),
    ]);

    /// <summary>These and those of a run, for nodes that have a part in both.</summary>
    public static MessageCatalogue WithTraining { get; } = new([.. TrainingMessages.Catalogue.Formats, .. Catalogue.Formats]);
}
