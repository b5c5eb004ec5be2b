using System.Collections.Immutable;
using Decentral.Models.Stages;
using Decentral.Pipeline.Protocol;
using Decentral.Training.Formats;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Pipeline.Formats;

internal sealed class FormStageFormat() : MessageFormat<FormStage>("pipeline.form-stage")
{
    private const int Fields = 8;

    public override void Write(ref MessageWriter writer, FormStage message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Term);
        writer.Write(message.Form);
        writer.Write(message.Stamp);
        writer.Write(message.Origins);
        writer.WriteOrNull(message.Outstanding);
        writer.Write(message.LearningRateScale);
        writer.WriteEnum(message.Protects);
        writer.WriteOrNull(message.Saved);
    }

    public override FormStage Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var (term, form) = (reader.ReadTerm(), reader.ReadForm());
        var message = new FormStage(
            term, form, ReadStampBefore(ref reader, form.Epoch), ReadOriginsIn(ref reader, form), reader.ReadApplyStepOrNull())
        {
            LearningRateScale = reader.ReadNotNegative("a scale of the learning rate"),
            Protects = reader.ReadEnum<Protection>(),
            Saved = reader.ReadSavedStateOrNull(),
        };
        reader.EndRecord(record);
        ThrowIfNotBehind(ref reader, message);
        return message;
    }

    private static StateStamp ReadStampBefore(ref MessageReader reader, Epoch epoch)
    {
        var stamp = reader.ReadStamp();
        return stamp.Epoch < epoch
            ? stamp
            : throw reader.Refuse($"a state of an epoch before {epoch}", $"that behind {stamp}");
    }

    /// <summary>Only layers stand in for one another: embedding and head are like nothing else.</summary>
    private static ImmutableArray<AtomOrigin> ReadOriginsIn(ref MessageReader reader, PipelineForm form)
    {
        var layers = FormCheck.LayersOf(form);
        var origins = reader.ReadOrigins();
        foreach (var origin in origins)
        {
            if (origin.Atom > ModelAtom.Head(layers))
            {
                throw reader.Refuse($"atoms of a model of {layers} layers", $"{origin.Atom}");
            }

            if (origin.IsAveraged && !origin.Sources.Select(source => source.Atom).Append(origin.Atom).All(IsLayer))
            {
                throw reader.Refuse($"{origin.Atom} as it is, or layers in place of a layer", "something else");
            }
        }

        return origins;

        bool IsLayer(ModelAtom atom) => atom.IsLayer(layers);
    }

    /// <summary>The step that was decided last is the one behind which the state is.</summary>
    private static void ThrowIfNotBehind(ref MessageReader reader, FormStage message)
    {
        if (message.Outstanding is { } outstanding && message.Stamp != new StateStamp(outstanding.Epoch, outstanding.Step))
        {
            throw reader.Refuse(
                $"{message.Stamp} to be the one that is outstanding", $"step {outstanding.Step} of epoch {outstanding.Epoch}");
        }
    }
}
