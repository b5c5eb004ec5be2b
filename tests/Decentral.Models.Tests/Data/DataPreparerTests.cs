using System.Text;
using Decentral.Models.Data;
using Decentral.Models.Tokenizers;

namespace Decentral.Models.Tests.Data;

public sealed class DataPreparerTests : IDisposable
{
    private static readonly ByteTokenizer Bytes = new();

    private readonly TemporaryFolder _folder = new();
    private readonly TokenShardStore _store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public DataPreparerTests() => _store = new TokenShardStore(_folder["store"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Prepare_SingleText_HoldsOutItsEnd()
    {
        var path = _folder.Write("text.txt", string.Concat(Enumerable.Range(0, 100).Select(i => $"{i:00}")) + "ab");

        using var prepared = Prepare(new DataSelection { Source = path, HeldOut = 0.1 }, context: 8);

        // 202 tokens: the first ⌊202 x 0.9⌋ = 181 train, the other 21 are held out.
        Assert.Equal((181, 21), (prepared.Corpus.Training.TokenCount, prepared.Corpus.HeldOut.TokenCount));
        Assert.Equal("00010203", FirstText(prepared.Corpus.Training, 7));
        Assert.Equal("0919293949596979899ab", FirstText(prepared.Corpus.HeldOut, 20));
        Assert.Equal(path, prepared.Description);
        Assert.Equal("bytes", prepared.Corpus.Manifest.Tokenizer);
    }

    [Fact]
    public void Prepare_SecondTime_TakesTheTokensFromTheStore()
    {
        var selection = new DataSelection { Source = _folder.Write("text.txt", new string('x', 1000)) };
        using var first = Prepare(selection, context: 8);
        var copy = selection with { Source = _folder.Write("copy.txt", new string('x', 1000)) };

        using var second = Prepare(copy, context: 8);

        Assert.False(first.WasStored);
        Assert.True(second.WasStored);
        Assert.Equal(first.Corpus.Manifest, second.Corpus.Manifest);
        Assert.Equal(2, Directory.GetFiles(_store.Folder).Length);
    }

    [Fact]
    public void Prepare_OtherSplitOfStoredText_DoesNotTokenizeAgain()
    {
        var selection = new DataSelection { Source = _folder.Write("text.txt", new string('x', 1000)) };
        Prepare(selection, context: 8).Dispose();

        using var second = Prepare(selection with { HeldOut = 0.5 }, context: 8);

        Assert.True(second.WasStored);
        Assert.Equal(500, second.Corpus.HeldOut.TokenCount);
    }

    [Fact]
    public void Prepare_ChangedTextOrTokenizerOrLimit_TokenizesAgain()
    {
        var path = _folder.Write("text.txt", new string('x', 1000));
        var selection = new DataSelection { Source = path };
        Prepare(selection, context: 8).Dispose();

        using var limited = Prepare(selection with { MaxBytes = 500 }, context: 8);
        using var other = new DataPreparer(_store).Prepare(selection, new ByteTokenizer(true), 8, Token);
        File.AppendAllText(path, "y");
        using var changed = Prepare(selection, context: 8);

        Assert.False(limited.WasStored || other.WasStored || changed.WasStored);
        Assert.Equal(500, limited.Corpus.Manifest.TokenCount);
        Assert.Equal(257, other.Corpus.Manifest.VocabularySize);
        Assert.Equal(1001, changed.Corpus.Manifest.TokenCount);
    }

    [Fact]
    public void Prepare_OtherTextOfTheSameLengthAndTime_TokenizesAgain()
    {
        var path = _folder.Write("text.txt", new string('x', 1000));
        var written = File.GetLastWriteTimeUtc(path);
        Prepare(new DataSelection { Source = path }, context: 8).Dispose();
        File.WriteAllText(path, new string('y', 1000));
        File.SetLastWriteTimeUtc(path, written);

        using var changed = Prepare(new DataSelection { Source = path }, context: 8);

        Assert.False(changed.WasStored);
        Assert.Equal(new string('y', 9), FirstText(changed.Corpus.Training, 8));
    }

    [Fact]
    public void Prepare_SameTextReadInAnotherWay_TokenizesAgain()
    {
        var path = _folder.Write("texts/a.jsonl", "{\"text\":\"one and more\",\"body\":\"two and more\"}");
        var selection = new DataSelection { Source = path, HeldOut = 0 };
        Prepare(selection, context: 4).Dispose();

        using var otherField = Prepare(selection with { Field = "body" }, context: 4);
        using var asBytes = Prepare(selection with { Format = DataFormat.Bytes }, context: 4);
        File.Move(path, Path.ChangeExtension(path, ".txt"));
        using var asText = Prepare(selection with { Source = _folder["texts"] }, context: 4);

        Assert.False(otherField.WasStored || asBytes.WasStored || asText.WasStored);
        Assert.Equal("two a", FirstText(otherField.Corpus.Training, 4));
        Assert.Equal("{\"tex", FirstText(asBytes.Corpus.Training, 4));
    }

    [Fact]
    public void Prepare_SameDocumentsInAnotherOrder_TokenizesAgain()
    {
        _folder.Write("texts/a.txt", "first");
        _folder.Write("texts/b.txt", "second");
        var selection = new DataSelection { Source = _folder["texts"], HeldOut = 0 };
        Prepare(selection, context: 4).Dispose();
        File.Move(_folder["texts/a.txt"], _folder["texts/c.txt"]);

        using var turned = Prepare(selection, context: 4);

        Assert.False(turned.WasStored);
        Assert.Equal("second\n\nfirst", FirstText(turned.Corpus.Training, 12));
    }

    [Theory]
    [InlineData("text and more of it")]
    [InlineData("other")]
    public void Prepare_FileChangesBetweenIdentifyingAndReading_SaysSoAndStoresNothing(string newText)
    {
        var path = _folder.Write("text.txt", "first text");
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var isFirst = true;
        var progress = new CallingProgress(_ =>
        {
            if (isFirst)
            {
                isFirst = false;
                File.WriteAllText(path, newText);
            }
        });

        var fault = Assert.Throws<DataSourceException>(() => new DataPreparer(_store, progress).Prepare(
            new DataSelection { Source = path, HeldOut = 0 }, Bytes, 2, Token));

        Assert.Contains("changed while it was read (10 bytes at first, now", fault.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_store.Folder));
    }

    [Fact]
    public void Prepare_DataChangesUnderARunningJob_ReadsWhatWasPrepared()
    {
        var path = _folder.Write("text.txt", new string('x', 1000));
        using var running = Prepare(new DataSelection { Source = path, HeldOut = 0 }, context: 8);

        File.WriteAllText(path, new string('y', 400));
        using var next = Prepare(new DataSelection { Source = path, HeldOut = 0 }, context: 8);
        Directory.Delete(_store.Folder, recursive: true);
        File.Delete(path);

        Assert.Equal(new string('x', 1000), FirstText(running.Corpus.Training, 999));
        Assert.Equal(new string('y', 400), FirstText(next.Corpus.Training, 399));
    }

    [Fact]
    public void Prepare_ShardMadeAgainUnderARunningJob_DisturbsNeither()
    {
        var selection = new DataSelection { Source = _folder.Write("text.txt", new string('x', 1000)), HeldOut = 0 };
        using var running = Prepare(selection, context: 8);
        File.Delete(Directory.GetFiles(_store.Folder, "*.tokens").Single());

        using var second = Prepare(selection, context: 8);

        Assert.False(second.WasStored);
        Assert.Equal(running.Corpus.Manifest, second.Corpus.Manifest);
        Assert.Equal(FirstText(running.Corpus.Training, 999), FirstText(second.Corpus.Training, 999));
    }

    [Fact]
    public void Prepare_StoredShardCorrupt_IsMadeAgainAndSaysSo()
    {
        var selection = new DataSelection { Source = _folder.Write("text.txt", new string('x', 1000)) };
        Prepare(selection, context: 8).Dispose();
        var shard = Directory.GetFiles(_store.Folder, "*.tokens").Single();
        var bytes = File.ReadAllBytes(shard);
        File.WriteAllBytes(shard, bytes[..^1]);

        using var prepared = Prepare(selection, context: 8);

        Assert.False(prepared.WasStored);
        Assert.Contains(shard, Assert.Single(prepared.Notices), StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(shard));
    }

    [Fact]
    public void Prepare_StoredListCorrupt_IsMadeAgainAndSaysSo()
    {
        var selection = new DataSelection { Source = _folder.Write("text.txt", new string('x', 1000)) };
        Prepare(selection, context: 8).Dispose();
        var list = Directory.GetFiles(_store.Folder, "*.json").Single();
        File.WriteAllText(list, "{");

        using var prepared = Prepare(selection, context: 8);

        Assert.Contains(list, Assert.Single(prepared.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_SeveralDocumentsOfBytes_PartsThemByAnEmptyLine()
    {
        _folder.Write("texts/a.txt", "one");
        _folder.Write("texts/b.jsonl", "{\"text\":\"two\"}\n{\"text\":\"\"}\n{\"text\":\"three\"}");

        using var prepared = Prepare(new DataSelection { Source = _folder["texts"], HeldOut = 0 }, context: 4);

        Assert.Equal("one\n\ntwo\n\nthree", FirstText(prepared.Corpus.Training, 14));
        Assert.Equal(0, prepared.Corpus.HeldOut.TokenCount);
    }

    [Fact]
    public void Prepare_SeveralDocumentsWithEndOfText_PartsThemByIt()
    {
        _folder.Write("texts/a.txt", "one");
        _folder.Write("texts/b.txt", "two");
        var selection = new DataSelection { Source = _folder["texts"], HeldOut = 0 };

        using var prepared = new DataPreparer(_store).Prepare(selection, new ByteTokenizer(true), 4, Token);

        var tokens = new int[7];
        SampleReader.InSequence(prepared.Corpus.Training, 6).Read(0, tokens);
        Assert.Equal(['o', 'n', 'e', 256, 't', 'w', 'o'], tokens);
    }

    [Fact]
    public void Prepare_LimitWithinACharacter_EndsBeforeIt()
    {
        var selection = new DataSelection
        {
            Source = _folder.Write("text.txt", "aaaa€bbbb"),
            HeldOut = 0,
            MaxBytes = 6,
        };

        using var prepared = Prepare(selection, context: 2);

        Assert.Equal(4, prepared.Corpus.Manifest.TokenCount);
    }

    [Fact]
    public void Prepare_TooSmallForOneSample_SaysTheNumbers() => AssertFault(
        new DataSelection { Source = _folder.Write("text.txt", "short text"), HeldOut = 0 },
        context: 10,
        "10 tokens are left to train on (0 held out); one sample takes 11");

    [Fact]
    public void Prepare_HeldOutTooSmallForOneSample_SaysTheRemedies() => AssertFault(
        new DataSelection { Source = _folder.Write("text.txt", new string('x', 100)), HeldOut = 0.05 },
        context: 10,
        "data.heldOut 0.05 holds out 5 of 100 tokens; one sample takes 11",
        "set data.heldOut to 0");

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Prepare_HeldOutIsNoShare_IsRefused(double heldOut) => AssertFault(
        new DataSelection { Source = _folder.Write("text.txt", new string('x', 100)), HeldOut = heldOut },
        context: 4,
        $"data.heldOut is {heldOut}");

    [Fact]
    public void Prepare_RecordsWithoutText_SaysSo() => AssertFault(
        new DataSelection { Source = _folder.Write("empty.jsonl", "{\"text\":\"\"}\n") }, context: 4, "has no text");

    [Fact]
    public void Prepare_BinaryFile_LeavesTheStoreEmpty()
    {
        AssertFault(new DataSelection { Source = _folder.Write("a.bin", "text\0") }, context: 2, "NUL");

        Assert.Empty(Directory.GetFiles(_store.Folder));
    }

    [Fact]
    public void Prepare_Cancelled_LeavesTheStoreEmpty()
    {
        var selection = new DataSelection { Source = _folder.Write("a.txt", new string('x', 100)) };
        using var cancellation = new CancellationTokenSource();
        var source = new ManyDocuments(cancellation);

        Assert.Throws<OperationCanceledException>(
            () => new DataPreparer(_store).Prepare(source, selection, Bytes, 4, cancellation.Token));

        Assert.Empty(Directory.GetFiles(_store.Folder));
    }

    [Fact]
    public void Prepare_WithProgress_ReportsBothStagesToTheirEnds()
    {
        var selection = new DataSelection { Source = _folder.Write("text.txt", new string('x', 1000)) };
        var steps = new List<DataProgress>();

        new DataPreparer(_store, new CallingProgress(steps.Add)).Prepare(selection, Bytes, 8, Token).Dispose();

        Assert.Contains(new DataProgress(DataStage.Identifying, 1000, 1000), steps);
        Assert.Contains(new DataProgress(DataStage.Tokenizing, 1000, 1000), steps);
    }

    [Fact]
    public void Prepare_SdkDocumentationOfThisMachine_GivesMegabytesOfProseTwice()
    {
        var selection = new DataSelection { Source = DataSelection.SdkDocumentation };

        using var first = Prepare(selection, context: 128);
        using var second = Prepare(selection, context: 128);

        Assert.InRange(first.Corpus.Manifest.TokenCount, 1 << 20, DataSelection.SdkDocumentationMaximumBytes);
        Assert.True(second.WasStored);
        Assert.Equal(first.Corpus.Manifest, second.Corpus.Manifest);
        Assert.Contains("the", FirstText(first.Corpus.HeldOut, 400), StringComparison.Ordinal);
    }

    [Fact]
    public void TrainTokenizer_SecondTime_TakesItFromTheStoreAndItPreparesTheData()
    {
        var text = string.Join(' ', Enumerable.Range(0, 500).Select(i => $"word{i % 7} and {i % 3}"));
        var selection = new DataSelection { Source = _folder.Write("text.txt", text) };
        var options = new BytePairTrainingOptions { VocabularySize = 300 };
        var preparer = new DataPreparer(_store);

        var learned = preparer.TrainTokenizer(selection, options, Token);
        var stored = Directory.GetFiles(_store.Folder, "*.tokenizer.json").Single();
        var written = File.GetLastWriteTimeUtc(stored);
        var again = preparer.TrainTokenizer(selection, options, Token);
        using var prepared = preparer.Prepare(selection, again, 8, Token);

        Assert.Equal(learned.Fingerprint, again.Fingerprint);
        Assert.Equal(written, File.GetLastWriteTimeUtc(stored));
        Assert.Equal(learned.Fingerprint, prepared.Corpus.Manifest.Tokenizer);
        Assert.Equal(learned.Encode(text).Length, prepared.Corpus.Manifest.TokenCount);
    }

    [Fact]
    public void TrainTokenizer_OtherTextOrOptions_LearnsAnother()
    {
        var path = _folder.Write("text.txt", "abababab");
        var selection = new DataSelection { Source = path };
        var options = new BytePairTrainingOptions { VocabularySize = 258, MinimumFrequency = 1 };
        var preparer = new DataPreparer(_store);
        var first = preparer.TrainTokenizer(selection, options, Token);

        var larger = preparer.TrainTokenizer(selection, options with { VocabularySize = 259 }, Token);
        File.WriteAllText(path, "cdcdcdcd");
        var other = preparer.TrainTokenizer(selection, options, Token);

        Assert.Equal(3, new[] { first, larger, other }.Select(tokenizer => tokenizer.Fingerprint).Distinct().Count());
        Assert.Single(other.Encode("cd"));
    }

    [Fact]
    public void TrainTokenizer_StoredOneDamaged_LearnsItAgain()
    {
        var selection = new DataSelection { Source = _folder.Write("text.txt", new string('x', 100)) };
        var options = new BytePairTrainingOptions { VocabularySize = 258 };
        var learned = new DataPreparer(_store).TrainTokenizer(selection, options, Token);
        File.WriteAllText(Directory.GetFiles(_store.Folder).Single(), "{");

        Assert.Equal(
            learned.Fingerprint, new DataPreparer(_store).TrainTokenizer(selection, options, Token).Fingerprint);
    }

    [Fact]
    public void TrainTokenizer_Bytes_IsRefused()
    {
        var selection = new DataSelection { Source = _folder.Write("a.bin", "x"), Format = DataFormat.Bytes };
        var options = new BytePairTrainingOptions { VocabularySize = 258 };

        var fault = Assert.Throws<DataSourceException>(
            () => new DataPreparer(_store).TrainTokenizer(selection, options, Token));

        Assert.Contains("data.format is bytes", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_BytesWithBytePairs_IsRefused()
    {
        var selection = new DataSelection { Source = _folder.Write("a.txt", "x"), Format = DataFormat.Bytes };
        var tokenizer = new BytePairTrainer(new BytePairTrainingOptions { VocabularySize = 257 }).Train(Token);

        var fault = Assert.Throws<DataSourceException>(
            () => new DataPreparer(_store).Prepare(selection, tokenizer, 8, Token));

        Assert.Contains("needs the byte tokenizer", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_TextThatTheTokenizerRefuses_NamesTheSource()
    {
        var json = Encoding.UTF8.GetString(new BytePairTrainer(new BytePairTrainingOptions { VocabularySize = 257 })
            .Train(Token)
            .ToJson());
        json = json.Replace("\"normalizer\": null", "\"normalizer\": {\"type\": \"NFC\"}", StringComparison.Ordinal);
        var tokenizer = BytePairTokenizer.Parse(Encoding.UTF8.GetBytes(json), "test");
        var path = _folder.Write("text.txt", "cafe\u0301");

        var fault = Assert.Throws<DataSourceException>(
            () => new DataPreparer(_store).Prepare(new DataSelection { Source = path }, tokenizer, 8, Token));

        Assert.StartsWith(path, fault.Message, StringComparison.Ordinal);
        Assert.Contains("U+0301", fault.Message, StringComparison.Ordinal);
    }

    private static string FirstText(TokenSet tokens, int context)
    {
        var window = new int[context + 1];
        SampleReader.InSequence(tokens, context).Read(0, window);
        return Bytes.Decode(window);
    }

    private PreparedData Prepare(DataSelection selection, int context) =>
        new DataPreparer(_store).Prepare(selection, Bytes, context, Token);

    private void AssertFault(DataSelection selection, int context, params string[] parts)
    {
        var fault = Assert.Throws<DataSourceException>(() => Prepare(selection, context));

        Assert.All(parts, part => Assert.Contains(part, fault.Message, StringComparison.Ordinal));
    }

    private sealed class CallingProgress(Action<DataProgress> call) : IProgress<DataProgress>
    {
        public void Report(DataProgress value) => call(value);
    }

    /// <summary>Is cancelled after some of its text, more than a writer holds in memory.</summary>
    private sealed class ManyDocuments(CancellationTokenSource cancellation) : TextSource
    {
        public override string Description => "many documents";

        public override void CopyTo(
            ITextSink sink, IProgress<DataProgress>? progress, CancellationToken cancellationToken)
        {
            sink.Append(Encoding.UTF8.GetBytes(new string('x', 1 << 20)));
            cancellation.Cancel();
            cancellationToken.ThrowIfCancellationRequested();
        }

        internal override ContentDigest Identify(
            IProgress<DataProgress>? progress, CancellationToken cancellationToken) => ContentDigest.Of("many"u8);
    }
}
