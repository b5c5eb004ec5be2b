namespace Decentral.Training.Tests.Formats;

/// <summary>Values that can be read and mean nothing, or that an actor would fail of: none gets past its format.</summary>
public sealed class ProtocolReadingTests
{
    private const string Nan = "CB7FF8000000000000";
    private const string Infinite = "CB7FF0000000000000";
    private const string Huge = "CF7FFFFFFFFFFFFFFF";

    [Theory]
    [InlineData("training.call-roll", "0", "00", "a term from 1")]
    [InlineData("training.call-roll", "0", "FF", "a term from 1")]
    [InlineData("training.call-roll", "0", Huge, "a term from 1")]
    [InlineData("training.shard-report", "2", "FF", "a term from 0")]
    [InlineData("training.start-round", "1", "00", "a round from 1")]
    [InlineData("training.worker-report", "3", "FF", "a round from 0")]
    [InlineData("training.request-state", "1", Huge, "a round from 0")]
    [InlineData("training.worker-report", "0", "FF", "a worker from 0")]
    [InlineData("training.worker-report", "0", "CE80000000", "a worker from 0")]
    [InlineData("training.contribution-taken", "0", "FF", "a fragment from 0")]
    [InlineData("training.contribution-taken", "2", "00", "an incarnation from 1")]
    [InlineData("training.worker-report", "6", "FF", "steps from 0")]
    [InlineData("training.worker-report", "8", "A0", "a snapshot's name")]
    [InlineData("training.save-snapshot", "2", "A52E2E2F6162", "a snapshot's name")]
    [InlineData("training.pause-training", "1", "A3612F62", "a snapshot's name")]
    [InlineData("training.worker-report", "9", "C0", "a reference")]
    [InlineData("training.worker-report", "14,1,0", "CD012C", "rounds that ascend from 300")]
    [InlineData("training.publish-round", "2,1", "C0", "a reference")]
    [InlineData("training.collect-round", "4,0,2", "C0", "a reference")]
    [InlineData("training.node-report", "1,0", "7F", "workers in member order after worker-127")]
    [InlineData("training.node-report", "2,0", "08", "requests that ascend from 8")]
    [InlineData("training.evaluate", "2,0", "FF", "a sample from 0")]
    [InlineData("training.evaluate", "2,1", "FF", "samples from 0")]
    [InlineData("training.evaluate", "2,1", Huge, "samples from 0")]
    [InlineData("training.start-round", "3", "00", "steps from 1")]
    [InlineData("training.start-round", "3", "07", "samples for 7 equal steps")]
    [InlineData("training.start-round", "4", "90", "a lease of 1 to")]
    [InlineData("training.start-round", "4", "92920100920200", "a lease of 1 to")]
    [InlineData("training.start-round", "5,1", "CF0020000000000000", "a round that ends with at most")]
    [InlineData("training.start-round", "5,2", "FF", "a budget of tokens from 0")]
    [InlineData("training.contribution-header", "5", Huge, "tokens from 0")]
    [InlineData("training.contribution-header", "6", Nan, "a loss that is finite")]
    [InlineData("training.held-out-part", "3", Infinite, "a sum of losses that is finite")]
    [InlineData("training.step-reported", "2,2", Nan, "a learning rate that is finite")]
    [InlineData("training.published-header", "4", "C40100", "32 bytes")]
    [InlineData("training.fragment-reduced", "5,1,0", "03", "workers in member order after worker-3")]
    [InlineData("training.fragment-reduced", "5,0,3", Nan, "a loss that is finite")]
    [InlineData("training.run-ended", "1,0", "7F", "a value of CoordinatorPhase")]
    [InlineData("training.run-ended", "1,3,3", Nan, "a loss that is finite")]
    public void Read_ValueThatCannotBe_IsRefusedInWords(string manifest, string path, string hex, string expected)
    {
        var sample = MessageSamples.Of(manifest);
        var bytes = RecordTree.With(Encoded.Bytes(sample), [.. path.Split(',').Select(int.Parse)], hex);

        var refusal = Encoded.Refusal(Encoded.FormatOf(sample), bytes);

        Assert.Contains(manifest, refusal, StringComparison.Ordinal);
        Assert.Contains($"expected {expected}", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"event":"unheard-of"}""")]
    [InlineData("""{"event":"round-resumed","isRecollecting":true}""")]
    [InlineData("""{"event":"round-committed","fragment":0,"round":1,"digest":"d","publishedBytes":1}""")]
    [InlineData("""{"event":"round-committed","fragment":0,"round":1,"digest":"d","contributions":[null],"publishedBytes":1}""")]
    [InlineData("""{"event":"round-opened","round":1,"steps":1,"leases":[{"worker":0,"incarnation":1}]}""")]
    [InlineData("""{"event":"round-opened","round":1,"leases":[{"worker":0,"samples":[{"first":-1,"count":1}]}]}""")]
    [InlineData("""{"event":"worker-joined","worker":4294967296,"incarnation":1}""")]
    [InlineData("""{"event":"worker-joined","worker":"x","incarnation":1}""")]
    [InlineData("""{"event":"worker-left","worker":1,"incarnation":1e40}""")]
    [InlineData("""{"event":"worker-left","worker":1,"incarnation":1}""")]
    [InlineData("""{"event":"held-out-measured","round":1,"loss":1e999,"tokens":1}""")]
    public void Read_EntryThatIsNone_IsRefusedInWords(string json)
    {
        var sample = MessageSamples.Of("training.ledger-advanced");
        var utf8 = System.Text.Encoding.UTF8.GetBytes(json);
        var hex = $"C4{utf8.Length:X2}{Convert.ToHexString(utf8)}";

        var refusal = Encoded.Refusal(Encoded.FormatOf(sample), RecordTree.With(Encoded.Bytes(sample), [0], hex));

        Assert.Contains("expected an entry of the ledger", refusal, StringComparison.Ordinal);
    }
}
