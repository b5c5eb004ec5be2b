using Decentral.Pipeline.Formats;
using Decentral.Training.Tests.Formats;

namespace Decentral.Pipeline.Tests.Formats;

/// <summary>Values that can be read and mean nothing, or that an actor would fail of: none gets past its format.</summary>
public sealed class PipelineReadingTests
{
    private const string Nan = "CB7FF8000000000000";
    private const string Infinite = "CB7FF0000000000000";
    private const string Negative = "CBBFF0000000000000";
    private const string Huge = "CF7FFFFFFFFFFFFFFF";

    [Theory]
    [InlineData("pipeline.leave-stage", "0", "00", "a term from 1")]
    [InlineData("pipeline.leave-stage", "1", "00", "an epoch from 1")]
    [InlineData("pipeline.leave-stage", "1", Huge, "an epoch from 1")]
    [InlineData("pipeline.begin-step", "2", "00", "a step from 1")]
    [InlineData("pipeline.begin-step", "3", "90", "at least one microbatch")]
    [InlineData("pipeline.begin-step", "3,0,1", "00", "microbatches of 1 to")]
    [InlineData("pipeline.begin-step", "3,0,1", "CE00100001", "microbatches of 1 to")]
    [InlineData("pipeline.begin-step", "3,1,1", "03", "microbatches of 16 samples each")]
    [InlineData("pipeline.apply-step", "3", Infinite, "a learning rate that is finite")]
    [InlineData("pipeline.apply-step", "3", Negative, "a learning rate that is not negative")]
    [InlineData("pipeline.apply-step", "4", Nan, "a scale that is finite")]
    [InlineData("pipeline.apply-step", "4", Negative, "a scale that is not negative")]
    [InlineData("pipeline.apply-step", "5", "03", "a value of Protection")]
    [InlineData("pipeline.apply-step", "6", "CD012D", "a first step to keep from 0 to 300")]
    [InlineData("pipeline.stage-report", "0", "FF", "a member from 0")]
    [InlineData("pipeline.stage-report", "0", "CE80000000", "a member from 0")]
    [InlineData("pipeline.stage-report", "1", "00", "an incarnation from 1")]
    [InlineData("pipeline.stage-report", "2", "FF", "a term from 0")]
    [InlineData("pipeline.stage-report", "3", "FF", "an epoch from 0")]
    [InlineData("pipeline.stage-report", "5,0", "00", "a step that was made in an epoch, or neither")]
    [InlineData("pipeline.stage-report", "5,1", "00", "a step that was made in an epoch, or neither")]
    [InlineData("pipeline.stage-report", "6", "C0", "a reference")]
    [InlineData("pipeline.stage-report", "7", Huge, "a step from 0")]
    [InlineData("pipeline.stage-report", "8,3", Negative, "a norm that is not negative")]
    [InlineData("pipeline.stage-report", "9,0,2", "90", "at least one atom")]
    [InlineData("pipeline.stage-report", "12", Nan, "a scale of the learning rate that is finite")]
    [InlineData("pipeline.stage-report", "12", Negative, "a scale of the learning rate that is not negative")]
    [InlineData("pipeline.request-atoms", "2,0", "7F", "atoms in the order of the model after atom 127")]
    [InlineData("pipeline.request-atoms", "2,1", "CE00010000", "an atom from 0")]
    [InlineData("pipeline.atoms-header", "3", "FF", "steps of an optimizer from 0")]
    [InlineData("pipeline.copy-header", "1,0", "FF", "a member from 0")]
    [InlineData("pipeline.activation-header", "2,0", "02", "a value of PassKind")]
    [InlineData("pipeline.activation-header", "2,1", "FF", "a microbatch from 0")]
    [InlineData("pipeline.activation-header", "2,2", "FF", "a chunk from 0")]
    [InlineData("pipeline.slots-freed", "2,2", "CE00010000", "a chunk from 0")]
    [InlineData("pipeline.slots-freed", "3", "00", "slots from 1")]
    [InlineData("pipeline.form-stage", "1,0", "08", "a state of an epoch before 8")]
    [InlineData("pipeline.form-stage", "1,1,0,2", "C0", "a reference")]
    [InlineData("pipeline.form-stage", "1,1,1,3,0,0", "FF", "a layer from 0")]
    [InlineData("pipeline.form-stage", "1,1,1,3,0,1", "01", "an end of layers from 2")]
    [InlineData("pipeline.form-stage", "1,2,0", "03", "a value of PipelineScheduleKind")]
    [InlineData("pipeline.form-stage", "1,2,1", "00", "stages from 1")]
    [InlineData("pipeline.form-stage", "1,2,2", "CE00010001", "microbatches from 1")]
    [InlineData("pipeline.form-stage", "1,2,3", "02", "a schedule")]
    [InlineData("pipeline.form-stage", "1,2", "940204CE0001000064", "at most 262144 microbatches times chunks")]
    [InlineData("pipeline.form-stage", "3,0,0", "09", "atoms in the order of the model after atom 9")]
    [InlineData("pipeline.form-stage", "3,1,1,0,1", "03", "atom 3 itself, or an average of others")]
    [InlineData("pipeline.form-stage", "3,1,1,0,1", "07", "atoms in the order of the model after atom 7")]
    [InlineData("pipeline.form-stage", "3,1,1,1,1", "09", "atom 3 as it is, or layers in place of a layer")]
    [InlineData("pipeline.form-stage", "3,0,1,0,1", "04", "the embedding as it is, or layers in place of a layer")]
    [InlineData("pipeline.form-stage", "3,1,1,0,3", "CA3F000000", "weights that add up to 1")]
    [InlineData("pipeline.form-stage", "3,1,1,0,3", "CA40000000", "a weight from 0 to 1")]
    [InlineData("pipeline.form-stage", "3,1,1,0,3", "CABF000000", "a weight from 0 to 1")]
    [InlineData("pipeline.form-stage", "3,1,1,0,3", "CA7FC00000", "a weight from 0 to 1")]
    [InlineData("pipeline.form-stage", "3,1,1", "93C0C0C0", "a list of at most 2 elements")]
    [InlineData("pipeline.form-stage", "3,2,0", "0A", "atoms of a model of 8 layers")]
    [InlineData("pipeline.form-stage", "4,0", "00", "a term from 1")]
    [InlineData("pipeline.form-stage", "4,2", "CD012B", "step 300 of epoch 8 to be the one that is outstanding")]
    [InlineData("pipeline.form-stage", "5", Nan, "a scale of the learning rate that is finite")]
    public void Read_ValueThatCannotBe_IsRefusedInWords(string manifest, string path, string hex, string expected)
    {
        var sample = MessageSamples.Of(manifest);
        var bytes = RecordTree.With(Encoded.Bytes(sample), [.. path.Split(',').Select(int.Parse)], hex);

        var refusal = Encoded.Refusal(Encoded.FormatOf(sample), bytes);

        Assert.Contains(manifest, refusal, StringComparison.Ordinal);
        Assert.Contains($"expected {expected}", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MoreCopiesThanAnybodyKeeps_IsRefusedInWords()
    {
        var sample = MessageSamples.Of("pipeline.stage-report");
        var bytes = RecordTree.Changed(Encoded.Bytes(sample), [9], copies =>
            copies.AddRange(Enumerable.Repeat(copies[0], PipelineReading.MaxCopies)));

        var refusal = Encoded.Refusal(Encoded.FormatOf(sample), bytes);

        Assert.Contains("expected a list of at most 4096 elements", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,1,0,0", "05", "two stages of member-5")]
    [InlineData("1,1,1,3", "90", "0 parts of stage 1, which has 1")]
    [InlineData("1,2,1", "05", "4 seats for 5 stages")]
    [InlineData("1,3", "C2", "2 parts of stage 0, which has 1")]
    [InlineData("1,1,1,3,0,0", "03", "'layer 3' as chunk 2 of 6, behind 2 layers")]
    [InlineData("1,1,1,3,0,0", "04", "behind 2 layers")]
    [InlineData("1,1,1,3,0,2", "C3", "'embedding, layers 2 to 3' as chunk 2 of 6")]
    [InlineData("1,1,3,3,1,3", "C2", "as chunk 5 of 6, behind 8 layers")]
    [InlineData("1,1,3,3,1,1", "09", "'layer 8, head' as chunk 5 of 6")]
    public void Read_FormThatIsNoModel_IsRefusedInWords(string path, string hex, string found)
    {
        var sample = MessageSamples.Of("pipeline.form-stage");
        var bytes = RecordTree.With(Encoded.Bytes(sample), [.. path.Split(',').Select(int.Parse)], hex);

        var refusal = Encoded.Refusal(Encoded.FormatOf(sample), bytes);

        Assert.Contains("expected a form with all of one model", refusal, StringComparison.Ordinal);
        Assert.Contains(found, refusal, StringComparison.Ordinal);
    }
}
